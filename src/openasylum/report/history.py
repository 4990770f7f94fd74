"""What was observed before the horizon, for the left part of the charts."""

from __future__ import annotations

from datetime import date

import polars as pl

from openasylum import facts, results
from openasylum.results import Run

#: Where the history on the charts begins.
FROM = date(2015, 1, 1)

#: Measure -> the channels whose observed claims it counts; None: all of them.
_OBSERVED_CLAIMS: dict[str, str | None] = {"claims_made": None, "undetected_entries": "undetected"}


#: Measure -> the column of the RPD's yearly series that it continues.
_OBSERVED_BY_YEAR = {
    "rpd_pending": "pending_year_end",
    "referred_to_rpd": "rpd_referred",
    "rpd_finalized": "rpd_finalized",
    "rpd_accepted": "accepted",
}

_NOTHING = pl.DataFrame(schema={"category": pl.String, "month": pl.Date, "value": pl.Float64})


def observed(run: Run, measure: str, breakdown: str = "total") -> pl.DataFrame:
    """What was observed of a measure: ``category``, ``month``, ``value`` (persons); empty where nothing is
    published.

    ``breakdown`` is ``total``, ``channel`` or ``province``. Claims are monthly, and are those that the run
    keeps: an old run shows the history of its own data vintage. What the RPD publishes by year stands at the
    year's end (stocks) or, as a monthly mean, at its middle (flows); see ``by_year``.
    """
    if measure in _OBSERVED_CLAIMS and "history" in run.frames:
        return _claims(run.frames["history"], _OBSERVED_CLAIMS[measure], breakdown)
    if by_year(measure) and breakdown == "total":
        return _yearly(measure)
    return _NOTHING


def by_year(measure: str) -> bool:
    """Whether the observed values of a measure are yearly."""
    return measure in _OBSERVED_BY_YEAR


def _claims(claims: pl.DataFrame, channel: str | None, breakdown: str) -> pl.DataFrame:
    if channel is not None:
        claims = claims.filter(pl.col("channel").cast(pl.String) == channel)
    category = pl.lit("all") if breakdown == "total" else pl.col(breakdown).cast(pl.String)
    return (
        claims.group_by(category.alias("category"), "month")
        .agg(pl.col("claims").sum().cast(pl.Float64).alias("value"))
        .sort("category", "month")
    )


def _yearly(measure: str) -> pl.DataFrame:
    stock = results.measure(measure).kind == "stock"
    column = pl.col(_OBSERVED_BY_YEAR[measure])
    table = facts.table("rpd_calibration_series")
    if measure == "rpd_pending":
        # Where published stocks do not close, the reconciled figure stands in their place, as it does in the model.
        closing = {
            int(figure.id.rsplit(".", 1)[1]): figure.point
            for figure in facts.figures("reconciliation")
            if figure.id.startswith("reconcile.rpd_pending.")
        }
        column = pl.col("year").replace_strict(closing, default=column, return_dtype=pl.Float64)
    return (
        table.select(
            pl.lit("all").alias("category"),
            (pl.col("last_day") if stock else pl.date(pl.col("year"), 7, 1)).alias("month"),
            (column if stock else column / 12).cast(pl.Float64).alias("value"),
        )
        .drop_nulls("value")
        .filter(pl.col("month") >= FROM)
        .sort("month")
    )
