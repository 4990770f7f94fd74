"""One more month, and the waits at which costs are equal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum.costs.waiting import cost_of_waiting, event_dollars, months_that_cost, waiting_dollars
from openasylum.errors import UserError
from openasylum.scenario.assumptions import central_values, draw_values

SOME = settings(max_examples=25, deadline=None)


def test_a_month_of_the_health_program_is_a_twelfth_of_its_year() -> None:
    values = {**central_values(), "costs.ifhp_claimant_year": 1500.0}
    month = cost_of_waiting(values, "pbo", 2024, months_before=12)
    assert month["organisation"].to_list() == ["ifhp"]
    assert month["dollars"].to_list() == pytest.approx([125.0], rel=0.02)  # 30 or 31 days of 1,500 a year


@SOME
@given(draw=st.integers(0, 100), months=st.floats(0, 60), more=st.floats(1, 12))
def test_a_longer_wait_never_costs_the_federal_government_less(draw: int, months: float, more: float) -> None:
    values = draw_values(9, draw)
    short, long = (waiting_dollars(values, "pbo", 2025, wait) for wait in (months, months + more))
    assert long > short


@SOME
@given(draw=st.integers(0, 100), first=st.floats(0, 30), second=st.floats(0, 30))
def test_two_waits_one_after_the_other_cost_what_both_together_do(
    draw: int, first: float, second: float
) -> None:
    values = draw_values(9, draw)
    first, second = round(first), round(second)
    parts = waiting_dollars(values, "full", 2025, first) + float(
        cost_of_waiting(values, "full", 2025, months_before=first, months=second)["dollars"].sum()
    )
    assert parts == pytest.approx(waiting_dollars(values, "full", 2025, first + second), abs=0.01)


@SOME
@given(draw=st.integers(0, 100), amount=st.floats(500, 20_000))
def test_the_break_even_wait_costs_the_amount(draw: int, amount: float) -> None:
    values = draw_values(9, draw)
    months = months_that_cost(amount, values, "pbo", 2025, months_before=6)
    cost = float(cost_of_waiting(values, "pbo", 2025, months_before=6, months=months)["dollars"].sum())
    assert cost == pytest.approx(amount, abs=10)  # waits are whole days


def test_no_wait_costs_a_billion() -> None:
    with pytest.raises(UserError, match="no wait of up to 20 years"):
        months_that_cost(1e9, central_values(), "pbo", 2025)


def test_an_event_costs_its_unit_cost_in_its_own_price_year() -> None:
    values = central_values()
    assert event_dollars(values, "irb.appeal", 2017) == pytest.approx(
        float(values["costs.rad_appeal"]), abs=0.01
    )
