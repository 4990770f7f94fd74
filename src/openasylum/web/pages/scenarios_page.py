"""Scenarios: law amendments and levers beside the law in force, up to four compared."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from openasylum.law.provisions import Provision, provisions
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.report.tongue import Language
from openasylum.scenario import FIRST_DAY, LAST_DAY, LAW_IN_FORCE, levers, presets
from openasylum.web import links
from openasylum.web.pages import live
from openasylum.web.pages.results import view
from openasylum.web.pages.routes import show
from openasylum.web.settings import Settings

#: The day on which changes begin unless another is chosen: that of the presets.
FROM = "2027-01-01"

#: Kinds of provision that a change can be made to.
_CHANGEABLE = ("gate", "ground", "scope", "exception", "condition")


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "scenarios", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The result, and everything that can be moved."""
    asked = live.read_address(request)
    found = live.answer(request, settings, asked)
    chosen = [{"text": ref.text, "title": ref.scenario().title[language]} for ref in asked.state.scenarios]
    return {
        **view(found.run, language, asked.measure),
        **live.about(found, asked, language, request),
        "chosen": [one for one in chosen if one["text"] != LAW_IN_FORCE],
        "pairs": _pairs(),
        "levers": list(levers().values()),
        "provisions": [
            one for one in provisions().values() if one.kind in _CHANGEABLE and one.direction != "southbound"
        ],
        "in_force": _in_force_today,
        "preset_changes": {one.id: _changes(one.source) for one in presets().values()},
        "most": links.AT_MOST,
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "from_day": FROM,
    }


def _pairs() -> list[tuple[Any, Any]]:
    """Presets beside their mirrors, each pair once; the law in force is its own mirror and stands alone elsewhere."""
    pairs, seen = [], {LAW_IN_FORCE}
    for one in presets().values():
        if one.id not in seen and one.mirror:
            pairs.append((one, presets()[one.mirror]))
            seen |= {one.id, one.mirror}
    return pairs


def _changes(source: Any) -> list[tuple[str, str]]:
    """What a preset itself changes, in the form of the links: the page shows levers where the preset has put them."""
    return [
        (setting["lever"], f"x{setting['factor']:g}@{setting['from']}")
        for setting in source.get("levers", [])
        if "factor" in setting
    ]


def _in_force_today(provision: Provision) -> bool:
    return any(
        period.first is not None
        and period.first <= STATED_AS_OF
        and (period.last is None or period.last >= STATED_AS_OF)
        for period in provision.in_force
    )
