"""The jobs that a workshop knows, by id and in the order in which they were asked for. Used under the workshop's lock."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterator

from openasylum.web.workshop.jobs import Job

#: Jobs that are over are remembered for so many seconds, and at most so many.
_REMEMBERED, _REMEMBERED_JOBS = 900.0, 64

#: Of so many of them the draws too; of the others only the last answer given.
_REMEMBERED_DRAWS = 4


class Register:
    """Every job that is under way, and those that ended not long ago."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))

    def add(self, job: Job, replaces: str | None = None) -> None:
        """Enter a job, which takes the place of ``replaces``; forget those that ended long ago."""
        self._forget()
        self._jobs[job.id] = job
        if (before := self.get(replaces)) is not None:
            before.replaced_by = job.id

    def get(self, job_id: str | None) -> Job | None:
        """A job by its id."""
        return self._jobs.get(job_id or "")

    def under_way(self) -> list[Job]:
        """The jobs that somebody asked for and that are not over."""
        return [job for job in self._jobs.values() if not job.over and job.kind != "background"]

    def replaced(self, replaces: str | None) -> Iterator[Job]:
        """The preview that gives way, and those that took its place since: whoever moves a lever on has seen none of them."""
        while (job := self.get(replaces)) is not None and job.kind == "preview":
            yield job
            replaces, job.replaced_by = job.replaced_by, None

    def _forget(self) -> None:
        now = time.monotonic()
        over = [job for job in self._jobs.values() if job.over]
        for number, job in enumerate(over):
            if len(over) - number > _REMEMBERED_JOBS or now - (job.ended or now) > _REMEMBERED:
                del self._jobs[job.id]
            elif len(over) - number > _REMEMBERED_DRAWS:
                job.found.clear()
