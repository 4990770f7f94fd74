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
    low, high = _ends(Rounding())
    for rounding in reversed(roundings):
        fits = pl.lit(True)
        for name, wanted in rounding.where.items():
            fits = fits & pl.col(name).is_in([wanted] if isinstance(wanted, str) else list(wanted))
        rule_low, rule_high = _ends(rounding)
        low = pl.when(fits).then(rule_low).otherwise(low)
        high = pl.when(fits).then(rule_high).otherwise(high)
    bounded = frame.with_columns(low.alias("low"), high.alias("high"))
    return bounded.with_columns(
        (pl.col("value").is_null() & pl.col("low").is_not_null()).alias("suppressed"),
        pl.coalesce("value", (pl.col("low") + pl.col("high")) / 2).alias("value"),
    )


def _ends(rounding: Rounding) -> tuple[pl.Expr, pl.Expr]:
    """The lowest and highest figure that a cell can stand for under one rule; a count is never below 0."""
    half = half_step(rounding)
    printed = pl.col("value")
    low = pl.when(printed >= 0).then(pl.max_horizontal(printed - half, pl.lit(0.0))).otherwise(printed - half)
    high = printed + half
    if rounding.withheld is not None:
        low = pl.when(printed.is_null()).then(rounding.withheld.low).otherwise(low)
        high = pl.when(printed.is_null()).then(rounding.withheld.high).otherwise(high)
    if rounding.least is not None:
        is_least = printed == rounding.least.printed
        low = pl.when(is_least).then(rounding.least.low).otherwise(low)
        high = pl.when(is_least).then(rounding.least.high).otherwise(high)
    return low, high
