"""A job: some draws of some scenarios beside the law in force, and how far they have come."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from openasylum.errors import UserError
from openasylum.scenario import Scenario
from openasylum.web.settings import WEIGHT
from openasylum.web.workshop.store import Key, Slim

State = Literal["waiting", "running", "finishing", "done", "cancelled", "failed"]
Kind = Literal["preview", "run", "background"]

#: Draws at which a finer answer is given.
STEPS = (4, 16, 64)

ENDED = ("done", "cancelled", "failed")


@dataclass(eq=False)
class Job:
    """Changed only by the workshop, under its lock; read by anyone.

    ``scenarios[0]`` is the law in force. ``order`` is the order in which its draws are made: any prefix is a fair sample.
    """

    kind: Kind
    scenarios: tuple[Scenario, ...]
    contents: tuple[Any, ...]
    draws: int
    seed: int
    client: str = ""
    order: Sequence[int] = ()
    weight: float = WEIGHT
    id: str = field(default_factory=lambda: uuid4().hex[:16])
    state: State = "waiting"
    failure: UserError | None = None
    run_id: str | None = None
    replaced_by: str | None = None
    found: dict[tuple[int, int], Slim] = field(default_factory=dict)
    whole: list[int] = field(default_factory=list)
    answer: tuple[int, Any] | None = None
    asked: float = field(default_factory=time.monotonic)
    ended: float | None = None

    @property
    def done(self) -> int:
        """Draws that are there for every scenario."""
        return len(self.whole)

    @property
    def step(self) -> int:
        """The draws of the finest answer that can be given now: a step of ``STEPS``, or all of them; 0 if none yet."""
        if self.done == self.draws:
            return self.draws
        return max((step for step in STEPS if step <= self.done), default=0)

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ENDED

    def key(self, scenario: int, draw: int) -> Key:
        """What a draw of a scenario is known by in the store."""
        return self.contents[scenario], self.seed, self.weight, draw

    def take(self, scenario: int, draw: int, slim: Slim) -> None:
        """A draw of a scenario has come."""
        if (scenario, draw) in self.found:
            return
        self.found[scenario, draw] = slim
        if all((each, draw) in self.found for each in range(len(self.scenarios))):
            self.whole.append(draw)

    def raise_failure(self) -> None:
        """Raise what went wrong, if anything did."""
        if self.failure is not None:
            raise self.failure.with_traceback(None)

    def status(self, language: str = "en") -> dict[str, Any]:
        """What everyone may know of it; what went wrong in ``language``."""
        return {
            "id": self.id,
            "kind": self.kind,
            "state": self.state,
            "progress": {"done": self.done, "of": self.draws},
            "scenarios": [scenario.id for scenario in self.scenarios],
            "seed": self.seed,
            "run": self.run_id,
            "detail": None if self.failure is None else self.failure.sentence(language),
        }
