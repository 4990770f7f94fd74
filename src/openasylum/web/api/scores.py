"""``/replicate``, ``/scorecard``, ``/costs``, ``/waits``: what takes seconds the first time and is then remembered."""

from __future__ import annotations

import asyncio
import re
import time
from concurrent.futures import Future
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool

from openasylum.errors import UserError
from openasylum.scenario import FIRST_DAY, LAW_IN_FORCE
from openasylum.simulate.remembering import content_key
from openasylum.web.api.runs import find_run
from openasylum.web.problems import Refused
from openasylum.web.scenario_text import read_ref
from openasylum.web.settings import SEED, WEIGHT, Settings
from openasylum.web.workshop import Workshop, errands
from openasylum.web.workshop.clerk import result_of
from openasylum.web.workshop.errands import FIRST_REFERRED

#: How long a request waits for an answer that is not there yet, in seconds.
_PATIENCE = 20.0

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)

Scope = Literal["pbo", "full"]
By = Literal["organisation", "stage", "payer", "year"]


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["scores"])
    resource.get("/replicate")(replicate)
    resource.get("/scorecard")(scorecard)
    resource.get("/costs")(costs)
    resource.get("/waits")(waits)
    return resource


async def replicate(request: Request) -> list[dict[str, Any]]:
    """Published official figures, ours beside theirs: what ``openasylum replicate --json`` prints.

    An answer that is not there yet is a 503 with ``Retry-After``: ask again.
    """
    return list(await answered(request, "replicate", errands.replicate, keep=True))


async def scorecard(
    request: Request, kind: Literal["mechanism", "foresight"] = "mechanism"
) -> list[dict[str, Any]]:
    """Backtests, where we win and lose: what ``openasylum backtest`` prints with ``--json``."""
    work = {"mechanism": errands.mechanism, "foresight": errands.foresight}[kind]
    return list(await answered(request, f"scorecard-{kind}", work, keep=True))


async def costs(
    request: Request,
    scope: Scope = "pbo",
    by: By = "organisation",
    cohort: Annotated[
        str | None, Query(pattern=r"^\d{4}-\d{2}$", description="Arrivals of a fiscal year.")
    ] = None,
    run: Annotated[str | None, Query(max_length=20, description="A run's id.")] = None,
) -> dict[str, Any]:
    """What the process costs: cash of the observed years, the whole claims of a year's arrivals, or a run's cash."""
    if run is not None:
        if cohort is not None:
            raise UserError(
                "a run keeps cash by fiscal year and no cohorts; ask for one or the other",
                "une exécution garde les décaissements par exercice et aucune cohorte ; demandez "
                "l'un ou l'autre",
                field="cohort",
            )
        return await run_in_threadpool(_of_run, request, run, scope, by)
    name = f"costs-{scope}-{by}-{cohort or 'cash'}"
    return dict(await answered(request, name, errands.costs, scope, cohort, by, keep=True))


def _of_run(request: Request, run_id: str, scope: str, by: str) -> dict[str, Any]:
    from openasylum.report.cost_statements import from_run

    root = request.app.state.settings.runs
    return from_run(find_run(root, run_id).manifest.run_id, root, scope, by).as_json()


async def waits(
    request: Request,
    referred: Annotated[str | None, Query(description="A month, such as 2026-11; none: every month.")] = None,
    scenario: Annotated[
        str, Query(max_length=2000, description="A preset, or a line of text as in a link.")
    ] = LAW_IN_FORCE,
) -> dict[str, Any]:
    """For those referred to the RPD in a month: by which day a tenth, half and nine in ten of them are decided; and the backlog by
    stage at its end.

    Each day, and the people of each stage, as ``p05``, ``p50``, ``p95`` over draws; a day that is null: not before the end of the
    horizon in more draws than that. A month of the observed years, from 2017-01 on, gives ``cohort``: its days under the law as it
    was, the wait announced then, its backlog, and what one member more or one month's closure would have changed.
    """
    if referred is not None and _MONTH.fullmatch(referred) is None:
        raise UserError(
            f"a month is written as 2026-11 (found {referred[:20]!r})",
            f"un mois s'écrit comme 2026-11 (lu : « {referred[:20]} »)",
            field="referred",
        )
    chosen = read_ref(scenario).scenario()
    if referred is not None and FIRST_REFERRED <= date.fromisoformat(f"{referred}-01") < FIRST_DAY:
        cohort = await answered(request, f"referral-{referred}", errands.referral, referred)
        return {"scenario": LAW_IN_FORCE, "cohort": cohort}
    name = f"waits-{hash(content_key(chosen)):x}"
    rows = await answered(request, name, errands.waits, chosen, SEED, WEIGHT)
    if referred is not None:
        months = [row["referred"] for row in rows]
        if referred not in months:
            raise UserError(
                f"nobody is referred in {referred} in the horizon, {months[0]} to {months[-1]}",
                f"personne n'est déféré en {referred} dans l'horizon, de {months[0]} à {months[-1]}",
                field="referred",
                nearest=months[0] if referred < months[0] else months[-1],
            )
        rows = [row for row in rows if row["referred"] == referred]
    return {"scenario": chosen.id, "seed": SEED, "draws": errands.WAIT_DRAWS, "months": rows}


async def answered(request: Request, name: str, work: Any, *arguments: Any, keep: bool = False) -> Any:
    """The clerk's answer. Raises ``Refused`` (503) where it takes longer than a request waits."""
    workshop: Workshop = request.app.state.workshop
    future: Future[Any] = await run_in_threadpool(
        lambda: workshop.clerk.ask(name, work, *arguments, folder=workshop.folder(), keep=keep)
    )
    until = time.monotonic() + _PATIENCE
    while not future.done() and time.monotonic() < until:
        await asyncio.sleep(0.02)
    if not future.done():
        raise Refused(
            503,
            "this is being computed; ask again in a few seconds",
            "le calcul est en cours ; redemandez dans quelques secondes",
            retry_after=5,
        )
    return result_of(future)
