"""Processes that work, and whose death is always heard."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from openasylum.backends.uninterrupted import uninterrupted

#: How many seconds the thread that hands out work has to end, once its processes are killed.
_LEAVING = 5.0


class WorkerProcesses(ProcessPoolExecutor):
    """``ProcessPoolExecutor`` whose futures raise ``BrokenProcessPool`` whenever one of its processes dies.

    The standard library's own waits for ever where a process dies while it hands over a result: half of it is in the pipe, and
    the thread that reads there waits for the other half, since everyone else still holds the writing end. Here a thread a process
    watches; when one has died the others are killed and our end is closed, so that the reader comes to the end of the pipe.
    """

    def __init__(
        self, workers: int, initializer: Callable[..., None] | None = None, initargs: tuple[Any, ...] = ()
    ) -> None:
        # Spawned, not forked: a fork copies locks that Polars' and Numba's threads may hold.
        spawn = multiprocessing.get_context("spawn")
        super().__init__(workers, mp_context=spawn, initializer=initializer, initargs=initargs)
        self._watched: set[BaseProcess] = set()
        self._watching = threading.Lock()
        self._ours: Connection[Any, Any] | None = self._result_queue._writer  # type: ignore[attr-defined]

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """One piece of work. Raises ``BrokenProcessPool`` where a process died before, ``RuntimeError`` after the end."""
        with uninterrupted():
            future = super().submit(task, *arguments, **named)
        with self._watching:
            for process in set(self._members()) - self._watched:
                self._watched.add(process)
                threading.Thread(target=self._watch, args=(process,), daemon=True).start()
        return future

    def end_at_once(self) -> None:
        """End the processes, their work unfinished."""
        processes = self._members()
        manager: Any = self._executor_manager_thread
        self.shutdown(wait=False, cancel_futures=True)
        self._kill(processes)
        # The interpreter wakes that thread as it ends, through a pipe that the thread may be closing just then.
        if manager is not None and manager is not threading.current_thread():
            manager.join(_LEAVING)

    def _members(self) -> list[BaseProcess]:
        # ``_processes`` is None after the end; ``kill_workers`` is public from Python 3.14 on.
        return list((self._processes or {}).values())

    def _watch(self, process: BaseProcess) -> None:
        wait([process.sentinel])
        # Of several threads that ask, one hears the exit code, and the others a moment later.
        while process.exitcode is None:
            process.join(0.01)
        if process.exitcode != 0:
            self._kill(self._members())

    def _kill(self, processes: list[BaseProcess]) -> None:
        for process in processes:
            process.kill()
        with self._watching:
            # Once only: a number that was closed twice might by then be another pool's.
            ours, self._ours = self._ours, None
            if processes and ours is not None:
                ours.close()


def obey_the_parent_alone() -> None:
    """For workers, first thing: they do not hear Ctrl-C, which reaches the whole group of processes, and end with whoever started them.

    A parent that is killed cannot tell its workers: they watch it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
