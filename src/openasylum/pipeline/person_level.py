"""``run``: people through a process, person by person, every visit kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest
from openasylum.pipeline.capacity import CapacityLever
from openasylum.pipeline.layout import NEVER, PERSON, Crowd, Process, Visits
from openasylum.pipeline.plan import make_process
from openasylum.pipeline.stage_file import ServerStage
from openasylum.pipeline.stage_graph import StageGraph
from openasylum.timeline import day_number
from openasylum.vocabulary import PATHWAYS

_COLUMN_TYPES = (np.uint32, np.uint8, np.int32, np.int32, np.int16, np.int32, np.uint16)

_MICROSECONDS_A_DAY = 86_400_000_000

VISIT_COLUMNS = ("row", "sequence", "stage", "date_in", "date_out", "exit")


def run(
    graph: StageGraph,
    people: pl.DataFrame,
    values: Mapping[str, Any],
    *,
    seed: int,
    draw: int,
    start: date,
    until: date,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
) -> pl.DataFrame:
    """Take ``people`` through ``graph`` day by day, from ``start`` to ``until`` (both included).

    ``people``: one row a person: ``person`` (u64), ``stage`` (where they enter; by default the graph's
    first), ``enter_date``, and as far as the graph asks for them ``origin``, ``channel``, ``pathway``,
    ``claim_date`` (by default the date of entry), ``redetermined_on`` with ``redetermined_pathway``.
    ``values``: assumption id -> value. ``weight``: how many people a row stands for; capacities are divided
    by it.

    Returns *visits*, sorted by row and in the order of each person's way: ``row`` (u32), ``sequence`` (u16,
    from 0 in each row), ``stage`` (Enum), ``date_in``, ``date_out`` (null where still there), ``exit`` (Enum,
    null where still there). A person's visits follow on from one another; an end is a visit that has no
    ``date_out``. Raises ``UserError`` for unknown stages, groups or pathways.
    """
    process = make_process(
        graph, values, seed=seed, draw=draw, start=start, until=until, capacity=capacity, weight=weight
    )
    # The crowd is let go before the frame is made.
    return _frame(graph, simulate(process, gather(graph, people, start, process.steps)), start)


def _codes(
    people: pl.DataFrame, column: str, names: Sequence[str], needed: bool = False
) -> NDArray[np.int64]:
    """Positions of a column's words in ``names``; -1 for null. A missing column counts as the first name."""
    if column not in people.columns:
        if needed:
            raise UserError(f"people have no column {column!r}", field=column)
        return np.zeros(people.height, np.int64)
    series = people[column]
    try:
        known = series if series.dtype == pl.Enum(list(names)) else series.cast(pl.Enum(list(names)))
    except pl.exceptions.PolarsError:
        words = series.cast(pl.String)
        wrong = words.filter(words.is_not_null() & ~words.is_in(list(names)))[0]
        raise UserError(
            f"there is no {column} {wrong!r}", field=column, nearest=nearest(wrong, names)
        ) from None
    return known.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()


def _steps(series: pl.Series, start: date, per_day: int) -> NDArray[np.int32]:
    """Steps since the start of the run; later than any run where null."""
    if series.dtype == pl.Date:
        steps = (series.to_physical().cast(pl.Int64) - day_number(start)) * per_day
    else:
        since = series.cast(pl.Datetime("us")).to_physical() - day_number(start) * _MICROSECONDS_A_DAY
        steps = since * per_day // _MICROSECONDS_A_DAY
    return steps.fill_null(NEVER).clip(-NEVER, NEVER).cast(pl.Int32).to_numpy()


def gather(graph: StageGraph, people: pl.DataFrame, start: date, steps: int) -> Crowd:
    """The people of a frame as the kernel's records, before the first step. Raises ``UserError`` as ``run``
    does.
    """
    per_day = graph.file.steps_per_day
    if "enter_date" not in people.columns or people["enter_date"].null_count():
        raise UserError("every person needs a date of entry", field="enter_date")
    nobody = np.zeros(1, PERSON)
    for empty in ("before", "after", "due", "what", "earlier", "later", "hazard_by", "stage", "line"):
        nobody[empty] = -1
    nobody["reach_on"] = NEVER
    nobody["first_stage"] = graph.ids.index(graph.first_stage)
    records = np.repeat(nobody, people.height)
    person = people["person"].cast(pl.UInt64).to_numpy()
    enter = _steps(people["enter_date"], start, per_day)
    claimed = _steps(people["claim_date"], start, per_day) if "claim_date" in people.columns else enter
    records["person"], records["enter"] = person, enter
    records["claimed"] = np.minimum(claimed, enter)
    if "stage" in people.columns:
        stage = _codes(people, "stage", graph.ids)
        records["first_stage"] = np.where(stage < 0, nobody["first_stage"], stage)
    for column, names in (
        ("origin", graph.file.origins),
        ("channel", graph.file.channels),
        ("pathway", PATHWAYS),
    ):
        if column in people.columns:
            records[column] = np.maximum(_codes(people, column, names), 0)
    reached = _changes_of_law(people, records, start, per_day, steps)
    order = _order(enter, person)
    return Crowd(
        people=records,
        times=np.zeros((people.height, len(graph.stages)), np.uint8),
        order=order[enter[order] < steps].astype(np.int32),
        reached=reached,
        calendar=np.full((steps, 2), -1, np.int32),
    )


def _order(enter: NDArray[np.int32], person: NDArray[np.uint64]) -> NDArray[np.int64]:
    """By step of entry and, within a step, by person, so that it is the same whoever else is there."""
    rising = (enter[:-1] < enter[1:]) | ((enter[:-1] == enter[1:]) & (person[:-1] <= person[1:]))
    return np.arange(len(enter)) if rising.all() else np.lexsort((person, enter))


def _changes_of_law(
    people: pl.DataFrame, records: NDArray[np.void], start: date, per_day: int, steps: int
) -> NDArray[np.int32]:
    """Fill in when a change of law reaches each claim, and return the rows that it reaches, in order."""
    if "redetermined_on" not in people.columns:
        return np.zeros(0, np.int32)
    reach_on = _steps(people["redetermined_on"], start, per_day)
    # A change that comes before the claim is already in its pathway.
    reach_on = np.where((reach_on >= 0) & (reach_on >= records["enter"]), reach_on, NEVER)
    codes = _codes(people, "redetermined_pathway", PATHWAYS, needed=True)
    if ((codes < 0) & (reach_on < NEVER)).any():
        raise UserError(
            "a claim that a change of law reaches needs its new pathway", field="redetermined_pathway"
        )
    records["reach_on"], records["reach_pathway"] = reach_on, np.maximum(codes, 0)
    rows = np.flatnonzero(reach_on < steps)
    return rows[np.lexsort((records["person"][rows], reach_on[rows]))].astype(np.int32)


def simulate(process: Process, crowd: Crowd) -> Visits:
    """Run the kernel over a crowd before its first step: everyone's visits, by row and way."""
    from openasylum.pipeline import kernel, visit_order

    visits = _room(max(3 * len(crowd.people), 16))
    clock = np.array([0, -2, 0, 0, 0], np.int64)
    with np.errstate(over="ignore"):
        while not kernel.simulate(process, crowd, visits, clock):
            visits = Visits._make(np.concatenate([full, np.empty_like(full)]) for full in visits)
        count = int(clock[kernel.COUNT])
        everything = _room(count + int((crowd.people["stage"] >= 0).sum()))
        visit_order.by_row(visits, count, crowd.people, np.zeros(len(crowd.people) + 1, np.int64), everything)
    return everything


def _room(size: int) -> Visits:
    return Visits._make(np.empty(size, kind) for kind in _COLUMN_TYPES)


def _frame(graph: StageGraph, visits: Visits, start: date) -> pl.DataFrame:
    row, stage, t_in, t_out, way, taken, sequence = visits
    per_day = graph.file.steps_per_day
    stage_names = pl.Series("stage", list(graph.ids), dtype=pl.Enum(list(graph.ids)))
    exits = pl.Enum(list(graph.exit_names))
    exit_of = pl.Series("exit", [transition.name for transition in graph.transitions], dtype=exits)
    open_ = pl.Series(t_out < 0)
    frame = pl.DataFrame(
        {
            "row": pl.Series(row, dtype=pl.UInt32),
            "sequence": pl.Series(sequence, dtype=pl.UInt16),
            "stage": stage_names.gather(stage),
            "date_in": _moments(t_in, start, per_day),
            "date_out": _moments(t_out, start, per_day),
            "exit": exit_of.gather(np.maximum(way, 0)),
        }
    )
    if any(isinstance(each, ServerStage) for each in graph.stages):
        frame = frame.with_columns(_moments(taken, start, per_day).alias("date_taken"))
        frame = frame.with_columns(
            pl.when(open_).then(None).otherwise(pl.col("date_taken")).alias("date_taken")
        )
    return frame.with_columns(
        pl.when(open_).then(None).otherwise(pl.col("date_out")).alias("date_out"),
        pl.when(open_).then(None).otherwise(pl.col("exit")).alias("exit"),
    )


def _moments(steps: NDArray[np.int32], start: date, per_day: int) -> pl.Series:
    """Dates of steps; moments where a day has several steps."""
    if per_day == 1:
        return pl.Series(steps + day_number(start), dtype=pl.Int32).cast(pl.Date)
    microseconds = steps.astype(np.int64) * (_MICROSECONDS_A_DAY // per_day)
    microseconds += day_number(start) * _MICROSECONDS_A_DAY
    return pl.Series(microseconds, dtype=pl.Int64).cast(pl.Datetime("us"))
