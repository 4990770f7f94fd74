"""The claims pipeline: the asylum process as data, and the engine that takes people through it.

``stages.yaml`` is the process map of the IRB and its neighbours; ``load_stages`` reads it or a file of yours;
``run`` takes people through it day by day and keeps every visit. Nothing heavy is imported, and nothing
compiled, until a function is called.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openasylum.pipeline.answers.claimants_view import (
        marginal_effect,
        months_to_outcome,
        outlook,
        projected_wait,
    )
    from openasylum.pipeline.answers.referrals import ReferralWaits, waits_for_referrals
    from openasylum.pipeline.answers.series import flow_series, stock_series
    from openasylum.pipeline.answers.wait_times import waits
    from openasylum.pipeline.counts import run_counts
    from openasylum.pipeline.definition.capacity import (
        CapacityChange,
        CapacityLever,
        Following,
        Hiring,
        hiring,
    )
    from openasylum.pipeline.definition.diagram import mermaid
    from openasylum.pipeline.definition.files import joined
    from openasylum.pipeline.definition.stage_graph import StageGraph, load_stages
    from openasylum.pipeline.opening import opening_stock
    from openasylum.pipeline.person_level import run
    from openasylum.pipeline.service_waits import waits_for_service

_HOMES = {
    "CapacityChange": "definition.capacity",
    "CapacityLever": "definition.capacity",
    "Following": "definition.capacity",
    "Hiring": "definition.capacity",
    "ReferralWaits": "answers.referrals",
    "StageGraph": "definition.stage_graph",
    "flow_series": "answers.series",
    "hiring": "definition.capacity",
    "joined": "definition.files",
    "load_stages": "definition.stage_graph",
    "marginal_effect": "answers.claimants_view",
    "mermaid": "definition.diagram",
    "months_to_outcome": "answers.claimants_view",
    "outlook": "answers.claimants_view",
    "projected_wait": "answers.claimants_view",
    "run_counts": "counts",
    "opening_stock": "opening",
    "run": "person_level",
    "stock_series": "answers.series",
    "waits": "answers.wait_times",
    "waits_for_referrals": "answers.referrals",
    "waits_for_service": "service_waits",
}

__all__ = [
    "CapacityChange",
    "CapacityLever",
    "Following",
    "Hiring",
    "ReferralWaits",
    "StageGraph",
    "flow_series",
    "hiring",
    "joined",
    "load_stages",
    "marginal_effect",
    "mermaid",
    "months_to_outcome",
    "opening_stock",
    "outlook",
    "projected_wait",
    "run",
    "run_counts",
    "stock_series",
    "waits",
    "waits_for_referrals",
    "waits_for_service",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"openasylum.pipeline.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
