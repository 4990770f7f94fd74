"""The law on any day: provisions in statute order, what changed, the same people under the law of that day."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from openasylum.errors import UserError
from openasylum.law.provisions import Provision, provisions
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.report.tongue import LANGUAGES, Language
from openasylum.web.pages import law_timeline as timeline
from openasylum.web.pages.frame import fragment
from openasylum.web.pages.routes import show
from openasylum.web.pages.words import in_both
from openasylum.web.settings import Settings


def add(router: APIRouter, settings: Settings) -> None:
    """The page, and the part that follows the slider."""
    show(router, "law", settings, lambda request, language, _: context(request, language))
    for language in LANGUAGES:
        _add_part(router, language)


def _add_part(router: APIRouter, language: Language) -> None:
    @router.get(f"/{language}/part/law")
    def part(request: Request) -> Response:
        return HTMLResponse(fragment("law_on.html", language, context(request, language)))


def context(request: Request, language: Language) -> dict[str, Any]:
    """What stands on the day that the address names; today's law if it names none."""
    day = _day(request.query_params.get("as-of"))
    every = list(provisions().values())
    days = timeline.change_days()
    standing = [one for one in every if timeline.holds(one, day)]
    return {
        "day": day,
        "first": timeline.FIRST,
        "last": timeline.LAST,
        "offset": (day - timeline.FIRST).days,
        "span": (timeline.LAST - timeline.FIRST).days,
        "days": days,
        "earlier": max((one for one in days if one < day), default=None),
        "later": min((one for one in days if one > day), default=None),
        "standing": standing,
        "count_out": len(every) - len(standing),
        "parts_of": _by_part(every),
        "holds": lambda provision: timeline.holds(provision, day),
        "changed": timeline.last_changes(day),
        "people": timeline.vignettes(day, language),
    }


def _day(text: str | None) -> date:
    if text is None:
        return STATED_AS_OF
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UserError(*in_both("law.bad_day", text=text[:40])) from None
    return min(max(day, timeline.FIRST), timeline.LAST)


def _by_part(every: list[Provision]) -> dict[str, list[Provision]]:
    """Provisions by the instrument they stand in, as the folders of the rulebook have them."""
    found: dict[str, list[Provision]] = {}
    for provision in every:
        found.setdefault(provision.file.partition("/")[0], []).append(provision)
    return found
