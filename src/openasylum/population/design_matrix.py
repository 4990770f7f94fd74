"""Covariates named in words, turned into the columns of a regression.

Terms are joined by ``+`` or ``,``: ``year`` is a main effect, ``year:sex`` an interaction, ``year*sex`` both
main effects and their interaction. Every covariate is a category; its first value in sorted order is the
reference.
"""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest

Matrix = NDArray[np.float64]


def parse_terms(text: str) -> list[tuple[str, ...]]:
    """``"year*sex + continent"`` -> ``[("year",), ("sex",), ("year", "sex"), ("continent",)]``, each once, in
    order.
    """
    found: list[tuple[str, ...]] = []
    for term in filter(None, (part.strip() for part in re.split(r"[+,]", text))):
        names = tuple(name.strip() for name in re.split(r"[*:]", term))
        wanted = [(name,) for name in names] + [names] if "*" in term else [names]
        found += [one for one in wanted if one not in found]
    return found


def covariates(text: str) -> list[str]:
    """The columns that the terms name, each once."""
    return list(dict.fromkeys(name for term in parse_terms(text) for name in term))


def design_matrix(table: pl.DataFrame, terms: str = "") -> tuple[Matrix, list[str]]:
    """An intercept and the columns of ``terms``: matrix (rows of ``table`` x columns) and the columns' names.

    Raises ``UserError`` where a term names no column of the table.
    """
    columns, names = [np.ones(table.height)], ["(intercept)"]
    for term in parse_terms(terms):
        for combination in product(*(_indicators(table, name) for name in term)):
            column = np.prod([indicator for _, indicator in combination], axis=0)
            if column.any():
                columns.append(column)
                names.append(":".join(label for label, _ in combination))
    return np.column_stack(columns), names


def _indicators(table: pl.DataFrame, name: str) -> list[tuple[str, Matrix]]:
    if name not in table.columns:
        raise UserError(
            f"the terms name {name!r}, which is no column of the table",
            f"les termes nomment « {name} », qui n'est pas une colonne du tableau",
            nearest=nearest(name, table.columns),
        )
    values = table[name].cast(pl.String)
    return [
        (f"{name}={level}", (values == level).to_numpy().astype(float))
        for level in sorted(values.unique())[1:]
    ]
