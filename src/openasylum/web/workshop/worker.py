"""What a worker process does: one draw of one scenario at a time, with what it remembers of the draws before."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from openasylum.backends.processes import obey_the_parent_alone
from openasylum.scenario import Scenario
from openasylum.simulate import Drawn, World
from openasylum.simulate.remembering import Remembering

#: Worlds (seeds) that a worker keeps; one takes about 200 MB.
_WORLDS = 2

#: Workers give way to the server, which reads claims.
_NICENESS = 2

_folder: Path | None = None
_remembered: OrderedDict[tuple[int, float], Remembering] = OrderedDict()


def begin(folder: str, set_up: Callable[[], None] | None) -> None:
    """First thing in a worker: ``folder`` keeps worlds; ``set_up`` lays newer tables over the shipped ones."""
    global _folder
    _folder = Path(folder)
    obey_the_parent_alone()
    with suppress(OSError, AttributeError):
        os.nice(_NICENESS)
    if set_up is not None:
        set_up()


def ready() -> None:
    """Nothing: the answer says that the process is there."""


def draw_one(scenario: Scenario, seed: int, weight: float, draw: int) -> Drawn:
    """One draw; the numbers of ``simulate.simulate_draw``."""
    return _memory(seed, weight).simulate_draw(scenario, draw)


def world(seed: int, weight: float) -> World:
    """The world of a seed, made once in this process and kept for the next start."""
    return _memory(seed, weight).world


def _memory(seed: int, weight: float) -> Remembering:
    from openasylum.web.workshop.worlds import world_of

    assert _folder is not None
    key = (seed, weight)
    if key not in _remembered:
        _remembered[key] = Remembering(world_of(_folder, seed, weight))
    _remembered.move_to_end(key)
    while len(_remembered) > _WORLDS:
        _remembered.popitem(last=False)
    return _remembered[key]
