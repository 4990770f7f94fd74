"""The claims pipeline: the asylum process as data, and the engine that takes people through it.

``stages.yaml`` is the process map of the IRB and its neighbours; ``load_stages`` reads it or a file of yours;
``run`` takes people through it day by day and keeps every visit. Nothing heavy is imported, and nothing
compiled, until a function is called.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openasylum.pipeline.capacity import CapacityChange, CapacityLever, Following, Hiring, hiring
    from openasylum.pipeline.claimants_view import marginal_effect, months_to_outcome, outlook, projected_wait
    from openasylum.pipeline.counts import run_counts
    from openasylum.pipeline.diagram import mermaid
    from openasylum.pipeline.files import joined
    from openasylum.pipeline.opening import opening_stock
    from openasylum.pipeline.person_level import run
    from openasylum.pipeline.referrals import ReferralWaits, waits_for_referrals
    from openasylum.pipeline.series import flow_series, stock_series
    from openasylum.pipeline.stage_graph import StageGraph, load_stages
    from openasylum.pipeline.wait_times import waits

_HOMES = {
    "CapacityChange": "capacity",
    "CapacityLever": "capacity",
    "Following": "capacity",
    "Hiring": "capacity",
    "ReferralWaits": "referrals",
    "StageGraph": "stage_graph",
    "flow_series": "series",
    "hiring": "capacity",
    "joined": "files",
    "load_stages": "stage_graph",
    "marginal_effect": "claimants_view",
    "mermaid": "diagram",
    "months_to_outcome": "claimants_view",
    "outlook": "claimants_view",
    "projected_wait": "claimants_view",
    "run_counts": "counts",
    "opening_stock": "opening",
    "run": "person_level",
    "stock_series": "series",
    "waits": "wait_times",
    "waits_for_referrals": "referrals",
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
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"openasylum.pipeline.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
