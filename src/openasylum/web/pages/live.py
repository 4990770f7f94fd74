"""The run behind a page: one that is kept, or one that is being computed while somebody looks."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from openasylum.errors import UserError
from openasylum.report.tongue import Language
from openasylum.results import Run, load_run
from openasylum.results.folder import MANIFEST
from openasylum.results.produce import manifest_of
from openasylum.scenario import LAW_IN_FORCE, Scenario, load_scenario
from openasylum.web import links
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.preview import run_so_far
from openasylum.web.pages.results import chosen_measure
from openasylum.web.pages.sharing import shared
from openasylum.web.pages.waiting import STEPS, step_of
from openasylum.web.settings import WEIGHT, Settings
from openasylum.web.workshop import Job, Workshop

#: How long a page and a part of it wait for the first draws, in seconds, and how often they look; while the observed years are
#: still replayed the first draws are far off, and what the page can say without them is said at once.
_FIRST, _REPLAYING, _LOOK = 5.0, 0.2, 0.02

#: Parts of an address that say how a page shows a state, and are no part of the state.
_OF_THE_PAGE = ("measure", "job", "after", "replaces")


class NotYet(Exception):
    """The first draws have not come: at its first start a server replays the years that were observed.

    ``job`` makes them, where a job does: whoever asks for it again waits for the same draws.
    """

    def __init__(self, job: Job | None = None) -> None:
        super().__init__()
        self.job = job


@dataclass(frozen=True)
class Asked:
    """What an address asks for: the state of the link, and how the page shows it."""

    state: links.State
    measure: str
    job: str = ""
    after: int = 0
    replaces: str | None = None

    @property
    def query(self) -> str:
        """The canonical query of the state and the measure."""
        return f"{self.state.query()}&measure={self.measure}"


@dataclass(frozen=True)
class Found:
    """A run, and the job that refines it (None: it is whole and kept, or made)."""

    run: Run
    job: Job | None = None

    @property
    def refining(self) -> bool:
        """Whether a finer answer will come."""
        return self.job is not None and self.run.manifest.draws < self.job.draws


def read_address(request: Request) -> Asked:
    """What the query of the address asks for. Raises ``UserError`` where it is no link of ours."""
    pairs = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=50)
    own: dict[str, str] = {}
    for name, value in pairs:
        if name in _OF_THE_PAGE:
            if name in own:
                raise UserError(
                    f"{name} stands more than once in this address",
                    f"{name} se trouve plus d'une fois dans cette adresse",
                    field=name,
                )
            own[name] = value
    state = links.read_pairs((name, value) for name, value in pairs if name not in _OF_THE_PAGE)
    after = own.get("after", "0")
    return Asked(
        state,
        chosen_measure(own.get("measure")),
        own.get("job", ""),
        int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0,
        own.get("replaces"),
    )


def scenarios_of(state: links.State) -> list[Scenario]:
    """The scenarios of a state beside the law in force."""
    return [ref.scenario() for ref in state.scenarios if ref.id != LAW_IN_FORCE]


def answer(request: Request, settings: Settings, asked: Asked, least: int = 1) -> Found:
    """The run that answers: the kept one, or the first draws (``least`` of them) of one that is computed from now on.

    Raises ``NotYet`` where the first draws have not come so far, ``UserError`` where they never will.
    """
    kept = kept_run(settings, asked.state)
    if kept is not None:
        return Found(kept)
    workshop: Workshop = request.app.state.workshop
    client = request.client.host if request.client else ""
    state = asked.state
    job = workshop.ask("preview", scenarios_of(state), state.draws, state.seed, client, asked.replaces)
    seconds = _REPLAYING if step_of(workshop) == STEPS[0] else _FIRST
    return Found(run_so_far(when_finer(job, min(least, state.draws) - 1, seconds), asked.measure), job)


def when_finer(job: Job, after: int, seconds: float) -> Job:
    """The job once it has a finer answer than one of ``after`` draws, is over, or time is up."""
    until = time.monotonic() + seconds
    while job.step <= after and not job.over and time.monotonic() < until:
        time.sleep(_LOOK)
    job.raise_failure()
    if job.step <= after and not job.over:
        raise NotYet(job)
    if not job.found:
        raise UserError(
            "this answer is no longer kept; ask again", "cette réponse n'est plus gardée ; redemandez-la"
        )
    return job


def kept_run(settings: Settings, state: links.State) -> Run | None:
    """The kept run of this state, made by this model from these data; None where there is none."""
    whole = [load_scenario(LAW_IN_FORCE), *scenarios_of(state)]
    run_id = manifest_of(whole, draws=state.draws, seed=state.seed, weight=WEIGHT).run_id
    if not (settings.runs / run_id / MANIFEST).is_file():
        return None
    try:
        return load_run(run_id, settings.runs)
    except UserError:
        return None


def about(found: Found, asked: Asked, language: Language, request: Request) -> dict[str, Any]:
    """What stands around the result: whether it is still computing, what changed since the link was made, how to share."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return {
        "job": found.job.id if found.job and found.refining else None,
        "total": asked.state.draws,
        "changed": links.changes(asked.state),
        "part": f"/{language}/part/result?{asked.query}",
        "scenarios_address": f"{BY_ID['scenarios'].path(language)}?{asked.state.query()}",
        "shared": shared(asked.state, found.run.manifest, asked.measure, language, origin),
        "origin": origin,
    }
