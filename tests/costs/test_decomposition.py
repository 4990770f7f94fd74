"""Why two ledgers differ: the effects add up exactly, and each is zero where its cause is absent."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import costs
from openasylum.costs.decomposition import EFFECTS, Counted, decompose
from openasylum.scenario.assumptions import central_values, draw_values
from support.made_up_claims import REFUSED, claims

UNTIL = date(2040, 3, 31)
LINES = costs.cost_lines()


def side(persons: int, days: int, values: dict, steps: int = len(REFUSED)) -> Counted:
    story = [(stage, days, way) for stage, way in REFUSED[:steps]]
    visits, people = claims([(date(2019, 5, 1), "inland", story)] * persons)
    return Counted(costs.line_quantities(visits, people, values, LINES, until=UNTIL), values, persons)


def dollars(one: Counted, scope: str) -> float:
    return int(costs.in_scope(costs.cash_of(one.used, LINES, one.values), scope)["cents"].sum()) / 100


def effects(table: pl.DataFrame) -> dict[str, float]:
    return table.select(pl.col(*EFFECTS, "total").sum()).row(0, named=True)


@settings(max_examples=20, deadline=None)
@given(
    persons=st.tuples(st.integers(1, 4), st.integers(1, 4)),
    days=st.tuples(st.integers(0, 500), st.integers(0, 500)),
    draws=st.tuples(st.integers(0, 20), st.integers(0, 20)),
    steps=st.tuples(st.integers(1, 6), st.integers(1, 6)),
    scope=st.sampled_from(["pbo", "full"]),
)
def test_effects_add_up_to_the_difference(
    persons: tuple, days: tuple, draws: tuple, steps: tuple, scope: str
) -> None:
    one, other = (side(persons[i], days[i], draw_values(8, draws[i]), steps[i]) for i in (0, 1))
    table = decompose(one, other, LINES, scope)
    # Ledgers are rounded row by row, effects are not.
    assert effects(table)["total"] == pytest.approx(dollars(other, scope) - dollars(one, scope), abs=5)
    back = decompose(other, one, LINES, scope)
    for name in EFFECTS:
        assert effects(back)[name] == pytest.approx(-effects(table)[name], abs=0.01)


def test_each_cause_alone_has_its_own_effect() -> None:
    values = central_values()
    base = side(10, 200, values)
    more = effects(decompose(base, side(15, 200, values), LINES, "full"))
    assert more["volume"] == pytest.approx(0.5 * dollars(base, "full"), rel=1e-4)
    assert (more["wait"], more["path"], more["price"]) == pytest.approx((0, 0, 0), abs=1e-6)
    dearer = effects(decompose(base, side(10, 200, {**values, "costs.rad_appeal": 5000.0}), LINES, "full"))
    assert (dearer["volume"], dearer["wait"], dearer["path"]) == pytest.approx((0, 0, 0), abs=1e-6)
    assert dearer["price"] != 0
    shorter = effects(decompose(base, side(10, 200, values, steps=2), LINES, "pbo"))
    assert shorter["path"] < 0
    assert shorter["volume"] == shorter["price"] == 0


def test_a_longer_wait_is_a_wait_and_nothing_else() -> None:
    values = central_values()
    story = [("eligibility", 5, "referred"), ("rpd", 0, None)]

    def until(day: date) -> Counted:
        visits, people = claims([(date(2019, 5, 1), "inland", story)])
        return Counted(costs.line_quantities(visits, people, values, LINES, until=day), values, 1)

    found = effects(decompose(until(date(2019, 8, 1)), until(date(2020, 2, 1)), LINES, "full"))
    assert found["wait"] > 0
    assert (found["volume"], found["path"], found["price"]) == (0, 0, 0)
