"""One chart alone, for a frame in another page."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.pages import live
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.charts import fan_chart
from openasylum.web.pages.frame import fragment
from openasylum.web.pages.results import chosen_measure
from openasylum.web.settings import Settings


def add(router: APIRouter, settings: Settings) -> None:
    """The pages for frames, one a measure."""
    for language in LANGUAGES:
        _add(router, language, settings)


def _add(router: APIRouter, language: Language, settings: Settings) -> None:
    @router.get(f"/{language}/embed/{{measure}}")
    def framed(request: Request, measure: str) -> Response:
        asked = replace(live.read_address(request), measure=chosen_measure(measure))
        found = live.answer(request, settings, asked)
        scene = Scene(found.run, language)
        chart = fan_chart(scene, asked.measure)
        whole = f"{BY_ID['answer'].path(language)}?{asked.query}"
        return HTMLResponse(
            fragment("embed.html", language, {"chart": chart, "scene": scene, "whole": whole}),
            headers={"Content-Language": language, "Cache-Control": "no-store"},
        )
