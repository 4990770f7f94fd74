"""Raw files into the data package: tables as Parquet, ``datapackage.json``, the source table and the figure
register.

The same raw files give the same bytes (with the same version of Polars, which writes its name into Parquet
files).
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.facts import schema
from openasylum.facts.descriptor import package_descriptor
from openasylum.facts.origins import compile_origins
from openasylum.facts.raw import check_columns, read_rows, with_source
from openasylum.facts.register import compile_register
from openasylum.facts.sources import declared_sources, publication_rules, published_of_rows
from openasylum.facts.tidy import LINE, column_order, polars_type, tidy

#: Raw files that describe others and are no table.
NOT_TABLES = frozenset({"SOURCES"})


def raw_files(raw: Path) -> dict[str, Path]:
    """Every raw file by the name of its table. Raises ``UserError`` where a file is not declared or a
    declared one is missing.
    """
    files = {file.stem: file for file in sorted(raw.rglob("*.csv")) if file.stem not in NOT_TABLES}
    declared = schema.tables()
    for name, file in files.items():
        if name not in declared:
            raise UserError(
                "this raw file is not declared in facts/declarations/tables.yaml",
                "ce fichier brut n'est pas déclaré dans facts/declarations/tables.yaml",
                file=file,
                nearest=nearest(name, [one for one in declared if one not in files]),
            )
    for name in declared:
        if name not in files:
            raise UserError(
                f"table {name} is declared and has no raw file",
                f"le tableau {name} est déclaré et n'a pas de fichier brut",
                file=raw,
                nearest=nearest(name, files),
            )
    return files


def build_table(name: str, file: Path) -> pl.DataFrame:
    """One table from its raw file."""
    table = schema.tables()[name]
    raw = read_rows(file)
    check_columns(raw, table, file)
    raw = with_source(raw, table, declared_sources())
    frame = published_of_rows(tidy(raw, table, file), declared_sources())
    unknown = frame.filter(pl.col("source").is_null() & pl.col("confidence").ne_missing("missing"))
    if unknown.height and table.theme != "costs":
        raise UserError(
            "the source of this row is not declared in facts/declarations/sources.yaml",
            "la source de cette ligne n'est pas déclarée dans facts/declarations/sources.yaml",
            file=file,
            line=unknown[LINE][0],
            field="source_title",
        )
    if "note" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("note"))
    return frame.select(column_order(table))


def build_tables(raw: Path) -> dict[str, pl.DataFrame]:
    """Every table, by name."""
    return {name: build_table(name, file) for name, file in raw_files(raw).items()}


def write_parquet(frame: pl.DataFrame, file: Path) -> None:
    """A table as Parquet: one compression, one row group, nothing that depends on anything but the rows."""
    file.parent.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(
        file, compression="zstd", compression_level=19, statistics=True, row_group_size=1 << 20
    )


def source_table(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Every source: publisher, licence, date or rule of publication, and the tables that rest on it."""
    used: dict[str, list[str]] = {}
    for name, frame in tables.items():
        for source in frame["source"].drop_nulls().unique():
            used.setdefault(source, []).append(name)
    rules = publication_rules()
    rows = [
        {
            "id": source.id,
            "title": source.title,
            "url": source.address,
            "copy": source.copy_read,
            "publisher": source.publisher,
            "licence": source.licence,
            "published": source.published,
            "publication_rule": source.published_by_rule,
            "publication_lag_months": rules[source.published_by_rule].months
            if source.published_by_rule
            else None,
            "retrieved": source.retrieved,
            "tables": " ".join(sorted(used.get(source.id, []))) or None,
        }
        for source in declared_sources().values()
    ]
    types = {name: polars_type(column) for name, column in schema.made_tables()["sources"].columns.items()}
    return pl.DataFrame(rows, schema=types, orient="row").sort("id")


def build_package(raw: Path, target: Path) -> None:
    """The whole package into ``target``: ``tables/*.parquet`` and ``datapackage.json``. Raises ``UserError``
    at the first fault.
    """
    tables = build_tables(raw)
    made = {
        "sources": source_table(tables),
        "figures": compile_register(),
        "origin_groups": compile_origins(),
    }
    for name, frame in {**tables, **made}.items():
        write_parquet(frame, target / "tables" / f"{name}.parquet")
    descriptor = package_descriptor(tables, made, target / "tables")
    text = json.dumps(descriptor, ensure_ascii=False, indent=1)
    (target / "datapackage.json").write_text(text + "\n", encoding="utf-8")
