"""``run_counts``: the same process by numbers of people, many draws at a time, for calibration and
uncertainty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.pipeline.definition.capacity import CapacityLever
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.engine.layout import (
    CAPACITY,
    END,
    EXPONENTIAL,
    FORK,
    LINE,
    NEVER,
    SERVERS,
    Crowd,
    Process,
)
from openasylum.pipeline.engine.release_times import Spread, residual, spread_of
from openasylum.pipeline.person_level import gather
from openasylum.pipeline.plan import make_process, setting_for

Array = NDArray[np.float64]


class Counts(NamedTuple):
    """``stocks[draw, step, stage]`` at the end of each step and ``flows[draw, step, transition]``; ``dates``
    are the last days of steps.
    """

    dates: pl.Series
    stages: tuple[str, ...]
    transitions: tuple[tuple[str, str], ...]
    stocks: Array
    flows: Array

    def stock(self, stage: str) -> Array:
        """People in a stage, [draw, step]."""
        return np.asarray(self.stocks[:, :, self.stages.index(stage)])

    def flow(self, stage: str, name: str) -> Array:
        """People who left a stage by an exit, [draw, step]."""
        return np.asarray(self.flows[:, :, self.transitions.index((stage, name))])


class Queues(NamedTuple):
    """The lines of a run: cohorts, the step from which each line still holds any, and the bands of their hazards (see
    ``counts_kernel``).
    """

    waiting: Array  # [line, cohort, kind], over what is left of the band's people
    head: NDArray[np.int64]  # [line]
    totals: Array  # [line, band, kind]
    left: Array  # [stage, band, kind]
    reached: NDArray[np.int64]  # [pattern of release, band]: cohorts before this one are at least so old
    bands: NDArray[np.int64]  # [pattern of release]: work space
    edges: Array  # [stage, band]: from how many days on


class Rates(NamedTuple):
    """What is worked out anew when a number changes, by kind: shares of those in a stage, in one step."""

    routes: Array  # [transition, kind]: of those who leave, by this one
    done: Array  # [stage, kind]: of an exponential delay
    done_at_once: Array  # the same, of those who come in the step
    lost: Array  # [hazard, band, kind]
    gone: Array  # [hazard, kind]: work space


class Found(NamedTuple):
    """What the kernel fills in: entries, people on their way at the end of a step, and who took which transition."""

    entered: Array  # [step, stage]
    transit: Array  # [step, stage]
    flows: Array  # [step, transition]


def run_counts(
    graph: StageGraph,
    people: pl.DataFrame,
    draws: Sequence[Mapping[str, Any]],
    *,
    start: date,
    until: date,
    days_per_step: int = 7,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
    threads: int = 2,
) -> Counts:
    """Take counts of people through ``graph``, once for each of ``draws`` (assumption values).

    ``people`` as for ``run``, or already counted (a column ``count``); each row stands for ``weight`` people.
    Expected flows: no chance but that of the values. Steps of ``days_per_step`` days from ``start``; a last
    step that ``until`` cuts short is left out. A change of law while people wait (``redetermined_on``) takes
    effect with the step in which it falls, and moves those too whom an appeal sent back. Raises ``UserError`` as
    ``run`` does.
    """
    if graph.steps_per_day != 1:
        raise UserError(
            "the count level needs a stage file with one step a day",
            "le calcul par effectifs a besoin d'un fichier d'étapes d'un pas par jour",
            field="steps_per_day",
        )
    steps = ((until - start).days + 1) // days_per_step
    crowd = gather(graph, people, start, (until - start).days + 1)
    counted = np.full(people.height, weight)
    if "count" in people.columns:
        counted = weight * people["count"].to_numpy().astype(np.float64)
    kinds, cells, laws = _kinds(crowd, days_per_step)
    entry = np.floor_divide(crowd.enter, days_per_step)
    opening = int(max(0, -entry.min(initial=0)))
    arrivals = np.zeros((steps, len(graph.stages), len(cells)))
    fresh = (entry >= 0) & (entry < steps)
    np.add.at(arrivals, (entry[fresh], crowd.stage[fresh], kinds[fresh]), counted[fresh])
    before = entry < 0
    old = _gathered(entry[before] + opening, crowd.stage[before], kinds[before], counted[before])
    last = start + timedelta(days=steps * days_per_step - 1)
    stocks = np.zeros((len(draws), steps, len(graph.stages)))
    flows = np.zeros((len(draws), steps, len(graph.transitions)))

    setting = setting_for(graph, {}, start, last)

    def one(draw: int) -> None:
        own = replace(setting, values=draws[draw])
        process = make_process(
            graph, {}, seed=0, draw=0, start=start, until=last, capacity=capacity, setting=own
        )
        _run(process, cells.copy(), laws, arrivals, old, opening, days_per_step, stocks[draw], flows[draw])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(len(draws))))
    dates = [start + timedelta(days=(step + 1) * days_per_step - 1) for step in range(steps)]
    ways = tuple((way.stage, way.name) for way in graph.transitions)
    return Counts(pl.Series("date", dates, dtype=pl.Date), graph.ids, ways, stocks, flows)


def _gathered(
    cohort: NDArray[Any], stage: NDArray[Any], kind: NDArray[Any], number: Array
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], Array]:
    """People who came before the run, added up by cohort, stage and kind."""
    keys, place = np.unique(np.stack([cohort, stage, kind]), axis=1, return_inverse=True)
    total = np.zeros(keys.shape[1])
    np.add.at(total, place.reshape(-1), number)
    return keys[0], keys[1], keys[2], total


def _kinds(crowd: Crowd, days: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The kind of each person, the kinds (origin, channel, pathway), and the step at which a change of law reaches
    each (-1: none) with its pathway then.
    """
    reach = np.full((len(crowd.key), 2), -1, np.int64)
    after = crowd.reach_on > np.maximum(crowd.enter[crowd.reached], 0)
    reach[crowd.reached[after], 0] = crowd.reach_on[after] // days
    reach[crowd.reached[after], 1] = crowd.reach_pathway[after]
    columns = np.column_stack([crowd.origin, crowd.channel, crowd.pathway, reach]).astype(np.int64)
    # One number a row sorts faster than rows do.
    size = columns.max(axis=0, initial=0) + 2
    code = np.zeros(len(columns), np.int64)
    for column, wide in zip(columns.T, size, strict=True):
        code = code * wide + column + 1
    _, first, kinds = np.unique(code, return_index=True, return_inverse=True)
    found = columns[first]
    return kinds.reshape(-1), found[:, :3].copy(), found[:, 3:].copy()


def _run(
    daily: Process,
    cells: NDArray[np.int64],
    laws: NDArray[np.int64],
    arrivals: Array,
    old: tuple[NDArray[Any], NDArray[Any], NDArray[Any], Array],
    opening: int,
    days: int,
    stocks: Array,
    flows: Array,
) -> None:
    from openasylum.pipeline.engine import counts_kernel

    steps, stages, kinds = arrivals.shape
    process = _in_steps(daily, steps, days)
    spread = spread_of(process, cells, days)
    queues = _queues(process, opening + steps, kinds, len(spread.pmf))
    ring = np.zeros((stages, spread.pmf.shape[2], kinds))
    state = np.zeros((2 * stages + 1, kinds))
    opened = np.zeros(stages)
    for cohort, stage, kind, number in zip(*old, strict=True):
        _place(
            process, cells, spread, queues.waiting, ring, state, opening, days, cohort, stage, kind, number
        )
        opened[stage] += number
    queues.totals[:, 0] = queues.waiting.sum(axis=1)
    found = Found(np.zeros((steps, stages)), np.zeros((steps, stages)), flows)
    rates = Rates(
        routes=np.zeros((len(process.exits), kinds)),
        done=np.zeros((stages, kinds)),
        done_at_once=np.zeros((stages, kinds)),
        lost=np.zeros((len(process.hazards), queues.edges.shape[1], kinds)),
        gone=np.zeros((len(process.hazards), kinds)),
    )
    counts_kernel.count(
        process, cells, laws, spread, arrivals, queues, rates, ring, state, found, float(days)
    )
    # Everyone who came less everyone who went, and who is on the way there: the stock at the end of each
    # step.
    left = np.zeros((steps, stages))
    for e, stage in enumerate(process.stage_of):
        left[:, stage] += flows[:, e]
    stocks[:] = opened + np.cumsum(found.entered - left, axis=0) + found.transit


def _queues(process: Process, cohorts: int, kinds: int, patterns: int) -> Queues:
    """Empty lines, with the ages at which the hazards of each stage change."""
    ages: list[list[float]] = []
    for stage in process.stages:
        changes = {0.0}
        for hazard in process.hazards[stage["hazard_first"] : stage["hazard_last"]]:
            changes.add(float(hazard["after"]))
            changes |= {float(age) for age in process.waits[hazard["waits"], :, 0] if age < NEVER}
        ages.append(sorted(changes))
    bands = max(len(ordered) for ordered in ages)
    edges = np.full((len(ages), bands), float(NEVER))
    for s, ordered in enumerate(ages):
        edges[s, : len(ordered)] = ordered
    lines = len(process.lines)
    return Queues(
        waiting=np.zeros((lines, cohorts, kinds)),
        head=np.zeros(lines, np.int64),
        totals=np.zeros((lines, bands, kinds)),
        left=np.ones((len(ages), bands, kinds)),
        reached=np.zeros((patterns, bands), np.int64),
        bands=np.zeros(patterns, np.int64),
        edges=edges,
    )


def _place(
    process: Process,
    cells: NDArray[np.int64],
    spread: Spread,
    waiting: Array,
    ring: Array,
    state: Array,
    opening: int,
    days: int,
    cohort: int,
    stage: int,
    kind: int,
    number: float,
) -> None:
    """Put people who came before the run where they are when it begins."""
    record = process.stages[stage]
    pattern = spread.pattern[stage, kind]
    pmf = spread.pmf[pattern, 0]
    if record["kind"] in (CAPACITY, SERVERS):
        # Those not yet ready after so many steps become ready as the rest of them would.
        later = pmf[opening - cohort :]
        ring[stage, : len(later), kind] += number * later
        number *= 1.0 - later.sum()
        # A cohort of a line is of those who joined it together, before the run.
        cohort = min(cohort + round(spread.ages[pattern, 0] / days), opening - 1)
        rest = number
        for line in range(record["line_first"], record["line_last"] + 1):
            share = process.numbers[process.lines[line]["share"], cells[kind, 0], cells[kind, 1], 0]
            part = rest if line == record["line_last"] else min(number * share, rest)
            waiting[line, cohort, kind] += part
            rest -= part
    elif record["kind"] == FORK:
        state[len(process.stages) + stage, kind] += number
    elif record["kind"] != END and process.durations[record["duration"]]["law"] == EXPONENTIAL:
        state[stage, kind] += number
    elif record["kind"] != END:
        ring[stage, :, kind] += number * residual(pmf)


def _in_steps(daily: Process, steps: int, days: int) -> Process:
    """The process with its daily capacities summed to steps; rates and times stay in days."""
    capacity = np.zeros((len(daily.stages), steps))
    for s, stage in enumerate(daily.stages):
        by_step = daily.capacity[s, : steps * days].reshape(steps, days)
        capacity[s] = by_step.mean(axis=1) if stage["kind"] == SERVERS else by_step.sum(axis=1)
    followers = daily.followers.copy()
    followers["lag"] //= days
    followers["window"] = np.maximum(followers["window"] // days, 1)
    lines = np.zeros(len(daily.lines), LINE)
    for name in ("effort", "priority", "weight", "share"):
        lines[name] = daily.lines[name]
    return daily._replace(
        steps=steps,
        capacity=capacity,
        new_year=np.asarray(daily.new_year[: steps * days].reshape(steps, days).any(axis=1)),
        lever=np.ascontiguousarray(daily.lever[:, : steps * days : days]),
        entered=np.zeros((len(followers), steps), np.int64),
        followers=followers,
        lines=lines,
        period_of=np.ascontiguousarray(daily.period_of[: steps * days : days]),
    )
