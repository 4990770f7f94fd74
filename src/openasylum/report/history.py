"""What was observed before the horizon, for the left part of the charts."""

from __future__ import annotations

import polars as pl

from openasylum.results import Run

#: Measure -> the channels whose observed claims it counts; None: all of them.
_OBSERVED_CLAIMS: dict[str, str | None] = {"claims_made": None, "undetected_entries": "undetected"}


def observed(run: Run, measure: str, breakdown: str = "total") -> pl.DataFrame:
    """Observed months of a measure: ``category``, ``month``, ``value`` (persons); empty where nothing monthly
    is published.

    ``breakdown`` is ``total``, ``channel`` or ``province``. The run keeps the observed claims it was made
    from, so an old run shows the history of its own data vintage.
    """
    nothing = pl.DataFrame(schema={"category": pl.String, "month": pl.Date, "value": pl.Float64})
    if "history" not in run.frames or measure not in _OBSERVED_CLAIMS:
        return nothing
    claims = run.frames["history"]
    channel = _OBSERVED_CLAIMS[measure]
    if channel is not None:
        claims = claims.filter(pl.col("channel").cast(pl.String) == channel)
    category = pl.lit("all") if breakdown == "total" else pl.col(breakdown).cast(pl.String)
    return (
        claims.group_by(category.alias("category"), "month")
        .agg(pl.col("claims").sum().cast(pl.Float64).alias("value"))
        .sort("category", "month")
    )
