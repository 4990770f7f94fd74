"""What was observed: tables, single figures, and where each comes from.

A Frictionless data package: tables as Parquet beside ``datapackage.json``, one source table, one figure register. Nothing here
is estimated; what has to be assumed stands in the ``assumptions.yaml`` of the room that assumes it.
"""

from __future__ import annotations

from openasylum.facts.periods import GRAINS, Period, parse_period
from openasylum.facts.reading import (
    data_vintage,
    licences,
    monthly,
    observations,
    origin_group_of,
    overlay,
    sources,
    table,
    table_names,
)
from openasylum.facts.register import Figure, figure, figures

__all__ = [
    "GRAINS",
    "Figure",
    "Period",
    "data_vintage",
    "figure",
    "figures",
    "licences",
    "monthly",
    "observations",
    "origin_group_of",
    "overlay",
    "parse_period",
    "sources",
    "table",
    "table_names",
]
