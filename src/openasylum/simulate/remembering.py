"""One draw after another, with memory: what a room has made is used again while all that goes into it is the same.

A lever that moves a capacity leaves who arrives, and how the law reads them, as they were; an assumption about costs leaves
everything but the books. The numbers are those of ``simulate_draw`` to the last bit; only the waiting is shorter.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import TypeVar

import polars as pl

from openasylum.scenario import Capacity, Scenario, draw_values
from openasylum.simulate.draw import Drawn, arrive, proceed, reckon
from openasylum.simulate.world import World

Made = TypeVar("Made")

#: Rooms whose assumptions each part of the chain reads.
_ARRIVAL_ROOMS = ("population", "arrivals")
_PIPELINE_ROOMS = (*_ARRIVAL_ROOMS, "pipeline")


def arrival_key(scenario: Scenario) -> Hashable:
    """All of a scenario on which the claimants of a draw depend."""
    drivers = tuple(
        setting for lever, setting in scenario.settings() if not isinstance(lever.target, Capacity)
    )
    return scenario.law, drivers, _overrides(scenario, _ARRIVAL_ROOMS)


def pipeline_key(scenario: Scenario) -> Hashable:
    """All of a scenario on which the visits of a draw depend."""
    return arrival_key(scenario), scenario.levers, _overrides(scenario, _PIPELINE_ROOMS)


def content_key(scenario: Scenario) -> Hashable:
    """All of a scenario on which its numbers depend: not its name."""
    return scenario.law, scenario.levers, tuple(sorted(scenario.assumptions.items()))


def _overrides(scenario: Scenario, rooms: tuple[str, ...]) -> Hashable:
    return tuple(
        (name, value)
        for name, value in sorted(scenario.assumptions.items())
        if name.partition(".")[0] in rooms
    )


class Remembering:
    """``simulate_draw`` in one world, with the rooms' work on the last ``draws`` draws kept.

    A draw's claimants and visits take about 3 MB at one simulated person for forty.
    """

    def __init__(self, world: World, draws: int = 48) -> None:
        self.world = world
        self._arrivals: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._pipelines: OrderedDict[Hashable, tuple[pl.DataFrame, pl.DataFrame]] = OrderedDict()
        self._draws = draws

    def simulate_draw(self, scenario: Scenario, draw: int) -> Drawn:
        """One draw of one scenario."""
        world = self.world.knowing(scenario)
        values = draw_values(world.seed, draw, scenario.assumptions)
        claimants = self._remembered(
            self._arrivals, (draw, arrival_key(scenario)), lambda: arrive(world, scenario, draw, values)
        )
        people, visits = self._remembered(
            self._pipelines,
            (draw, pipeline_key(scenario)),
            lambda: proceed(world, scenario, draw, values, claimants),
        )
        return reckon(world, values, claimants, people, visits)

    def _remembered(
        self, memory: OrderedDict[Hashable, Made], key: Hashable, make: Callable[[], Made]
    ) -> Made:
        if key not in memory:
            memory[key] = make()
        memory.move_to_end(key)
        while len(memory) > self._draws:
            memory.popitem(last=False)
        return memory[key]
