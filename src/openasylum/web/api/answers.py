"""``/preview``, ``/run`` and ``/jobs``: a coarse answer at once, a finer one while you look, and at the end a run."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from openasylum.documents import Document
from openasylum.errors import UserError
from openasylum.scenario import LAW_IN_FORCE, Scenario, read_scenario
from openasylum.web.languages import language_of
from openasylum.web.scenario_text import read_ref
from openasylum.web.settings import DRAWS, SEED, Settings
from openasylum.web.workshop import Job, Workshop
from openasylum.web.workshop.answers import answer

#: How long a preview waits for its first answer, and how long anyone may wait for a finer one, in seconds.
_FIRST, _LONGEST = 10.0, 30.0

_LOOK = 0.01


class Asked(BaseModel):
    """Scenarios to put beside the law in force: presets or lines of text as in a link, or scenario documents."""

    model_config = ConfigDict(extra="forbid")
    scenarios: list[str | dict[str, Any]] = Field(default=["us-not-designated"], min_length=1, max_length=4)
    draws: int = Field(default=DRAWS, ge=1, le=1000)
    seed: int = Field(default=SEED, ge=0, le=10**15)


class AskedToSee(Asked):
    """The same, and the preview that this one takes the place of."""

    replaces: str | None = Field(default=None, max_length=32)


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["answers"])
    resource.post("/preview")(preview)
    resource.post("/run", status_code=202)(run)
    resource.get("/jobs/{job_id}")(show_job)
    resource.delete("/jobs/{job_id}")(cancel_job)
    return resource


async def preview(asked: AskedToSee, request: Request) -> dict[str, Any]:
    """A coarse answer at once, and a job that makes it finer: at 4, 16, 64 draws and all of them.

    Nothing is written. Ask ``/jobs/{id}?after=DRAWS`` for the next; a preview that nobody asks about is given up.
    """
    workshop = _workshop(request)
    scenarios = await run_in_threadpool(read_scenarios, asked.scenarios)
    job = await run_in_threadpool(
        workshop.ask, "preview", scenarios, asked.draws, asked.seed, _client(request), asked.replaces
    )
    return await _when_finer(workshop, job, 0, _FIRST, language_of(request.scope))


async def run(asked: Asked, request: Request) -> dict[str, Any]:
    """A whole run, as ``openasylum run`` makes it: a job whose ``run`` is the run's id when it is done."""
    from openasylum.web.workshop.finishing import start_run

    scenarios = await run_in_threadpool(read_scenarios, asked.scenarios)
    job = await run_in_threadpool(
        start_run, _workshop(request), scenarios, asked.draws, asked.seed, _client(request)
    )
    return job.status()


async def show_job(
    job_id: str,
    request: Request,
    after: Annotated[
        int | None, Query(ge=0, description="Wait for an answer of more draws than this.")
    ] = None,
    wait: Annotated[float, Query(ge=0, le=_LONGEST, description="Seconds to wait for it.")] = 10.0,
) -> dict[str, Any]:
    """How far a job is, and for a preview the finest answer so far (left out where it is no finer than ``after``)."""
    workshop = _workshop(request)
    seconds = wait if after is not None else 0.0
    return await _when_finer(workshop, workshop.job(job_id), after, seconds, language_of(request.scope))


async def cancel_job(job_id: str, request: Request) -> dict[str, Any]:
    """Cancel a job; one that is over stays as it is. Other jobs that asked for the same go on."""
    workshop = _workshop(request)
    job = workshop.job(job_id)
    workshop.cancel(job)
    return job.status(language_of(request.scope))


async def _when_finer(
    workshop: Workshop, job: Job, after: int | None, seconds: float, language: str
) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while job.step <= (after or 0) and not job.over and time.monotonic() < until:
        job.asked = time.monotonic()
        await asyncio.sleep(_LOOK)
    if job.kind != "preview":
        return job.status(language)
    if job.state == "failed":
        job.raise_failure()
    found = await run_in_threadpool(answer, job)
    if found is None or (after is not None and found["draws"] <= after and after > 0):
        return {**job.status(language), "answer": None}
    return {**job.status(language), "answer": found}


def read_scenarios(asked: list[str | dict[str, Any]]) -> list[Scenario]:
    """What was asked for, as scenarios; the law in force is always there and is left out. Raises ``UserError``."""
    found = [
        read_ref(one).scenario() if isinstance(one, str) else read_scenario(Document(one, ""))
        for one in asked
    ]
    named = [scenario for scenario in found if scenario.id != LAW_IN_FORCE]
    ids = [scenario.id for scenario in named]
    if len(set(ids)) < len(ids):
        raise UserError(
            f"two scenarios have the same id: {', '.join(ids)}",
            f"deux scénarios ont le même identifiant : {', '.join(ids)}",
            field="scenarios",
        )
    return named


def _workshop(request: Request) -> Workshop:
    workshop = request.app.state.workshop
    assert isinstance(workshop, Workshop)
    return workshop


def _client(request: Request) -> str:
    return request.client.host if request.client else ""
