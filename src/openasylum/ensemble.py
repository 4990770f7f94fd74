"""Many draws of several scenarios, with common random numbers, on as many cores or machines as there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from openasylum import facts
from openasylum.backends import Backend, map_reduce
from openasylum.scenario import Scenario, assumption, draw_values
from openasylum.scenario.priors import Discrete
from openasylum.simulate import World, simulate_draw

FRAMES = ("series", "flows", "ledger", "annual")

#: Draws in one piece of work: long enough to be worth sending, short enough for the progress bar to move.
DRAWS_PER_CHUNK = 4

Parts = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Task:
    """One piece of work: some draws of every scenario."""

    draws: tuple[int, ...]


class Keeper(Protocol):
    """Where finished draws are kept until all are done: see ``results.unfinished``."""

    def kept(self, task: Task) -> Parts | None:
        """What an earlier attempt found for these draws, if it is there whole."""
        ...

    def keep(self, task: Task, parts: Parts) -> None:
        """Keep what was found for these draws."""
        ...


def run_ensemble(
    world: World,
    scenarios: Sequence[Scenario],
    draws: int,
    *,
    backend: Backend = "processes",
    workers: int | None = None,
    scheduler: str | None = None,
    draws_per_chunk: int = DRAWS_PER_CHUNK,
    keeper: Keeper | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Mapping[str, pl.DataFrame]:
    """The frames of ``docs/explanation/architecture.md``, section *simulate and ensemble*, and ``assumptions`` (``draw, id, value``).

    ``on_progress`` is told how many draws were completed. The same frames come from every back-end, any number of workers and any
    chunks. With a ``keeper``, finished draws are kept as they come and those it has already are not made again.
    """
    tasks = [
        Task(tuple(range(first, min(first + draws_per_chunk, draws))))
        for first in range(0, draws, draws_per_chunk)
    ]
    parts: dict[Task, Parts] = {}
    if keeper is not None:
        for task in tasks:
            if (found := keeper.kept(task)) is not None:
                parts[task] = found
                on_progress(len(task.draws))
    missing = [task for task in tasks if task not in parts]

    def take(position: int, found: Parts) -> None:
        if keeper is not None:
            keeper.keep(missing[position], found)
        on_progress(len(missing[position].draws))

    made = map_reduce(
        _simulate_chunk,
        missing,
        backend=backend,
        workers=workers,
        scheduler=scheduler,
        common=(world, tuple(scenarios)),
        set_up=facts.worker_set_up(),
        on_result=take,
    )
    parts |= dict(zip(missing, made, strict=True))
    frames = {name: pl.concat([parts[task][name] for task in tasks]) for name in FRAMES}
    frames["assumptions"] = assumption_draws(world.seed, range(draws))
    return frames


def _simulate_chunk(common: tuple[World, tuple[Scenario, ...]], task: Task) -> Parts:
    world, scenarios = common
    collected: dict[str, list[pl.DataFrame]] = {name: [] for name in FRAMES}
    for draw in task.draws:
        for scenario in scenarios:
            drawn = simulate_draw(world, scenario, draw)
            key = (pl.lit(scenario.id).alias("scenario"), pl.lit(draw, pl.Int32).alias("draw"))
            for name in FRAMES:
                collected[name].append(getattr(drawn, name).select(*key, pl.all()))
    return {name: pl.concat(parts) for name, parts in collected.items()}


def assumption_draws(seed: int, draws: Iterable[int]) -> pl.DataFrame:
    """The value of every assumption in every draw: ``draw, id, value``; of a choice among words, the word's place in its list."""
    rows = [
        (draw, name, float(_place(name, value) if isinstance(value, str) else value))
        for draw in draws
        for name, value in draw_values(seed, draw).items()
    ]
    return pl.DataFrame(rows, schema={"draw": pl.Int32, "id": pl.String, "value": pl.Float64}, orient="row")


def _place(name: str, word: str) -> int:
    prior = assumption(name).prior
    return prior.values.index(word) if isinstance(prior, Discrete) else 0
