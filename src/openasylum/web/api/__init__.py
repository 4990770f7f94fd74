"""The REST API: one module a resource, each with a ``router(settings)``. The JSON is what the commands print with ``--json``."""

from __future__ import annotations

from fastapi import APIRouter

from openasylum.web.api import answers, claims, downloads, figures, provisions, runs, scenarios, scores, texts
from openasylum.web.api.problems_described import PROBLEMS
from openasylum.web.settings import Settings

DESCRIPTION = """The verbs of the command line, for machines: the same words, the same JSON, the same numbers.

Errors are `application/problem+json` with one plain sentence in `detail`: in English, or in French where `Accept-Language` or
`lang=fr` in the address asks for it. Nothing that is said of a claim is stored or logged.
"""

_RESOURCES = (claims, answers, runs, downloads, scenarios, provisions, figures, scores, texts)


def router(settings: Settings) -> APIRouter:
    """Every resource of this version of the API."""
    whole = APIRouter(responses=PROBLEMS)
    for resource in _RESOURCES:
        whole.include_router(resource.router(settings))
    return whole
