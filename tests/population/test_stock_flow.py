"""Stock and flow: conservation, closed form, and the residual that it should meet when fed the residual's own
flows.
"""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.errors import UserError
from openasylum.population import published
from openasylum.population.stock_flow import Span, step, stock_flow


@given(
    stock=st.floats(0, 1e8),
    entries=st.floats(0, 1e7),
    rate=st.floats(0, 0.5),
    removals=st.floats(0, 1e8),
    given_status=st.floats(0, 1e6),
)
def test_a_year_conserves_people_and_is_never_negative(
    stock: float, entries: float, rate: float, removals: float, given_status: float
) -> None:
    after = float(
        step(np.array(stock), np.array(entries), np.array(rate), np.array(removals), np.array(given_status))
    )
    left = rate * (stock + entries / 2) + removals + given_status
    assert after >= 0
    assert after == pytest.approx(max(stock + entries - left, 0.0), abs=1e-6 * (stock + entries + 1))


def test_constant_flows_end_at_their_balance() -> None:
    """With entries E and exit rate r the stock settles where r (N + E/2) = E."""
    table = pl.DataFrame({"year": [str(year) for year in range(400)], "entries": [500_000.0] * 400})
    last = stock_flow(table, Span(0, 0), Span(0.05, 0.05)).totals.row(-1, named=True)
    assert last["value"] == pytest.approx(500_000 / 0.05 - 250_000, rel=1e-6)
    assert last["low"] == pytest.approx(last["high"])


def test_published_flows_carry_2010_to_the_residual_of_2022() -> None:
    """OHSS: 11.59 million in January 2010, 10.99 million in January 2022; arrivals and exits are CMS's."""
    last = published("stock-flow").totals.row(-1, named=True)
    assert last["cell"] == "2021"  # end of 2021
    assert last["value"] == pytest.approx(10_990_000, rel=0.03)
    assert last["low"] < 10_990_000 < last["high"]


def test_the_published_stress_case_is_shown_beside() -> None:
    stress = published("stock-flow").details["published_models"]
    assert stress["value"].to_list() == [16_700_000, 22_100_000]
    assert stress["times_ohss"].to_list() == pytest.approx([16.7 / 11.75, 22.1 / 11.75])


def test_bounds_of_a_flow_widen_the_interval() -> None:
    table = pl.DataFrame({"year": ["2010", "2011"], "entries": [100.0, 100.0]})
    wide = table.with_columns(entries_low=pl.lit(50.0), entries_high=pl.lit(150.0))
    exact, bounded = (stock_flow(t, Span(1_000, 1_000), Span(0.05, 0.05)).totals for t in (table, wide))
    assert exact["high"][1] - exact["low"][1] == pytest.approx(0, abs=1e-6)
    assert bounded["high"][1] - bounded["low"][1] > 90


def test_the_same_seed_gives_the_same_bytes() -> None:
    assert published("stock-flow").totals.equals(published("stock-flow").totals)


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"year": ["2010", "2012"], "entries": [1.0, 1.0]}, "2012 does not follow 2010"),
        ({"year": ["2011", "2010"], "entries": [1.0, 1.0]}, "2010 does not follow 2011"),
        ({"year": ["spring"], "entries": [1.0]}, "'spring' is not a year"),
        (
            {"year": ["2010"], "entries": [1.0], "entries_low": [3.0], "entries_high": [2.0]},
            "the lower bound of entries (3) exceeds the upper (2)",
        ),
        ({"year": ["2010"], "entries": [1.0], "removals": [900.0]}, "more people leave by the end of 2010"),
    ],
    ids=["gap", "out of order", "no year", "bounds", "more leave than there are"],
)
def test_flows_that_cannot_be_are_refused(columns: dict[str, list[object]], words: str) -> None:
    with pytest.raises(UserError, match=re.escape(words)):
        stock_flow(pl.DataFrame(columns), Span(100, 100), Span(0.01, 0.02))
