"""Frames of flat facts, as read from a file, to the engine's table; cells that cannot be read mark their row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.law.engine import facts_table
from openasylum.law.flat_facts import flat_facts
from openasylum.law.gates.columns import Table


def refuse_other_columns(columns: Mapping[str, Any], source: Path) -> None:
    """Raise ``UserError`` for a column that is no flat fact, or of a type that no cell of it could be read as; and for a
    table without ``claim_date``.
    """
    facts = flat_facts()
    odd = [name for name in columns if name not in facts and name != "id"]
    if odd or "claim_date" not in columns:
        name = odd[0] if odd else "claim_date"
        said = (f"{name!r} is no flat fact", f"« {name} » n'est pas un fait à plat")
        if not odd:
            said = ("the table has no column claim_date", "le tableau n'a pas de colonne claim_date")
        raise UserError(*said, file=source, field=name, nearest=nearest(name, facts))
    for name, found in columns.items():
        if name in facts and not _can_be_read(found, facts[name].dtype):
            raise UserError(
                f"a column of {found} cannot be read as {facts[name].dtype}",
                f"une colonne de {found} ne peut pas être lue comme {facts[name].dtype}",
                file=source,
                field=name,
            )


def _can_be_read(found: Any, wanted: Any) -> bool:
    """Whether a column's values say what the fact needs: a whole number is no day, no word, and not true or false."""
    if found in (wanted, pl.String, pl.Null):
        return True
    if isinstance(wanted, pl.Enum):
        return isinstance(found, pl.Categorical | pl.Enum)
    if wanted == pl.Date:
        return isinstance(found, pl.Datetime)
    # Numbers with a gap among them are often written with decimals.
    return bool(wanted.is_integer() and found.is_numeric())


def read_flat(frame: pl.DataFrame) -> tuple[Table, dict[int, UserError]]:
    """The table of a frame of flat facts, and what cannot be read, for the rows that hold it."""
    known = flat_facts()
    wanted = {
        name: known[name].dtype
        for name, dtype in frame.schema.items()
        if name in known and dtype != known[name].dtype
    }
    # All columns in one go: of a few rows, one at a time takes longer than deciding them.
    read = frame.with_columns(
        _as_written(pl.col(name), frame.schema[name], dtype) for name, dtype in wanted.items()
    )
    lost = _fewer(frame, read, wanted)
    if lost:  # blanks around a word, or capitals
        again = frame.select(_loosely(pl.col(name), frame.schema[name], wanted[name]) for name in lost)
        read = read.with_columns(again.get_columns())
    unread: dict[int, UserError] = {}
    for name in _fewer(frame, read, lost):
        column = frame.get_column(name)
        for row in np.flatnonzero((read.get_column(name).is_null() & column.is_not_null()).to_numpy()):
            unread[int(row)] = cannot_be_read(column[int(row)], name, known[name].words)
    return facts_table(read), unread


def cannot_be_read(value: Any, place: str, words: Any = ()) -> UserError:
    """A value that is none of what its place may hold, with the nearest word that is."""
    near = nearest(value, words) if words else None
    return UserError(
        f"{value!r} cannot be read", f"« {value} » ne peut pas être lu", field=place, nearest=near
    )


def _fewer(frame: pl.DataFrame, read: pl.DataFrame, names: Iterable[str]) -> list[str]:
    """The columns of which a value was lost in reading."""
    names = list(names)
    counts = [part.select(pl.col(names).null_count()).row(0) if names else () for part in (frame, read)]
    return [name for name, before, after in zip(names, *counts, strict=True) if after > before]


#: The words for false and true, in turns.
_TRUTHS: Final = pl.Enum(("false", "true", "0", "1", "False", "True", "FALSE", "TRUE"))


def _as_written(column: pl.Expr, found: Any, dtype: Any) -> pl.Expr:
    if found == pl.String and dtype == pl.Boolean:
        return column.cast(_TRUTHS, strict=False).to_physical() % 2 == 1
    if found == pl.String and dtype == pl.Date:
        return column.str.to_date("%Y-%m-%d", strict=False)
    if dtype.is_integer() and (found.is_float() or found.is_decimal()):
        column = pl.when(column == column.round()).then(column)
    return column.cast(dtype, strict=False)


def _loosely(column: pl.Expr, found: Any, dtype: Any) -> pl.Expr:
    """The same of text without the blanks around it, and of truths in capitals."""
    if found == pl.String:
        column = column.str.strip_chars()
        column = column.str.to_lowercase() if dtype == pl.Boolean else column
    return _as_written(column, found, dtype)
