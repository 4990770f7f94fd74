"""``map_reduce``: one way to do many independent pieces of work, wherever they run.

A task is a pure function of its chunk, so the answer is the same to the bit on every back-end, for any number of workers,
any cut into chunks and any order of completion: results are handed on in the order of the chunks. A worker that dies takes
nothing with it: what it had in hand is done again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

from openasylum.backends.place import Place, in_force, put
from openasylum.backends.pools import Pool, Processes, Threads
from openasylum.errors import UserError, nearest

Chunk = TypeVar("Chunk")
Result = TypeVar("Result")
Backend = Literal["serial", "threads", "processes", "dask"]
BACKENDS: tuple[Backend, ...] = ("serial", "threads", "processes", "dask")

#: Times in a row that workers may die without one piece of work done in between.
DEATHS_AT_MOST = 3


class WorkersDied(UserError):
    """Workers died again and again without getting anything done."""


def available_cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def check_backend(backend: str, scheduler: str | None = None) -> Backend:
    """The back-end of that name; ``UserError`` for another, or for a scheduler that it has no use for."""
    if backend not in BACKENDS:
        raise UserError(
            f"there is no back-end {backend!r}",
            f"il n'y a pas de moteur de calcul « {backend} »",
            field="--backend",
            nearest=nearest(backend, BACKENDS),
        )
    if scheduler and backend != "dask":
        raise UserError(
            f"the back-end {backend!r} has no scheduler",
            f"le moteur de calcul « {backend} » n'a pas d'ordonnanceur",
            field="--scheduler",
            nearest="--backend dask",
        )
    return next(known for known in BACKENDS if known == backend)


@contextmanager
def working(backend: str, workers: int | None = None, scheduler: str | None = None) -> Iterator[None]:
    """Inside the context, work whose caller says nothing else is done on this back-end. Raises as ``check_backend``."""
    with put(Place(check_backend(backend, scheduler), workers, scheduler)):
        yield


def map_reduce(
    task: Callable[..., Result],
    chunks: Sequence[Chunk],
    *,
    backend: Backend | None = None,
    otherwise: Backend = "processes",
    workers: int | None = None,
    scheduler: str | None = None,
    common: Any = None,
    on_done: Callable[[int], None] = lambda position: None,
    on_result: Callable[[int, Result], None] = lambda position, result: None,
    set_up: Callable[[], None] | None = None,
) -> list[Result]:
    """``[task(chunk) for chunk in chunks]``, in that order; with ``common``, ``task(common, chunk)``.

    ``common`` is what every chunk needs: it is sent to each worker once. ``task``, ``common`` and ``set_up`` (run in every worker
    before it works) must be picklable for ``processes`` and ``dask``. Without a ``backend`` it is the one of ``working``, or
    ``otherwise``; inside a worker, ``serial``. ``scheduler`` is the address of a Dask scheduler; without one
    ``dask`` starts a cluster on this machine for the time of the call. At most two chunks a worker are under way at a time.
    ``on_done(position)`` and ``on_result(position, result)`` are called here, as each chunk completes.

    The first exception of a task ends the rest and is raised here. Raises ``WorkersDied`` where workers die three times without one
    chunk done in between, ``UserError`` where the scheduler cannot be reached or runs another version.
    """
    results: dict[int, Result] = {}

    def keep(position: int, result: Result) -> None:
        results[position] = result
        on_result(position, result)
        on_done(position)

    if backend is None:
        place = in_force() or Place(otherwise)
        backend = check_backend(place.backend)
        workers, scheduler = workers or place.workers, scheduler or place.scheduler
    workers = min(workers or available_cores(), max(len(chunks), 1))
    if backend == "serial" or (backend != "dask" and (workers == 1 or len(chunks) == 1)):
        if set_up:
            set_up()
        for position, chunk in enumerate(chunks):
            keep(position, task(chunk) if common is None else task(common, chunk))
        return [results[position] for position in range(len(chunks))]
    deaths = 0
    with _pool(backend, workers, scheduler, common, set_up) as pool:
        while len(results) < len(chunks):
            before = len(results)
            waiting = [(position, chunk) for position, chunk in enumerate(chunks) if position not in results]
            try:
                pool.work(task, waiting, keep)
            except pool.died as error:
                deaths = deaths + 1 if len(results) == before else 1
                if deaths >= DEATHS_AT_MOST:
                    raise WorkersDied(
                        f"workers died {deaths} times without getting anything done, most often for want of memory: "
                        "try fewer --workers",
                        f"les ouvriers se sont arrêtés {deaths} fois sans rien faire, le plus souvent faute de mémoire : "
                        "essayez avec un --workers plus petit",
                    ) from error
    return [results[position] for position in range(len(chunks))]


def _pool(
    backend: Backend, workers: int, scheduler: str | None, common: Any, set_up: Callable[[], None] | None
) -> Pool:
    if backend == "threads":
        return Threads(workers, common, set_up)
    if backend == "processes":
        return Processes(workers, common, set_up)
    from openasylum.backends.cluster import Cluster

    return Cluster(workers, scheduler, common, set_up)
