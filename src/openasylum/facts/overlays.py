"""Newer tables of the same form, laid over the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import polars as pl

_laid: ContextVar[Mapping[str, pl.DataFrame] | None] = ContextVar("overlay", default=None)


def current() -> Mapping[str, pl.DataFrame]:
    """The tables of the overlay in force, by name."""
    return _laid.get() or {}


@contextmanager
def overlay(directory: Path) -> Iterator[None]:
    """Inside the context, the tables in ``directory`` stand in front of the shipped ones."""
    token = _laid.set({})
    try:
        yield
    finally:
        _laid.reset(token)
