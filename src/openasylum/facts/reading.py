"""Tables as they are asked for: shipped, with what a user laid over them, as known before a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.facts.overlays import current
from openasylum.facts.package import published_before, resource, resources, shipped
from openasylum.facts.register import Figure, figure, figures

#: The series whose newest month is the vintage of the data.
NEWEST_IN = "ircc_claims_by_office_type_province_monthly"


def table_names() -> list[str]:
    """The names of every table."""
    return list(resources())


def describe(name: str) -> dict[str, Any]:
    """What ``datapackage.json`` says of a table: titles, schema, key, rounding, sources, licences.
    ``UserError`` if there is none.
    """
    return resource(name)


def in_brief(described: Mapping[str, Any]) -> dict[str, Any]:
    """Of what ``describe`` says of a table: what a list of tables says."""
    return {key: described[key] for key in ("name", "theme", "titles", "rows", "bytes")}


def describe_all() -> list[dict[str, Any]]:
    """What ``datapackage.json`` says of every table."""
    return list(resources().values())


def find(name: str) -> Figure | str:
    """The figure with this id, or the name of the table so called (or that has this ``TABLE.column``).

    Raises ``UserError`` with the nearest figure or table where there is neither.
    """
    ids = {one.id for one in figures()}
    if name in ids:
        return figure(name)
    if name in resources():
        return name
    stem, _, column = name.rpartition(".")
    if stem in resources() and column in shipped(stem).columns:
        return stem
    raise UserError(
        f"there is no figure and no table named {name!r}",
        f"il n'y a ni chiffre ni tableau nommé « {name} »",
        nearest=nearest(name, [*ids, *resources()]),
    )


def table(name: str, as_published_before: date | None = None) -> pl.DataFrame:
    """A table of the package (its columns: ``openasylum facts show NAME``), with any overlay in force.

    With ``as_published_before`` only the rows that were public before that day. Raises ``UserError`` with the
    nearest name where there is no such table.
    """
    resource(name)
    laid = current()
    frame = laid.tables[name] if laid and name in laid.tables else shipped(name)
    return frame if as_published_before is None else published_before(frame, as_published_before)


def observations(
    name: str,
    *,
    grain: str | None = None,
    level: str | None = None,
    totals: bool = False,
    as_published_before: date | None = None,
) -> pl.DataFrame:
    """The rows of a table that can be added up: of one grain and one kind of place, without totals (unless
    asked).

    ``grain`` is one of ``GRAINS`` ("month", "year", …), ``level`` one of "country", "province", "region",
    "state", "port", "other".
    """
    frame = table(name, as_published_before)
    if grain is not None:
        frame = frame.filter(pl.col("grain") == grain)
    if level is not None:
        frame = frame.filter(pl.col("level") == level)
    if not totals and "total" in frame.columns:
        frame = frame.filter(~pl.col("total"))
    return frame


def monthly(
    name: str, *, level: str | None = None, totals: bool = False, as_published_before: date | None = None
) -> pl.DataFrame:
    """The monthly rows of a table (see ``observations``), with ``month``, the first day of each month."""
    frame = observations(
        name, grain="month", level=level, totals=totals, as_published_before=as_published_before
    )
    return frame.with_columns(pl.col("first_day").alias("month"))


def last_print(name: str, as_published_before: date | None = None) -> pl.DataFrame:
    """A table with one row for each key: where several sources print the same figure, the last one published
    (of two on the same day the better seen one). The others are never averaged.
    """
    frame = table(name, as_published_before)
    worse = pl.col("confidence").to_physical()
    ordered = frame.sort("published", worse, descending=[True, False], nulls_last=True, maintain_order=True)
    return ordered.unique(subset=describe(name)["key"], keep="first", maintain_order=True)


def sources(tables: Iterable[str] | None = None) -> list[dict[str, str]]:
    """Title, publisher, address and licence of every source (or of those that some tables rest on), as plain
    text.

    ``table("sources")`` has the same with dates and the tables of each.
    """
    frame = table("sources")
    if tables is not None:
        used = {source for name in tables for source in table(name)["source"].drop_nulls().unique()}
        frame = frame.filter(pl.col("id").is_in(list(used)))
    return frame.select(pl.col("title", "publisher", "url", "licence").fill_null("")).to_dicts()


def licences() -> pl.DataFrame:
    """Every licence, with what it asks and the number of sources under it."""
    from openasylum.facts.sources import declared_licences

    counts = dict(shipped("sources")["licence"].value_counts().iter_rows())
    rows = [
        (name, one.title, one.url, one.asks, counts.get(name, 0)) for name, one in declared_licences().items()
    ]
    return pl.DataFrame(rows, schema=["licence", "title", "url", "asks", "sources"], orient="row")


def data_vintage() -> str:
    """Month of the newest observed month in the claims series, and a hash of the whole content:
    "2024-12+3f9a01bc".

    The same data give the same vintage; an overlay changes it.
    """
    digest = hashlib.sha256()
    for name in sorted(resources()):
        digest.update(resources()[name]["hash"].encode())
    laid = current()
    if laid:
        digest.update(laid.digest.encode())
    newest = monthly(NEWEST_IN)["last_day"].to_list()
    return f"{max(newest):%Y-%m}+{digest.hexdigest()[:8]}"
