"""Tables of claims on disk (flat CSV and Parquet, nested Parquet) as pieces that the engine reads, one after the other.

A piece is read where it is decided, in a thread of its own, so that a file is decoded, read and decided on all cores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl

from openasylum.errors import UserError
from openasylum.law.amendments import Amendment, refuse_for_flat_facts
from openasylum.law.batch.csv_blocks import Block, csv_blocks
from openasylum.law.batch.flat_tables import read_flat, refuse_other_columns
from openasylum.law.batch.nested_paths import is_nested, refuse_other_shapes
from openasylum.law.engine import complete_table
from openasylum.law.gates.columns import Table

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows a piece, about.
ROWS: Final = 1 << 18

Faults: TypeAlias = dict[int, UserError]


@dataclass(frozen=True)
class Piece:
    """Some rows of a table of claims: the table, each row's ``id``, and what cannot be read, for the rows that hold it."""

    table: Table
    ids: pl.Series | None
    faults: Faults


def pieces(source: Path, amendments: tuple[Amendment, ...], pool: Executor) -> Iterator[Callable[[], Piece]]:
    """The pieces of a file in order, each to be read by whoever decides it.

    Raises ``UserError`` for a file that is no such table, has other columns or no row, and for a change of law that flat
    facts cannot show.
    """
    if source.suffix == ".csv":
        refuse_for_flat_facts(amendments)
        return _of_csv(source)
    schema = _parquet_schema(source)
    if is_nested(schema):
        refuse_other_shapes(schema, source)
        return _of_nested(source, amendments, pool)
    refuse_for_flat_facts(amendments)
    refuse_other_columns(schema, source)
    return _of_flat(source)


def _parquet_schema(source: Path) -> pl.Schema:
    try:
        schema = pl.scan_parquet(source).collect_schema()
        rows = pl.scan_parquet(source).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(source) from error
    if not rows:
        raise UserError("the file has no rows", "le fichier n'a pas de lignes", file=source)
    return schema


def _damaged(source: Path) -> UserError:
    return UserError(
        "this is no Parquet file, or a damaged one or only part of one",
        "ce n'est pas un fichier Parquet, ou il est endommagé ou incomplet",
        file=source,
    )


def _of_csv(source: Path) -> Iterator[Callable[[], Piece]]:
    some = False
    for block in csv_blocks(source):
        refuse_other_columns(dict.fromkeys(block.names, pl.String), source)
        some = True
        yield partial(_csv_piece, block)
    if not some:
        raise UserError("the file has no rows", "le fichier n'a pas de lignes", file=source)


def _csv_piece(block: Block) -> Piece:
    frame, faults = block.read()
    table, unread = read_flat(frame)
    return Piece(table, _ids(frame), {**unread, **faults})


def _of_flat(source: Path) -> Iterator[Callable[[], Piece]]:
    scan = pl.scan_parquet(source)
    for start in range(0, scan.select(pl.len()).collect().item(), ROWS):
        yield partial(_flat_piece, scan.slice(start, ROWS), source)


def _flat_piece(rows: pl.LazyFrame, source: Path) -> Piece:
    try:
        frame = rows.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise _damaged(source) from error
    table, unread = read_flat(frame)
    return Piece(table, _ids(frame), unread)


def _ids(frame: pl.DataFrame) -> pl.Series | None:
    return frame.get_column("id") if "id" in frame.columns else None


def _of_nested(
    source: Path, amendments: tuple[Amendment, ...], pool: Executor
) -> Iterator[Callable[[], Piece]]:
    import pyarrow as pa

    from openasylum.law.batch.nested_files import nested_claims

    try:
        for claims in nested_claims(source, pool, ROWS):
            yield partial(_nested_piece, claims, amendments)
    except (pa.ArrowException, OSError) as error:
        raise _damaged(source) from error


def _nested_piece(claims: pa.StructArray, amendments: tuple[Amendment, ...]) -> Piece:
    from openasylum.law.batch.arrow_parts import part, series
    from openasylum.law.batch.nested_frames import flatten_nested

    table, unread = flatten_nested(claims, amendments)
    ids = part(claims, "id")
    return Piece(complete_table(table), None if ids is None else series(ids).alias("id"), unread)
