"""Raw files: rows of text, each with the line it stood on and the source it belongs to."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from openasylum.errors import UserError, nearest, not_utf8, unreadable
from openasylum.facts.schema import PROVENANCE, Table
from openasylum.facts.sources import Source
from openasylum.facts.tidy import LINE

#: Other names under which raw files give the title of a source.
_TITLES = ("source_title", "source", "sources")


def read_rows(file: Path) -> pl.DataFrame:
    """A CSV file as columns of text (empty cells null), with the line each row ended on.

    Raises ``UserError`` where the file is not UTF-8, is empty, or a row has more or fewer cells than the
    header.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            reader = csv.reader(handle)
            header = next(reader, None)
            if header is None:
                raise UserError("the file is empty", "le fichier est vide", file=file)
            if len(header) == 1 and ";" in header[0]:
                raise UserError(
                    "columns are parted by semicolons; part them by commas",
                    "les colonnes sont séparées par des points-virgules ; séparez-les par des virgules",
                    file=file,
                    line=1,
                )
            twice = next((name for name in header if header.count(name) > 1 or name == LINE), None)
            if twice is not None:
                said = (f"two columns are named {twice!r}", f"deux colonnes s'appellent « {twice} »")
                if twice == LINE:
                    said = (f"{twice!r} is no name for a column", f"« {twice} » n'est pas un nom de colonne")
                raise UserError(*said, file=file, line=1)
            rows, lines = [], []
            for row in reader:
                if not row:
                    continue
                if len(row) != len(header):
                    raise UserError(
                        f"this row has {len(row)} cells and the header {len(header)}",
                        f"cette ligne a {len(row)} cellules et l'en-tête {len(header)}",
                        file=file,
                        line=reader.line_num,
                    )
                rows.append([cell if cell != "" else None for cell in row])
                lines.append(reader.line_num)
    except UnicodeDecodeError as error:
        raise not_utf8(file) from error
    except csv.Error as error:
        raise UserError(
            f"not valid CSV: {error}", f"ce n'est pas du CSV valide : « {error} »", file=file
        ) from error
    except OSError as error:
        raise unreadable(file, error) from error
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.with_columns(pl.Series(LINE, lines, dtype=pl.Int64))


def check_columns(raw: pl.DataFrame, table: Table, file: Path, known: tuple[str, ...] = ()) -> None:
    """Raises ``UserError`` for the first column that the table needs and the file lacks, or has and should
    not.

    ``known`` are further columns that the file may have (and that are not read).
    """
    allowed = {*table.columns, *PROVENANCE, *_TITLES, *known, LINE}
    for name in raw.columns:
        if name not in allowed:
            raise UserError(
                f"there is no column {name!r} in this table",
                f"il n'y a pas de colonne « {name} » dans ce tableau",
                file=file,
                line=1,
                field=name,
                nearest=nearest(name, [c for c in table.columns if c not in raw.columns] or table.columns),
            )
    for name in table.columns:
        if name not in raw.columns:
            raise UserError(
                "this column is required and is missing",
                "cette colonne est obligatoire et elle manque",
                file=file,
                line=1,
                field=name,
                nearest=nearest(name, [c for c in raw.columns if c not in table.columns and c != LINE]),
            )


def with_source(raw: pl.DataFrame, table: Table, sources: Mapping[str, Source]) -> pl.DataFrame:
    """``source`` of each row: the id of the declared source with its title and address, null where none is
    declared.
    """
    titles = next((name for name in _TITLES if name in raw.columns and name not in table.columns), None)
    if table.source is not None or titles is None:
        return raw.with_columns(pl.lit(table.source, dtype=pl.String).alias("source"))
    if titles == "source" and raw["source"].is_in(list(sources)).all():
        return raw
    address = pl.col("source_url").fill_null("") if "source_url" in raw.columns else pl.lit("")
    keys = raw.select(pl.concat_str([pl.col(titles).fill_null(""), pl.lit("\n"), address]).alias("key"))[
        "key"
    ]
    known = {f"{source.title}\n{source.url}": source.id for source in sources.values()}
    return raw.with_columns(
        keys.replace_strict(list(known), list(known.values()), default=None, return_dtype=pl.String).alias(
            "source"
        )
    )
