"""From people and their visits to monthly series: flows, stocks and waits, by breakdown, as ``measures.yaml`` defines them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.documents import parse_document, validate

DAYS_IN_A_MONTH = 365.25 / 12

SERIES_COLUMNS = ("measure", "breakdown", "category", "month", "value")


class MeasureRule(BaseModel):
    """How one measure is counted.

    ``of`` is a flow of claimants on the day they claim (``claims``), a flow of people into or out of a stage
    (``entries``, ``exits``) or its stock on the last day of a month (``stock``).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    measure: str
    of: Literal["claims", "entries", "exits", "stock"]
    stage: str | None = None
    exits: list[str] | None = None
    channel: str | None = None
    by: list[str] = []


class _Rules(RootModel[list[MeasureRule]]):
    """The content of ``measures.yaml``."""


@cache
def measure_rules() -> tuple[MeasureRule, ...]:
    """The rules that ship with the package."""
    text = files("openasylum.simulate").joinpath("measures.yaml").read_text(encoding="utf-8")
    return tuple(validate(_Rules, parse_document(text, "measures.yaml")).root)


def monthly_series(claimants: pl.DataFrame, visits: pl.DataFrame, months: pl.Series, weight: float) -> pl.DataFrame:
    """Every measure by month and breakdown: columns ``measure, breakdown, category, month, value``.

    ``claimants`` has ``claim_date`` and the breakdown columns; ``visits`` has ``stage, date_in, date_out, exit`` and the same
    breakdown columns; ``months`` are the first days of the months to report; ``weight`` is the people a row stands for.
    """
    parts = []
    for rule in measure_rules():
        for breakdown in ("total", *rule.by):
            key = pl.lit("all").alias("category") if breakdown == "total" else pl.col(breakdown).cast(pl.String).alias("category")
            counted = _count(rule, claimants, visits, months, key)
            parts.append(
                counted.select(
                    pl.lit(rule.measure).alias("measure"),
                    pl.lit(breakdown).alias("breakdown"),
                    "category",
                    "month",
                    (pl.col("n") * weight).cast(pl.Float64).alias("value"),
                )
            )
    parts.append(monthly_waits(visits, months))
    return pl.concat(parts)


def _count(
    rule: MeasureRule, claimants: pl.DataFrame, visits: pl.DataFrame, months: pl.Series, key: pl.Expr
) -> pl.DataFrame:
    if rule.of == "claims":
        chosen = claimants if rule.channel is None else claimants.filter(pl.col("channel") == rule.channel)
        return _by_month(chosen, "claim_date", key, months)
    inside = visits.filter(pl.col("stage") == rule.stage)
    if rule.of == "entries":
        return _by_month(inside, "date_in", key, months)
    if rule.of == "exits":
        left = inside if rule.exits is None else inside.filter(pl.col("exit").cast(pl.String).is_in(rule.exits))
        return _by_month(left, "date_out", key, months)
    return _stock(inside, key, months)


def _by_month(rows: pl.DataFrame, day: str, key: pl.Expr, months: pl.Series) -> pl.DataFrame:
    counted = (
        rows.filter(pl.col(day).is_not_null())
        .select(key, pl.col(day).dt.truncate("1mo").alias("month"))
        .group_by("category", "month")
        .len("n")
    )
    grid = counted.select("category").unique().join(pl.DataFrame({"month": months}), how="cross")
    return grid.join(counted, on=["category", "month"], how="left").with_columns(pl.col("n").fill_null(0)).sort("category", "month")


def _stock(inside: pl.DataFrame, key: pl.Expr, months: pl.Series) -> pl.DataFrame:
    """People in the stage at the end of each month: everyone who came by then less everyone who left by then."""
    first = months.min()
    moves = pl.concat(
        [
            inside.select(key, pl.col("date_in").alias("day"), pl.lit(1, pl.Int64).alias("n")),
            inside.filter(pl.col("date_out").is_not_null()).select(
                key, pl.col("date_out").alias("day"), pl.lit(-1, pl.Int64).alias("n")
            ),
        ]
    )
    netted = moves.with_columns(month=pl.max_horizontal(pl.col("day").dt.truncate("1mo"), pl.lit(first)))
    netted = netted.group_by("category", "month").agg(pl.col("n").sum())
    grid = netted.select("category").unique().join(pl.DataFrame({"month": months}), how="cross")
    return (
        grid.join(netted, on=["category", "month"], how="left")
        .sort("category", "month")
        .with_columns(pl.col("n").fill_null(0).cum_sum().over("category"))
    )


def decided_waits(visits: pl.DataFrame) -> pl.DataFrame:
    """Days from referral to the RPD's decision on the merits: columns ``date_out``, ``days``."""
    return visits.filter(
        (pl.col("stage") == "rpd") & pl.col("exit").cast(pl.String).is_in(["accepted", "rejected"])
    ).select("date_out", days=(pl.col("date_out") - pl.col("date_in")).dt.total_days())


def monthly_waits(visits: pl.DataFrame, months: pl.Series) -> pl.DataFrame:
    """Median and ninth decile of the wait, in months, of those whom the RPD decided in each month."""
    waits = (
        decided_waits(visits)
        .group_by(pl.col("date_out").dt.truncate("1mo").alias("month"))
        .agg(
            wait_months_p50=pl.col("days").quantile(0.5, "linear") / DAYS_IN_A_MONTH,
            wait_months_p90=pl.col("days").quantile(0.9, "linear") / DAYS_IN_A_MONTH,
        )
        .filter(pl.col("month").is_in(months.to_list()))
        .unpivot(index="month", variable_name="measure", value_name="value")
    )
    return waits.select(
        "measure", pl.lit("total").alias("breakdown"), pl.lit("all").alias("category"), "month", "value"
    ).sort("measure", "month")
