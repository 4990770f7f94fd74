"""What is assumed: every assumption with its range and grade, which of them decide, and a way to change one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.report.units import choice_name, unit_name
from openasylum.scenario import GRADES, Assumption, register
from openasylum.scenario.priors import Discrete, Fixed
from openasylum.web import links
from openasylum.web.pages import live
from openasylum.web.pages.catalogue import BY_ID
from openasylum.web.pages.charts import drivers_chart
from openasylum.web.pages.results import DRIVEN
from openasylum.web.pages.routes import show
from openasylum.web.scenario_text import read_ref
from openasylum.web.settings import Settings

#: The scenario in which a changed assumption is shown: that of the central question.
CENTRAL = "us-not-designated"


#: Draws from which a tornado can tell more than chance.
DRAWS = 64


def add(router: APIRouter, settings: Settings) -> None:
    """The page, and the way to a changed assumption."""
    show(router, "assumptions", settings, context)
    for language in LANGUAGES:
        _add_change(router, language)


def _add_change(router: APIRouter, language: Language) -> None:
    @router.get(f"/{language}/part/assume")
    def change(request: Request) -> Response:
        name = request.query_params.get("id", "")[:100]
        value = request.query_params.get("value", "")[:40].strip().replace(",", ".")
        ref = read_ref(f"{CENTRAL}~assume={name}:{value}")
        query = urlencode([("v", links.VERSION), ("s", CENTRAL), ("s", ref.text)])
        return RedirectResponse(f"{BY_ID['scenarios'].path(language)}?{query}", 303)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The register by room, the grades, and the tornados of the central question."""
    asked = live.Asked(links.State(), DRIVEN[0])
    found = live.answer(request, settings, asked, least=DRAWS)
    scene = Scene(found.run, language)
    rooms: dict[str, list[dict[str, Any]]] = {}
    for one in register().values():
        rooms.setdefault(one.id.partition(".")[0], []).append(_row(one, language))
    return {
        "rooms": rooms,
        "count": len(register()),
        "grades": {grade: text[language] for grade, text in GRADES.items()},
        "tally": {grade: sum(one.grade == grade for one in register().values()) for grade in GRADES},
        "charts": [drivers_chart(scene, name) for name in DRIVEN],
        "provenance": scene.provenance(),
    }


def _row(one: Assumption, language: Language) -> dict[str, Any]:
    """An assumption as the page shows it: ends of its range as numbers, the values of a choice as words."""
    choices = one.prior.values if isinstance(one.prior, Discrete) else None
    low, high = (None, None) if choices else (one.prior.quantile(0.0), one.prior.quantile(1.0))
    return {
        "it": one,
        "unit": unit_name(one.unit, language),
        "interval": one.interval(),
        "choices": choices and {str(one): choice_name(str(one), language) for one in choices},
        "middle": choice_name(str(one.interval()[1]), language) if choices else None,
        "low": low,
        "high": high,
        "fixed": isinstance(one.prior, Fixed),
    }
