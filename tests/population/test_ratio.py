"""The ratio method against Warren (2024), Appendix B, Table A1 (Mexico, 2010-2017, thousands)."""

from __future__ import annotations

import pytest

from openasylum.errors import UserError
from openasylum.population import estimate, published
from openasylum.population.examples import ratio_table
from openasylum.population.ratio import deaths_and_emigration, legal_now, legal_then, undocumented_now


def mexico() -> dict[str, float]:
    row = ratio_table().row(0, named=True)
    return {name: float(value) for name, value in row.items() if name != "cell"}


def test_mexico_to_the_digit() -> None:
    assert legal_then(mexico()) == 1_924  # item 5
    assert legal_now(mexico()) == 2_070  # item 11
    assert undocumented_now(mexico()) == 4_982  # item 13
    ratios = published("ratio").details["ratios"].row(0, named=True)
    assert round(ratios["ratio_now"], 3) == 0.946  # item 15
    # Item 4 is printed 0.956: 6,138 / 6,417 is 0.9565, which the source cut instead of rounding.
    assert int(ratios["ratio_then"] * 1000) / 1000 == 0.956


def test_the_interval_holds_both_ratios() -> None:
    result = published("ratio")
    row = result.totals.row(0, named=True)
    carried = result.details["ratios"]["old_ratio_carried_forward"][0]
    assert row["low"] < row["value"] < carried < row["high"]


def test_deaths_and_emigration_follow_from_the_yearly_rates() -> None:
    known = {name: value for name, value in mexico().items() if name not in ("deaths", "emigration")}
    deaths, emigration = deaths_and_emigration({**known, "years": 7})
    assert deaths == pytest.approx(85, abs=1.5)  # item 9
    assert emigration == pytest.approx(141, abs=1.5)  # item 10


def test_no_years_and_no_flows_is_said() -> None:
    with pytest.raises(UserError, match="years"):
        estimate("ratio", ratio_table().drop("deaths"))
