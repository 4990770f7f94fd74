"""Why two scenarios differ in cost: one draw of each at central assumptions, decomposed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from openasylum import costs
from openasylum.costs.decomposition import Counted, decompose
from openasylum.scenario import Scenario, central_values
from openasylum.simulate import build_world, simulate_people

SEED, WEIGHT = 20241231, 20.0


@dataclass(frozen=True)
class Difference:
    """``table`` (see ``decomposition.decompose``); the cost of either side in dollars; the people who claim
    or wait in it; fiscal years.
    """

    table: pl.DataFrame
    before: float
    after: float
    persons_before: float
    persons_after: float
    fiscal_years: range


def cost_difference(before: Scenario, after: Scenario, scope: str) -> Difference:
    """Simulate both at central assumptions with common random numbers, and split the difference of their cash
    over the whole fiscal years of the horizon.
    """
    world = build_world([before, after], SEED, WEIGHT)
    lines = costs.cost_lines()
    sides = []
    for scenario in (before, after):
        values = central_values(scenario.assumptions)
        _, people, visits = simulate_people(world, scenario, 0, values)
        used = costs.line_quantities(
            visits, people, values, lines, until=world.last_day, from_fiscal_year=world.fiscal_years[0]
        ).filter(pl.col("fiscal_year").is_in(list(world.fiscal_years)))
        sides.append(Counted(used, values, people.height * WEIGHT, WEIGHT))
    totals = [
        float(costs.in_scope(costs.cash_of(side.used, lines, side.values), scope)["cents"].sum())
        * WEIGHT
        / 100
        for side in sides
    ]
    return Difference(
        table=decompose(sides[0], sides[1], lines, scope),
        before=totals[0],
        after=totals[1],
        persons_before=sides[0].persons,
        persons_after=sides[1].persons,
        fiscal_years=world.fiscal_years,
    )
