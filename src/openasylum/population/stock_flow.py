"""Stock and flow: last year's population, plus those who came, less those who died, left, were removed or got
a status.

The form of Fazel-Zarandi, Feinstein & Kaplan (2018, doi:10.1371/journal.pone.0201193)::

    N(t+1) = N(t) + entries(t) - (deaths + emigration)(t) - removals(t) - regularized(t)

Their own inputs give 16.7 million (2016, called conservative) to 22.1 million (mean; 95 % 16.2 to 29.5),
about twice what every residual gives. The difference arises in the 1990s, for which the inputs do not exist
(OHSS 2021, p. 8; Capps, Gelatt, Van Hook & Fix 2018, doi:10.1371/journal.pone.0204199). Here it serves as the
upper stress case, never as a centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.keyed_random import uniform
from openasylum.population.result import Result, totals

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Span:
    """A figure known between two bounds."""

    low: float
    high: float

    def at(self, share: Vector) -> Vector:
        """The figure at ``share`` (0 to 1) of the way from low to high; same shape as ``share``."""
        return self.low + (self.high - self.low) * share


def step(stock: Vector, entries: Vector, exit_rate: Vector, removals: Vector, regularized: Vector) -> Vector:
    """One year. Entries and exits fall evenly over the year, so newcomers are exposed for half of it; never
    below zero.
    """
    exits = exit_rate * (stock + entries / 2)
    return np.maximum(stock + entries - exits - removals - regularized, 0.0)


def stock_flow(
    table: pl.DataFrame, start: Span, exit_rate: Span, draws: int = 2000, seed: int = 0, level: float = 0.95
) -> Result:
    """The stock at the end of every year of ``table``, with the interval that its inputs allow.

    ``table``: column ``year`` (in order, one row a year) and ``entries``, ``removals``, ``regularized``
    (persons), each optionally with ``entries_low``, ``entries_high`` and so on. ``start``: the stock before
    the first year. ``exit_rate``: deaths and emigration as a share of the stock a year. A bounded figure is
    uniform between its bounds and errs in the same direction in every year (its faults are of method, not of
    chance). Totals: median and central interval over ``draws``. Raises ``UserError`` for years that do not follow
    one another, bounds the wrong way round, and more people leaving than there are.
    """
    _in_order(table["year"].to_list())
    persons = np.arange(draws, dtype=np.uint64)
    shares = {
        name: uniform(seed, 0, f"population.stock_flow.{name}", persons)
        for name in ("start", "exit_rate", "entries", "removals", "regularized")
    }
    stock = start.at(shares["start"])
    rate = exit_rate.at(shares["exit_rate"])
    tails = [(1 - level) / 2, 0.5, (1 + level) / 2]
    rows = []
    for record in table.iter_rows(named=True):
        flows = [_flow(record, name).at(shares[name]) for name in ("entries", "removals", "regularized")]
        stock = step(stock, flows[0], rate, flows[1], flows[2])
        low, middle, high = np.quantile(stock, tails)
        if middle <= 0 < flows[1].max() + flows[2].max():
            raise UserError(
                f"more people leave by the end of {record['year']} than there are",
                f"à la fin de {record['year']}, il est parti plus de personnes qu'il n'y en avait",
                field="removals",
            )
        rows.append((str(record["year"]), float(middle), float(low), float(high), float(stock.std())))
    return Result(
        method="stock-flow",
        totals=totals(rows),
        level=level,
        diagnostics={"draws": draws, "seed": seed},
        caveats=(_STRESS,),
    )


def _in_order(years: list[object]) -> None:
    """Raises ``UserError`` where a year is no year, or does not follow the one before."""
    before: int | None = None
    for text in years:
        try:
            year = int(str(text))
        except ValueError as error:
            raise UserError(
                f"{text!r} is not a year", f"{text!r} n'est pas une année", field="year"
            ) from error
        if before is not None and year != before + 1:
            raise UserError(
                f"{year} does not follow {before}: give one row a year, in order and without a gap",
                f"{year} ne suit pas {before} : donnez une ligne par année, dans l'ordre et sans lacune",
                field="year",
            )
        before = year


def _flow(record: dict[str, Any], name: str) -> Span:
    middle = record.get(name) or 0.0
    low, high = record.get(f"{name}_low"), record.get(f"{name}_high")
    span = Span(middle if low is None else low, middle if high is None else high)
    if span.low > span.high:
        raise UserError(
            f"in {record['year']} the lower bound of {name} ({span.low:g}) exceeds the upper ({span.high:g})",
            f"en {record['year']}, la borne inférieure de {name} ({span.low:g}) dépasse la supérieure ({span.high:g})",
            field=f"{name}_low",
        )
    return span


_STRESS = {
    "en": "Errors add up year after year: use this as a stress case beside a residual, not instead of one.",
    "fr": "Les erreurs s'ajoutent d'année en année : à employer comme cas extrême à côté d'une méthode "
    "résiduelle, non à sa place.",
}
