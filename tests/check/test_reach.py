"""A number that no value of a measure can be told as is found in none: held against every value of the register."""

from __future__ import annotations

from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from openasylum.check.figures.observations import Held, held_measures
from openasylum.check.figures.rounding import COUNTED_ANEW, agreement, stretch
from openasylum.check.language.quantities import HEDGES, Quantity

STEPS = {
    "money": (0.01, 1.0, 100.0, 1e5, 1e6, 1e8, 1e9),
    "count": (1.0, 10.0, 100.0, 1e3, 1e4, 1e6),
    "share": (0.0001, 0.001, 0.01, 0.05),
    "points": (0.001, 0.01),
    "duration": (12 / 365.25, 12 / 52.18, 0.1, 1.0, 6.0, 12.0),
    "ratio": (0.1, 1.0),
}


@cache
def measures() -> list[Held]:
    return [held for held in held_measures() if held.observations]


@st.composite
def near_a_value(draw: st.DrawFn) -> tuple[Held, Quantity]:
    """A measure, and a number told in some way, near one of its values."""
    held = draw(st.sampled_from(measures()))
    one = draw(st.sampled_from(held.observations))
    ours = draw(st.sampled_from([end for end in (one.value, one.low, one.high) if end is not None]))
    dimension = held.measure.dimension
    step = draw(st.sampled_from(STEPS[dimension]))
    said = abs(ours) * draw(st.floats(0.85, 1.18))
    if draw(st.booleans()):
        said = round(said / step) * step
    hedge = draw(st.sampled_from((None, *HEDGES)))
    return held, Quantity(0, 1, dimension, said, step, hedge=hedge)


@given(near_a_value())
def test_what_agrees_with_a_value_or_prints_it_anew_is_within_reach(drawn: tuple[Held, Quantity]) -> None:
    held, quantity = drawn
    within = stretch(quantity)
    values = held.observations
    if any(agreement(quantity, one.value, one.low, one.high) for one in values):
        assert held.reach.meets(*within)
        assert held.reach_of_prints.meets(*within)
    gaps = [abs(one.value - quantity.value) / abs(one.value) for one in values if one.value]
    assert held.reach.meets(*within) or min(gaps, default=1.0) > 0.003  # as near as a number of another place
    assert held.reach_of_prints.meets(*within) or min(gaps, default=1.0) > COUNTED_ANEW


def test_a_number_far_from_every_value_is_out_of_reach() -> None:
    for held in measures():
        ends = [abs(end) for one in held.observations for end in (one.low, one.high, one.value) if end]
        far = 3 * max(ends, default=1.0) + 1
        quantity = Quantity(0, 1, held.measure.dimension, far, far / 1e4)
        assert not held.reach_of_prints.meets(*stretch(quantity)), held.measure.id
