"""``/scenarios``, ``/levers``, ``/assumptions``: what can be changed, and what is assumed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from openasylum.scenario import assumption, levers, presets, register
from openasylum.web.problems import not_found
from openasylum.web.scenario_text import read_ref
from openasylum.web.settings import Settings


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["scenarios"])
    resource.get("/scenarios")(list_scenarios)
    resource.get("/scenarios/{scenario_id}")(show_scenario)
    resource.get("/levers")(list_levers)
    resource.get("/assumptions")(list_assumptions)
    resource.get("/assumptions/{assumption_id}")(show_assumption)
    return resource


def list_scenarios() -> list[dict[str, Any]]:
    """The scenarios that ship with the package, each with its mirror."""
    return [scenario.record() for scenario in presets().values()]


def show_scenario(scenario_id: str) -> dict[str, Any]:
    """One scenario: a preset by its id, or one written as in a link (``law-in-force~rpd_capacity=x1.25@2027-01-01``)."""
    with not_found():
        return read_ref(scenario_id).scenario().record()


def list_levers() -> list[dict[str, Any]]:
    """The levers that a scenario can move, with their ranges."""
    return [lever.model_dump() for lever in levers().values()]


def list_assumptions() -> list[dict[str, Any]]:
    """The assumption register: value or prior, evidence grade, reason, sources."""
    return [entry.model_dump() for entry in register().values()]


def show_assumption(assumption_id: str) -> dict[str, Any]:
    """One assumption."""
    with not_found():
        return assumption(assumption_id).model_dump()
