"""``run``: people through a process, person by person, every visit kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest
from openasylum.pipeline.definition.capacity import CapacityLever
from openasylum.pipeline.definition.stage_file import ServerStage
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.engine.layout import CLOSED, NEVER, PERSON, SERVERS, Crowd, Memory, Process, Visits
from openasylum.pipeline.plan import make_process
from openasylum.timeline import day_number
from openasylum.vocabulary import PATHWAYS

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
    ``claim_date`` (by default the date of entry), ``redetermined_on`` with ``redetermined_pathway``; ``file``
    (u64, see ``joined``) where people are heard together.
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
    return _frame(graph, simulate(process, gather(graph, people, start, process.steps)), start)


def _codes(
    people: pl.DataFrame, column: str, names: Sequence[str], needed: bool = False
) -> NDArray[np.int16]:
    """Positions of a column's words in ``names``; -1 for null. A missing column counts as the first name."""
    if column not in people.columns:
        if needed:
            raise UserError(
                f"people have no column {column!r}",
                f"les personnes n'ont pas de colonne « {column} »",
                field=column,
            )
        return np.zeros(people.height, np.int16)
    series = people[column]
    try:
        known = series if series.dtype == pl.Enum(list(names)) else series.cast(pl.Enum(list(names)))
    except pl.exceptions.PolarsError:
        words = series.cast(pl.String)
        wrong = words.filter(words.is_not_null() & ~words.is_in(list(names)))[0]
        raise UserError(
            f"there is no {column} {wrong!r}",
            f"« {wrong} » n'est pas une valeur de {column}",
            field=column,
            nearest=nearest(wrong, names),
        ) from None
    return known.to_physical().cast(pl.Int16).fill_null(-1).to_numpy()


def _steps(series: pl.Series, start: date, per_day: int) -> NDArray[np.int32]:
    """Steps since the start of the run; later than any run where null."""
    if series.dtype == pl.Date:
        steps = (series.to_physical().cast(pl.Int64) - day_number(start)) * per_day
    else:
        since = series.cast(pl.Datetime("us")).to_physical() - day_number(start) * _MICROSECONDS_A_DAY
        steps = since * per_day // _MICROSECONDS_A_DAY
    return np.clip(steps.fill_null(NEVER).to_numpy(), -NEVER, NEVER).astype(np.int32)


def gather(graph: StageGraph, people: pl.DataFrame, start: date, steps: int) -> Crowd:
    """The people of a frame as columns for the kernel. Raises ``UserError`` as ``run`` does."""
    per_day = graph.steps_per_day
    if "enter_date" not in people.columns or people["enter_date"].null_count():
        raise UserError(
            "every person needs a date of entry",
            "chaque personne a besoin d'une date d'entrée",
            field="enter_date",
        )
    key = people["file" if "file" in people.columns else "person"].cast(pl.UInt64).to_numpy()
    enter = _steps(people["enter_date"], start, per_day)
    claimed = enter
    if "claim_date" in people.columns:
        claimed = np.minimum(_steps(people["claim_date"], start, per_day), enter)
    stage = np.full(people.height, graph.ids.index(graph.first_stage), np.int16)
    if "stage" in people.columns:
        given = _codes(people, "stage", graph.ids)
        stage = np.where(given < 0, stage, given).astype(np.int16)
    origin, channel, pathway = (
        np.maximum(_codes(people, column, names), 0).astype(np.uint8)
        for column, names in (
            ("origin", graph.file.origins),
            ("channel", graph.file.channels),
            ("pathway", PATHWAYS),
        )
    )
    order = _order(enter, key, steps)
    reached = _changes_of_law(people, enter, key, start, per_day, steps)
    columns = (key, enter, claimed, stage, origin, channel, pathway, order, *reached)
    return Crowd(*(_for_reading(column) for column in columns))


def _for_reading(column: NDArray[Any]) -> NDArray[Any]:
    """A column that nothing writes to, whether or not it could: the compiler makes the kernel anew for each kind of column
    that it meets.
    """
    seen = column.view()
    seen.flags.writeable = False
    return seen


def _order(enter: NDArray[np.int32], key: NDArray[np.uint64], steps: int) -> NDArray[np.int32]:
    """The rows that enter before the end, by step of entry and, within a step, by person, so that it is the same whoever else
    is there.
    """
    rising = (enter[:-1] < enter[1:]) | ((enter[:-1] == enter[1:]) & (key[:-1] <= key[1:]))
    if rising.all():
        return np.arange(np.searchsorted(enter, steps), dtype=np.int32)
    order = np.lexsort((key, enter))
    return order[: np.searchsorted(enter, steps, sorter=order)].astype(np.int32)


def _changes_of_law(
    people: pl.DataFrame,
    enter: NDArray[np.int32],
    key: NDArray[np.uint64],
    start: date,
    per_day: int,
    steps: int,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """The rows that a change of law reaches, in order, the steps on which it does and their new pathways."""
    if "redetermined_on" not in people.columns:
        return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.uint8)
    reach_on = _steps(people["redetermined_on"], start, per_day)
    # A change that comes before the claim is already in its pathway.
    reach_on = np.where((reach_on >= 0) & (reach_on >= enter), reach_on, NEVER)
    codes = _codes(people, "redetermined_pathway", PATHWAYS, needed=True)
    if ((codes < 0) & (reach_on < NEVER)).any():
        raise UserError(
            "a claim that a change of law reaches needs its new pathway",
            "une demande qu'un changement du droit atteint a besoin de sa nouvelle voie",
            field="redetermined_pathway",
        )
    rows = np.flatnonzero(reach_on < steps)
    rows = rows[np.lexsort((key[rows], reach_on[rows]))]
    return rows.astype(np.int32), reach_on[rows].astype(np.int32), codes[rows].astype(np.uint8)


def simulate(process: Process, crowd: Crowd) -> Visits:
    """Run the kernel over a crowd: everyone's visits, by row and way."""
    from openasylum.pipeline.engine import visit_order

    memory = carried_through(process, crowd)
    enter, comers, size = crowd.enter, len(crowd.order), len(crowd.key)
    del crowd
    visits = _room(len(memory.closed) + comers, _serves(process))
    # Two halves of the rows at once, each to its own part of the columns.
    half = size // 2
    came = enter[:half] < process.steps
    before = int(memory.people["visits"][:half][came].sum(dtype=np.int64)) + int(came.sum())
    with np.errstate(over="ignore"), ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda part: visit_order.by_row(
                    process.stage_of, process.steps, enter, memory, *part, visits
                ),
                ((0, half, 0), (half, size, before)),
            )
        )
    return visits


def carried_through(process: Process, crowd: Crowd) -> Memory:
    """What the kernel keeps of a crowd when the last step is over: records of people, and the visits that are over."""
    from openasylum.pipeline.engine import kernel
    from openasylum.pipeline.engine.lines import BLOCK

    size = len(crowd.key)
    room, blocks = _first_guess(size)
    memory = Memory(
        people=_aligned(size),
        again=np.zeros((size + 1, len(process.stages)), np.uint8),
        calendar=np.zeros((process.steps, 2), np.int32),
        cells=np.empty(blocks * BLOCK, np.int32),
        closed=np.empty(room, CLOSED),
        waited=np.empty(room if _serves(process) else 0, np.int32),
    )
    clock = np.zeros(kernel.CLOCK, np.int64)
    clock[[kernel.STAGE, kernel.FRESH]] = kernel.MORNING, 1
    with np.errstate(over="ignore"):
        while not kernel.simulate(process, crowd, memory, clock):
            full = clock[kernel.COUNT] == len(memory.closed)
            memory = _with_twice(memory, ("closed", "waited") if full else ("cells",))
    # Lines and calendar are done with: their room goes to what is made of the visits.
    over = int(clock[kernel.COUNT])
    return memory._replace(
        again=np.empty((0, 0), np.uint8),
        calendar=np.empty((0, 0), np.int32),
        cells=np.empty(0, np.int32),
        closed=memory.closed[:over],
        waited=memory.waited[:over],
    )


def _serves(process: Process) -> bool:
    return bool((process.stages["kind"] == SERVERS).any())


def _first_guess(size: int) -> tuple[int, int]:
    """Room for visits and blocks of cells to begin with (memory that is never written to costs nothing); where it does
    not last, the kernel asks for more.
    """
    return 5 * size + 16, size // 8 + 1024


def _with_twice(memory: Memory, names: Sequence[str]) -> Memory:
    """The same with twice the room in the arrays of these names."""
    arrays = {name: getattr(memory, name) for name in names}
    return memory._replace(
        **{name: np.concatenate([array, np.empty_like(array)]) for name, array in arrays.items()}
    )


def _aligned(size: int) -> NDArray[np.void]:
    """Records that begin on lines of the processor's cache."""
    line = PERSON.itemsize
    raw = np.empty((size + 1) * line, np.uint8)
    skip = -raw.ctypes.data % line
    return raw[skip : skip + size * line].view(PERSON)


def _room(size: int, serves: bool) -> Visits:
    return Visits(
        row=np.empty(size, np.uint32),
        sequence=np.empty(size, np.uint16),
        stage=np.empty(size, np.uint8),
        step_in=np.empty(size, np.int32),
        step_out=np.empty(size, np.int32),
        exit=np.empty(size, np.int16),
        step_taken=np.empty(size if serves else 0, np.int32),
    )


def _frame(graph: StageGraph, visits: Visits, start: date) -> pl.DataFrame:
    per_day = graph.steps_per_day
    stage_names = pl.Series("stage", list(graph.ids), dtype=pl.Enum(list(graph.ids)))
    # One more than there are transitions: none was taken.
    exit_of = pl.Series(
        "exit",
        [*(transition.name for transition in graph.transitions), None],
        dtype=pl.Enum(list(graph.exit_names)),
    )
    open_ = pl.Series(visits.step_out < 0)
    columns = {
        "row": pl.Series(visits.row),
        "sequence": pl.Series(visits.sequence),
        "stage": stage_names.gather(visits.stage),
        "date_in": _moments(visits.step_in, start, per_day),
        "date_out": _moments(visits.step_out, start, per_day).set(open_, None),
        "exit": exit_of.gather(visits.exit),
    }
    if any(isinstance(each, ServerStage) for each in graph.stages):
        waits = open_ & pl.Series(visits.step_taken < 0)
        columns["date_taken"] = _moments(visits.step_taken, start, per_day).set(waits, None)
    return pl.DataFrame(columns)


def _moments(steps: NDArray[np.int32], start: date, per_day: int) -> pl.Series:
    """Dates of steps, in their place; moments where a day has several steps."""
    if per_day == 1:
        steps += np.int32(day_number(start))
        return pl.Series(steps).cast(pl.Date)
    microseconds = np.multiply(steps, _MICROSECONDS_A_DAY // per_day, dtype=np.int64)
    microseconds += day_number(start) * _MICROSECONDS_A_DAY
    return pl.Series(microseconds, dtype=pl.Int64).cast(pl.Datetime("us"))
