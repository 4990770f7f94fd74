"""The tables as shipped, read on demand."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.facts.schema import HERE


@cache
def descriptor() -> dict[str, Any]:
    """``datapackage.json``: what the package holds (Frictionless Data Package)."""
    found: dict[str, Any] = json.loads((HERE / "datapackage.json").read_text(encoding="utf-8"))
    return found


@cache
def resources() -> dict[str, dict[str, Any]]:
    """The resources of the package by name."""
    return {resource["name"]: resource for resource in descriptor()["resources"]}


def resource(name: str) -> dict[str, Any]:
    """One resource. Raises ``UserError`` with the nearest name where there is none so called."""
    try:
        return resources()[name]
    except KeyError:
        raise UserError(
            f"there is no table named {name!r}",
            f"il n'y a pas de tableau nommé « {name} »",
            nearest=nearest(name, resources()),
        ) from None


@cache
def shipped(name: str) -> pl.DataFrame:
    """A table as shipped."""
    return pl.read_parquet(HERE / resource(name)["path"])


def published_before(frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows that were public before ``day``; a row without a date of publication is left out."""
    return frame.filter(pl.col("published") < day)
