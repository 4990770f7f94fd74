"""One draw of one scenario, from the people who come to the books that are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from openasylum import arrivals, costs, pipeline
from openasylum.scenario import Capacity, Driver, Scenario, draw_values
from openasylum.simulate.annual import annual_measures
from openasylum.simulate.flows import pathway_flows
from openasylum.simulate.measures import monthly_series
from openasylum.simulate.reading import read_law
from openasylum.simulate.world import World, enter, process
from openasylum.timeline import month_number

#: The columns by which people are told apart in results; nothing finer is ever reported.
BREAKDOWNS = ("channel", "province", "origin", "pathway")


@dataclass(frozen=True)
class Drawn:
    """What one draw of one scenario hands on: four small frames, without ``scenario`` and ``draw`` columns."""

    series: pl.DataFrame
    flows: pl.DataFrame
    ledger: pl.DataFrame
    annual: pl.DataFrame


def driver_changes(scenario: Scenario) -> list[arrivals.DriverChange]:
    """The levers of a scenario that move a pressure on arrivals."""
    return [
        arrivals.DriverChange(
            lever.target.driver, setting.factor or 0.0, setting.from_, setting.until, setting.persons
        )
        for lever, setting in scenario.settings()
        if isinstance(lever.target, Driver)
    ]


def capacity_changes(scenario: Scenario, values: Mapping[str, Any]) -> list[pipeline.CapacityLever]:
    """The levers of a scenario that move the capacity of a stage; ``values`` say what a member decides and how long it
    takes to have one.
    """
    found: list[pipeline.CapacityLever] = []
    for lever, setting in scenario.settings():
        target = lever.target
        if not isinstance(target, Capacity):
            continue
        since, until = setting.from_, setting.until
        if target.members:
            persons, factor = setting.persons, setting.factor
            found.append(pipeline.hiring(target.stage, since, until, values, persons=persons, factor=factor))
        elif target.follows_intake:
            share = 1.0 if setting.factor is None else setting.factor
            found.append((target.stage, pipeline.Following(since, share, until=until)))
        else:
            found.append((target.stage, setting))
    return found


def simulate_people(
    world: World, scenario: Scenario, draw: int, values: Mapping[str, Any]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """``(claimants, people, visits)`` of one draw: those who claim in the horizon, they and the opening stock, and their stages.

    The claimants are the first rows of ``people``, so ``visits.row < claimants.height`` are theirs.
    """
    claimants = arrive(world, scenario, draw, values)
    return claimants, *proceed(world, scenario, draw, values, claimants)


def arrive(world: World, scenario: Scenario, draw: int, values: Mapping[str, Any]) -> pl.DataFrame:
    """Those who claim in the horizon, and what the law makes of each."""
    arrived = arrivals.project(
        world.regimes[scenario.id],
        driver_changes(scenario),
        values,
        world.seed,
        draw,
        month_number(world.first_day),
        month_number(world.last_day),
        weight=world.weight,
    )
    return read_law(arrived, scenario.law, until=world.last_day)


def proceed(
    world: World, scenario: Scenario, draw: int, values: Mapping[str, Any], claimants: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``(people, visits)``: the claimants and the opening stock, and the stages they go through."""
    people = pl.concat([enter(claimants), world.opening_sample(draw)], how="diagonal_relaxed")
    visits = pipeline.run(
        process(),
        people,
        values,
        seed=world.seed,
        draw=draw,
        start=world.first_day,
        until=world.last_day,
        capacity=capacity_changes(scenario, values),
        weight=world.weight,
    )
    return people, visits


def simulate_draw(world: World, scenario: Scenario, draw: int) -> Drawn:
    """One draw of one scenario, reduced to the frames that results are made of."""
    values = draw_values(world.seed, draw, scenario.assumptions)
    return reckon(world, values, *simulate_people(world, scenario, draw, values))


def reckon(
    world: World,
    values: Mapping[str, Any],
    claimants: pl.DataFrame,
    people: pl.DataFrame,
    visits: pl.DataFrame,
) -> Drawn:
    """What came of everyone: counted, and priced."""
    years = world.fiscal_years
    ledger = costs.book(
        visits, people, values, weight=world.weight, until=world.last_day, from_fiscal_year=years[0]
    ).filter(pl.col("fiscal_year").is_in(years))
    ends = [stage.id for stage in process().stages if stage.kind == "end"]
    described = visits.with_columns(people.select(BREAKDOWNS)[visits["row"]])
    series = monthly_series(claimants, described, world.months, world.weight)
    return Drawn(
        series=series,
        flows=pathway_flows(claimants, described, ends, world.weight),
        ledger=ledger,
        annual=annual_measures(series, described, ledger),
    )
