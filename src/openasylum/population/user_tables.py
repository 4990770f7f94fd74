"""A user's own CSV, read for one estimator: every fault named by file, line and field."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from openasylum.errors import UserError, nearest, no_such_file, not_utf8, unreadable
from openasylum.population.catalogue import Column, Method

_LIST = Column(kind="flag", en="on this list", fr="sur cette liste")

_WHAT = {
    "count": ("a whole number, 0 or more", "un nombre entier, 0 ou plus"),
    "times": ("a whole number, 1 or more", "un nombre entier, 1 ou plus"),
    "amount": ("a number, 0 or more", "un nombre, 0 ou plus"),
    "change": ("a number", "un nombre"),
    "flag": ("0 or 1", "0 ou 1"),
}


def read_table(path: Path, method: Method) -> pl.DataFrame:
    """The rows of a CSV (comma or semicolon, UTF-8, header line), typed as ``method`` asks.

    Columns that the method does not know are kept as text, to serve as covariates, or are lists of zeros and
    ones where the method takes lists. Raises ``UserError`` for the first fault.
    """
    header, rows = _parse(path)
    for name, column in method.columns.items():
        if name not in header and not column.optional:
            raise UserError(
                f"the column {name!r} is missing",
                f"la colonne « {name} » manque",
                file=path,
                line=1,
                field=name,
                nearest=nearest(name, set(header) - set(method.columns)),
            )
    cells: dict[str, list[str | float | None]] = {name: [] for name in header}
    for line, row in rows:
        if len(row) != len(header):
            raise UserError(
                f"this row has {len(row)} cells and the header {len(header)}",
                f"cette ligne a {len(row)} cellules et l'en-tête {len(header)}",
                file=path,
                line=line,
            )
        for name, text in zip(header, row, strict=True):
            further = _LIST if method.lists else None
            meant = method.columns.get(name, further)
            value = _read(text.strip(), meant, path, line, name)
            if meant is not None and meant.unique and value in cells[name]:
                raise UserError(
                    f"{text.strip()!r} stands here twice",
                    f"{text.strip()!r} figure ici deux fois",
                    file=path,
                    line=line,
                    field=name,
                )
            cells[name].append(value)
    if not next(iter(cells.values())):
        raise UserError(
            "the table has a header and no rows", "le tableau a un en-tête et aucune ligne", file=path
        )
    types = {name: pl.String if isinstance(column[0], str) else pl.Float64 for name, column in cells.items()}
    return pl.DataFrame(cells, schema=types)


def _parse(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        siblings = [str(sibling) for sibling in path.parent.glob("*.csv")] if path.parent.is_dir() else []
        raise no_such_file(path, nearest(path, siblings)) from error
    except UnicodeDecodeError as error:
        raise not_utf8(path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    first = text.split("\n", 1)[0]
    reader = csv.reader(text.splitlines(), delimiter=";" if first.count(";") > first.count(",") else ",")
    header = [name.strip() for name in next(reader, [])]
    if not any(header):
        raise UserError("the file is empty", "le fichier est vide", file=path)
    for name in header:
        if header.count(name) > 1:
            raise UserError(
                "two columns have the same name",
                "deux colonnes ont le même nom",
                file=path,
                line=1,
                field=name,
            )
    return header, ((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))


def _read(text: str, column: Column | None, path: Path, line: int, name: str) -> str | float | None:
    if column is None or column.kind == "text":
        if not text:
            raise UserError("this cell is empty", "cette cellule est vide", file=path, line=line, field=name)
        return text
    if not text and column.optional:
        return None
    if not text:
        raise UserError("this cell is empty", "cette cellule est vide", file=path, line=line, field=name)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    whole = column.kind in ("count", "times", "flag")
    fits = math.isfinite(number) and not (whole and number != int(number))
    if column.kind != "change":
        fits = fits and number >= (1 if column.kind == "times" else 0)
    if column.kind == "flag":
        fits = fits and number <= 1
    if not fits:
        english, french = _WHAT[column.kind]
        raise UserError(
            f"{text!r} is not {english}", f"« {text} » n'est pas {french}", file=path, line=line, field=name
        )
    return number
