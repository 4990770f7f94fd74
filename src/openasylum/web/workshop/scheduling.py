"""The workers, and which draw each makes next: what somebody waits for first, then what somebody looks at, then what may be asked."""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

from openasylum import facts
from openasylum.backends.processes import WorkerProcesses
from openasylum.errors import UserError
from openasylum.scenario import LAW_IN_FORCE, Scenario, presets
from openasylum.simulate import Drawn
from openasylum.simulate.remembering import content_key
from openasylum.web.problems import Refused
from openasylum.web.settings import DRAWS, SEED, Settings
from openasylum.web.workshop import kept, worker
from openasylum.web.workshop.aside import Aside
from openasylum.web.workshop.clerk import Clerk
from openasylum.web.workshop.jobs import STEPS, Job, Kind
from openasylum.web.workshop.order import spread
from openasylum.web.workshop.register import Register
from openasylum.web.workshop.store import Key, Store
from openasylum.web.workshop.threads import thread
from openasylum.web.workshop.worlds import folder_of_this_model, forget_older_models

#: A preview that nobody asked about for so many seconds is given up.
_LOOKED_AWAY = 45.0

#: How often a draw is tried whose worker died.
_TRIES = 3

_log = logging.getLogger("openasylum.web")


class Workshop:
    """``start`` it, ``ask`` it for jobs, ``stop`` it. One thread a worker process; all state under one lock."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = Store()
        self.clerk = Clerk(settings.limits.questions)
        self.aside = Aside(settings.limits.text_seconds)
        self._jobs = Register()
        self._making: set[Key] = set()
        self._tries: dict[Key, int] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._pools: list[WorkerProcesses | None] = [None] * settings.workers
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._order: Sequence[int] | None = None
        self._kept = False

    def start(self) -> None:
        """Start the workers, and have them make the law in force's draws while nobody asks for anything."""
        with self._changed:
            if self._threads:
                return
            folder = self.folder()
            self._stopping = False
            self._threads = [
                thread(f"worker-{number}", self._work, number, folder)
                for number in range(self.settings.workers)
            ]
        for key, drawn in kept.read(folder, self._baseline_keys()):
            self.store.put(key, drawn)
            self._kept = True
        for each in self._threads:
            each.start()
        ahead = self.settings.ahead
        if ahead:
            self._add(self._new_job("background", (), ahead, SEED, "", range(ahead)))

    def folder(self) -> Path:
        """Where files made by this model from these data are kept: for good where that can be written, otherwise until the end."""
        cache = self.settings.cache
        if cache is not None and self._scratch is None:
            with suppress(OSError):
                found = folder_of_this_model(cache)
                forget_older_models(cache)
                return found
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="openasylum-")
        return folder_of_this_model(Path(self._scratch.name))

    def stop(self) -> None:
        """End the workers at once. Jobs that were under way are lost; nothing of them was written."""
        with self._changed:
            self._stopping = True
            for job in self._jobs:
                if not job.over:
                    self._end(job, "cancelled")
            self._changed.notify_all()
            for pool in self._pools:
                if pool is not None:
                    pool.end_at_once()
        self.clerk.stop()
        self.aside.stop()
        for each in self._threads:
            each.join(timeout=5)
        self._threads = []
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None

    # --- asked by the server ---------------------------------------------------------------------------------------

    def ask(
        self,
        kind: Kind,
        scenarios: Sequence[Scenario],
        draws: int,
        seed: int,
        client: str,
        replaces: str | None = None,
    ) -> Job:
        """A new job over ``scenarios`` (beside the law in force).

        A preview takes the place of ``replaces``, and of the client's oldest preview where it has too many. Raises ``Refused``
        (429, 503) where the client, or everyone together, has too much under way.
        """
        with self._changed:
            for each in self._jobs.replaced(replaces):
                if not each.over:
                    self._end(each, "cancelled")
            under_way = self._jobs.under_way()
            own = [each for each in under_way if each.client == client]
            limits = self.settings.limits
            if len(own) >= limits.jobs_each:
                oldest = next((each for each in own if each.kind == kind == "preview"), None)
                if oldest is None:
                    raise Refused(
                        429,
                        f"{len(own)} of your jobs are under way; wait for one or cancel it",
                        f"{len(own)} de vos tâches sont en cours ; attendez-en une ou annulez-la",
                        retry_after=10,
                    )
                self._end(oldest, "cancelled")
            elif len(under_way) >= limits.jobs:
                raise Refused(
                    503,
                    "the server has as many jobs as it takes; try again soon",
                    "le serveur a autant de tâches qu'il en prend ; réessayez bientôt",
                    retry_after=10,
                )
        self.start()
        job = self._new_job(kind, scenarios, draws, seed, client, self._order_of(draws, seed))
        self._add(job, replaces)
        return job

    def job(self, job_id: str, client_looks: bool = True) -> Job:
        """A job by its id. Raises ``Refused`` (404) where there is none, or it ended long ago."""
        with self._changed:
            found = self._jobs.get(job_id)
            if found is None or found.kind == "background":
                raise Refused(
                    404,
                    "there is no such job; it may have ended long ago",
                    "il n'y a pas de tâche de ce nom ; elle est peut-être finie depuis longtemps",
                )
            if client_looks:
                found.asked = time.monotonic()
            return found

    def wait_for_draws(self, job: Job, seconds: float | None = None) -> None:
        """Until all draws of a job are there, it is over, or so many seconds are."""
        with self._changed:
            self._changed.wait_for(lambda: job.over or job.state == "finishing" or self._stopping, seconds)

    def cancel(self, job: Job) -> None:
        """Make no more draws for a job. Others who asked for the same draws still get them."""
        with self._changed:
            if not job.over:
                self._end(job, "cancelled")

    def ended(self, job: Job, run_id: str | None = None, failure: UserError | None = None) -> None:
        """The run of a job was written, or could not be."""
        with self._changed:
            if job.over:
                return
            job.run_id, job.failure = run_id, failure
            self._end(job, "failed" if failure else "done")

    # --- the order of things ---------------------------------------------------------------------------------------

    def _new_job(
        self,
        kind: Kind,
        scenarios: Sequence[Scenario],
        draws: int,
        seed: int,
        client: str,
        order: Sequence[int],
    ) -> Job:
        whole = (presets()[LAW_IN_FORCE], *scenarios)
        return Job(kind, whole, tuple(content_key(each) for each in whole), draws, seed, client, order)

    def _baseline_keys(self) -> list[Key]:
        job = self._new_job("background", (), DRAWS, SEED, "", range(DRAWS))
        return [job.key(0, draw) for draw in range(DRAWS)]

    def _order_of(self, draws: int, seed: int) -> Sequence[int]:
        """Draws spread over what the law in force gives, as soon as that is known: a few of them then show its range."""
        if draws != DRAWS or seed != SEED:
            return range(draws)
        if self._order is None:
            slims = [self.store.get(key) for key in self._baseline_keys()]
            if any(slim is None for slim in slims):
                return range(draws)
            self._order = spread([slim for slim in slims if slim is not None])
        return self._order

    def _add(self, job: Job, replaces: str | None = None) -> None:
        with self._changed:
            self._jobs.add(job, replaces)
            for position in range(len(job.scenarios)):
                for draw in job.order:
                    slim = self.store.get(job.key(position, draw))
                    if slim is not None:
                        job.take(position, draw, slim)
            self._progressed(job)
            self._changed.notify_all()

    def _end(self, job: Job, state: str) -> None:
        job.state = state  # type: ignore[assignment]
        job.ended = time.monotonic()
        self._changed.notify_all()

    def _progressed(self, job: Job) -> None:
        if job.over:
            return
        if job.done == job.draws:
            if job.kind == "run":
                job.state = "finishing"
            else:
                self._end(job, "done")
                if job.kind == "background":
                    self._keep(job)
        elif job.found:
            job.state = "running"

    def _keep(self, job: Job) -> None:
        if not self._kept and not self._stopping and job.draws == DRAWS:
            self._kept = True
            frames = {draw: job.found[0, draw] for draw in range(job.draws)}
            thread("keeping", kept.write, self.folder(), frames).start()

    def _next(self, number: int) -> tuple[Job, int, int] | None:
        """What a worker makes next, ``(job, scenario, draw)``: of draws with its number first, since it remembers their people."""
        now = time.monotonic()
        for job in self._jobs:
            if job.kind == "preview" and not job.over and now - job.asked > _LOOKED_AWAY:
                self._end(job, "cancelled")
        waiting = [job for job in self._jobs if job.state in ("waiting", "running")]
        for job in sorted(waiting, key=_urgency):
            missing = self._missing(job)
            own = next((one for one in missing if one[1] % self.settings.workers == number), None)
            if own is None and missing:
                own = missing[0]
            if own is not None:
                return job, *own
        return None

    def _missing(self, job: Job) -> list[tuple[int, int]]:
        """The next few draws of a job that nobody is making."""
        found: list[tuple[int, int]] = []
        for draw in job.order:
            found += [
                (scenario, draw)
                for scenario in range(len(job.scenarios))
                if (scenario, draw) not in job.found and job.key(scenario, draw) not in self._making
            ]
            if len(found) >= 2 * self.settings.workers:
                break
        return found

    # --- the workers -----------------------------------------------------------------------------------------------

    def _work(self, number: int, folder: Path) -> None:
        while True:
            with self._changed:
                while not self._stopping and (chosen := self._next(number)) is None:
                    self._changed.wait(timeout=5.0)
                if self._stopping:
                    return
                assert chosen is not None
                job, scenario, draw = chosen
                key = job.key(scenario, draw)
                self._making.add(key)
                pool = self._pool(number, folder)
            drawn: Drawn | None = None
            failure: UserError | None = None
            try:
                drawn = pool.submit(
                    worker.draw_one, job.scenarios[scenario], job.seed, job.weight, draw
                ).result()
            except BrokenProcessPool:
                failure = self._broken(number, key)
            except RuntimeError:  # the pool was stopped while we asked it
                failure = None
            except UserError as error:
                failure = error
            except Exception as error:
                _log.error("fault in a draw: %s", type(error).__name__)
                failure = Refused(
                    500,
                    "A draw of this scenario could not be made: this is a fault of the program",
                    "Un tirage de ce scénario n'a pas pu être fait : c'est une faute du programme",
                )
            self._hand_out(key, drawn, failure)

    def _pool(self, number: int, folder: Path) -> WorkerProcesses:
        pool = self._pools[number]
        if pool is None:
            pool = WorkerProcesses(1, worker.begin, (str(folder), facts.worker_set_up()))
            self._pools[number] = pool
        return pool

    def _broken(self, number: int, key: Key) -> Refused | None:
        """A worker died: another takes its place, and the draw is tried again a few times."""
        with self._changed:
            self._pools[number] = None
            self._tries[key] = self._tries.get(key, 0) + 1
            if self._tries[key] < _TRIES:
                return None
            del self._tries[key]
        return Refused(
            503,
            "The process that made a draw of this scenario died more than once; the machine may be short of memory",
            "Le processus qui faisait un tirage de ce scénario s'est arrêté plusieurs fois ; la machine manque peut-être de "
            "mémoire",
            retry_after=10,
        )

    def _hand_out(self, key: Key, drawn: Drawn | None, failure: UserError | None) -> None:
        with self._changed:
            self._making.discard(key)
            if drawn is not None:
                slim = self.store.put(key, drawn)
                self._tries.pop(key, None)
            for job in self._jobs:
                if job.over:
                    continue
                for scenario in range(len(job.scenarios)):
                    if job.key(scenario, key[3])[:3] != key[:3] or key[3] >= job.draws:
                        continue
                    if drawn is not None:
                        job.take(scenario, key[3], slim)
                    elif failure is not None:
                        job.failure = failure
                        self._end(job, "failed")
                self._progressed(job)
            self._changed.notify_all()


def _urgency(job: Job) -> tuple[int, int, float]:
    """Coarse answers first, then finer ones, the least advanced first; the law in force when nobody asks for anything."""
    if job.kind == "background":
        return (1 if job.done < STEPS[0] else 9), job.done, job.asked
    if job.kind == "preview" and job.done < STEPS[1]:
        return (0 if job.done < STEPS[0] else 2), 0, -job.asked
    return 3, job.done, job.asked
