"""How much of each cost line people use: events and days by line, fiscal year and stage, before any price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl

from openasylum.costs.lines import CostLine
from openasylum.costs.quantities import Counted, Grouping, Visits, count, read_visits

Values = Mapping[str, float | str]

_SCHEMA = {
    "line": pl.String,
    "group": pl.Int32,
    "fiscal_year": pl.Int32,
    "stage": pl.String,
    "milli": pl.Int64,
}


def line_quantities(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    values: Values,
    lines: Sequence[CostLine],
    *,
    until: date,
    grouping: Grouping = "none",
    from_fiscal_year: int | None = None,
) -> pl.DataFrame:
    """``line``, ``group`` (0, fiscal year of the claim, or row of ``people``), ``fiscal_year``, ``stage``,
    ``milli`` (thousandths of an event or day), of visits up to and with ``until``.
    """
    profiles = sorted({line.profile for line in lines if line.basis == "stay"})
    v = read_visits(visits, people, until)
    frames = [pl.DataFrame(schema=_SCHEMA)]
    for entries, exits, days in count(v, grouping, profiles, values):
        for line in lines:
            cells = days[line.profile] if line.basis == "stay" else exits if line.basis == "exit" else entries
            frames.append(_used(line, cells, v))
    used = pl.concat(frames)
    if from_fiscal_year is not None:
        used = used.filter(pl.col("fiscal_year") >= from_fiscal_year)
    return used.group_by("line", "group", "fiscal_year", "stage").agg(pl.col("milli").sum())


def _used(line: CostLine, cells: Counted, v: Visits) -> pl.DataFrame:
    """The cells that a line books."""
    if line.basis == "exit":
        stages = [stage for stage, _ in v.ways]
        booked = [stage in line.stages and (not line.exits or exit_ in line.exits) for stage, exit_ in v.ways]
    else:
        stages = list(v.stages)
        booked = [stage in line.stages for stage in stages]
    chosen = np.array(booked)[cells.place]
    if line.channels:
        chosen &= np.array([*(channel in line.channels for channel in v.channels), False])[cells.channel]
    if line.once:
        chosen &= cells.first == 1
    return pl.DataFrame(
        {
            "line": line.id,
            "group": cells.group[chosen],
            "fiscal_year": cells.fiscal_year[chosen],
            "stage": np.array(stages, dtype=object)[cells.place[chosen]],
            "milli": cells.milli[chosen],
        },
        schema=_SCHEMA,
    )
