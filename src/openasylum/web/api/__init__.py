"""The REST API: one module a resource, each with a ``router(settings)``. The JSON is what the commands print with ``--json``."""

from __future__ import annotations

from fastapi import APIRouter

from openasylum.web.api import answers, scenarios
from openasylum.web.settings import Settings

DESCRIPTION = """The verbs of the command line, for machines: the same words, the same JSON, the same numbers.

Errors are `application/problem+json` with one plain sentence in `detail`. Nothing that is said of a claim is stored or logged.
"""

_RESOURCES = (answers, scenarios)


def router(settings: Settings) -> APIRouter:
    """Every resource of this version of the API."""
    whole = APIRouter()
    for resource in _RESOURCES:
        whole.include_router(resource.router(settings))
    return whole
