"""What was observed: tables, single figures, and where each comes from.

A Frictionless data package: tables as Parquet beside ``datapackage.json``, one source table, one figure
register. Nothing here is estimated; what has to be assumed stands in the ``assumptions.yaml`` of the room
that assumes it.
"""

from __future__ import annotations

from openasylum.facts.origins import origin_group_of
from openasylum.facts.overlays import Overlay, lay_finished, lay_over, overlay, remembered, worker_set_up
from openasylum.facts.overlays import current as current_overlay
from openasylum.facts.periods import GRAINS, Period, parse_period
from openasylum.facts.query import sql
from openasylum.facts.reading import (
    data_vintage,
    describe,
    describe_all,
    find,
    in_brief,
    last_print,
    licences,
    monthly,
    observations,
    sources,
    table,
    table_names,
)
from openasylum.facts.register import Figure, figure, figures
from openasylum.facts.search import Hit, search
from openasylum.facts.words import french

__all__ = [
    "GRAINS",
    "Figure",
    "Hit",
    "Overlay",
    "Period",
    "current_overlay",
    "data_vintage",
    "describe",
    "describe_all",
    "figure",
    "figures",
    "find",
    "french",
    "in_brief",
    "last_print",
    "lay_finished",
    "lay_over",
    "licences",
    "monthly",
    "observations",
    "origin_group_of",
    "overlay",
    "parse_period",
    "remembered",
    "search",
    "sources",
    "sql",
    "table",
    "table_names",
    "worker_set_up",
]
