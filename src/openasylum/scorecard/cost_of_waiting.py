"""The cost of one month's delay, and the waits that cost as much as a decision, over draws of the cost
assumptions.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from openasylum.costs.prices import read_fiscal_year
from openasylum.costs.waiting import cost_of_waiting, event_dollars, months_that_cost
from openasylum.errors import UserError
from openasylum.scenario import draw_values

SEED: Final = 20241231

#: What a wait is compared with, and the cost line of it.
DECISIONS: Final = {"first_hearing": "irb.first_hearing", "appeal": "irb.appeal"}

_QUANTILES = (0.05, 0.5, 0.95)


def month_of_delay(scope: str, year: str, months_before: float, draws: int) -> pl.DataFrame:
    """``organisation`` (null for the total), ``p05``, ``p50``, ``p95``: dollars of one more month for one
    claimant.
    """
    fiscal_year = read_fiscal_year(year)
    booked = pl.concat(
        cost_of_waiting(
            draw_values(SEED, draw), scope, fiscal_year, months_before=months_before
        ).with_columns(pl.lit(draw).alias("draw"))
        for draw in range(draws)
    )
    parts = booked.group_by("organisation", "draw").agg(pl.col("dollars").sum())
    whole = (
        booked.group_by("draw")
        .agg(pl.col("dollars").sum())
        .with_columns(organisation=pl.lit(None, pl.String))
    )
    return (
        pl.concat([parts, whole.select(parts.columns)])
        .group_by("organisation")
        .agg(*(pl.col("dollars").quantile(q, "linear").alias(_name(q)) for q in _QUANTILES))
        .sort("organisation", nulls_last=True)
    )


def waits_that_cost(
    scope: str, year: str, months_before: float, draws: int, amount: float | None = None
) -> pl.DataFrame:
    """``of``, ``p05``, ``p50``, ``p95``: more months of waiting that cost as much as a first decision, an
    appeal, and ``amount``.

    The break-even of one more decision: it pays for itself in this scope if it shortens a wait by so many
    months. Null where in most draws no wait of up to twenty years costs as much.
    """
    fiscal_year = read_fiscal_year(year)
    names = [*DECISIONS, *([] if amount is None else ["amount"])]
    found: dict[str, list[float]] = {name: [] for name in names}
    for draw in range(draws):
        values = draw_values(SEED, draw)
        for name, months in found.items():
            cost = (
                event_dollars(values, DECISIONS[name], fiscal_year)
                if name in DECISIONS
                else float(amount or 0)
            )
            try:
                months.append(months_that_cost(cost, values, scope, fiscal_year, months_before=months_before))
            except UserError:
                months.append(np.inf)
    rows = []
    for name, months in found.items():
        low, middle, high = (float(np.quantile(months, q, method="nearest")) for q in _QUANTILES)
        rows.append((name, *((low, middle, high) if np.isfinite(high) else (None, None, None))))
    return pl.DataFrame(rows, schema=["of", *(_name(q) for q in _QUANTILES)], orient="row")


def _name(quantile: float) -> str:
    return f"p{round(100 * quantile):02d}"
