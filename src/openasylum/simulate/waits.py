"""How long people waited for the RPD: from referral to a decision on the merits, of those decided in a period.

A measured wait, not the published "projected wait" (stock over funded capacity), which is a ratio; see ``docs/explanation/model.md``.
"""

from __future__ import annotations

import polars as pl

DAYS_IN_A_MONTH = 365.25 / 12

#: Exits of the RPD that are decisions on the merits.
ON_THE_MERITS = ("accepted", "rejected")

QUANTILES = {"wait_months_p50": 0.5, "wait_months_p90": 0.9}


def decided_waits(visits: pl.DataFrame) -> pl.DataFrame:
    """``date_out`` and ``wait`` (months) of every decision of the RPD on the merits."""
    decided = (pl.col("stage") == "rpd") & pl.col("exit").is_in(ON_THE_MERITS)
    wait = (pl.col("date_out") - pl.col("date_in")).dt.total_days() / DAYS_IN_A_MONTH
    return visits.filter(decided).select("date_out", wait=wait)


def wait_quantiles(visits: pl.DataFrame, period: pl.Expr) -> pl.DataFrame:
    """``period, measure, value``: median and ninth decile of the wait, in months, by a period of ``date_out``."""
    return (
        decided_waits(visits)
        .group_by(period.alias("period"))
        .agg(pl.col("wait").quantile(q, "linear").alias(name) for name, q in QUANTILES.items())
        .unpivot(index="period", variable_name="measure", value_name="value")
        .sort("measure", "period")
    )


def monthly_waits(visits: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    """The waits by month, in the columns of ``measures.monthly_series``; months without a decision are left out."""
    by_month = wait_quantiles(visits, pl.col("date_out").dt.truncate("1mo"))
    return by_month.filter(pl.col("period").is_in(months.implode())).select(
        "measure",
        pl.lit("total").alias("breakdown"),
        pl.lit("all").alias("category"),
        pl.col("period").alias("month"),
        "value",
    )
