"""Arrivals from a CSV file, for any stage file."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
import polars as pl

from openasylum.bilingual import number
from openasylum.errors import UserError, nearest, no_such_file, not_utf8
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.vocabulary import PATHWAYS

#: What a file of arrivals may say of each row; ``date`` is needed.
COLUMNS = ("date", "count", "stage", "origin", "channel", "pathway", "file")

#: More people than any run of ours; a slip of the keyboard ends here, not in the memory of the machine.
PEOPLE_AT_MOST = 100_000_000

#: What spreadsheets write between cells where the comma is a decimal sign.
_OTHER_SEPARATORS = re.compile(r"[;\t|]")


def read_arrivals(path: Path, graph: StageGraph, start: date | None = None) -> pl.DataFrame:
    """People from a CSV file: ``date`` (a day, or a moment such as 2025-01-31T14:30), and if need be
    ``count`` (people in the row, 1 by default), ``stage``, ``origin``, ``channel``, ``pathway``, ``file`` (a
    word: who shares it is heard together; by default everyone has their own).

    Rows stand in order of date. Raises ``UserError`` with file, line and field for a column that is unknown or
    stands there twice, a date that does not exist, is out of order or before ``start``, a count that is not a whole
    number, a row of more cells than columns, or a name that the stage file does not know.
    """
    names, rows = _read(path)
    column = {name: position for position, name in enumerate(names)}
    known = {
        name: values
        for name, values in {
            "stage": tuple(name for name in graph.ids if name not in graph.ends),
            "origin": graph.file.origins,
            "channel": graph.file.channels,
            "pathway": PATHWAYS,
        }.items()
        if name in column
    }
    moments: list[datetime] = []
    counts: list[int] = []
    for line, row in rows:
        at = _Place(path, line)
        moments.append(_moment(row[column["date"]], at))
        counts.append(_count(row[column["count"]], at) if "count" in column else 1)
        if len(moments) > 1 and moments[-1] < moments[-2]:
            raise at.error(
                "{} comes before the row above it", "{} vient avant la ligne précédente", row[column["date"]]
            )
        if start is not None and moments[-1].date() < start:
            before = f"{{}} is before the start, {start}", f"{{}} est avant le début, {start}"
            raise at.error(*before, row[column["date"]])
        _check_words(row, column, known, at)
    if sum(counts) > PEOPLE_AT_MOST:
        raise UserError(
            f"more than {PEOPLE_AT_MOST:,} people in one file are not read",
            f"un fichier de plus de {number(PEOPLE_AT_MOST, 'fr')} personnes n'est pas lu",
            file=path,
            field="count",
        )
    if not sum(counts):
        raise UserError("there is no arrival in it", "il ne contient aucune arrivée", file=path)
    return _people(graph, moments, counts, {name: [row[k] for _, row in rows] for name, k in column.items()})


@dataclass(frozen=True)
class _Place:
    """A line of the file."""

    file: Path
    line: int

    def error(
        self, english: str, french: str, word: str, field: str = "date", near: str | None = None
    ) -> UserError:
        """What is wrong with a cell of the line; ``{}`` stands for the ``word`` that is written there."""
        said = english.format(repr(word)), french.format(f"« {word} »")
        return UserError(*said, file=self.file, line=self.line, field=field, nearest=near)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The names of the columns, and the rows with their lines, as wide as the header; empty rows are left out."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            names = next(reader, [])
            rows = [(reader.line_num, row) for row in reader if row]
    except FileNotFoundError as error:
        raise no_such_file(path) from error
    except UnicodeDecodeError as error:
        raise not_utf8(path) from error
    except (OSError, csv.Error) as error:
        raise UserError(
            f"cannot be read as CSV: {error}", f"lecture impossible en CSV : « {error} »", file=path
        ) from error
    names = [name.strip() for name in names]
    if len(names) == 1 and (separator := _OTHER_SEPARATORS.search(names[0])):
        raise UserError(
            f"the columns are separated by {separator[0]!r}; a comma is needed",
            f"les colonnes sont séparées par {separator[0]!r}; il faut une virgule",
            file=path,
            line=1,
        )
    for position, name in enumerate(names):
        twice = name in names[:position]
        if twice or name not in COLUMNS:
            raise UserError(
                f"the column {name!r} stands there twice"
                if twice
                else f"there is no column {name!r} (the columns are {', '.join(COLUMNS)})",
                f"la colonne « {name} » s'y trouve deux fois"
                if twice
                else f"il n'y a pas de colonne « {name} » (les colonnes sont {', '.join(COLUMNS)})",
                file=path,
                line=1,
                field=name,
                nearest=None if twice else nearest(name, COLUMNS),
            )
    if "date" not in names:
        raise UserError(
            "the column date is missing", "la colonne date manque", file=path, line=1, field="date"
        )
    for line, row in rows:
        if len(row) > len(names):
            raise UserError(
                f"the row has {len(row)} cells, and there are {len(names)} columns",
                f"la ligne a {len(row)} cellules, pour {len(names)} colonnes",
                file=path,
                line=line,
            )
        row.extend([""] * (len(names) - len(row)))
    return names, rows


def _check_words(
    row: Sequence[str], column: Mapping[str, int], known: Mapping[str, Sequence[str]], at: _Place
) -> None:
    for name, words in known.items():
        word = row[column[name]]
        if word and word not in words:
            unknown = f"there is no {name} {{}}", f"{{}} n'est pas une valeur de {name}"
            not_entered = (
                "there is no stage {} that people can come to",
                "{} n'est pas une étape où l'on arrive",
            )
            said = not_entered if name == "stage" else unknown
            raise at.error(*said, word, name, nearest(word, words))


def _people(
    graph: StageGraph, moments: list[datetime], counts: list[int], cells: Mapping[str, list[str]]
) -> pl.DataFrame:
    """One row a person."""
    repeat = np.repeat(np.arange(len(moments)), counts)
    words = {
        name: pl.Series(name, [cell or None for cell in cells[name]], dtype=pl.String)
        for name in ("stage", "origin", "channel", "pathway", "file")
        if name in cells
    }
    shared = words.pop("file", None)
    frame = pl.DataFrame({"enter_date": pl.Series(moments, dtype=pl.Datetime("us")), **words})
    if graph.steps_per_day == 1:
        frame = frame.with_columns(pl.col("enter_date").cast(pl.Date))
    people = frame[repeat].with_columns(person=pl.int_range(1, len(repeat) + 1, dtype=pl.UInt64))
    if shared is None:
        return people
    own = pl.col("person")
    word = shared[repeat]
    return people.with_columns(
        file=pl.when(word.is_null()).then(own).otherwise(own.first().over(word.alias("word")))
    )


def _moment(text: str, at: _Place) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise at.error("{} is not a date that exists", "{} n'est pas une date qui existe", text) from None
    if found.tzinfo is not None:
        raise at.error(
            "{} has a time zone; times are read without one",
            "{} porte un fuseau horaire; les heures se lisent sans fuseau",
            text,
        )
    return found


def _count(text: str, at: _Place) -> int:
    digits = text.strip()
    if not digits:
        return 1
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
        raise at.error(
            "{} is not a whole number of people", "{} n'est pas un nombre entier de personnes", text, "count"
        )
    return int(digits)
