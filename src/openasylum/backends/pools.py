"""Workers on this machine: threads, and processes that are replaced when they die."""

from __future__ import annotations

import pickle
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Protocol

from openasylum.backends.place import stay_here
from openasylum.backends.processes import WorkerProcesses, obey_the_parent_alone

#: Chunks that a worker has in hand at a time: the one it does, and the next.
IN_HAND = 2

Keep = Callable[[int, Any], None]
SetUp = Callable[[], None] | None


class Pool(Protocol):
    """Workers, ready to work; ``died`` is what ``work`` raises when some of them died."""

    died: tuple[type[BaseException], ...]

    def __enter__(self) -> Pool: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def work(self, task: Callable[..., Any], waiting: Sequence[tuple[int, Any]], keep: Keep) -> None:
        """Do every ``(position, chunk)`` and hand each result to ``keep``, in any order."""
        ...


class _Local(ABC):
    """What pools on this machine share: a few chunks in hand at a time, and an end at once when something goes wrong."""

    died: tuple[type[BaseException], ...] = (BrokenExecutor,)

    def __init__(self, workers: int, common: Any, set_up: SetUp) -> None:
        self.workers, self.common, self.set_up = workers, common, set_up

    def __enter__(self) -> _Local:
        return self

    def __exit__(self, *_: object) -> None:  # noqa: B027 - nothing to do is what pools on this machine share
        """Nothing is kept between two rounds of work."""

    def work(self, task: Callable[..., Any], waiting: Sequence[tuple[int, Any]], keep: Keep) -> None:
        """Do every ``(position, chunk)``."""
        with _ended(self.executor()) as executor:
            under_way: dict[Future[Any], int] = {}
            remaining = iter(waiting)
            for position, chunk in _few(remaining, IN_HAND * self.workers):
                under_way[self.submit(executor, task, chunk)] = position
            while under_way:
                done, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for future in done:
                    keep(under_way.pop(future), future.result())
                    for position, chunk in _few(remaining, 1):
                        under_way[self.submit(executor, task, chunk)] = position

    @abstractmethod
    def executor(self) -> Executor:
        """New workers."""

    @abstractmethod
    def submit(self, executor: Executor, task: Callable[..., Any], chunk: Any) -> Future[Any]:
        """One piece of work."""


class Threads(_Local):
    """Threads of this process, which see ``common`` itself."""

    def executor(self) -> Executor:
        """New threads."""
        return ThreadPoolExecutor(self.workers, initializer=self.set_up)

    def submit(self, executor: Executor, task: Callable[..., Any], chunk: Any) -> Future[Any]:
        """One piece of work."""
        return (
            executor.submit(task, chunk) if self.common is None else executor.submit(task, self.common, chunk)
        )


class Processes(_Local):
    """Processes of their own, each handed ``common`` as it starts, through a pipe and never through a file."""

    def executor(self) -> Executor:
        """New processes."""
        sent = None if self.common is None else pickle.dumps(self.common, protocol=pickle.HIGHEST_PROTOCOL)
        return WorkerProcesses(self.workers, _prepare_worker, (self.set_up, sent))

    def submit(self, executor: Executor, task: Callable[..., Any], chunk: Any) -> Future[Any]:
        """One piece of work."""
        if self.common is None:
            return executor.submit(task, chunk)
        return executor.submit(_with_common, task, chunk)


_common: Any = None


def _with_common(task: Callable[..., Any], chunk: Any) -> Any:
    return task(_common, chunk)


def _prepare_worker(set_up: SetUp, common: bytes | None) -> None:
    """What a worker process does first."""
    global _common
    obey_the_parent_alone()
    stay_here()
    _common = None if common is None else pickle.loads(common)
    if set_up:
        set_up()


def _few(remaining: Iterator[tuple[int, Any]], count: int) -> Iterator[tuple[int, Any]]:
    for _, entry in zip(range(count), remaining, strict=False):
        yield entry


@contextmanager
def _ended(executor: Executor) -> Iterator[Executor]:
    """Wait for the workers to end; at once, their work unfinished, where something went wrong."""
    try:
        yield executor
    except BaseException:
        if isinstance(executor, WorkerProcesses):
            executor.end_at_once()
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()
