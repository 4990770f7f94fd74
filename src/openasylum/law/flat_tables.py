"""Frames of flat facts, as read from a file, to the engine's table; cells that cannot be read mark their row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.law.columns import Table
from openasylum.law.engine import facts_table
from openasylum.law.flat_facts import flat_facts


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
    return bool(wanted.is_integer() and found.is_integer())


def read_flat(frame: pl.DataFrame) -> tuple[Table, dict[int, UserError]]:
    """The table of a frame of flat facts, and what cannot be read, for the rows that hold it."""
    known = flat_facts()
    wanted = {
        name: known[name].dtype
        for name, dtype in frame.schema.items()
        if name in known and dtype != known[name].dtype
    }
    # All columns in one go: of a few rows, one at a time takes longer than deciding them.
    read = frame.with_columns(_read_column(name, frame.schema[name], dtype) for name, dtype in wanted.items())
    lost = frame.select(pl.col(list(wanted)).null_count()).row(0) if wanted else ()
    unread: dict[int, UserError] = {}
    for name, before in zip(wanted, lost, strict=True):
        column = frame.get_column(name)
        if read.get_column(name).null_count() == before:
            continue
        for row in np.flatnonzero((read.get_column(name).is_null() & column.is_not_null()).to_numpy()):
            unread[int(row)] = cannot_be_read(column[int(row)], name, known[name].words)
    return facts_table(read), unread


def cannot_be_read(value: Any, place: str, words: Any = ()) -> UserError:
    """A value that is none of what its place may hold, with the nearest word that is."""
    near = nearest(value, words) if words else None
    return UserError(
        f"{value!r} cannot be read", f"« {value} » ne peut pas être lu", field=place, nearest=near
    )


def _read_column(name: str, found: Any, dtype: Any) -> pl.Expr:
    column = pl.col(name)
    if found != pl.String:
        return column.cast(dtype, strict=False)
    text = column.str.strip_chars()
    if dtype == pl.Boolean:
        words = {"true": True, "false": False, "1": True, "0": False}
        return text.str.to_lowercase().replace_strict(words, default=None, return_dtype=pl.Boolean)
    return text.str.to_date("%Y-%m-%d", strict=False) if dtype == pl.Date else text.cast(dtype, strict=False)
