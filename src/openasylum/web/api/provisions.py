"""``/law``: the dated rulebook, provision by provision."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from openasylum.law.provisions import provision, provisions
from openasylum.web.problems import not_found
from openasylum.web.settings import Settings

Day = Annotated[date | None, Query(description="As in force on this day.")]


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["law"])
    resource.get("/law")(list_provisions)
    resource.get("/law/{citation:path}")(show_provision)
    return resource


def list_provisions(on: Day = None) -> list[dict[str, Any]]:
    """The provisions in the statute's own order; with ``on``, those in force that day."""
    return [each.record() for each in provisions().values() if on is None or each.holds(on)]


def show_provision(citation: str, on: Day = None) -> dict[str, Any]:
    """One provision, such as ``IRPR 159.4(1.1)``; with ``on``, whether it ``holds`` that day."""
    with not_found():
        return provision(citation).record(on)
