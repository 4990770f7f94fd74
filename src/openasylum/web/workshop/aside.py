"""Work on what a stranger sent, in a process of its own: if it takes too long the process ends, and nothing else waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from openasylum import facts
from openasylum.backends.processes import WorkerProcesses
from openasylum.errors import UserError
from openasylum.web.problems import Refused
from openasylum.web.workshop import worker


class Aside:
    """One process, one piece of work at a time. It remembers nothing."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._free = threading.Semaphore()
        self._pool: WorkerProcesses | None = None

    def do(self, folder: str, work: Callable[..., Any], *arguments: Any) -> Any:
        """``work(*arguments)``.

        Raises ``UserError`` as the work does and where it takes too long, ``Refused`` (503) where others are waiting too.
        """
        if not self._free.acquire(timeout=self._seconds):
            raise Refused(
                503,
                "others are waiting for this too; try again in a few seconds",
                "d'autres attendent cela aussi ; réessayez dans quelques secondes",
                retry_after=5,
            )
        try:
            if self._pool is None:
                self._pool = WorkerProcesses(1, worker.begin, (folder, facts.worker_set_up()))
                self._pool.submit(worker.ready).result(timeout=60)
            return self._pool.submit(work, *arguments).result(timeout=self._seconds)
        except TimeoutError:
            self.stop()
            raise UserError(
                f"this takes longer than {self._seconds:g} seconds; send a part of it",
                f"cela prend plus de {self._seconds:g} secondes ; envoyez-en une partie",
            ) from None
        except BrokenProcessPool:
            self.stop()
            raise Refused(
                503,
                "the process that does this died; try again",
                "le processus qui fait cela s'est arrêté ; réessayez",
                retry_after=5,
            ) from None
        finally:
            self._free.release()

    def stop(self) -> None:
        """End the process at once."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.end_at_once()
