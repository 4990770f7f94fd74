"""Whatever a well-formed table holds, an estimator answers with an ordered interval or says why it cannot."""

from __future__ import annotations

import math

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum.errors import UserError
from openasylum.population import estimate
from openasylum.population.stock_flow import Span

FEW = settings(max_examples=40, deadline=None)


def sound(method: str, table: pl.DataFrame, **options: object) -> None:
    try:
        result = estimate(method, table, **options)
    except UserError as fault:
        assert len(str(fault)) > 20
        return
    for row in result.totals.iter_rows(named=True):
        assert math.isfinite(row["value"]) and row["low"] <= row["high"]
        assert row["low"] >= 0
        assert row["standard_error"] >= 0


@FEW
@given(st.data())
def test_capture_recapture(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    captures = data.draw(st.lists(st.integers(1, 8), min_size=size, max_size=size))
    persons = data.draw(st.lists(st.integers(0, 50), min_size=size, max_size=size))
    group = data.draw(st.lists(st.sampled_from(["a", "b", "c"]), min_size=size, max_size=size))
    table = pl.DataFrame({"captures": captures, "persons": persons, "group": group})
    sound("capture-recapture", table)
    sound("capture-recapture", table, by="group")


@FEW
@given(st.data())
def test_multiple_systems(data: st.DataObject) -> None:
    lists = data.draw(st.integers(2, 4))
    rows = data.draw(st.integers(1, 12))
    flags = st.lists(st.integers(0, 1), min_size=rows, max_size=rows)
    table = pl.DataFrame({f"list {place}": data.draw(flags) for place in range(lists)})
    counts = data.draw(st.lists(st.integers(0, 60), min_size=rows, max_size=rows))
    sound("multiple-systems", table.with_columns(count=pl.Series(counts)))


@FEW
@given(st.data())
def test_power_law(data: st.DataObject) -> None:
    rows = data.draw(st.integers(1, 20))
    column = {
        "found": st.integers(0, 200),
        "found_by_second_source": st.integers(0, 200),
        "registered": st.integers(1, 100_000),
        "region": st.sampled_from(["x", "y"]),
    }
    table = pl.DataFrame({n: data.draw(st.lists(v, min_size=rows, max_size=rows)) for n, v in column.items()})
    sound("power-law", table)
    sound("power-law", table, by="region", total_by="region")


@FEW
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12), st.floats(0, 1e9))
def test_stock_flow(entries: list[float], start: float) -> None:
    table = pl.DataFrame({"year": [str(place) for place in range(len(entries))], "entries": entries})
    sound("stock-flow", table, start=Span(start, 2 * start))


@FEW
@given(st.data())
def test_residual_and_ratio(data: st.DataObject) -> None:
    residual = ["foreign_born", "legal_flow", "deaths", "emigration", "nonimmigrants"]
    ratio = [
        *("noncitizens_then", "edited_then", "undocumented_then", "admitted", "naturalized"),
        *("nonimmigrant_change", "years", "noncitizens_now", "edited_now"),
    ]
    for method, columns in (("residual", residual), ("ratio", ratio)):
        sound(method, pl.DataFrame({"cell": "x", **{name: data.draw(st.floats(0, 1e6)) for name in columns}}))
