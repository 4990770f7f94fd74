"""``map_reduce``: one way to do many independent pieces of work, wherever they run.

A task is a pure function of its chunk, so the answer is the same to the bit on every back-end, for any number of workers
and any order of completion: results are handed on in the order of the chunks.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from typing import Literal, TypeVar

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")
Backend = Literal["serial", "threads", "processes"]
BACKENDS: tuple[Backend, ...] = ("serial", "threads", "processes")


def available_cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_reduce(
    task: Callable[[Chunk], Result],
    chunks: Sequence[Chunk],
    *,
    backend: Backend = "processes",
    workers: int | None = None,
    on_done: Callable[[int], None] = lambda position: None,
    set_up: Callable[[], None] | None = None,
) -> list[Result]:
    """``[task(chunk) for chunk in chunks]``, in that order.

    ``task`` and ``set_up`` (run once in every worker) must be picklable for ``processes``. ``on_done(position)`` is called here,
    as each chunk completes. The first exception of a task ends the rest and is raised here.
    """
    prepared = partial(_prepare_worker, set_up)
    workers = min(workers or available_cores(), max(len(chunks), 1))
    if backend == "serial" or workers == 1 or len(chunks) == 1:
        if set_up:
            set_up()
        results = []
        for position, chunk in enumerate(chunks):
            results.append(task(chunk))
            on_done(position)
        return results
    with _executor(backend, workers, set_up if backend == "threads" else prepared) as executor:
        positions: dict[Future[Result], int] = {
            executor.submit(task, chunk): i for i, chunk in enumerate(chunks)
        }
        for future in as_completed(positions):
            future.result()
            on_done(positions[future])
        return [future.result() for future in positions]


def _prepare_worker(set_up: Callable[[], None] | None) -> None:
    """What a worker process does first. Ctrl-C reaches the whole process group: whoever started the work hears it, workers do not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if set_up:
        set_up()


@contextmanager
def _executor(backend: Backend, workers: int, set_up: Callable[[], None] | None) -> Iterator[Executor]:
    executor: Executor
    if backend == "threads":
        executor = ThreadPoolExecutor(workers, initializer=set_up)
    else:
        # Spawned, not forked: a fork copies locks that Polars' and Numba's threads may hold.
        context = multiprocessing.get_context("spawn")
        executor = ProcessPoolExecutor(workers, mp_context=context, initializer=set_up)
    try:
        yield executor
    except BaseException:
        _stop(executor)
        raise
    executor.shutdown()


def _stop(executor: Executor) -> None:
    """End the workers at once: their work is not wanted any more. (``terminate_workers`` is public from Python 3.14 on.)"""
    processes = list((getattr(executor, "_processes", None) or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.kill()
