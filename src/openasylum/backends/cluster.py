"""Workers on many machines, through a Dask scheduler (extra ``dask``)."""

from __future__ import annotations

import contextvars
import logging
import warnings
from collections.abc import Callable, Sequence
from typing import Any

from openasylum.backends.place import stay_here
from openasylum.backends.pools import IN_HAND, Keep, SetUp
from openasylum.backends.uninterrupted import uninterrupted
from openasylum.code_version import code_version
from openasylum.errors import UserError

#: How long to wait for a scheduler, and for a first worker.
SECONDS_TO_CONNECT = 20


class Cluster:
    """The workers of a Dask scheduler; without an address, a cluster of single-threaded processes on this machine.

    Work is sent as pickled functions and chunks. Files named in a chunk are read and written where the worker is: on several machines
    they have to lie on a file system that all of them see.
    """

    died: tuple[type[BaseException], ...]

    def __init__(self, workers: int, scheduler: str | None, common: Any, set_up: SetUp) -> None:
        try:
            import distributed
        except ImportError as error:
            raise UserError(
                "the back-end 'dask' needs Dask: pip install 'openasylum[dask]'",
                "le moteur de calcul « dask » demande Dask : pip install 'openasylum[dask]'",
                field="--backend",
            ) from error
        from distributed.client import FutureCancelledError

        self.died = (distributed.KilledWorker, FutureCancelledError)
        self._workers, self._scheduler = workers, scheduler
        self._common, self._set_up = common, set_up
        self._client: Any = None
        self._cluster: Any = None

    def __enter__(self) -> Cluster:
        from distributed import Client

        if self._scheduler is None:
            self._cluster = local_cluster(self._workers)
        else:
            _check_certificates(self._scheduler)
        try:
            self._client = Client(
                self._cluster or self._scheduler, timeout=SECONDS_TO_CONNECT, set_as_default=False
            )
            self._client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
            if self._cluster is None:
                self._check_versions()
        except (OSError, ValueError, TimeoutError) as error:
            self.__exit__()
            raise UserError(
                f"no Dask scheduler with a worker answers at {self._scheduler}",
                f"aucun ordonnanceur Dask avec un ouvrier ne répond à {self._scheduler}",
                field="--scheduler",
            ) from error
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for ended in (self._client, self._cluster):
            if ended is not None:
                ended.close()

    def work(self, task: Callable[..., Any], waiting: Sequence[tuple[int, Any]], keep: Keep) -> None:
        """Do every ``(position, chunk)``; a worker that dies is replaced by the others, three times over, before Dask gives up."""
        from distributed import as_completed

        common = self._client.scatter([self._common], broadcast=True, hash=False)[0]
        call = Prepared(task, self._set_up, self._common is not None)
        remaining = iter(waiting)
        at_once = IN_HAND * max(sum(self._client.nthreads().values()), 1)
        positions: dict[Any, int] = {}

        def submit() -> Any:
            for position, chunk in remaining:
                future = self._client.submit(call, common, chunk, pure=False)
                positions[future] = position
                return future
            return None

        first = [future for future in (submit() for _ in range(at_once)) if future is not None]
        under_way = as_completed(first, loop=self._client.loop)
        try:
            for future in under_way:
                keep(positions.pop(future), future.result())
                following = submit()
                if following is not None:
                    under_way.add(following)
        finally:
            for future in positions:
                future.cancel()

    def _check_versions(self) -> None:
        """Workers must run the same code, or their numbers would not be these."""
        ours = code_version()
        for worker, theirs in self._client.run(code_version).items():
            if theirs != ours:
                raise UserError(
                    f"the worker {worker} runs OpenAsylum {theirs}, and this is {ours}: install the same version everywhere",
                    f"l'ouvrier {worker} exécute OpenAsylum {theirs}, et voici {ours} : installez "
                    "partout la même version",
                    field="--scheduler",
                )


def _check_certificates(scheduler: str) -> None:
    """A TLS address wants certificates, which Dask takes from its own configuration."""
    from distributed.security import Security

    if scheduler.startswith("tls:") and Security().get_connection_args("client").get("ssl_context") is None:
        names = ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY")
        wanted = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in names)
        raise UserError(
            f"an address with tls:// needs certificates, in the variables {wanted}",
            f"une adresse en tls:// demande des certificats, dans les variables {wanted}",
            field="--scheduler",
        )


class Prepared:
    """A task as a worker of a cluster calls it: set up in a context of its own, so that nothing is left behind for the next."""

    def __init__(self, task: Callable[..., Any], set_up: SetUp, with_common: bool) -> None:
        self.task, self.set_up, self.with_common = task, set_up, with_common

    def __call__(self, common: Any, chunk: Any) -> Any:
        """The task's result."""
        return contextvars.copy_context().run(self._run, common, chunk)

    def _run(self, common: Any, chunk: Any) -> Any:
        stay_here()
        if self.set_up:
            self.set_up()
        return self.task(common, chunk) if self.with_common else self.task(chunk)


def local_cluster(workers: int, port: int = 0) -> Any:
    """A Dask cluster on this machine, on loopback alone: single-threaded processes, no dashboard."""
    from distributed import LocalCluster

    with warnings.catch_warnings(), uninterrupted():
        warnings.simplefilter("ignore")
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            scheduler_port=port,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
