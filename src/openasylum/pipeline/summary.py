"""What happened at each stage of a run: arrivals, completions, waits, queues, utilisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from openasylum.pipeline.capacity import CapacityLever
from openasylum.pipeline.layout import CAPACITY, SERVERS
from openasylum.pipeline.plan import make_process
from openasylum.pipeline.stage_graph import StageGraph

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
    are servers; else the whole stay), ``mean_stay``, ``mean_queue`` (people in the stage, averaged over the
    run), ``final_queue``, ``utilisation`` (share of the capacity, or of the servers' time, that was used;
    null for stages without one).
    """
    end = pl.lit(until + timedelta(days=1)).cast(pl.Datetime("us"))
    begin = pl.lit(start).cast(pl.Datetime("us"))
    moments = [name for name in ("date_in", "date_out", "date_taken") if name in visits.columns]
    timed = visits.with_columns(pl.col(*moments).cast(pl.Datetime("us")), pl.col("stage").cast(pl.String))
    left = pl.col("date_out").is_not_null()
    taken = pl.col("date_taken") if "date_taken" in visits.columns else pl.col("date_out")
    wait = _days(taken - pl.col("date_in")).filter(left)
    present = _days(
        pl.min_horizontal(pl.col("date_out").fill_null(end), end)
        - pl.max_horizontal(pl.col("date_in"), begin)
    )
    serving = _days(pl.col("date_out").fill_null(end) - taken).filter(left)
    length = (until - start).days + 1
    found = timed.group_by("stage").agg(
        pl.len().cast(pl.Float64).alias("arrivals"),
        left.sum().cast(pl.Float64).alias("completions"),
        wait.mean().alias("mean_wait"),
        wait.quantile(0.9, "linear").alias("p90_wait"),
        _days(pl.col("date_out") - pl.col("date_in")).filter(left).mean().alias("mean_stay"),
        (present.sum() / length).alias("mean_queue"),
        (~left).sum().cast(pl.Float64).alias("final_queue"),
        serving.sum().alias("served_days"),
    )
    rows = pl.DataFrame({"stage": list(graph.inside)}).join(
        found, on="stage", how="left", maintain_order="left"
    )
    people = ("arrivals", "completions", "mean_queue", "final_queue")
    rows = rows.with_columns(pl.col(*people).fill_null(0.0) * weight)
    decided = _decided(graph, timed)
    process = make_process(graph, values, seed=0, draw=0, start=start, until=until, capacity=capacity)
    use: list[float | None] = []
    for name, served in rows.select("stage", "served_days").iter_rows():
        number = graph.ids.index(name)
        offered = float(process.capacity[number].sum())
        kind = process.stages[number]["kind"]
        if kind not in (CAPACITY, SERVERS) or offered <= 0:
            use.append(None)
        elif kind == CAPACITY:
            use.append(decided.get(name, 0) * weight / offered)
        else:
            use.append((served or 0.0) * weight * graph.file.steps_per_day / offered)
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
