"""``load_stages``: a stage file read, checked as a graph, and indexed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from openasylum.documents import Document, read_document, shipped, validate
from openasylum.pipeline.definition import graph_checks
from openasylum.pipeline.definition.number_checks import quantities_in
from openasylum.pipeline.definition.quantities import Quantity, Setting, constants
from openasylum.pipeline.definition.stage_file import (
    CapacityStage,
    DelayStage,
    EndStage,
    Exit,
    ForkStage,
    Hazard,
    ServerStage,
    StageFile,
)

#: The exit that is written when a change of law takes a claim out of a stage.
REDETERMINED = "redetermined"

# Steps of the shortest mean service: from so many on, a day is fine enough; where it is not, so many are chosen.
_STEPS_ENOUGH, _STEPS_CHOSEN = 10, 20

AnyStage = DelayStage | CapacityStage | ServerStage | ForkStage | EndStage


@dataclass(frozen=True)
class Transition:
    """One numbered way out of a stage: the routes first, then the hazards, then the redetermination."""

    stage: str
    name: str
    to: str | None
    route: Exit | None = None
    hazard: Hazard | None = None


@dataclass(frozen=True)
class StageGraph:
    """A checked process. Stages are numbered in the order of the file; a day serves them in that order."""

    file: StageFile
    document: Document

    @cached_property
    def stages(self) -> tuple[AnyStage, ...]:
        """Every stage, in order."""
        return tuple(self.file.stages)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Stage ids, in order."""
        return tuple(stage.id for stage in self.stages)

    @property
    def first_stage(self) -> str:
        """Where a new case enters."""
        return self.file.first_stage

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The stages in which a person can be found: every stage that is no fork."""
        return tuple(stage.id for stage in self.stages if not isinstance(stage, ForkStage))

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """The stages where the process ends."""
        return tuple(stage.id for stage in self.stages if isinstance(stage, EndStage))

    @cached_property
    def inside(self) -> tuple[str, ...]:
        """The stages in which people wait: every place that is no end."""
        return tuple(name for name in self.places if name not in self.ends)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """Every way out of every stage, numbered: stage by stage, routes first."""
        return tuple(self._transitions())

    @cached_property
    def exit_names(self) -> tuple[str, ...]:
        """The names of all transitions, each once, in order of first use."""
        return tuple(dict.fromkeys(transition.name for transition in self.transitions))

    def stage(self, name: str) -> AnyStage:
        """The stage of that id."""
        return self.stages[self.ids.index(name)]

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every quantity in the file."""
        return tuple(quantity for stage in self.stages for quantity in quantities_in(stage))

    @cached_property
    def steps_per_day(self) -> int:
        """How many steps a day has: as the file says. Where it does not, one; or, where a service takes less than ten
        days on average, so many that the shortest takes twenty steps.
        """
        if self.file.steps_per_day is not None:
            return self.file.steps_per_day
        means = [
            mean
            for stage in self.stages
            if isinstance(stage, ServerStage)
            for mean in constants(stage.service.mean_days)
            if mean > 0
        ]
        shortest = min(means, default=math.inf)
        return 1 if shortest >= _STEPS_ENOUGH else min(math.ceil(_STEPS_CHOSEN / shortest), 1440)

    @cached_property
    def settings(self) -> dict[tuple[Any, ...], Setting]:
        """What ``plan.setting_for`` has worked out for this graph, to be used again."""
        return {}

    def _transitions(self) -> Iterator[Transition]:
        for stage in self.stages:
            if isinstance(stage, EndStage):
                continue
            for way in stage.exits:
                yield Transition(stage.id, way.name, way.to, route=way)
            if isinstance(stage, ForkStage):
                continue
            for hazard in stage.hazards:
                yield Transition(stage.id, hazard.name, hazard.to, hazard=hazard)
            if stage.redetermined_as is not None:
                yield Transition(stage.id, REDETERMINED, None)


def load_stages(path: str | Path | None = None) -> StageGraph:
    """The process in a stage file, or Canada's (``stages.yaml`` of this package) where no path is given.

    Raises ``UserError`` with file, line and field where the file is malformed, or where the graph cannot
    work: a stage that cannot be left, shares that do not add up to one, a negative capacity, a cycle in which
    nobody ever waits.
    """
    return _canada() if path is None else read_stages(read_document(Path(path)))


@cache
def _canada() -> StageGraph:
    return read_stages(shipped("openasylum.pipeline", "stages.yaml"))


def read_stages(document: Document) -> StageGraph:
    """The process in a parsed document. Raises ``UserError`` as ``load_stages`` does."""
    graph = StageGraph(validate(StageFile, document, context={}), document)
    graph_checks.check(graph.file, document)
    return graph
