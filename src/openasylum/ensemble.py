"""Many draws of several scenarios, with common random numbers, on as many cores as there are."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import polars as pl

from openasylum import facts
from openasylum.backends import Backend, map_reduce
from openasylum.scenario import Scenario, assumption, draw_values
from openasylum.scenario.priors import Discrete
from openasylum.simulate import World, simulate_draw

FRAMES = ("series", "flows", "ledger", "annual")

#: Draws in one piece of work: long enough to be worth sending, short enough for the progress bar to move.
DRAWS_PER_CHUNK = 4


@dataclass(frozen=True)
class Task:
    """One piece of work: some draws of every scenario."""

    draws: tuple[int, ...]


def run_ensemble(
    world: World,
    scenarios: Sequence[Scenario],
    draws: int,
    *,
    backend: Backend = "processes",
    workers: int | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Mapping[str, pl.DataFrame]:
    """The frames of ``docs/explanation/architecture.md``, section *simulate and ensemble*, and ``assumptions`` (``draw, id, value``).

    ``on_progress`` is told how many draws were completed. The same frames come from every back-end and any number of workers.
    """
    chunks = [
        Task(tuple(range(first, min(first + DRAWS_PER_CHUNK, draws))))
        for first in range(0, draws, DRAWS_PER_CHUNK)
    ]
    with tempfile.TemporaryDirectory(prefix="openasylum-") as folder:
        shared = Path(folder) / "world.pickle"
        shared.write_bytes(pickle.dumps((world, tuple(scenarios)), protocol=pickle.HIGHEST_PROTOCOL))
        parts = map_reduce(
            partial(_simulate_chunk, str(shared)),
            chunks,
            backend=backend,
            workers=workers,
            set_up=facts.worker_set_up(),
            on_done=lambda position: on_progress(len(chunks[position].draws)),
        )
    frames = {name: pl.concat([part[name] for part in parts]) for name in FRAMES}
    frames["assumptions"] = assumption_draws(world.seed, draws)
    return frames


@cache
def _shared(path: str) -> tuple[World, tuple[Scenario, ...]]:
    world, scenarios = pickle.loads(Path(path).read_bytes())
    return world, scenarios


def _simulate_chunk(shared: str, task: Task) -> dict[str, pl.DataFrame]:
    world, scenarios = _shared(shared)
    collected: dict[str, list[pl.DataFrame]] = {name: [] for name in FRAMES}
    for draw in task.draws:
        for scenario in scenarios:
            drawn = simulate_draw(world, scenario, draw)
            key = (pl.lit(scenario.id).alias("scenario"), pl.lit(draw, pl.Int32).alias("draw"))
            for name in FRAMES:
                collected[name].append(getattr(drawn, name).select(*key, pl.all()))
    return {name: pl.concat(parts) for name, parts in collected.items()}


def assumption_draws(seed: int, draws: int) -> pl.DataFrame:
    """The value of every assumption in every draw: ``draw, id, value``; of a choice among words, the word's place in its list."""
    rows = [
        (draw, name, float(_place(name, value) if isinstance(value, str) else value))
        for draw in range(draws)
        for name, value in draw_values(seed, draw).items()
    ]
    return pl.DataFrame(rows, schema={"draw": pl.Int32, "id": pl.String, "value": pl.Float64}, orient="row")


def _place(name: str, word: str) -> int:
    prior = assumption(name).prior
    return prior.values.index(word) if isinstance(prior, Discrete) else 0
