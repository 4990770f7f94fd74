"""The choice of way: what a logit must do, whatever its parameters, and what ended protection brings."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.arrivals import DriverChange, choice, expected_claims, regime_of
from openasylum.arrivals.calibration import posterior
from openasylum.arrivals.choice import Options
from openasylum.arrivals.protection import course, movers, protected
from openasylum.arrivals.response import ways_of
from openasylum.law import parse_amendments
from openasylum.scenario.assumptions import central_values

UTILITY, LOSS = st.floats(-5, 3), st.floats(0, 8)
PARAMETERS = st.fixed_dictionaries(
    {
        "way_port": UTILITY,
        "way_between": UTILITY,
        "way_undetected": UTILITY,
        "lost_where_returned": LOSS,
        "lost_while_closed": LOSS,
        "exception_share": st.floats(0, 1),
    }
)
OPTIONS = st.builds(Options, *[st.sampled_from([0.0, 1.0])] * 4)
FIRST, LAST = 12 * 2025, 12 * 2028 - 1


@given(PARAMETERS, OPTIONS)
def test_shares_are_shares(p: dict[str, float], options: Options) -> None:
    found = choice.shares(p, options)
    assert all(share > 0 for share in found) and sum(found) < 1


@given(PARAMETERS, OPTIONS, st.sampled_from(["port", "crossing", "undetected"]))
def test_closing_a_way_never_raises_it_and_never_lowers_another(
    p: dict[str, float], options: Options, way: str
) -> None:
    ways = ("port", "crossing", "undetected")
    open_ = np.array(choice.shares(p, Options(**{**vars(options), way: 1.0})))
    shut = np.array(choice.shares(p, Options(**{**vars(options), way: 0.0})))
    own = ways.index(way)
    assert shut[own] <= open_[own]
    assert (np.delete(shut, own) >= np.delete(open_, own)).all()
    assert shut.sum() <= open_.sum() + 1e-12


@given(PARAMETERS)
def test_other_ways_gain_in_proportion(p: dict[str, float]) -> None:
    """Independence of irrelevant alternatives (Luce 1959): closing one way leaves the odds of the others."""
    before, after = (choice.shares(p, Options(1.0, crossing)) for crossing in (1.0, 0.0))
    assert after[2] / after[0] == pytest.approx(before[2] / before[0], rel=1e-9)
    stay = [1 - sum(found) for found in (before, after)]
    assert after[0] / stay[1] == pytest.approx(before[0] / stay[0], rel=1e-6)


@given(PARAMETERS, st.floats(0.1, 0.99))
def test_a_nest_fills_the_like_way_first(p: dict[str, float], likeness: float) -> None:
    """McFadden (1978): shares stay shares; closing crossing turns more of it unseen, in proportion, than to a port."""
    before, after = (
        np.array(choice.shares(p, Options(1.0, crossing), likeness=likeness)) for crossing in (1.0, 0.0)
    )
    assert (before >= 0).all() and before.sum() <= 1 and after[1] <= before[1] + 1e-12
    assert after[2] * before[0] >= before[2] * after[0] * (1 - 1e-9)
    near = np.array(choice.shares(p, Options(1.0, 1.0), likeness=1 - 1e-9))
    assert near == pytest.approx(np.array(choice.shares(p, Options(1.0, 1.0))), abs=1e-6)


@given(PARAMETERS, st.floats(0.001, 0.9))
def test_a_share_of_those_who_do_not_come_by_land_is_a_logit_of_more_ways(
    p: dict[str, float], elsewhere: float
) -> None:
    """Airport and inland as ways of their own, of utility log(s / (1 - s)) together against staying: the land ways have
    the shares that they have without, and the others gain in proportion when one closes.
    """
    for crossing in (1.0, 0.0):
        by_land = np.array(choice.shares(p, Options(1.0, crossing)))
        away = 1 - by_land.sum()
        stay = away * (1 - elsewhere)
        utilities = np.log(np.array([*by_land, away * elsewhere]) / stay)
        assert np.exp(utilities[3]) == pytest.approx(elsewhere / (1 - elsewhere), rel=1e-6)
        weights = np.exp(utilities)
        assert weights[:3] / (1 + weights.sum()) == pytest.approx(by_land, rel=1e-6)


def test_a_logit_by_hand() -> None:
    p = {"way_port": 0.0, "way_between": np.log(2), "way_undetected": np.log(0.5), "lost_where_returned": 1e9}
    found = choice.shares({**p, "lost_while_closed": 0.0}, Options(1.0, 1.0))
    assert found == pytest.approx((1 / 4.5, 2 / 4.5, 0.5 / 4.5))
    assert choice.shares({**p, "lost_while_closed": 0.0}, Options(0.0, 1.0))[0] == 0.0


def test_ways_open_and_close_as_the_law_engine_reads_each_persons_facts() -> None:
    """In force, a port hears those who meet an exception and no others; without designation, everyone."""
    p, values = posterior.choice_parameters(0.5), central_values()
    in_force = ways_of(regime_of((), FIRST, FIRST), p, values)
    assert in_force.plain[:, 0] == pytest.approx(choice.shares(p, choice.PROTOCOL[0]))
    assert in_force.excepted[:, 0] == pytest.approx(choice.shares(p, choice.PROTOCOL[1]))
    repealed = parse_amendments([{"repeal": "IRPR 159.3", "from": "2025-01-01"}])
    opened = ways_of(regime_of(repealed, FIRST, FIRST), p, values)
    assert opened.plain[:, 0] == pytest.approx(choice.shares(p, choice.NO_AGREEMENT[0]))
    family = parse_amendments(
        [{"repeal": f"IRPR 159.5{part}", "from": "2025-01-01"} for part in ("(a)", "(b)(i)", "(b)(ii)")]
    )
    narrowed = ways_of(regime_of(family, FIRST, FIRST), p, values)
    assert narrowed.excepted[0, 0] < in_force.excepted[0, 0]
    assert narrowed.plain[:, 0] == pytest.approx(in_force.plain[:, 0])


def test_the_course_of_those_who_lose_protection_adds_up() -> None:
    for alarm in (1.5, 3.0, 8.0):
        months = course(np.arange(-3, 40), alarm)
        assert months.sum() == pytest.approx(1.0) and (months[:3] == 0).all() and (months[27:] == 0).all()


def land(law: list[dict[str, str]], changes: list[DriverChange]) -> float:
    regime = regime_of(parse_amendments(law), FIRST, LAST)
    answer = expected_claims(regime, changes, central_values(), 5, 0, FIRST, LAST)
    return float((answer.usual + answer.extra)[[0, 1, 4], 12:].sum())


def test_ending_protection_brings_what_it_brought_in_2017_when_crossing_was_heard() -> None:
    """7 % of those protected came within two years; under the Protocol the same people mostly do not."""
    ended = [DriverChange("us_protection", 0.0, date(2026, 1, 1), persons=100_000)]
    ports_only = [{"repeal": "IRPR 159.4(1.1)", "from": "2025-01-01"}]
    heard = land(ports_only, ended) - land(ports_only, [])
    returned = land([], ended) - land([], [])
    assert heard == pytest.approx(7_000, rel=0.2)
    assert 0 < returned < 0.4 * heard


def test_a_factor_of_protection_kept_is_a_number_of_persons() -> None:
    values = central_values()
    by_factor = movers([DriverChange("us_protection", 0.75, date(2026, 1, 1))], values, FIRST, 36)
    by_number = movers(
        [DriverChange("us_protection", 0.0, date(2026, 1, 1), persons=0.25 * protected())], values, FIRST, 36
    )
    assert by_factor == pytest.approx(by_number)
    assert not movers([DriverChange("us_protection", 1.0, date(2026, 1, 1))], values, FIRST, 36).any()


def test_transit_and_resident_push_are_moved_apart() -> None:
    """Arrivals at the south-west border move those in transit; removals those who lived in the United States."""
    values = central_values()
    residents = float(values["arrivals.resident_push_share"])
    base = land([], [])
    for driver, share, name in (
        ("us_southwest_arrivals", 1 - residents, "arrivals.elasticity_us_southwest"),
        ("us_removals", residents, "arrivals.elasticity_us_removals"),
    ):
        moved = land([], [DriverChange(driver, 2.0, date(2025, 1, 1))])
        assert moved / base == pytest.approx(1 + share * (2.0 ** float(values[name]) - 1), rel=1e-6)
