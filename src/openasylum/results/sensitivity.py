"""Which assumptions matter most: how the answer moves with each assumption over the draws of one run."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Share of the draws at each end whose medians make a bar of the tornado.
TAIL = 0.2

#: Chance that any bar at all is called more than noise when none is (Bonferroni over the assumptions).
FALSE_ALARM = 0.05


def assumptions_that_matter(assumptions: pl.DataFrame, answer: pl.DataFrame) -> pl.DataFrame:
    """How ``answer`` (columns ``draw``, ``value``) moves with each drawn assumption (``draw``, ``id``,
    ``value``).

    One row an assumption whose value varies, the strongest first: ``id``, ``rank_correlation`` (Spearman's
    rho between the assumption and the answer), ``when_low`` and ``when_high`` (median answer in the fifth of
    the draws with the lowest and the highest values of the assumption), ``low`` and ``high`` (median values
    of the assumption there), and ``beyond_chance``: whether rho exceeds what chance gives, at 5 % for all
    assumptions together (normal approximation, standard error 1/sqrt(n - 1); Kendall & Gibbons 1990, Rank
    Correlation Methods, section 4.10). Empty with fewer than ten draws.
    """
    wide = (
        assumptions.pivot(on="id", index="draw", values="value", aggregate_function="first")
        .join(answer.drop_nulls("value").select("draw", pl.col("value").alias("__answer")), on="draw")
        .sort("draw")
    )
    names = [name for name in wide.columns if name not in ("draw", "__answer") and wide[name].n_unique() > 1]
    rows = [
        _row(name, wide[name].to_numpy(), wide["__answer"].to_numpy()) for name in names if wide.height >= 10
    ]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    if not rows or wide["__answer"].n_unique() == 1:
        return frame.with_columns(pl.lit(None, dtype=pl.Boolean).alias("beyond_chance")).clear()
    bound = NormalDist().inv_cdf(1 - FALSE_ALARM / (2 * len(rows))) / (wide.height - 1) ** 0.5
    return frame.with_columns((pl.col("rank_correlation").abs() > bound).alias("beyond_chance")).sort(
        pl.col("rank_correlation").abs(), "id", descending=[True, False]
    )


_SCHEMA = {
    "id": pl.String,
    "rank_correlation": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "when_low": pl.Float64,
    "when_high": pl.Float64,
}


def _row(name: str, values: NDArray[np.float64], answer: NDArray[np.float64]) -> tuple[str | float, ...]:
    tail = max(1, round(TAIL * len(values)))
    order = np.argsort(values, kind="stable")
    low, high = order[:tail], order[-tail:]
    correlation = float(np.corrcoef(_ranks(values), _ranks(answer))[0, 1]) if np.ptp(answer) > 0 else 0.0
    medians = (np.median(part) for part in (values[low], values[high], answer[low], answer[high]))
    return (name, correlation, *(float(value) for value in medians))


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, the mean rank where values are equal."""
    return pl.Series(values).rank("average").to_numpy()
