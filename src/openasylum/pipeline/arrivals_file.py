"""Arrivals from a CSV file, for any stage file."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.pipeline.stage_graph import StageGraph
from openasylum.vocabulary import PATHWAYS

#: What a file of arrivals may say of each row; ``date`` is needed.
COLUMNS = ("date", "count", "stage", "origin", "channel", "pathway", "file")


def read_arrivals(path: Path, graph: StageGraph, start: date | None = None) -> pl.DataFrame:
    """People from a CSV file: ``date`` (a day, or a moment such as 2025-01-31T14:30), and if need be
    ``count`` (people in the row, 1 by default), ``stage``, ``origin``, ``channel``, ``pathway``, ``file`` (a
    word: who shares it is heard together; by default everyone has their own).

    Rows stand in order of date. Raises ``UserError`` with file, line and field for a column that is unknown,
    a date that does not exist, is out of order or before ``start``, a count that is not a whole number, or a
    name that the stage file does not know.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            names = reader.fieldnames or []
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError as error:
        raise UserError("there is no such file", file=path) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"cannot be read as CSV: {error}", file=path) from error
    for name in names:
        if name not in COLUMNS:
            raise UserError(
                f"there is no column {name!r}", file=path, line=1, field=name, nearest=nearest(name, COLUMNS)
            )
    if "date" not in names:
        raise UserError("the column date is missing", file=path, line=1, field="date")
    known = {
        "stage": graph.ids,
        "origin": graph.file.origins,
        "channel": graph.file.channels,
        "pathway": PATHWAYS,
    }
    moments: list[datetime] = []
    counts: list[int] = []
    for line, row in rows:
        moments.append(_moment(row["date"], path, line))
        counts.append(_count(row.get("count"), path, line))
        if len(moments) > 1 and moments[-1] < moments[-2]:
            raise UserError(
                f"{row['date']} comes before the row above it", file=path, line=line, field="date"
            )
        if start is not None and moments[-1].date() < start:
            raise UserError(f"{row['date']} is before the start, {start}", file=path, line=line, field="date")
        for column, names_ in known.items():
            word = row.get(column)
            if word and word not in names_:
                message = f"there is no {column} {word!r}"
                raise UserError(message, file=path, line=line, field=column, nearest=nearest(word, names_))
    if not moments:
        raise UserError("there is no arrival in it", file=path)
    repeat = np.repeat(np.arange(len(moments)), counts)
    frame = pl.DataFrame({"enter_date": pl.Series(moments, dtype=pl.Datetime("us"))}).with_columns(
        *(
            pl.Series(column, [row.get(column) or None for _, row in rows], dtype=pl.String)
            for column in known
            if column in names
        )
    )
    if graph.file.steps_per_day == 1:
        frame = frame.with_columns(pl.col("enter_date").cast(pl.Date))
    people = frame[repeat].with_columns(person=pl.int_range(1, len(repeat) + 1, dtype=pl.UInt64))
    if "file" in names:
        word = pl.Series("word", [row.get("file") or None for _, row in rows], dtype=pl.String)[repeat]
        own = pl.col("person")
        people = people.with_columns(
            file=pl.when(word.is_null()).then(own).otherwise(own.first().over(word.alias("word")))
        )
    return people


def _moment(text: str | None, path: Path, line: int) -> datetime:
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        raise UserError(f"{text!r} is not a date that exists", file=path, line=line, field="date") from None


def _count(text: str | None, path: Path, line: int) -> int:
    if not text:
        return 1
    if not text.strip().isdigit():
        raise UserError(f"{text!r} is not a whole number of people", file=path, line=line, field="count")
    return int(text)
