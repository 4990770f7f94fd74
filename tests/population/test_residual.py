"""The demographic residual against Baker (2021), *Estimates of the Unauthorized Immigrant Population*, Table
A1-1.
"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum import facts
from openasylum.population import estimate, published
from openasylum.population.examples import residual_cohorts, residual_table
from openasylum.population.residual import (
    FLAT_RATE,
    PUBLISHED,
    counted_residual,
    residual,
    sensitivity,
    solve_undercount,
    unauthorized,
)

PUBLISHED_TOTALS = {"2015": 11_440, "2016": 11_750, "2017": 11_410, "2018": 11_390}
PUBLISHED_UNDERCOUNT = {2015: 530, 2016: 550, 2017: 510, 2018: 500}


def figures(year: int) -> dict[str, float]:
    row = residual_table().filter(pl.col("cell") == str(year)).row(0, named=True)
    return {name: float(value) for name, value in row.items() if name not in ("cell", "sampling_margin")}


@pytest.mark.parametrize(("year", "value"), PUBLISHED_TOTALS.items())
def test_rebuilds_the_published_totals_within_rounding(year: str, value: int) -> None:
    totals = published("residual").totals.filter(pl.col("cell") == year)
    assert totals["value"][0] == pytest.approx(
        value, abs=10
    )  # every row of the table is rounded to ten thousand
    assert totals["low"][0] < value < totals["high"][0]


@pytest.mark.parametrize("year", [2015, 2016, 2017, 2018])
def test_the_lawful_undercount_rates_give_the_published_rows(year: int) -> None:
    known = figures(year)
    legal = known["legal_flow"] - known["deaths"] - known["emigration"]
    assert PUBLISHED.nonimmigrants * known["nonimmigrants"] == pytest.approx(
        known["missed_nonimmigrants"], abs=5
    )
    assert PUBLISHED.legal_residents * legal == pytest.approx(known["missed_legal_residents"], abs=5)


@pytest.mark.parametrize(("year", "value"), PUBLISHED_UNDERCOUNT.items())
def test_the_fixed_point_gives_the_published_undercount(year: int, value: int) -> None:
    """``e`` from the published periods of entry alone, four cohorts for OHSS's single years: within 5 %."""
    known = figures(year)
    del known["missed_unauthorized"]
    assert solve_undercount(counted_residual(known), residual_cohorts(year)) == pytest.approx(value, rel=0.05)


def test_a_flat_tenth_adds_about_seven_hundred_thousand() -> None:
    known = figures(2018)
    published_total = unauthorized(known)
    del known["missed_unauthorized"]
    flat = unauthorized(known, [(1.0, FLAT_RATE)])
    assert flat == pytest.approx(12_100, abs=5)
    assert flat - published_total == pytest.approx(700, abs=20)


def test_sensitivities_of_2018() -> None:
    table = sensitivity("2018", figures(2018))
    alone = {row["component"]: row for row in table.iter_rows(named=True)}
    assert alone["emigration"]["undercounts_held"] == pytest.approx(570, abs=5)
    assert alone["foreign_born"]["undercounts_held"] == pytest.approx(365, abs=1)
    assert alone["deaths"]["undercounts_held"] == pytest.approx(257, abs=1)
    assert alone["nonimmigrants"]["legal_undercounts_follow"] == pytest.approx(-250, abs=1)


def test_the_rates_are_those_of_the_parameter_table() -> None:
    printed = facts.table("ohss_residual_parameters")
    rates = dict(zip(printed["parameter"], printed["value"].cast(pl.String), strict=True))
    assert float(rates["undercount_nonimmigrants"]) == PUBLISHED.nonimmigrants
    assert float(rates["undercount_lpr_refugee_asylee"]) == PUBLISHED.legal_residents
    assert float(rates["undercount_unauthorized_first_year"]) == PUBLISHED.first_year


@given(
    counted=st.floats(1, 1e8),
    shares=st.lists(st.floats(0.01, 1), min_size=1, max_size=6),
    rates=st.lists(st.floats(0, 0.6), min_size=6, max_size=6),
)
def test_the_fixed_point_solves_its_equation(counted: float, shares: list[float], rates: list[float]) -> None:
    cohorts = [(share / sum(shares), rate) for share, rate in zip(shares, rates, strict=False)]
    missed = solve_undercount(counted, cohorts)
    assert missed == pytest.approx(
        sum(share * rate for share, rate in cohorts) * (counted + missed), abs=1e-5
    )


@given(more=st.floats(0.01, 0.5))
def test_more_lawful_departures_leave_more_unauthorized_residents(more: float) -> None:
    known = figures(2017)
    assert unauthorized({**known, "emigration": known["emigration"] * (1 + more)}) > unauthorized(known)


def test_cells_do_not_know_each_other() -> None:
    table = residual_table()
    together = residual(table, {"emigration": 0.1}).totals
    alone = pl.concat(residual(table[[place]], {"emigration": 0.1}).totals for place in range(table.height))
    assert together.equals(alone)


def test_without_component_error_only_sampling_remains() -> None:
    totals = residual(residual_table(), {}).totals
    assert (totals["high"] - totals["value"]).to_list() == pytest.approx([180.0] * 4)


def test_a_table_of_ones_own_needs_no_undercount() -> None:
    """Without any row for people missed the answer for 2018 stays within 1 % of the published one."""
    bare = (
        residual_table()
        .filter(pl.col("cell") == "2018")
        .drop("missed_nonimmigrants", "missed_legal_residents", "missed_unauthorized", "sampling_margin")
    )
    assert estimate("residual", bare).totals["value"][0] == pytest.approx(11_390, rel=0.01)


def test_newcomers_are_missed_most() -> None:
    """13 % of people in their first year, 13 % x 0.925^10 after ten."""
    known = figures(2018)
    del known["missed_unauthorized"]
    counted = counted_residual(known)
    first, tenth = (unauthorized({**known, "years_since_arrival": years}) for years in (0, 10))
    assert first == pytest.approx(counted / (1 - 0.13))
    assert tenth == pytest.approx(counted / (1 - 0.13 * 0.925**10))


def test_a_negative_residual_is_shown_as_zero_and_said() -> None:
    table = pl.DataFrame(
        {
            "cell": "x",
            "foreign_born": 10,
            "legal_flow": 900,
            "deaths": 5,
            "emigration": 5,
            "nonimmigrants": 10,
        }
    )
    result = estimate("residual", table)
    assert result.totals.select("value", "low", "high").row(0) == (0.0, 0.0, 0.0)
    assert any("negative" in caveat["en"] for caveat in result.caveats)
    assert not any("negative" in caveat["en"] for caveat in published("residual").caveats)
