"""Who went where: the steps that everyone who came in the horizon took, for the Sankey diagram and its table."""

from __future__ import annotations

import polars as pl

STILL_WAITING = "still_waiting"


def pathway_flows(claimants: pl.DataFrame, visits: pl.DataFrame, weight: float) -> pl.DataFrame:
    """Rows ``source, target, persons``: from channel to first stage, and from each stage to the next, or to ``still_waiting``.

    Only people who claimed in the horizon (``claimants``, whose rows are the rows ``visits.row`` below ``claimants.height``); each step is counted
    once per person, so what flows into a stage is what flows out of it plus who is still there.
    """
    own = visits.filter(pl.col("row") < claimants.height).sort("row", "date_in", "sequence")
    first = (
        own.group_by("row", maintain_order=True)
        .agg(pl.col("stage").first().cast(pl.String).alias("target"), pl.col("channel").first().cast(pl.String).alias("source"))
        .select("source", "target")
    )
    onward = own.select(
        pl.col("stage").cast(pl.String).alias("source"),
        pl.when(pl.col("date_out").is_null())
        .then(pl.lit(STILL_WAITING))
        .otherwise(pl.col("stage").cast(pl.String).shift(-1).over("row"))
        .alias("target"),
    ).filter(pl.col("target").is_not_null())
    return (
        pl.concat([first, onward])
        .group_by("source", "target")
        .agg((pl.len() * weight).cast(pl.Float64).alias("persons"))
        .sort("source", "target")
    )
