"""Totals of a ledger for people to read, and the header that says what they include and exclude."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from openasylum.costs.ledger import in_scope
from openasylum.errors import UserError, nearest

#: What a table can be broken down by, and the column that holds it.
BREAKDOWNS: Final = {
    "organisation": "organisation",
    "stage": "stage",
    "payer": "payer",
    "year": "fiscal_year",
}


def breakdown(by: str) -> str:
    """The column of a breakdown. Raises ``UserError`` with the nearest one for an unknown name."""
    if by not in BREAKDOWNS:
        near = nearest(by, BREAKDOWNS)
        raise UserError(
            f"costs cannot be broken down by {by!r}",
            f"les coûts ne se ventilent pas par « {by} »",
            field="--by",
            nearest=near,
        )
    return BREAKDOWNS[by]


def totals(ledger: pl.DataFrame, scope: str, by: str, across: Sequence[str] = ()) -> pl.DataFrame:
    """``by``, the columns ``across`` (a cohort, a scenario, a draw …) and ``cents``, added up over everything
    else in a scope.

    Raises ``UserError`` for an unknown breakdown, and for fiscal years of a table by cohort.
    """
    column = breakdown(by)
    if column not in ledger.columns:
        raise UserError(
            "the cost of a cohort is the whole of its claims and has no fiscal years; cash has them,"
            " and is another table",
            "le coût d'une cohorte est celui de ses demandes entières et n'a pas d'exercices ; "
            "les décaissements en ont, et sont un autre tableau",
            field="--by",
        )
    return (
        in_scope(ledger, scope)
        .group_by(*across, column)
        .agg(pl.col("cents").sum())
        .rename({column: by})
        .sort(*across, by)
    )


def header(said: Mapping[str, Any], language: str, remarks: Mapping[str, str]) -> list[str]:
    """The lines that stand above a table: what it counts, includes and excludes (``said`` is a
    ``scope_statement`` in one language), and ``remarks`` (name -> text).
    """
    includes, excludes = ("Includes:", "Excludes:") if language == "en" else ("Comprend :", "Exclut :")
    colon = ":" if language == "en" else " :"
    return [
        said["title"],
        said["counts"],
        *(f"{name}{colon} {text}" for name, text in remarks.items()),
        *(f"{includes} {text}" for text in said["includes"]),
        *(f"{excludes} {text}" for text in said["excludes"]),
    ]


def as_csv(table: pl.DataFrame, lines: Sequence[str]) -> str:
    """A table as CSV under a header of lines that begin with ``#``."""
    out = io.StringIO()
    for line in lines:
        out.write(f"# {line}\n")
    table.write_csv(out, float_precision=2)
    return out.getvalue()
