"""The claims pipeline: the asylum process as data, and the engine that takes people through it.

``stages.yaml`` is the process map of the IRB and its neighbours; ``load_stages`` reads it or a file of yours;
``run`` takes people through it day by day and keeps every visit. Nothing heavy is imported, and nothing
compiled, until a function is called.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openasylum.pipeline.capacity import CapacityChange, CapacityLever
    from openasylum.pipeline.opening import opening_stock
    from openasylum.pipeline.person_level import run
    from openasylum.pipeline.series import flow_series, stock_series
    from openasylum.pipeline.stage_graph import StageGraph, load_stages
    from openasylum.pipeline.wait_times import waits

_HOMES = {
    "CapacityChange": "capacity",
    "CapacityLever": "capacity",
    "StageGraph": "stage_graph",
    "flow_series": "series",
    "load_stages": "stage_graph",
    "opening_stock": "opening",
    "run": "person_level",
    "stock_series": "series",
    "waits": "wait_times",
}

__all__ = [
    "CapacityChange",
    "CapacityLever",
    "StageGraph",
    "flow_series",
    "load_stages",
    "opening_stock",
    "run",
    "stock_series",
    "waits",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"openasylum.pipeline.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
