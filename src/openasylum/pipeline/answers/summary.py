"""What happened at each stage of a run: arrivals, completions, waits, queues, utilisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

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
) -> pl.DataFrame:
    """One row a stage, in the order of the file; days throughout.

    ``arrivals`` (entries in the run, and who was there at the start), ``completions`` (those who left, by
    decision or hazard), ``mean_wait`` and ``p90_wait`` of those who left (until service begins, where there
    are servers; else the whole stay), ``mean_stay`` of those who left, ``mean_queue`` and ``final_queue`` (people who
    wait, averaged over the run and at its end: where there are servers, without those whom they serve),
    ``mean_present`` (everyone in the stage, averaged over the run), ``utilisation`` (share of the capacity, or of the
    servers' time, that was used; null for stages without one).
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
    people = ("arrivals", "completions", "mean_queue", "final_queue", "mean_present")
    rows = rows.with_columns(pl.col(*people).fill_null(0.0) * weight)
    decided = _decided(graph, timed)
    process = make_process(graph, values, seed=0, draw=0, start=start, until=until, capacity=capacity)
    use: list[float | None] = []
    for name, served in rows.select("stage", "served_days").iter_rows():
        number = graph.ids.index(name)
        # Of the days of a stage; a stage with servers has so many at once, one with a capacity decides so many a step.
        offered = float(process.capacity[number].sum())
        kind = process.stages[number]["kind"]
        if kind not in (CAPACITY, SERVERS) or offered <= 0:
            use.append(None)
        elif kind == CAPACITY:
            use.append(decided.get(name, 0) * weight / (offered * graph.steps_per_day))
        else:
            use.append((served or 0.0) * weight / offered)
    return rows.drop("served_days").with_columns(pl.Series("utilisation", use, dtype=pl.Float64))


def _days(duration: pl.Expr) -> pl.Expr:
    return duration.dt.total_microseconds() / _MICROSECONDS_A_DAY


def _decided(graph: StageGraph, visits: pl.DataFrame) -> dict[str, int]:
    """How many people each stage took from its lines: those who left by a route, not by a hazard or a change
    of law.
    """
    routes = {(way.stage, way.name) for way in graph.transitions if way.route is not None}
    counted = visits.group_by("stage", pl.col("exit").cast(pl.String)).len()
    found: dict[str, int] = {}
    for stage, name, count in counted.iter_rows():
        if (stage, name) in routes:
            found[stage] = found.get(stage, 0) + count
    return found
