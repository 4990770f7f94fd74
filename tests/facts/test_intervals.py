"""Rounding turned back into intervals."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from openasylum import facts
from openasylum.facts import schema
from openasylum.facts.intervals import with_intervals
from openasylum.facts.schema import Interval, Least, Rounding


def _rounded(count: int, step: int) -> int:
    """Nearest multiple, as the sources round (halves either way, so both are tried by the caller)."""
    return (count + step // 2) // step * step


@given(st.integers(0, 100_000), st.sampled_from([5, 10, 100, 1000]))
def test_the_interval_holds_the_count_that_was_rounded(count: int, step: int) -> None:
    frame = pl.DataFrame({"value": [float(_rounded(count, step))]})
    low, high = with_intervals(frame, [Rounding(step=step)]).select("low", "high").row(0)
    assert low <= count <= high
    assert low >= 0


@given(st.integers(0, 5))
def test_a_withheld_count_is_held_too(count: int) -> None:
    rule = Rounding(step=5, withheld=Interval(low=0, high=5))
    frame = with_intervals(pl.DataFrame({"value": [None]}, schema={"value": pl.Float64}), [rule])
    value, low, high, suppressed = frame.row(0)
    assert low <= count <= high and value == 2.5 and suppressed


def test_what_was_never_printed_stays_missing() -> None:
    frame = with_intervals(pl.DataFrame({"value": [None]}, schema={"value": pl.Float64}), [Rounding(step=5)])
    assert frame.row(0) == (None, None, None, False)


def test_the_first_rule_that_fits_holds() -> None:
    frame = pl.DataFrame({"unit": ["persons", "percent"], "value": [100.0, 44.0]})
    rules = [Rounding(where={"unit": "percent"}, step=1, whole=False), Rounding(step=10)]
    assert with_intervals(frame, rules).select("low", "high").rows() == [(95, 105), (43.5, 44.5)]


@given(st.integers(1, 40))
def test_the_least_printed_figure_stands_for_all_below(count: int) -> None:
    """UNHCR prints 5 for 1 to 5 and other counts as they are."""
    rule = Rounding(least=Least(printed=5, low=1, high=5))
    low, high = (
        with_intervals(pl.DataFrame({"value": [float(max(count, 5))]}), [rule]).select("low", "high").row(0)
    )
    assert low <= count <= high
    assert (low, high) == ((1, 5) if count <= 5 else (count, count))


def test_every_declared_rule_fits_some_rows() -> None:
    """A rule whose ``where`` names a source or category that is not there would silently do nothing."""
    for name, table in schema.tables().items():
        for rule in table.rounding:
            frame = facts.table(name)
            for column, wanted in rule.where.items():
                frame = frame.filter(
                    pl.col(column).is_in([wanted] if isinstance(wanted, str) else list(wanted))
                )
            assert frame.height, (name, rule.where)
            assert rule.why, name
