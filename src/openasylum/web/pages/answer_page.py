"""The answer: the central question, or whatever scenarios the address names, against the law in force."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from openasylum.report.tongue import Language
from openasylum.scenario import presets
from openasylum.web import links
from openasylum.web.pages import live
from openasylum.web.pages.results import view
from openasylum.web.pages.routes import show
from openasylum.web.settings import Settings


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "answer", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The run that answers, coarse if need be, and the way to other questions."""
    asked = live.read_address(request)
    found = live.answer(request, settings, asked)
    preset = presets()[asked.state.scenarios[0].preset]
    return {
        **view(found.run, language, asked.measure),
        **live.about(found, asked, language, request),
        "central": asked.state.scenarios == links.State().scenarios,
        "mirror": None if preset.mirror in (None, preset.id) else presets()[preset.mirror],
    }
