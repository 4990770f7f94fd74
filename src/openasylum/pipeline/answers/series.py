"""Monthly stocks and flows from visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl


def months_between(first: date, last: date) -> pl.Series:
    """The first days of the months from that of ``first`` to that of ``last``."""
    return pl.date_range(first.replace(day=1), last.replace(day=1), "1mo", eager=True).alias("month")


def stock_series(
    visits: pl.DataFrame, months: pl.Series, *, by: Sequence[str] = (), weight: float = 1.0
) -> pl.DataFrame:
    """People in each stage at the end of each month.

    ``visits``: as ``run`` returns them, with any further columns named in ``by``; ``months``: first days of
    months (Date). Returns ``month``, ``stage``, ``by…``, ``value`` (people; ``weight`` to a row), with a row
    for every combination that occurs.
    """
    keys = ["stage", *by]
    first = months.min()
    came = visits.select(*keys, pl.col("date_in").alias("day"), pl.lit(1, pl.Int64).alias("n"))
    went = visits.filter(pl.col("date_out").is_not_null()).select(
        *keys, pl.col("date_out").alias("day"), pl.lit(-1, pl.Int64).alias("n")
    )
    moves = (
        pl.concat([came, went])
        .with_columns(month=pl.max_horizontal(pl.col("day").dt.truncate("1mo"), pl.lit(first)))
        .group_by(*keys, "month")
        .agg(pl.col("n").sum())
    )
    grid = moves.select(keys).unique().join(pl.DataFrame({"month": months}), how="cross")
    return (
        grid.join(moves, on=[*keys, "month"], how="left")
        .sort(*keys, "month")
        .with_columns(
            (pl.col("n").fill_null(0).cum_sum().over(keys) * weight).cast(pl.Float64).alias("value")
        )
        .select("month", *keys, "value")
    )


def flow_series(
    visits: pl.DataFrame, months: pl.Series, *, by: Sequence[str] = (), weight: float = 1.0
) -> pl.DataFrame:
    """People who enter each stage, and who leave it by each exit, in each month.

    Returns ``month``, ``stage``, ``flow`` ("in", or the name of the exit), ``by…``, ``value`` (people).
    """
    keys = ["stage", "flow", *by]
    came = visits.select("stage", *by, pl.col("date_in").alias("day"), pl.lit("in").alias("flow"))
    went = visits.filter(pl.col("date_out").is_not_null()).select(
        "stage", *by, pl.col("date_out").alias("day"), pl.col("exit").cast(pl.String).alias("flow")
    )
    counted = (
        pl.concat([came, went])
        .with_columns(month=pl.col("day").dt.truncate("1mo"))
        .group_by(*keys, "month")
        .agg((pl.len() * weight).cast(pl.Float64).alias("value"))
    )
    grid = counted.select(keys).unique().join(pl.DataFrame({"month": months}), how="cross")
    return (
        grid.join(counted, on=[*keys, "month"], how="left")
        .with_columns(pl.col("value").fill_null(0.0))
        .sort(*keys, "month")
        .select("month", *keys, "value")
    )
