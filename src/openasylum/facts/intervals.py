"""Rounded and withheld cells as intervals (contract 6): never 0 and never missing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import polars as pl

from openasylum.facts.schema import Rounding


def half_step(rounding: Rounding) -> float:
    """How far the true figure can lie from the printed one: 2 for counts rounded to 5, 0 for exact ones."""
    return math.floor(rounding.step / 2) if rounding.whole else rounding.step / 2


def with_intervals(frame: pl.DataFrame, roundings: Sequence[Rounding]) -> pl.DataFrame:
    """``frame`` (with ``value`` f64, null where nothing is printed) plus ``low``, ``high`` and
    ``suppressed``.

    The first of ``roundings`` whose ``where`` fits a row holds for it; where none fits the figure is taken as
    exact. An empty cell becomes the interval that the rule gives for withheld ones, with its midpoint as
    ``value``; where the rule names no such interval the cell was never printed, and stays null.
    """
    half: pl.Expr = pl.lit(0.0)
    withheld_low: pl.Expr = pl.lit(None, dtype=pl.Float64)
    withheld_high: pl.Expr = pl.lit(None, dtype=pl.Float64)
    for rounding in reversed(roundings):
        fits = pl.lit(True)
        for name, wanted in rounding.where.items():
            fits = fits & pl.col(name).is_in([wanted] if isinstance(wanted, str) else list(wanted))
        low, high = (
            (None, None) if rounding.withheld is None else (rounding.withheld.low, rounding.withheld.high)
        )
        half = pl.when(fits).then(float(half_step(rounding))).otherwise(half)
        withheld_low = pl.when(fits).then(pl.lit(low, dtype=pl.Float64)).otherwise(withheld_low)
        withheld_high = pl.when(fits).then(pl.lit(high, dtype=pl.Float64)).otherwise(withheld_high)
    printed = pl.col("value").is_not_null()
    floor = pl.when(pl.col("value") >= 0).then(0.0).otherwise(-math.inf)
    return frame.with_columns(
        pl.when(printed)
        .then(pl.max_horizontal(pl.col("value") - half, floor))
        .otherwise(withheld_low)
        .alias("low"),
        pl.when(printed).then(pl.col("value") + half).otherwise(withheld_high).alias("high"),
        (~printed & withheld_low.is_not_null()).alias("suppressed"),
    ).with_columns(pl.coalesce("value", (pl.col("low") + pl.col("high")) / 2).alias("value"))
