"""Canada: an interval and never a point; the circulating figures are shown with what they rest on."""

from __future__ import annotations

import polars as pl
import pytest

from openasylum.population import canada
from openasylum.population.assumptions import bounds
from openasylum.population.canadian_bounds import polish_share


def test_there_is_no_point() -> None:
    row = canada().totals.row(0, named=True)
    assert row["value"] is None
    assert row["standard_error"] is None
    assert canada().level is None


def test_the_bounds_are_the_arithmetic_of_the_anchors() -> None:
    """28,000 failed claimants under warrant less half; 750,000 overstays, 33,000 warrants and 30,000 removals
    in progress.
    """
    row = canada().totals.row(0, named=True)
    assert row["low"] == 28_000 * (1 - bounds("wanted_already_gone_share")[1])
    assert row["high"] == 750_000 + 33_000 + 30_000


def test_what_is_claimed_lies_inside_what_is_allowed() -> None:
    """The interval contradicts none of the circulating figures; it only says that none is better than
    another.
    """
    row = canada().totals.row(0, named=True)
    claims = canada().details["claims"]
    assert claims["value"].min() == 20_000
    assert claims["value"].max() == 500_000
    assert row["low"] < 20_000 and row["high"] > 500_000


def test_the_montreal_range_is_told_apart() -> None:
    montreal = canada().details["claims"].filter(pl.col("item").str.contains("Montreal"))
    assert montreal["value"].to_list() == [20_000, 50_000]
    assert montreal["rests_on_en"].str.contains("Montreal alone").all()


def test_the_polish_share_spans_an_order_of_magnitude() -> None:
    low, high = polish_share()
    assert 0 < low < high < 1
    assert high / low == pytest.approx(396_028 / 23_177, rel=0.01)
