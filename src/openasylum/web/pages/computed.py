"""Answers that take seconds the first time: the clerk's, or a page that asks again by itself."""

from __future__ import annotations

import time
from concurrent.futures import Future
from typing import Any

from fastapi import Request

from openasylum.web.pages.live import NotYet
from openasylum.web.workshop import Workshop
from openasylum.web.workshop.clerk import result_of

#: How long a page waits for such an answer, in seconds, and how often it looks.
_PATIENCE, _LOOK = 3.0, 0.05


def _asked(request: Request, name: str, work: Any, *arguments: Any, keep: bool) -> Future[Any]:
    workshop: Workshop = request.app.state.workshop
    return workshop.clerk.ask(name, work, *arguments, folder=workshop.folder(), keep=keep)


def computed(request: Request, name: str, work: Any, *arguments: Any, keep: bool = True) -> Any:
    """The clerk's answer called ``name``. Raises ``NotYet`` where it takes longer, ``UserError`` as the work does."""
    future = _asked(request, name, work, *arguments, keep=keep)
    until = time.monotonic() + _PATIENCE
    while not future.done() and time.monotonic() < until:
        time.sleep(_LOOK)
    if not future.done():
        raise NotYet
    return result_of(future)


def coarse_or_whole(request: Request, coarse: tuple[Any, ...], whole: tuple[Any, ...]) -> tuple[Any, bool]:
    """The whole answer and True if it is there; otherwise the coarse one and False, and the whole one is made next.

    Each is a name, the work and its arguments. Raises as ``computed`` does.
    """
    _asked(request, *coarse, keep=False)
    finer = _asked(request, *whole, keep=False)
    if finer.done():
        return result_of(finer), True
    return computed(request, *coarse, keep=False), False
