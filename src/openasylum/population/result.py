"""What every estimator hands back: an interval with what it rests on, never a bare number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

#: Columns of ``Result.totals``. ``value`` is null where no point can be defended (Canada).
TOTALS: Final = ("cell", "value", "low", "high", "standard_error")


@dataclass(frozen=True)
class Result:
    """The answer of one estimator.

    ``totals``: one row a cell, columns ``TOTALS`` (persons, unless the user's table counts in thousands).
    ``level``: the coverage that ``low`` to ``high`` claims (0.95, say), or None for an interval that is no
    probability statement (a spread between sources, bounds). ``diagnostics``: single figures of the fit.
    ``details``: further tables (coefficients, sensitivities, other models). ``caveats``: what a reader must
    be told, English and French.
    """

    method: str
    totals: pl.DataFrame
    level: float | None
    diagnostics: Mapping[str, float | int | str] = field(default_factory=dict)
    details: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    caveats: tuple[Mapping[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return {
            "method": self.method,
            "level": self.level,
            "totals": self.totals.to_dicts(),
            "diagnostics": dict(self.diagnostics),
            "details": {name: table.to_dicts() for name, table in self.details.items()},
            "caveats": [dict(caveat) for caveat in self.caveats],
        }


def floored(cell: str, value: float, reach: float, error: float) -> tuple[str, float, float, float, float]:
    """A row of ``totals``: ``value`` plus and minus ``reach``, with nothing below zero people."""
    return cell, max(value, 0.0), max(value - reach, 0.0), max(value + reach, 0.0), error


def totals(rows: Sequence[tuple[str, float | None, float, float, float | None]]) -> pl.DataFrame:
    """The frame of ``Result.totals`` from (cell, value, low, high, standard error) rows."""
    types = {"cell": pl.String, **dict.fromkeys(TOTALS[1:], pl.Float64)}
    return pl.DataFrame(rows, schema=types, orient="row")
