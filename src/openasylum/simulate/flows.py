"""Who went where: the steps that everyone who came in the horizon took, for the Sankey diagram and its table."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

STILL_WAITING = "still_waiting"


def pathway_flows(
    claimants: pl.DataFrame, visits: pl.DataFrame, ends: Collection[str], weight: float
) -> pl.DataFrame:
    """Rows ``source, target, persons``: from channel to first stage, and from each stage to the next, or to ``still_waiting``.

    Only people who claimed in the horizon (the first ``claimants.height`` rows of the people that ``visits.row`` counts). Each step is
    counted once per visit, so what flows into a stage is what flows out of it; ``ends`` are stages that nobody leaves.
    """
    own = visits.filter(pl.col("row") < claimants.height).sort("row", "sequence")
    came = own.filter(pl.col("sequence") == 0).group_by(source="channel", target="stage").len()
    onward = own.group_by(
        source="stage", target=pl.when(pl.col("date_out").is_not_null()).then(pl.col("stage").shift(-1))
    ).len()
    words = pl.col("source", "target").cast(pl.String)
    return (
        pl.concat([came.with_columns(words), onward.with_columns(words)])
        .filter(pl.col("target").is_not_null() | ~pl.col("source").is_in(ends))
        .select("source", pl.col("target").fill_null(STILL_WAITING), persons=pl.col("len") * weight)
        .sort("source", "target")
    )
