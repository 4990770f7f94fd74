"""Processes that start before there is work for them, and import what it needs while this one does."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from openasylum.backends.processes import WorkerProcesses, obey_the_parent_alone


@contextmanager
def started_ahead(count: int, module: str) -> Iterator[tuple[WorkerProcesses, ...]]:
    """So many processes, each by itself, that import a module as they start; at the end they are ended, whatever they do."""
    processes = tuple(WorkerProcesses(1) for _ in range(count))
    try:
        for one in processes:
            one.submit(_prepare, module)
        yield processes
    finally:
        for one in processes:
            one.end_at_once()


def _prepare(module: str) -> None:
    obey_the_parent_alone()
    importlib.import_module(module)
