"""The dual-source power law against the R package ``uncounted`` (README and workflow article) on its Polish
data.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.population import estimate, published
from openasylum.population.examples import power_law_table
from openasylum.population.power_law import power_law

#: Year: value, low, high.
PUBLISHED = {
    "2019": (96_808, 8_228, 1_133_633),
    "2020": (97_821, 15_272, 621_163),
    "2021": (104_158, 38_795, 277_428),
    "2022": (83_630, 37_693, 184_567),
    "2023": (115_029, 49_241, 267_749),
    "2024": (95_935, 23_177, 396_028),
}


def test_the_published_fit() -> None:
    diagnostics = published("power-law").diagnostics
    assert diagnostics["log_likelihood"] == pytest.approx(-5738.09, abs=0.005)
    assert diagnostics["gamma"] == pytest.approx(0.006954, rel=0.01)
    assert diagnostics["parameters"] == 20  # AIC 11516.19 = 2 x 5738.09 + 2 x 20


@pytest.mark.parametrize(("year", "expected"), PUBLISHED.items())
def test_published_totals_and_intervals(year: str, expected: tuple[int, int, int]) -> None:
    row = published("power-law").totals.filter(pl.col("cell") == year).row(0, named=True)
    assert row["value"] == pytest.approx(
        expected[0], rel=0.004
    )  # the likelihood is flat: both optima are as good
    assert (row["low"], row["high"]) == pytest.approx(expected[1:], rel=0.01)


def test_the_model_without_covariates() -> None:
    """Workflow article, model 1: alpha 0.736646, beta 0.575046, gamma 0.001831, total 290,597
    (127,726-660,703).
    """
    result = estimate("power-law", power_law_table())
    assert result.details["coefficients"]["coefficient"].to_list() == pytest.approx(
        [0.736646, 0.575046], abs=1e-5
    )
    assert result.diagnostics["gamma"] == pytest.approx(0.001831, abs=1e-6)
    assert result.diagnostics["log_likelihood"] == pytest.approx(-11_380.65, abs=0.005)
    row = result.totals.row(0, named=True)
    assert (row["value"], row["low"], row["high"]) == pytest.approx((290_597, 127_726, 660_703), rel=1e-4)


def test_stocks_simulated_from_known_parameters_are_recovered() -> None:
    generator = np.random.default_rng(2024)
    registered = np.round(np.exp(generator.uniform(4, 13, 1_500)))
    rate = generator.gamma(0.8, 0.02, registered.size)
    second = generator.poisson(registered * rate)
    found = generator.poisson(registered**0.75 * (0.005 + second / registered) ** 0.6)
    table = pl.DataFrame({"found": found, "found_by_second_source": second, "registered": registered})
    row = power_law(table).totals.row(0, named=True)
    true = float(np.sum(registered**0.75))
    assert row["low"] < true < row["high"]
    assert row["value"] == pytest.approx(true, rel=0.15)


def test_groups_add_up() -> None:
    by_year = published("power-law").totals["value"].sum()
    together = published("power-law", total_by="").totals["value"][0]
    assert by_year == pytest.approx(together, rel=1e-12)


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(UserError, match=r"yaer.*year"):
        published("power-law", by="yaer")


def test_too_few_rows_are_said() -> None:
    with pytest.raises(UserError, match="fewer rows"):
        power_law(power_law_table().head(3))
