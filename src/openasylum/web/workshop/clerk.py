"""One process for what takes seconds and is asked seldom: scorecards, replications, statements of cost, waits."""

from __future__ import annotations

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import Any

from openasylum import facts
from openasylum.backends.processes import WorkerProcesses
from openasylum.errors import UserError
from openasylum.web.problems import Refused
from openasylum.web.workshop import worker

#: Answers kept in memory.
_KEPT = 128

_log = logging.getLogger("openasylum.web")


class Clerk:
    """Answers questions one after another, and remembers the answers; those of fixed questions on disk too."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[str, Future[Any]] = OrderedDict()
        self._lock = threading.Lock()
        self._pool: WorkerProcesses | None = None

    def ask(
        self, name: str, work: Callable[..., Any], *arguments: Any, folder: Path, keep: bool = False
    ) -> Future[Any]:
        """The answer called ``name``, now or later. Raises ``Refused`` (503) where too many wait already."""
        with self._lock:
            found = self._answers.get(name)
            if found is not None and not (found.done() and found.exception() is not None):
                self._answers.move_to_end(name)
                return found
            file = folder / f"{name}.json" if keep else None
            if file is not None:
                with suppress(OSError, ValueError):
                    found = Future()
                    found.set_result(json.loads(file.read_text(encoding="utf-8")))
                    self._answers[name] = found
                    return found
            if sum(not future.done() for future in self._answers.values()) >= self._most:
                raise Refused(
                    503,
                    "too many questions wait for an answer; try again soon",
                    "trop de questions attendent une réponse ; réessayez bientôt",
                    retry_after=10,
                )
            future = self._submit(folder, work, arguments)
            if file is not None:
                future.add_done_callback(lambda done: _keep(done, file))
            self._answers[name] = future
            while len(self._answers) > _KEPT:
                self._answers.popitem(last=False)
            return future

    def _submit(self, folder: Path, work: Callable[..., Any], arguments: tuple[Any, ...]) -> Future[Any]:
        for _ in range(2):
            if self._pool is None:
                self._pool = WorkerProcesses(1, worker.begin, (str(folder), facts.worker_set_up()))
            try:
                return self._pool.submit(work, *arguments)
            except BrokenProcessPool:
                self._pool = None
        raise Refused(
            503,
            "the process that answers this died; try again",
            "le processus qui répond à cela s'est arrêté ; réessayez",
            retry_after=10,
        )

    def stop(self) -> None:
        """End the process at once."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.end_at_once()


def result_of(future: Future[Any]) -> Any:
    """The answer. Raises ``UserError`` as the work did, and ``Refused`` (503) where its process died."""
    try:
        return future.result()
    except UserError:
        raise
    except BrokenProcessPool:
        raise Refused(
            503,
            "the process that answers this died; try again",
            "le processus qui répond à cela s'est arrêté ; réessayez",
            retry_after=10,
        ) from None


def _keep(done: Future[Any], file: Path) -> None:
    if done.cancelled() or done.exception() is not None:
        return
    aside = file.with_name(f".{file.name}.part")
    with suppress(OSError):
        aside.write_text(json.dumps(done.result(), ensure_ascii=False, default=str), encoding="utf-8")
        aside.replace(file)
