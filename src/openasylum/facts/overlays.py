"""The overlay in force: newer tables of the same form, laid over the shipped ones for a while.

It belongs to the running context (``contextvars``), so that two requests of a server can have different
ones; a worker thread or process has to be handed it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, partial, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import polars as pl

from openasylum.facts.overlay_files import FIGURES, MEASURES, read_overlay
from openasylum.facts.register import Figure, own_figures

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Overlay:
    """An overlay in force: where it lies, its finished tables by name, and its own figures by id."""

    directory: Path
    tables: Mapping[str, pl.DataFrame]
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """A hash of the finished tables: the same figures give the same digest."""
        digest = hashlib.sha256()
        for name, frame in sorted(self.tables.items()):
            digest.update(name.encode())
            digest.update(frame.write_csv().encode())
        if self.figures or (self.directory / MEASURES).is_file():
            digest.update(repr(sorted(self.figures.items())).encode())
            digest.update(
                (self.directory / MEASURES).read_bytes() if (self.directory / MEASURES).is_file() else b""
            )
        return digest.hexdigest()


_laid: ContextVar[Overlay | None] = ContextVar("overlay", default=None)


def _read(directory: Path) -> Overlay:
    tables = read_overlay(directory)
    file = directory / FIGURES
    return Overlay(directory, tables, own_figures(file) if file.is_file() else {})


def lay_over(directory: Path) -> None:
    """Lay an overlay over the shipped tables for the rest of this thread or process."""
    _laid.set(_read(directory))


def lay_finished(directory: Path) -> None:
    """Lay finished tables (``NAME.csv``, as ``write_csv`` wrote an overlay's) over the shipped ones, word for word: a release holds them
    so. What tells rows apart, their sources too, stays as it is.
    """
    from openasylum.facts.package import shipped

    tables = {
        file.stem: pl.read_csv(file, schema=shipped(file.stem).schema)
        for file in sorted(directory.glob("*.csv"))
    }
    _laid.set(Overlay(directory, tables))


def worker_set_up() -> Callable[[], None] | None:
    """What workers started from here have to call first, so that they see the overlay in force, wherever they
    run: it carries the tables themselves (picklable). None where no overlay is.
    """
    laid = current()
    if laid is None:
        return None
    laid.digest  # noqa: B018 (computed here once, and carried along)
    return partial(_lay, laid)


def _lay(laid: Overlay) -> None:
    _laid.set(laid)


def remembered(function: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """``functools.cache`` for what is computed from tables: an answer is kept for the overlay it was computed
    under, and for no other.
    """

    @cache
    def answer(_digest: str | None, *args: Arguments.args, **options: Arguments.kwargs) -> Answer:
        return function(*args, **options)

    @wraps(function)
    def kept(*args: Arguments.args, **options: Arguments.kwargs) -> Answer:
        laid = current()
        return answer(laid.digest if laid else None, *args, **options)  # type: ignore[arg-type]

    return kept


def current() -> Overlay | None:
    """The overlay in force, or None."""
    return _laid.get()


@contextmanager
def overlay(directory: Path) -> Iterator[None]:
    """Inside the context the tables in ``directory`` stand in front of the shipped ones.

    The overlay belongs to the running context (``contextvars``): a thread or process started inside it has to
    enter it again, or be given a copy of the context. Raises ``UserError`` (file, line, field, nearest valid
    name) for the first fault found; then nothing is laid over anything.
    """
    token = _laid.set(_read(directory))
    try:
        yield
    finally:
        _laid.reset(token)
