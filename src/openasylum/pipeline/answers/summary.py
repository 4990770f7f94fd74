"""What happened at each stage of a run: arrivals, completions, waits, queues, utilisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from openasylum.pipeline.answers.utilisation import decisions_offered, effort_spent
from openasylum.pipeline.definition.capacity import CapacityLever
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.engine.layout import CAPACITY, SERVERS
from openasylum.pipeline.plan import make_process

_MICROSECONDS_A_DAY = 86_400e6


def stage_summary(
    graph: StageGraph,
    visits: pl.DataFrame,
    values: Mapping[str, Any],
    *,
    start: date,
    until: date,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
    people: pl.DataFrame | None = None,
    seed: int = 0,
) -> pl.DataFrame:
    """One row a stage, in the order of the file; days throughout.

    ``arrivals`` (entries in the run, and who was there at the start), ``completions`` (those who left, by
    decision or hazard), ``mean_wait`` and ``p90_wait`` of those who left (until service begins, where there
    are servers; else the whole stay), ``mean_stay`` of those who left, ``mean_queue`` and ``final_queue`` (people who
    wait, averaged over the run and at its end: where there are servers, without those whom they serve),
    ``mean_present`` (everyone in the stage, averaged over the run), ``utilisation`` (share of the capacity, or of the
    servers' time, that was used; null for stages without one).

    ``people`` and ``seed``, those of the run, are needed where decisions of one stage cost unlike efforts
    (``UserError`` without them).
    """
    begin = pl.lit(start).cast(pl.Datetime("us"))
    end = pl.lit(until).cast(pl.Datetime("us")) + pl.duration(days=1)
    moments = [name for name in ("date_in", "date_out", "date_taken") if name in visits.columns]
    timed = visits.with_columns(pl.col(*moments).cast(pl.Datetime("us")), pl.col("stage").cast(pl.String))
    left = pl.col("date_out").is_not_null()
    taken = pl.col("date_taken") if "date_taken" in visits.columns else pl.col("date_out")
    wait = _days(taken - pl.col("date_in")).filter(left)
    length = (until - start).days + 1

    def within(since: pl.Expr, to: pl.Expr) -> pl.Expr:
        """Person-days between two moments that fall into the run; a moment that has not come yet is its end."""
        last, first = to.fill_null(end), since.fill_null(end)
        return (
            _days(pl.min_horizontal(last, end) - pl.max_horizontal(first, begin)).clip(lower_bound=0.0).sum()
        )

    found = timed.group_by("stage").agg(
        pl.len().cast(pl.Float64).alias("arrivals"),
        left.sum().cast(pl.Float64).alias("completions"),
        wait.mean().alias("mean_wait"),
        wait.quantile(0.9, "linear").alias("p90_wait"),
        _days(pl.col("date_out") - pl.col("date_in")).filter(left).mean().alias("mean_stay"),
        (within(pl.col("date_in"), taken) / length).alias("mean_queue"),
        taken.is_null().sum().cast(pl.Float64).alias("final_queue"),
        (within(pl.col("date_in"), pl.col("date_out")) / length).alias("mean_present"),
        within(taken, pl.col("date_out")).alias("served_days"),
    )
    rows = pl.DataFrame({"stage": list(graph.inside)}).join(
        found, on="stage", how="left", maintain_order="left"
    )
    counted = ("arrivals", "completions", "mean_queue", "final_queue", "mean_present")
    rows = rows.with_columns(pl.col(*counted).fill_null(0.0) * weight)
    process = make_process(graph, values, seed=seed, draw=0, start=start, until=until, capacity=capacity)
    use: list[float | None] = []
    for name, served in rows.select("stage", "served_days").iter_rows():
        number = graph.ids.index(name)
        kind = process.stages[number]["kind"]
        offered, spent = 0.0, 0.0
        if kind == CAPACITY:
            offered = decisions_offered(graph, process, name, timed, start, weight)
            spent = effort_spent(graph, process, name, timed, people, start)
        elif kind == SERVERS:
            # Of the days of the stage, so many servers at once.
            offered, spent = float(process.capacity[number].sum()), served or 0.0
        use.append(spent * weight / offered if offered > 0 else None)
    return rows.drop("served_days").with_columns(pl.Series("utilisation", use, dtype=pl.Float64))


def _days(duration: pl.Expr) -> pl.Expr:
    return duration.dt.total_microseconds() / _MICROSECONDS_A_DAY
