"""How much of each cost line people use: events and days by line, fiscal year and stage, before any price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import polars as pl

from openasylum.costs.lines import CostLine
from openasylum.costs.quantities import Counted, Grouping, Ints, Visits, count, read_visits

Values = Mapping[str, float | str]


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
    parts = [_Part(*(np.zeros(0, dtype=np.int64) for _ in range(5)))]
    for entries, exits, days in count(v, grouping, profiles, values):
        for number, line in enumerate(lines):
            cells = days[line.profile] if line.basis == "stay" else exits if line.basis == "exit" else entries
            parts.append(_used(number, line, cells, v))
    used_line, group, year, stage, milli = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    names = [line.id for line in lines]
    used = pl.DataFrame(
        {
            "line": pl.Series(names, dtype=pl.Enum(names)).gather(used_line),
            "group": pl.Series(group, dtype=pl.Int32),
            "fiscal_year": pl.Series(year, dtype=pl.Int32),
            "stage": pl.Series(v.stages, dtype=pl.Enum(v.stages)).gather(stage),
            "milli": pl.Series(milli, dtype=pl.Int64),
        }
    )
    if from_fiscal_year is not None:
        used = used.filter(pl.col("fiscal_year") >= from_fiscal_year)
    added = used.group_by("line", "group", "fiscal_year", "stage").agg(pl.col("milli").sum())
    return added.with_columns(pl.col("line", "stage").cast(pl.String))


class _Part(NamedTuple):
    """What one line books: number of the line, group, fiscal year, number of the stage, thousandths."""

    line: Ints
    group: Ints
    fiscal_year: Ints
    stage: Ints
    milli: Ints


def _used(number: int, line: CostLine, cells: Counted, v: Visits) -> _Part:
    """The cells that a line books."""
    if line.basis == "exit":
        stage_of_place = np.array([v.stages.index(stage) for stage, _ in v.ways], dtype=np.int64)
        booked = [stage in line.stages and (not line.exits or exit_ in line.exits) for stage, exit_ in v.ways]
    else:
        stage_of_place = np.arange(len(v.stages))
        booked = [stage in line.stages for stage in v.stages]
    chosen = np.array(booked, dtype=bool)[cells.place]
    if line.channels:
        chosen &= np.array([*(channel in line.channels for channel in v.channels), False])[cells.channel]
    if line.once:
        chosen &= cells.first == 1
    return _Part(
        np.full(int(chosen.sum()), number),
        cells.group[chosen],
        cells.fiscal_year[chosen],
        stage_of_place[cells.place[chosen]],
        cells.milli[chosen],
    )
