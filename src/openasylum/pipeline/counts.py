"""``run_counts``: the same process by numbers of people, many draws at a time, for calibration and
uncertainty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats

from openasylum.errors import UserError
from openasylum.pipeline.capacity import CapacityLever
from openasylum.pipeline.layout import CAPACITY, END, ERLANG, EXPONENTIAL, FIXED, FORK, LINE, SERVERS, Process
from openasylum.pipeline.person_level import gather
from openasylum.pipeline.plan import make_process
from openasylum.pipeline.stage_graph import StageGraph

Array = NDArray[np.float64]

#: The longest time, in steps, that a delay or a prerequisite may release people over.
_LONGEST = 400

#: The last of those released, who are taken to be so at once rather than kept for ever.
_TAIL = 2e-3


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
    step that ``until`` cuts short is left out. A change of law while people wait (``redetermined_on``) is for
    the person level. Raises ``UserError`` as ``run`` does.
    """
    if graph.file.steps_per_day != 1:
        raise UserError("the count level needs a stage file with one step a day", field="steps_per_day")
    if "redetermined_on" in people.columns and people["redetermined_on"].drop_nulls().len():
        raise UserError("a change of law while people wait needs the person level", field="redetermined_on")
    steps = ((until - start).days + 1) // days_per_step
    crowd = gather(graph, people, start, (until - start).days + 1)
    counted = (
        people["count"].to_numpy().astype(np.float64) if "count" in people.columns else np.ones(people.height)
    )
    kinds, cells = _kinds(crowd.people)
    entry = np.floor_divide(crowd.people["enter"], days_per_step)
    opening = int(max(0, -entry.min(initial=0)))
    inside = entry < steps
    arrivals = np.zeros((steps, len(graph.stages), len(cells)))
    before = inside & (entry < 0)
    fresh = inside & (entry >= 0)
    np.add.at(
        arrivals, (entry[fresh], crowd.people["first_stage"][fresh], kinds[fresh]), counted[fresh] * weight
    )
    old = (
        entry[before] + opening,
        crowd.people["first_stage"][before],
        kinds[before],
        counted[before] * weight,
    )
    last = start + timedelta(days=steps * days_per_step - 1)
    stocks = np.zeros((len(draws), steps, len(graph.stages)))
    flows = np.zeros((len(draws), steps, len(graph.transitions)))

    def one(draw: int) -> None:
        process = make_process(
            graph, draws[draw], seed=0, draw=draw, start=start, until=last, capacity=capacity
        )
        _run(process, cells, arrivals, old, opening, days_per_step, stocks[draw], flows[draw])

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


def _kinds(people: NDArray[np.void]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The kind of each person, and the kinds: (origin, channel, pathway)."""
    columns = np.stack([people["origin"], people["channel"], people["pathway"]], axis=1).astype(np.int64)
    cells, kinds = np.unique(columns, axis=0, return_inverse=True)
    return kinds.reshape(-1), cells


def _run(
    daily: Process,
    cells: NDArray[np.int64],
    arrivals: Array,
    old: tuple[NDArray[Any], NDArray[Any], NDArray[Any], Array],
    opening: int,
    days: int,
    stocks: Array,
    flows: Array,
) -> None:
    from openasylum.pipeline import counts_kernel

    steps, stages, kinds = arrivals.shape
    process = _in_steps(daily, steps, days)
    pmf = releases(process, days)
    span = np.arange(pmf.shape[2])
    spans = 1 + np.max(np.where(pmf.max(axis=1) > 0, span, 0), axis=1)
    waiting = np.zeros((len(process.lines), opening + steps, kinds))
    ring = np.zeros((stages, pmf.shape[2], kinds))
    state = np.zeros((2 * stages, kinds))
    opened = np.zeros(stages)
    for cohort, stage, kind, number in zip(*old, strict=True):
        _place(process, cells, pmf, waiting, ring, state, opening, cohort, stage, kind, number)
        opened[stage] += number
    entered, transit = np.zeros((steps, stages)), np.zeros((steps, stages))
    work = np.zeros((3, max(len(process.hazards), 1), kinds))
    ages = (pmf * span).sum(axis=2) * days
    counts_kernel.count(
        process,
        cells,
        pmf,
        spans,
        ages,
        arrivals,
        waiting,
        ring,
        state,
        entered,
        transit,
        flows,
        float(days),
        work,
    )
    # Everyone who came less everyone who went, and who is on the way there: the stock at the end of each
    # step.
    left = np.zeros((steps, stages))
    for e, stage in enumerate(_stage_of(process)):
        left[:, stage] += flows[:, e]
    stocks[:] = opened + np.cumsum(entered - left, axis=0) + transit


def _stage_of(process: Process) -> list[int]:
    """The stage that each transition leaves."""
    found = np.zeros(len(process.exits), np.int64)
    for s, stage in enumerate(process.stages):
        found[stage["exit_first"] : stage["exit_last"] + 1] = s
        for hazard in process.hazards[stage["hazard_first"] : stage["hazard_last"]]:
            found[hazard["exit"]] = s
        if stage["redetermine_exit"] >= 0:
            found[stage["redetermine_exit"]] = s
    return [int(s) for s in found]


def _place(
    process: Process,
    cells: NDArray[np.int64],
    pmf: Array,
    waiting: Array,
    ring: Array,
    state: Array,
    opening: int,
    cohort: int,
    stage: int,
    kind: int,
    number: float,
) -> None:
    """Put people who came before the run where they are when it begins."""
    record = process.stages[stage]
    if record["kind"] in (CAPACITY, SERVERS):
        # Those not yet ready after so many steps become ready as the rest of them would.
        later = pmf[stage, 0, opening - cohort :]
        ring[stage, : len(later), kind] += number * later
        number *= 1.0 - later.sum()
        for line in range(record["line_first"], record["line_last"] + 1):
            share = process.numbers[process.lines[line]["share"], cells[kind, 0], cells[kind, 1], 0]
            part = number if line == record["line_last"] else number * share
            waiting[line, cohort, kind] += part
            number -= part
    elif record["kind"] == FORK:
        state[len(process.stages) + stage, kind] += number
    elif record["kind"] != END and process.durations[record["duration"]]["law"] == EXPONENTIAL:
        state[stage, kind] += number
    elif record["kind"] != END:
        ring[stage, :, kind] += number * _residual(pmf[stage, 0])


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
        lever=daily.lever[:, : steps * days : days],
        entered=np.zeros((len(followers), steps), np.int64),
        followers=followers,
        lines=lines,
        period_of=daily.period_of[: steps * days : days],
    )


def releases(process: Process, days: int) -> Array:
    """``[stage, period, k]``: share of those who enter a stage in a step that is released (or ready) k steps
    later.

    Entry is spread over the step, so a time T falls into step k with the chance that T plus half a step does.
    """
    periods = process.numbers.shape[3]
    found = np.zeros((len(process.stages), periods, _LONGEST))
    edges = (np.arange(_LONGEST + 1) - 0.5) * days
    for s, stage in enumerate(process.stages):
        if stage["kind"] in (FORK, END):
            continue
        parts = [int(stage["duration"])]
        if stage["kind"] in (CAPACITY, SERVERS):
            parts = [
                int(need["duration"]) for need in process.needs[stage["need_first"] : stage["need_last"]]
            ]
        elif process.durations[parts[0]]["law"] == EXPONENTIAL:
            continue
        means = np.array([process.numbers[process.durations[d]["mean"], 0, 0] for d in parts]).reshape(
            -1, periods
        )
        for period in range(periods):
            if period and np.array_equal(means[:, period], means[:, period - 1]):
                found[s, period] = found[s, period - 1]
                continue
            upto = np.ones(_LONGEST + 1)
            for d, mean in zip(parts, means[:, period], strict=True):
                upto *= _distribution(process.durations[d], mean, days)(edges)
            upto[0] = 0.0
            upto[upto > 1.0 - _TAIL] = 1.0
            upto[-1] = 1.0
            found[s, period] = np.diff(upto)
    longest = int(np.max(np.nonzero(found.sum(axis=(0, 1)) > 0)[0], initial=0)) + 1
    return np.ascontiguousarray(found[:, :, :longest])


def _distribution(duration: Any, mean: float, days: int) -> Any:
    """The distribution function of a duration, smoothed over the width of a step where it is fixed."""
    law = duration["law"]
    if mean <= 0:
        return lambda x: np.ones_like(x)
    if law == FIXED:
        return lambda x: np.clip((x - mean) / days + 0.5, 0.0, 1.0)
    if law == EXPONENTIAL:
        return stats.expon(scale=mean).cdf
    if law == ERLANG:
        return stats.gamma(int(duration["shape"]), scale=mean / int(duration["shape"])).cdf
    sigma = float(duration["sigma"])
    return stats.lognorm(sigma, scale=mean * np.exp(-0.5 * sigma**2)).cdf


def _residual(pmf: Array) -> Array:
    """When those already inside are released, if they came evenly: the equilibrium excess of the release
    times.
    """
    tail = np.cumsum(pmf[::-1])[::-1]
    return np.asarray(tail / tail.sum())
