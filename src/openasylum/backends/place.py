"""Where work is done unless its caller says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """A back-end, how many workers (None: one per core), and the address of its scheduler if it has one."""

    backend: str
    workers: int | None = None
    scheduler: str | None = None


_place: ContextVar[Place | None] = ContextVar("place", default=None)


def in_force() -> Place | None:
    """The place that was put in force last, or None."""
    return _place.get()


def stay_here() -> None:
    """For workers: what they are asked to do, they do themselves."""
    _place.set(Place("serial"))


@contextmanager
def put(place: Place) -> Iterator[None]:
    """Inside the context, ``place`` is in force."""
    token = _place.set(place)
    try:
        yield
    finally:
        _place.reset(token)
