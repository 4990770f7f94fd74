"""The projection: common random numbers, monotone responses, and the published range for an end of the
designation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import poisson

from openasylum.arrivals import (
    DriverChange,
    arguments,
    expected_claims,
    project,
    project_counts,
    regime_of,
)
from openasylum.arrivals.history import ONTARIO_SHARE
from openasylum.arrivals.project import poisson_quantile
from openasylum.errors import UserError
from openasylum.law import parse_amendments
from openasylum.scenario.assumptions import central_values, draw_values, register
from openasylum.scenario.priors import Discrete
from openasylum.vocabulary import CHANNELS

FIRST, LAST = 12 * 2025, 12 * 2028 - 1
YEAR_2027 = slice(24, 36)
CHANGES: dict[str, list[dict[str, Any]]] = {
    "in_force": [],
    "not_designated": [{"repeal": "IRPR 159.3", "from": "2027-01-01"}],
    "ports_only": [{"repeal": "IRPR 159.4(1.1)", "from": "2027-01-01"}],
    "year_between_ports": [
        {"amend": "IRPR 159.4(1.1)", "parameter": "days", "value": 365, "from": "2027-01-01"}
    ],
    "no_2026_bars": [
        {"repeal": "IRPA 101(1)(b.1)", "from": "2027-01-01"},
        {"repeal": "IRPA 101(1)(b.2)", "from": "2027-01-01"},
    ],
    "no_exceptions": [
        {"repeal": f"IRPR 159.5{part}", "from": "2027-01-01"}
        for part in ("(a)", "(b)(i)", "(b)(ii)", "(b)(iii)", "(c)", "(d)", "(e)", "(f)", "(g)")
    ],
    "six_months": [{"amend": "IRPA 101(1)(b.1)", "parameter": "years", "value": 0.5, "from": "2027-01-01"}],
}


def people(
    name: str, values: dict[str, Any], draw: int = 0, weight: float = 20.0, **options: Any
) -> pl.DataFrame:
    regime = regime_of(parse_amendments(CHANGES[name]), FIRST, LAST)
    return project(regime, options.get("drivers", ()), values, 5, draw, FIRST, LAST, weight)


def counts(name: str, draws: int, drivers: Sequence[DriverChange] = ()) -> NDArray[np.float64]:
    """Claims a month in 2027, draw x channel."""
    regime = regime_of(parse_amendments(CHANGES[name]), FIRST, LAST)
    return np.array(
        [
            project_counts(regime, drivers, draw_values(5, draw), 5, draw, FIRST, LAST, 10.0)[YEAR_2027].sum(
                axis=(0, 2, 3)
            )
            * (10.0 / 12)
            for draw in range(draws)
        ]
    )


def test_no_longer_designating_brings_land_claims_into_the_published_range() -> None:
    """Published: about 2,500 to 11,000 a month (90 %), median near 5,300, in the first full year."""
    regime = regime_of(parse_amendments(CHANGES["not_designated"]), FIRST, LAST)
    land = []
    for draw in range(1000):
        answer = expected_claims(regime, (), draw_values(5, draw), 5, draw, FIRST, LAST)
        land.append((answer.usual + answer.extra)[:2, YEAR_2027].sum() / 12)
    low, middle, high = np.quantile(land, [0.05, 0.5, 0.95])
    assert 2250 <= low <= 2900 and 9000 <= high <= 11000
    assert middle == pytest.approx(5300, rel=0.06)


def test_opening_the_border_never_lowers_land_claims_and_lowers_undetected_entry() -> None:
    closed, opened, ports_only = (counts(name, 40) for name in ("in_force", "not_designated", "ports_only"))
    land, hidden = slice(0, 2), CHANNELS.index("undetected")
    assert (opened[:, land].sum(axis=1) >= closed[:, land].sum(axis=1) - 10).all()
    assert (opened[:, hidden] <= closed[:, hidden] + 10).all()
    between = CHANNELS.index("between_ports")
    assert (ports_only[:, between] >= closed[:, between] - 10).all()
    assert (ports_only[:, CHANNELS.index("land_port")] <= closed[:, CHANNELS.index("land_port")] + 10).all()


def test_ending_the_exceptions_keeps_people_from_the_ports() -> None:
    """The mirror: fewer come to a port; the ways that are left gain together less than the ports lose."""
    closed, tighter = counts("in_force", 40), counts("no_exceptions", 40)
    lost = (closed - tighter)[:, 0]
    assert (lost >= 0).all() and ((tighter - closed)[:, 1:].sum(axis=1) <= lost).all()
    assert tighter[:, 0].sum() < 0.6 * closed[:, 0].sum()
    assert tighter[:, 4].sum() > closed[:, 4].sum()
    regime = regime_of(parse_amendments(CHANGES["no_exceptions"]), FIRST, LAST)
    for kind in (
        "family_citizen",
        "family_claimant_age",
        "family_permit_age",
        "age",
        "holds_canadian_document",
    ):
        returned = regime.returned(f"port_with_{kind}")
        assert not returned[:24].any() and returned[24:].all()


def test_the_people_of_one_scenario_are_the_people_of_the_other() -> None:
    """Adding people to a cell leaves those already there, with all their facts, as they were."""
    values = central_values()
    closed, opened = people("in_force", values), people("not_designated", values)
    before = pl.col("claim_date") < date(2027, 1, 1)
    assert closed.filter(before).equals(opened.filter(before))
    land = pl.col("channel").is_in(["land_port", "between_ports"])
    stay = closed.filter(land).join(opened.filter(land), on="person", how="inner")
    assert stay.height == closed.filter(land).height
    assert opened.filter(land).height > 1.5 * closed.filter(land).height
    assert (stay["claim_date"] == stay["claim_date_right"]).all()


def test_a_bar_never_adds_claims_and_touches_only_those_it_reaches() -> None:
    values = central_values()
    with_bars, without, tighter = (
        people(name, values) for name in ("in_force", "no_2026_bars", "six_months")
    )
    assert set(with_bars["person"]) <= set(without["person"])
    assert set(tighter["person"]) <= set(with_bars["person"])
    assert tighter.height < with_bars.height < without.height
    year = people("year_between_ports", values)
    hidden = pl.col("channel") == "undetected"
    assert year.filter(hidden).height < with_bars.filter(hidden).height
    assert year.filter(~hidden).equals(with_bars.filter(~hidden))


def test_more_than_a_third_of_claims_come_too_late_without_deterrence() -> None:
    """19,000 of the 50,000 claims of June to October 2025 (37 %) fell under the one-year bar (Minister,
    February 2026).
    """
    values = central_values()
    summer = people("in_force", values, weight=1.0).filter(
        pl.col("claim_date").is_between(date(2025, 6, 3), date(2025, 10, 31))
    )
    late = (pl.col("claim_date") - pl.col("first_entry_date")).dt.total_days() > 365
    assert summer.select(late.mean()).item() == pytest.approx(0.37, abs=0.04)


@pytest.mark.parametrize(
    ("driver", "channels"), [("us_removals", (0, 1, 4)), ("airport_claims", (2,)), ("inland_claims", (3,))]
)
def test_a_driver_moves_its_own_channels_only_and_mirrors_behave(
    driver: str, channels: tuple[int, ...]
) -> None:
    down, still, up = (
        counts("in_force", 15, [DriverChange(driver, factor, date(2026, 1, 1))]) for factor in (0.5, 1.0, 2.0)
    )
    others = [row for row in range(len(CHANNELS)) if row not in channels]
    assert (down[:, others] == still[:, others]).all() and (up[:, others] == still[:, others]).all()
    own = list(channels)
    assert (down[:, own].sum(axis=1) <= still[:, own].sum(axis=1)).all()
    assert (up[:, own].sum(axis=1) >= still[:, own].sum(axis=1)).all()
    assert up[:, own].sum() > still[:, own].sum() > down[:, own].sum()


@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.floats(0, 5000)), min_size=1, max_size=50))
@settings(max_examples=60, deadline=None)
def test_poisson_quantiles_are_those_of_scipy(cells: list[tuple[float, float]]) -> None:
    u, mean = np.array(cells).T
    u = np.clip(u, 1e-6, 1 - 1e-6)
    assert (poisson_quantile(u, mean) == np.where(mean > 0, poisson.ppf(u, mean), 0)).all()


def test_a_weight_stands_for_people() -> None:
    values = central_values()
    everyone, sample = people("in_force", values, weight=1.0), people("in_force", values, weight=25.0)
    assert 25 * sample.height == pytest.approx(everyone.height, rel=0.02)


def test_arguments_are_the_published_ones() -> None:
    table = {entry.id: (entry.p05, entry.p50, entry.p95) for entry in arguments()}
    assert table == {
        "recovery": (3740, 5200, 6140),
        "trend": (5140, 7620, 11490),
        "stock": (4180, 6450, 10470),
        "weak": (2030, 3100, 4740),
        "reverse": (3040, 4500, 6660),
    }
    for entry in arguments():
        assert [entry.quantile(u) for u in (0.05, 0.5, 0.95)] == pytest.approx(
            [entry.p05, entry.p50, entry.p95]
        )


def test_assumptions_and_their_data_agree() -> None:
    prior = register()["arrivals.undesignation_argument"].prior
    assert isinstance(prior, Discrete)
    weighed = {one.id: one.weight for one in arguments()}
    assert dict(zip(prior.values, prior.weights, strict=True)) == {"choice": 0, **weighed}
    assert "choice" not in {prior.quantile(u) for u in np.linspace(0, 1, 1001)}
    assert central_values()["arrivals.undetected_ontario_share"] == ONTARIO_SHARE


def test_bad_input_is_refused() -> None:
    values = central_values()
    regime = regime_of((), FIRST, LAST)
    with pytest.raises(UserError, match="us_removals"):
        project(regime, [DriverChange("us_removal", 2.0, date(2026, 1, 1))], values, 1, 0, FIRST, LAST, 20.0)
    with pytest.raises(UserError, match="observed months"):
        project(regime, (), values, 1, 0, 12 * 2024, LAST, 20.0)
    with pytest.raises(UserError, match="weight"):
        project(regime, (), values, 1, 0, FIRST, LAST, 0.5)
