"""What the whole chain promises, on random scenarios: people are conserved, nothing is negative, and chance is common."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from openasylum import arrivals
from openasylum.documents import Document
from openasylum.ensemble import run_ensemble
from openasylum.scenario import Scenario, assumption, draw_values, levers, presets, read_scenario
from openasylum.simulate import World, build_world, simulate_draw, simulate_people
from openasylum.simulate.remembering import Remembering
from openasylum.timeline import month_number

WEIGHT = 1000.0
SEED = 11
CHANGES = [
    {"repeal": "IRPR 159.3"},
    {"repeal": "IRPR 159.4(1.1)"},
    {"repeal": "IRPR 159.5"},
    {"repeal": "IRPA 101(1)(b.1)"},
    {"repeal": "IRPA 101(1)(b.2)"},
    {"amend": "IRPR 159.4(1.1)", "parameter": "days", "value": 60},
    {"amend": "IRPA 101(1)(b.1)", "parameter": "years", "value": 2},
]
# A failing example is shown as it is found: shrinking it would take longer than reading it.
SLOW = settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@st.composite
def random_scenarios(draw: st.DrawFn) -> Scenario:
    day = st.dates(date(2025, 2, 1), date(2029, 12, 1)).map(str)
    law = [
        {**change, "from": draw(day)}
        for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3, unique_by=str))
    ]
    moved = draw(st.lists(st.sampled_from(sorted(levers())), max_size=3, unique=True))
    settings_ = [
        {
            "lever": name,
            "factor": draw(st.floats(levers()[name].factor.low, levers()[name].factor.high)),
            "from": draw(day),
        }
        for name in moved
    ]
    content: dict[str, Any] = {
        "id": "random",
        "title": {"en": "r", "fr": "r"},
        "description": {"en": "r", "fr": "r"},
        "law": law,
        "levers": settings_,
    }
    return read_scenario(Document(content, "random.yaml"))


@cache
def base_world() -> World:
    return build_world([presets()["law-in-force"]], SEED, WEIGHT)


def world_of(*scenarios: Scenario) -> World:
    world = base_world()
    months = month_number(world.first_day), month_number(world.last_day)
    regimes = {scenario.id: arrivals.regime_of(scenario.law, *months) for scenario in scenarios}
    return World(SEED, WEIGHT, world.first_day, world.last_day, world.opening, {**world.regimes, **regimes})


@SLOW
@given(random_scenarios(), st.integers(0, 50))
def test_people_are_conserved(scenario: Scenario, draw: int) -> None:
    world = world_of(scenario)
    claimants, people, visits = simulate_people(
        world, scenario, draw, draw_values(SEED, draw, scenario.assumptions)
    )
    assert claimants["person"].is_unique().all()
    assert visits["row"].n_unique() == people.height
    ordered = visits.sort("row", "sequence")
    chained = ordered.with_columns(next_in=pl.col("date_in").shift(-1).over("row"))
    assert (
        chained.filter(pl.col("date_out").is_not_null())["date_out"].to_list()
        == chained.filter(pl.col("next_in").is_not_null())["next_in"].to_list()
    ), "a person's visits follow on without gap or overlap"
    assert (ordered.filter(pl.col("date_out").is_not_null())["date_out"] <= world.last_day).all()
    last = ordered.group_by("row", maintain_order=True).last()
    assert last["date_out"].is_null().all(), "everyone is somewhere at the end"


@SLOW
@given(random_scenarios(), st.integers(0, 50))
def test_nothing_is_negative_and_stocks_balance(scenario: Scenario, draw: int) -> None:
    drawn = simulate_draw(world_of(scenario), scenario, draw)
    assert (drawn.series["value"] >= 0).all()
    assert (drawn.annual["value"] >= 0).all()
    assert (drawn.flows["persons"] >= 0).all()
    made = drawn.series.filter(pl.col("measure") == "claims_made")
    by = made.group_by("breakdown").agg(pl.col("value").sum())["value"]
    assert by.max() == pytest.approx(by.min()), "every breakdown adds up to the same total"


@SLOW
@given(random_scenarios(), st.integers(0, 50))
def test_nothing_differs_before_the_first_change(scenario: Scenario, draw: int) -> None:
    baseline = presets()["law-in-force"]
    world = world_of(scenario, baseline)
    # People answer by the month; the law and the tribunal change on the day.
    first = (scenario.first_change or world.last_day + timedelta(days=1)).replace(day=1)
    values = draw_values(SEED, draw)
    histories = []
    for one in (baseline, scenario):
        _, people, visits = simulate_people(world, one, draw, values)
        seen = visits.with_columns(people["person"][visits["row"]]).filter(pl.col("date_in") < first)
        histories.append(seen.select("person", "stage", "date_in", "sequence").sort("person", "sequence"))
    assert histories[0].equals(histories[1])


@SLOW
@given(random_scenarios(), st.integers(0, 50))
def test_the_same_people_keep_their_facts(scenario: Scenario, draw: int) -> None:
    baseline = presets()["law-in-force"]
    world = world_of(scenario, baseline)
    values = draw_values(SEED, draw)
    here, there = (simulate_people(world, one, draw, values)[0] for one in (baseline, scenario))
    # What the law says of people differs, and when they choose to claim may; who they are does not.
    answers = (
        "pathway",
        "redetermined_on",
        "redetermined_pathway",
        "claim_date",
        "entry_date",
        "first_entry_date",
    )
    facts = [name for name in here.columns if name not in answers]
    both = here.select(facts).join(there.select("person"), on="person", how="semi").sort("person")
    again = there.select(facts).join(here.select("person"), on="person", how="semi").sort("person")
    assert both.equals(again)


def test_results_do_not_depend_on_backend_or_workers() -> None:
    scenarios = [presets()["law-in-force"], presets()["us-not-designated"]]
    world = world_of(*scenarios)
    serial = run_ensemble(world, scenarios, 6, backend="serial")
    threads = run_ensemble(world, scenarios, 6, backend="threads", workers=2)
    processes = run_ensemble(world, scenarios, 6, backend="processes", workers=2)
    for name, frame in serial.items():
        assert frame.equals(threads[name]), name
        assert frame.equals(processes[name]), name


OVERRIDES = st.dictionaries(
    st.sampled_from(
        [
            "arrivals.resident_push_share",
            "arrivals.elasticity_us_removals",
            "pipeline.eligible_share",
            "costs.rpd_claim",
        ]
    ),
    st.just(0.5),
    max_size=2,
)


@SLOW
@given(st.lists(st.tuples(random_scenarios(), OVERRIDES, st.integers(0, 1)), min_size=2, max_size=4))
def test_what_is_remembered_is_what_would_be_made_again(
    steps: list[tuple[Scenario, dict[str, float], int]],
) -> None:
    """Rooms' work used again: the same bytes, whatever came before."""
    remembering = Remembering(base_world(), draws=3)
    for scenario, overrides, draw in steps:
        middle = {name: assumption(name).prior.quantile(share) for name, share in overrides.items()}
        changed = scenario.model_copy(update={"assumptions": middle})
        again = remembering.simulate_draw(changed, draw)
        direct = simulate_draw(world_of(changed), changed, draw)
        for name in ("series", "flows", "ledger", "annual"):
            assert getattr(again, name).equals(getattr(direct, name)), name
