"""The frame around every page: templates, words, menu, and what stands at the foot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from openasylum.law.citations import cited
from openasylum.report.tongue import Tongue
from openasylum.templates import environment
from openasylum.typography import unbroken
from openasylum.web.pages import numbers
from openasylum.web.pages.assets import address
from openasylum.web.pages.catalogue import BY_ID, GROUPS, PAGES, Page, other
from openasylum.web.pages.charts import rows_of
from openasylum.web.pages.readings import readable
from openasylum.web.pages.words import Speaker


@cache
def _environment(language: str) -> Environment:
    found = environment("openasylum.web", language)
    found.globals |= {"static": address, "rows_of": rows_of}
    found.filters |= {"json": numbers.as_json, "cited": cited, "readable": readable, "unbroken": unbroken}
    return found


@cache
def _foot(language: str) -> str:
    """Law date, data vintage and version of the package."""
    from openasylum import __version__, facts
    from openasylum.law.stated_as_of import STATED_AS_OF

    tongue = Tongue("fr" if language == "fr" else "en")
    return Speaker(language)(
        "shell.provenance",
        law=tongue.day(STATED_AS_OF),
        data=tongue.month_of(facts.data_vintage()),
        version=__version__,
    )


def render(
    request: Request, page: Page | None, language: str, context: Mapping[str, Any], template: str = ""
) -> HTMLResponse:
    """One page in one language. The switch of language keeps what stands in the address after "?"."""
    html = fragment(
        template or f"{page.id if page else 'error'}.html",
        language,
        {
            "page": page,
            "pages": PAGES,
            "groups": GROUPS,
            "home": BY_ID["answer"],
            "other_language": other(language),
            "query": f"?{request.url.query}" if request.url.query and request.method == "GET" else "",
            "foot": _foot(language),
            **context,
        },
    )
    return HTMLResponse(html, headers={"Content-Language": language, "Cache-Control": "no-store"})


def fragment(template: str, language: str, context: Mapping[str, Any]) -> str:
    """A template filled in: ``t`` speaks the pages' words, ``tongue`` the house's own dates and quotes."""
    speaker = Speaker(language)
    tongue = Tongue("fr" if language == "fr" else "en")
    written = {name: getattr(numbers, name) for name in ("amount", "plain", "percent", "money")}
    filled = {
        "t": speaker,
        "tongue": tongue,
        "language": language,
        "n": {name: _in(language, function) for name, function in written.items()},
        **context,
    }
    return _environment(language).get_template(template).render(filled)


def _in(language: str, function: Any) -> Any:
    return lambda *values: function(*values, language)


def templates() -> list[str]:
    """Names of every template, for the tests of their words."""
    return sorted(entry.name for entry in files("openasylum.web").joinpath("templates").iterdir())
