"""Parts of pages that scripts ask for: a result for other scenarios or another measure, or the same one finer."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from openasylum.errors import UserError
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.pages import live
from openasylum.web.pages.frame import fragment
from openasylum.web.pages.preview import run_so_far
from openasylum.web.pages.results import view
from openasylum.web.settings import Settings
from openasylum.web.workshop import Workshop

#: How long a request waits for a finer answer, in seconds.
_WAIT = 8.0


def add(router: APIRouter, settings: Settings) -> None:
    """The parts."""
    for language in LANGUAGES:
        _add(router, language, settings)


def _add(router: APIRouter, language: Language, settings: Settings) -> None:
    @router.get(f"/{language}/part/result")
    def result(request: Request) -> Response:
        """The result; 204 where it has not become finer yet, and ``X-Job``, which to ask for. An error is a sentence, as text."""
        try:
            asked = live.read_address(request)
            found = _found(request, settings, asked)
        except UserError as error:
            return Response(
                error.sentence(language),
                getattr(error, "status", 422),
                media_type="text/plain; charset=utf-8",
            )
        except live.NotYet as waiting:
            return Response(None, 204, {"X-Job": waiting.job.id} if waiting.job else None)
        if found is None:
            return Response(status_code=204)
        html = fragment("live.html", language, _context(found, asked, language, request))
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def _context(found: live.Found, asked: live.Asked, language: Language, request: Request) -> dict[str, object]:
    return {**view(found.run, language, asked.measure), **live.about(found, asked, language, request)}


def _found(request: Request, settings: Settings, asked: live.Asked) -> live.Found | None:
    if not asked.job:
        return live.answer(request, settings, asked)
    workshop: Workshop = request.app.state.workshop
    job = workshop.job(asked.job)
    if job.state == "cancelled":
        return None
    live.when_finer(job, asked.after, _WAIT)
    if job.step <= asked.after:
        return None
    return live.Found(run_so_far(job, asked.measure), job)
