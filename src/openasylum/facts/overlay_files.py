"""The files of an overlay: a user has next year's figures before the package does.

A file is named as its table, ``NAME.csv`` or ``NAME.parquet``, and holds the printed columns of that table
(the derived ones may be there and are worked out afresh). A row with the same key as a shipped one replaces
it; any other row is added. Everything is checked against the same declarations as the shipped files.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.facts import schema
from openasylum.facts.package import resource, shipped
from openasylum.facts.raw import check_columns, read_rows, with_source
from openasylum.facts.schema import Table
from openasylum.facts.sources import declared_sources, published_of_rows
from openasylum.facts.tidy import LINE, column_order, tidy, typed_dates

#: A user's own figures, and what texts call them (read by ``openasylum check``).
FIGURES, MEASURES = "figures.yaml", "measures.yaml"

#: The id that rows from an overlay have as their source, where they name none that is declared.
OVERLAY_SOURCE = "overlay"


def read_overlay(directory: Path) -> dict[str, pl.DataFrame]:
    """Every table in a directory, checked and merged with the shipped one. Raises ``UserError``; see
    ``overlay``.
    """
    if not directory.is_dir():
        raise UserError(
            "there is no such directory of tables",
            "il n'y a pas de dossier de tableaux à cet endroit",
            file=directory,
        )
    files = [file for file in sorted(directory.iterdir()) if file.suffix in (".csv", ".parquet")]
    if not files and not any((directory / name).is_file() for name in (FIGURES, MEASURES)):
        raise UserError(
            "this directory holds no table (NAME.csv or NAME.parquet)",
            "ce dossier ne contient aucun tableau (NOM.csv ou NOM.parquet)",
            file=directory,
        )
    merged: dict[str, pl.DataFrame] = {}
    for file in files:
        if file.stem in merged:
            raise UserError(
                "this table stands here twice, as CSV and as Parquet",
                "ce tableau se trouve ici deux fois, en CSV et en Parquet",
                file=file,
            )
        merged[file.stem] = _merged(file)
    return merged


def _merged(file: Path) -> pl.DataFrame:
    declared = schema.tables()
    if file.stem not in declared:
        raise UserError(
            "no table is so called",
            "aucun tableau ne porte ce nom",
            file=file,
            nearest=nearest(file.stem, declared),
        )
    table = declared[file.stem]
    new = read_table(file, table)
    old = shipped(file.stem)
    rest = old.join(new, on=list(table.key), how="anti", nulls_equal=True, maintain_order="left")
    return pl.concat([rest, new.select(old.columns).cast(old.schema)])


def read_table(file: Path, table: Table) -> pl.DataFrame:
    """One file of an overlay as a finished table."""
    raw = _rows(file)
    if not raw.height:
        raise UserError("this table has no rows", "ce tableau n'a pas de lignes", file=file)
    derived = tuple(name for name in column_order(table) if name not in table.columns)
    check_columns(raw, table, file, known=derived)
    if "suppressed" in raw.columns:
        withheld = pl.col("suppressed").str.to_lowercase() == "true"
        raw = raw.with_columns(
            pl.when(withheld.fill_null(False)).then(None).otherwise("value").alias("value")
        )
    given = typed_dates(raw, "published", file) if "published" in raw.columns else None
    raw = raw.drop(
        [name for name in derived if name in raw.columns and name not in ("note", "confidence", "source")]
    )
    raw = with_source(raw, table, declared_sources()).with_columns(pl.col("source").fill_null(OVERLAY_SOURCE))
    frame = published_of_rows(
        tidy(raw, table, file), declared_sources(), rule_of_others=_usual_rule(file.stem)
    )
    if given is not None:
        frame = frame.with_columns(pl.coalesce(given, "published").alias("published"))
    if "note" not in frame.columns:
        frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias("note"))
    _check_rows(frame, table, file)
    return frame.select(column_order(table))


def _rows(file: Path) -> pl.DataFrame:
    if file.suffix == ".csv":
        return read_rows(file)
    try:
        frame = pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise UserError("this file is not Parquet", "ce fichier n'est pas du Parquet", file=file) from error
    return (
        frame.with_columns(pl.all().cast(pl.String))
        .with_row_index(LINE, offset=1)
        .with_columns(pl.col(LINE).cast(pl.Int64))
    )


def _usual_rule(name: str) -> str | None:
    """The rule of publication that most dated-by-rule rows of the shipped table have."""
    rules = shipped("sources").select("id", "publication_rule").drop_nulls()
    counted = (
        shipped(name).join(rules, left_on="source", right_on="id")["publication_rule"].value_counts(sort=True)
    )
    return counted["publication_rule"][0] if counted.height else None


def _check_rows(frame: pl.DataFrame, table: Table, file: Path) -> None:
    """Keys complete, places known, counts not negative, no key twice where the shipped table has none so."""
    described = resource(file.stem)["schema"]
    for name in table.key:
        empty = frame.filter(pl.col(name).is_null())
        if empty.height and not shipped(file.stem)[name].has_nulls():
            raise UserError(
                "this cell tells rows apart and is empty",
                "cette cellule distingue les lignes et elle est vide",
                file=file,
                line=empty[LINE][0],
                field=name,
            )
    if table.place is not None:
        known = {*shipped(file.stem)[table.place].drop_nulls(), *schema.places().provinces}
        strange = frame.filter(~pl.col(table.place).is_in(list(known)))
        if strange.height:
            place = strange[table.place][0]
            raise UserError(
                f"{place!r} is no place of this table",
                f"« {place} » n'est pas un lieu de ce tableau",
                file=file,
                line=strange[LINE][0],
                field=table.place,
                nearest=nearest(place, known),
            )
    for field in described["fields"]:
        lowest = field.get("constraints", {}).get("minimum")
        if lowest is not None:
            below = frame.filter(pl.col(field["name"]) < lowest)
            if below.height:
                value, line = below[field["name"]][0], below[LINE][0]
                raise UserError(
                    f"{value:g} is less than {lowest}",
                    f"{value:g} est inférieur à {lowest}",
                    file=file,
                    line=line,
                    field=field["name"],
                )
    if "primaryKey" in described:
        twice = frame.filter(pl.struct(table.key).is_duplicated())
        if twice.height:
            first, second = twice.filter(
                pl.struct(table.key) == twice.select(pl.struct(table.key)).to_series()[0]
            )[LINE][:2]
            raise UserError(
                f"the same row stands on line {first}",
                f"la même ligne se trouve déjà à la ligne {first}",
                file=file,
                line=second,
                field=", ".join(table.key),
            )
