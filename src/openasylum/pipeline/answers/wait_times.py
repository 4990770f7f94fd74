"""How long people wait: of those decided in a period, of those who came in a period, and as one person sees
it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import polars as pl

DAYS_A_MONTH = 365.25 / 12

#: Exits that are a decision on the merits of a claim.
MERITS = ("accepted", "rejected")


def waits(
    visits: pl.DataFrame,
    stage: str = "rpd",
    *,
    exits: Sequence[str] | None = MERITS,
    every: Literal["1mo", "1q", "1y"] = "1y",
    cohort: Literal["decided", "referred"] = "decided",
    quantiles: Sequence[float] = (0.1, 0.25, 0.5, 0.75, 0.9),
    until: date | None = None,
) -> pl.DataFrame:
    """Quantiles of the time spent in a stage, in months, by period of decision or of entry.

    ``cohort`` "decided" takes everyone who left by ``exits`` (all if None) in the period. "referred" takes
    everyone who entered in the period, and counts who is still there, or left otherwise, as waiting longer
    than anyone decided so far: the time by which a share of the *cohort* is decided (null where that share is
    not yet reached by ``until``; product-limit estimate of Kaplan & Meier 1958, with other exits as
    censoring). Returns ``period`` (Date), ``people``, ``mean`` (decided only), and ``p10`` and so on.
    """
    inside = visits.filter(pl.col("stage").cast(pl.String) == stage).with_columns(
        decided=pl.col("date_out").is_not_null()
        & (pl.lit(True) if exits is None else pl.col("exit").cast(pl.String).is_in(list(exits)))
    )
    if cohort == "decided":
        months = (pl.col("date_out") - pl.col("date_in")).dt.total_days() / DAYS_A_MONTH
        return (
            inside.filter("decided")
            .group_by(pl.col("date_out").dt.truncate(every).alias("period"))
            .agg(
                pl.len().alias("people"),
                months.mean().alias("mean"),
                *(months.quantile(q, "linear").alias(f"p{round(100 * q)}") for q in quantiles),
            )
            .sort("period")
        )
    if until is None:
        until = max(inside["date_in"].max(), inside["date_out"].max() or inside["date_in"].max())  # type: ignore[type-var, assignment]
    timed = inside.select(
        pl.col("date_in").dt.truncate(every).alias("period"),
        days=(pl.col("date_out").fill_null(until) - pl.col("date_in")).dt.total_days(),
        decided="decided",
    )
    return product_limit(timed, quantiles)


def product_limit(timed: pl.DataFrame, quantiles: Sequence[float]) -> pl.DataFrame:
    """Kaplan and Meier's quantiles, in months, by ``period``, from columns ``period``, ``days``, ``decided``
    (False: censored).
    """
    steps = (
        timed.group_by("period", "days")
        .agg(pl.len().alias("leave"), pl.col("decided").sum().alias("events"))
        .sort("period", "days")
        .with_columns(at_risk=pl.col("leave").reverse().cum_sum().reverse().over("period"))
        .with_columns(undecided=(1 - pl.col("events") / pl.col("at_risk")).cum_prod().over("period"))
    )
    return (
        steps.group_by("period")
        .agg(
            pl.col("leave").sum().alias("people"),
            ((pl.col("days") * pl.col("events")).sum() / pl.col("events").sum() / DAYS_A_MONTH).alias("mean"),
            *(
                (pl.col("days").filter(pl.col("undecided") <= 1 - q + 1e-12).min() / DAYS_A_MONTH).alias(
                    f"p{round(100 * q)}"
                )
                for q in quantiles
            ),
        )
        .sort("period")
    )
