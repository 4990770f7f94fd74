"""The free run from the end of 2016, summed by year, beside what was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from openasylum import facts
from openasylum.pipeline import history
from openasylum.pipeline.answers.series import flow_series, months_between, stock_series
from openasylum.pipeline.opening import rpd_pending

FIRST, LAST = 2017, 2024
UNTIL = date(LAST, 12, 31)
MERITS = "accepted", "rejected"
OTHER = "withdrawn", "withdrawn_when_called", "abandoned", "regularised"
RAD_EXITS = ("substituted", "referred_back", "dismissed")


@dataclass(frozen=True)
class Yearly:
    """Year-end stocks ``(stage, year)`` and yearly flows ``(stage, flow, year)`` of a run."""

    stocks: Mapping[tuple[str, int], float]
    flows: Mapping[tuple[str, str, int], float]

    def flow(self, stage: str, names: tuple[str, ...], year: int) -> float:
        """People who took any of these flows in a year."""
        return sum(self.flows.get((stage, name, year), 0.0) for name in names)


def yearly(visits: pl.DataFrame, first: date, last: date, weight: float) -> Yearly:
    """A run summed by calendar year."""
    months = months_between(first, last)
    year = pl.col("month").dt.year().alias("year")
    stocks = stock_series(visits, months, weight=weight).filter(pl.col("month").dt.month() == 12)
    flows = (
        flow_series(visits, months, weight=weight).group_by("stage", "flow", year).agg(pl.col("value").sum())
    )
    return Yearly(
        {(str(stage), y): value for stage, y, value in stocks.select("stage", year, "value").iter_rows()},
        {
            (str(stage), flow, y): value
            for stage, flow, y, value in flows.select("stage", "flow", "year", "value").iter_rows()
        },
    )


def free_run(values: Mapping[str, Any], every: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``(people, visits)`` from the end of 2016 on, one person in ``every``."""
    return history.replay(values, UNTIL, every=every)


def published() -> pl.DataFrame:
    """What was published of the RPD, by year from 2017.

    ``pending`` (reconciled), ``finalized``, ``accepted``, ``rejected``, ``other`` (IRB open data),
    ``referred`` (IRB; where none is published, pending less last year's pending plus finalized).
    """
    table = facts.table("rpd_calibration_series").filter(pl.col("year").is_between(FIRST, LAST)).sort("year")
    rows = table.select(
        "year",
        pl.col("rpd_referred").alias("referred"),
        pl.col("rpd_finalized").alias("finalized"),
        "accepted",
        "rejected",
        pl.col("abandoned_withdrawn_other").alias("other"),
    )
    pending = pl.Series("pending", [rpd_pending(year) for year in rows["year"]], dtype=pl.Float64)
    rows = rows.with_columns(pending)
    implied = pl.col("pending") - pl.col("pending").shift(1) + pl.col("finalized")
    return rows.with_columns(pl.col("referred").fill_null(implied))


def published_rad() -> pl.DataFrame:
    """The RAD by year from 2017 (source: IRB, appeals by country): ``year``, ``filed``, ``finalized``,
    ``pending``.
    """
    table = facts.table("rad_annual").filter(
        pl.col("grain").cast(pl.String) == "year", pl.col("unit") == "appeals"
    )
    return (
        table.with_columns(pl.col("first_day").dt.year().alias("year"))
        .filter(pl.col("year") >= FIRST)
        .pivot("measure", index="year", values="value", aggregate_function="first")
        .select("year", "filed", pl.col("total_finalized").alias("finalized"), "pending")
        .sort("year")
    )
