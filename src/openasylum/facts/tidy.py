"""A raw file read into a table of the package: the same reading for the shipped files and for those that a
user lays over them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from openasylum.errors import UserError, nearest, said_by
from openasylum.facts import schema
from openasylum.facts.intervals import with_intervals
from openasylum.facts.periods import Period, parse_period
from openasylum.facts.schema import Column, Table

#: What a cell should be, by the type of its column; "listed" where the column has a list of values.
_WANTED: Final = {
    "listed": ("one of the values it may have", "l'une des valeurs qu'elle peut avoir"),
    "integer": ("a whole number", "un nombre entier"),
    "number": ("a number", "un nombre"),
    "boolean": ("a boolean", "vrai ou faux (true, false)"),
    "date": ("a date", "une date"),
    "string": ("a string", "un texte"),
}

POLARS_TYPES: Final[dict[str, pl.DataType]] = {
    "string": pl.String(),
    "number": pl.Float64(),
    "integer": pl.Int64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
}

#: Column that remembers the line of the raw file a row stood on, so that a fault can be named.
LINE: Final = "__line"

#: What raw files write for a confidence, by its first word.
_CONFIDENCE_WORDS: Final = {
    "seen": "seen",
    "exact": "seen",
    "secondary": "secondary",
    "inferred": "inferred",
    "mixed": "inferred",
    "missing": "missing",
    "memory": "unverified",
}


def polars_type(column: Column) -> pl.DataType:
    """The Polars type of a declared column."""
    return pl.Enum(list(column.values)) if column.values else POLARS_TYPES[column.type]


def typed(raw: pl.DataFrame, table: Table, file: Path) -> pl.DataFrame:
    """Columns of text read as their declared types. Raises ``UserError`` at the first cell that is not of its
    type.
    """
    for name in table.columns:
        column = schema.column_of(table, name)
        if column.type == "string" and column.values is None:
            continue
        marks = [mark for rounding in table.rounding for mark in rounding.marks]
        text = pl.col(name).replace(marks, [None] * len(marks)) if name == "value" else pl.col(name)
        read = raw.select(
            text.alias("text"),
            text.str.strip_chars().cast(polars_type(column), strict=False).alias("read"),
            LINE,
        )
        unread = pl.col("read").is_null()
        if column.type == "number":
            unread = unread | ~pl.col("read").is_finite()
        wrong = read.filter(pl.col("text").is_not_null() & unread)
        if wrong.height:
            cell, _, line = wrong.row(0)
            near = nearest(cell, column.values) if column.values else None
            english, french = _WANTED["listed" if column.values else column.type]
            raise UserError(
                f"{cell!r} is not {english}",
                f"« {cell} » n'est pas {french}",
                file=file,
                line=line,
                field=name,
                nearest=near,
            )
        raw = raw.with_columns(read["read"].alias(name))
    return raw


def typed_dates(raw: pl.DataFrame, name: str, file: Path) -> pl.Series:
    """A column of days (2026-03-31) as dates; null where empty. Raises ``UserError`` at the first that is
    none.
    """
    read = raw[name].str.strip_chars().str.to_date("%Y-%m-%d", strict=False)
    wrong = raw.filter(raw[name].is_not_null() & read.is_null())
    if wrong.height:
        raise UserError(
            f"{wrong[name][0]!r} is not a day such as 2026-03-31",
            f"« {wrong[name][0]} » n'est pas un jour comme 2026-03-31",
            file=file,
            line=wrong[LINE][0],
            field=name,
        )
    return read


def period_of_rows(frame: pl.DataFrame, table: Table, file: Path) -> pl.DataFrame:
    """``first_day``, ``last_day`` and ``grain`` of each row, from the column that is the table's time."""
    if table.time is None:
        return frame
    us_years = table.time in ("fiscal_year", "us_fiscal_year")
    readings: dict[str, Period | None] = {}
    for text in frame[table.time].cast(pl.String).unique().drop_nulls():
        try:
            readings[text] = parse_period(table.periods.get(text, f"FY{text}" if us_years else text))
        except ValueError as error:
            if not table.free_periods:
                line = frame.filter(pl.col(table.time).cast(pl.String) == text)[LINE][0]
                raise UserError(*said_by(error), file=file, line=line, field=table.time) from error
            readings[text] = None
    written = pl.col(table.time).cast(pl.String)

    def read(part: Callable[[Period], date | str], dtype: pl.DataType, missing: str | None = None) -> pl.Expr:
        values = [missing if period is None else part(period) for period in readings.values()]
        return written.replace_strict(list(readings), values, default=missing, return_dtype=dtype)

    grains = pl.Enum(list(schema.ENUMS["grains"]))
    return frame.with_columns(
        read(lambda period: period.first_day, pl.Date()).alias("first_day"),
        read(lambda period: period.last_day, pl.Date()).alias("last_day"),
        read(lambda period: period.grain, grains, "undated").alias("grain"),
    )


def place_of_rows(frame: pl.DataFrame, table: Table, file: Path) -> pl.DataFrame:
    """``level`` and ``province`` of each row, from the column that the table calls its place."""
    if table.place is None:
        return frame
    places = schema.places()
    levels = {name: level for level, names in places.levels.items() for name in names}
    levels |= dict.fromkeys(places.provinces, "province")
    return frame.with_columns(
        pl.col(table.place)
        .replace_strict(
            list(levels), list(levels.values()), default="other", return_dtype=pl.Enum(list(schema.LEVELS))
        )
        .alias("level"),
        pl.col(table.place)
        .replace_strict(
            list(places.provinces),
            list(places.provinces.values()),
            default=None,
            return_dtype=pl.Enum(list(schema.ENUMS["provinces"])),
        )
        .alias("province"),
    )


def totals_of_rows(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """``total``: whether a row already adds up others."""
    if not table.totals:
        return frame
    adds_up = pl.any_horizontal(
        pl.col(name).cast(pl.String).is_in(list(words)) for name, words in table.totals.items()
    )
    return frame.with_columns(adds_up.fill_null(False).alias("total"))


def confidence_of_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """``confidence`` in the words of ``schema.CONFIDENCES``; a file that says none was read in its primary
    form.
    """
    enum = pl.Enum(list(schema.CONFIDENCES))
    if "confidence" not in frame.columns:
        return frame.with_columns(pl.lit("seen", dtype=enum).alias("confidence"))
    first_word = pl.col("confidence").str.extract(r"^\s*(\w+)").str.to_lowercase()
    return frame.with_columns(
        first_word.replace_strict(
            list(_CONFIDENCE_WORDS), list(_CONFIDENCE_WORDS.values()), default=None, return_dtype=enum
        ).alias("confidence")
    )


def tidy(raw: pl.DataFrame, table: Table, file: Path) -> pl.DataFrame:
    """The raw rows (all text, plus ``LINE``) with typed columns and everything that can be derived from them
    but the source.

    Raises ``UserError`` naming file, line and field of the first cell that cannot be read.
    """
    frame = typed(raw, table, file)
    frame = period_of_rows(frame, table, file)
    frame = place_of_rows(frame, table, file)
    frame = totals_of_rows(frame, table)
    if (
        "value" in table.columns
        and schema.column_of(table, "value").type == "number"
        and "low" not in table.columns
    ):
        frame = with_intervals(frame, table.rounding)
    return confidence_of_rows(frame)


def column_order(table: Table) -> list[str]:
    """The columns of a finished table, in order."""
    derived = []
    if table.time:
        derived += ["first_day", "last_day", "grain"]
    if table.place:
        derived += ["level", "province"]
    if table.totals:
        derived += ["total"]
    if (
        "value" in table.columns
        and schema.column_of(table, "value").type == "number"
        and "low" not in table.columns
    ):
        derived += ["low", "high", "suppressed"]
    return [*table.columns, *derived, "note", "confidence", "published", "source"]
