"""How much of what a stage offered was used: decisions by what they cost, or the time of its servers."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.keyed_random import keyed_uniform
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.engine.chance import ODD
from openasylum.pipeline.engine.layout import Process
from openasylum.pipeline.person_level import gather
from openasylum.timeline import day_number

Array = NDArray[np.float64]

_MICROSECONDS_A_DAY = 86_400_000_000


def effort_spent(
    graph: StageGraph,
    process: Process,
    stage: str,
    visits: pl.DataFrame,
    people: pl.DataFrame | None,
    start: date,
) -> float:
    """What the decisions of a stage cost of its capacity, in decisions of effort 1.

    ``visits`` with moments, as of ``stage_summary``. Who stood in which line is told as the engine tells it, from origin, channel
    and keyed chance; where the share of a stream changes by date, by the number of the day of entry into the stage.
    Raises ``UserError`` where efforts are unlike and ``people`` (those who ran) are not given.
    """
    number = graph.ids.index(stage)
    record = process.stages[number]
    efforts = process.lines["effort"][record["line_first"] : record["line_last"] + 1]
    routes = [way.name for way in graph.transitions if way.stage == stage and way.route is not None]
    own = visits.filter(pl.col("stage") == stage).with_columns(
        times=pl.int_range(pl.len(), dtype=pl.UInt64).over("row", order_by="sequence")
    )
    taken = own.filter(pl.col("exit").cast(pl.String).is_in(routes))
    if (efforts == efforts[0]).all():
        return float(efforts[0]) * taken.height
    if people is None:
        raise UserError(
            f"decisions of {stage!r} cost unlike efforts: the people who ran are needed to tell what was used",
            f"les décisions de « {stage} » coûtent des efforts inégaux : il faut les personnes pour dire ce qui a servi",
            field="people",
        )
    crowd, row = gather(graph, people, start, process.steps), taken["row"].to_numpy()
    with np.errstate(over="ignore"):
        word = crowd.key[row] ^ (taken["times"].to_numpy() * ODD)
        chance = keyed_uniform(record["stream_key"], word)
    period = process.period_of[_steps(taken["date_in"], start, process.per_day)]
    line, reached = np.zeros(len(row), np.int64), np.zeros(len(row))
    for each in process.lines["share"][record["line_first"] : record["line_last"]]:
        reached += process.numbers[each, crowd.origin[row], crowd.channel[row], period]
        line += (reached < 1.0) & (chance >= reached)
    return float(efforts[line].sum())


def decisions_offered(
    graph: StageGraph, process: Process, stage: str, visits: pl.DataFrame, start: date, weight: float
) -> float:
    """Decisions of effort 1 that the capacity of a stage allowed in the run, with what the rule gave where it follows intake."""
    number = graph.ids.index(stage)
    allowed = np.repeat(process.capacity[number], process.per_day)
    follower = process.stages[number]["follower"]
    if follower >= 0:
        rule = process.followers[follower]
        step = _steps(visits.filter(pl.col("stage") == stage)["date_in"], start, process.per_day)
        came = np.bincount(step[step >= 0], minlength=process.steps)[: process.steps]
        share = process.numbers[rule["share"], 0, 0, process.period_of] * np.repeat(
            process.lever[follower], process.per_day
        )
        allowed = np.maximum(allowed, weight * share * _followed(came, rule["lag"], rule["window"]))
    return float(allowed.sum())


def _followed(came: NDArray[np.int64], lag: int, window: int) -> Array:
    """Mean entries a step over ``window`` steps, ``lag`` steps ago, for each step (see ``kernel.followed``)."""
    seen = np.append(0, np.cumsum(came))
    end = np.clip(np.arange(len(came)) - lag, 0, None)
    start = np.clip(end - window, 0, None)
    return np.asarray((seen[end] - seen[start]) / np.maximum(end - start, 1))


def _steps(moments: pl.Series, start: date, per_day: int) -> NDArray[np.int64]:
    since = moments.cast(pl.Datetime("us")).to_physical().to_numpy() - day_number(start) * _MICROSECONDS_A_DAY
    return since * per_day // _MICROSECONDS_A_DAY
