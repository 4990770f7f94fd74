"""``waits_for_service``: how long people wait for a server, where nothing else of their way is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from openasylum.pipeline.definition.capacity import CapacityLever
from openasylum.pipeline.definition.stage_file import EndStage, ServerStage
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.person_level import carried_through, gather
from openasylum.pipeline.plan import make_process


def waits_for_service(
    graph: StageGraph,
    people: pl.DataFrame,
    values: Mapping[str, Any],
    *,
    seed: int,
    draw: int,
    start: date,
    until: date,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
) -> pl.DataFrame:
    """The days that people waited at each stage with servers: for service, or until they left without it.

    The same people by the same chance as in ``run``, which takes the same arguments and raises the same errors, but only
    their waits are kept, not their histories: ``stage`` (Enum) and ``days``, one row for each visit that is over, in no order
    that means anything.
    """
    process = make_process(
        graph, values, seed=seed, draw=draw, start=start, until=until, capacity=capacity, weight=weight
    )
    crowd = gather(graph, people, start, process.steps)
    memory = carried_through(process, crowd)
    names = pl.Series("stage", list(graph.ids), dtype=pl.Enum(list(graph.ids)))
    # Where no stage has servers, no wait was noted.
    exits = memory.closed["exit"][: len(memory.waited)]
    found = pl.DataFrame(
        {
            "stage": names.gather(process.stage_of).gather(np.ascontiguousarray(exits)),
            "days": pl.Series(memory.waited / graph.steps_per_day),
        }
    )
    others = [stage.id for stage in graph.stages if not isinstance(stage, (ServerStage, EndStage))]
    return found.filter(~pl.col("stage").is_in(others)) if others else found
