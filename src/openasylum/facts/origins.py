"""Countries and their broad origin group."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from pydantic import BaseModel, ConfigDict

from openasylum.documents import read_document, validate
from openasylum.facts.package import shipped
from openasylum.facts.schema import HERE
from openasylum.vocabulary import ORIGIN_GROUPS


class _Country(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    origin: str
    names: tuple[str, ...]


class Origins(BaseModel):
    """``origins.yaml``: every country by its ISO 3166-1 alpha-3 code, and the names that are no country."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    countries: dict[str, _Country]
    no_country: tuple[str, ...]


def declared_origins() -> Origins:
    """What ``origins.yaml`` declares."""
    return validate(Origins, read_document(HERE / "declarations" / "origins.yaml"))


def compile_origins() -> pl.DataFrame:
    """The table ``origin_groups``: ``name``, ``iso3``, ``origin`` (a name of a country, in one of the
    spellings of the tables).
    """
    rows = [
        (name, iso3, country.origin)
        for iso3, country in declared_origins().countries.items()
        for name in dict.fromkeys((*country.names, iso3))
    ]
    schema = {"name": pl.String(), "iso3": pl.String(), "origin": pl.Enum(list(ORIGIN_GROUPS))}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("iso3", "name")


def _folded(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().str.to_lowercase()


def origin_group_of(names: Iterable[str]) -> pl.DataFrame:
    """A frame to join on: ``name`` as given (once each), ``iso3``, and ``origin`` (one of
    ``vocabulary.ORIGIN_GROUPS``).

    Names are matched in any of the spellings of the tables, or as ISO 3166-1 alpha-3 codes, whatever their
    capitals. A name that is no country (a total, "Unknown", "Stateless", "Other") has nulls.
    """
    wanted = pl.DataFrame({"name": list(dict.fromkeys(names))}, schema={"name": pl.String})
    known = (
        shipped("origin_groups").select(_folded("name").alias("folded"), "iso3", "origin").unique("folded")
    )
    return (
        wanted.with_columns(_folded("name").alias("folded"))
        .join(known, on="folded", how="left", maintain_order="left")
        .drop("folded")
    )
