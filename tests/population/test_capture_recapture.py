"""One-list capture-recapture against van der Heijden and others (2003), Zelterman, Chao, and simulated
populations.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from openasylum import facts
from openasylum.errors import UserError
from openasylum.population import published
from openasylum.population.capture_recapture import capture_recapture


def row(table: pl.DataFrame, cell: str) -> dict[str, float]:
    return table.filter(pl.col("cell") == cell).row(0, named=True)


def test_the_dutch_police_records() -> None:
    result = published("capture-recapture")
    regression = row(result.totals, "regression")
    assert regression["value"] == pytest.approx(12_690.35, abs=0.01)
    assert regression["standard_error"] == pytest.approx(2_808.17, abs=0.01)
    assert (regression["low"], regression["high"]) == pytest.approx((7_186, 18_194), abs=1)
    assert result.diagnostics["log_likelihood"] == pytest.approx(-848.4504, abs=1e-4)
    assert row(result.totals, "no_covariates")["value"] == pytest.approx(7_080, abs=0.5)
    assert row(result.totals, "zelterman")["value"] == pytest.approx(9_425, abs=0.5)
    assert row(result.totals, "chao_lower_bound")["value"] == pytest.approx(9_274, abs=0.5)


def test_a_table_of_frequencies_says_the_same_as_one_row_a_person() -> None:
    frequencies = facts.table("netherlands_illegal_immigrants_1995_frequencies").select(
        pl.col("nbcap").cast(pl.Int64).alias("captures"), pl.col("freq").cast(pl.Int64).alias("persons")
    )
    short = capture_recapture(frequencies).totals
    long = published("capture-recapture", by="").totals
    for cell in ("no_covariates", "zelterman", "chao_lower_bound"):
        assert row(short, cell)["value"] == pytest.approx(row(long, cell)["value"], rel=1e-9)
        assert row(short, cell)["standard_error"] == pytest.approx(
            row(long, cell)["standard_error"], rel=1e-9
        )


def simulated(seed: int, size: int) -> pl.DataFrame:
    """A population of ``size`` in two groups, caught at rates 0.3 and 0.9."""
    generator = np.random.default_rng(seed)
    group = generator.integers(0, 2, size)
    captures = generator.poisson(np.where(group == 1, 0.9, 0.3))
    seen = captures > 0
    return pl.DataFrame({"captures": captures[seen], "group": np.where(group, "often", "seldom")[seen]})


def test_intervals_hold_the_true_size_as_often_as_they_claim() -> None:
    size, held = 4_000, 0
    estimates = []
    for seed in range(100):
        regression = row(capture_recapture(simulated(seed, size), by="group").totals, "regression")
        held += regression["low"] <= size <= regression["high"]
        estimates.append(regression["value"])
    assert 88 <= held <= 100  # 95 of 100, give or take three standard deviations
    assert np.median(estimates) == pytest.approx(size, rel=0.03)


def test_ignoring_the_groups_misses_people_and_chao_stays_below() -> None:
    whole = [capture_recapture(simulated(seed, 20_000), by="group").totals for seed in range(5)]
    for totals in whole:
        assert row(totals, "no_covariates")["value"] < row(totals, "regression")["value"]
        assert (
            row(totals, "no_covariates")["value"] < row(totals, "chao_lower_bound")["value"] < 20_000 * 1.02
        )


def test_nobody_caught_twice_is_said() -> None:
    with pytest.raises(UserError, match="more than once"):
        capture_recapture(pl.DataFrame({"captures": [1, 1, 1]}))
