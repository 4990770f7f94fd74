"""Over how many steps a stage of the count level releases those who enter it together."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from openasylum.pipeline.engine.layout import (
    CAPACITY,
    END,
    ERLANG,
    EXPONENTIAL,
    FIXED,
    FORK,
    SERVERS,
    Process,
)

Array = NDArray[np.float64]

#: The longest time, in steps, that a delay or a prerequisite may release people over.
_LONGEST = 400

#: The last of those released, who are taken to be so at once rather than kept for ever.
_TAIL = 2e-3


class Spread(NamedTuple):
    """Over how many steps a stage releases those who enter it in one, pattern by pattern: ``pmf[pattern, period, k]``, which pattern
    a kind of people has, ``pattern[stage, kind]``, those of a stage, from ``first[stage]`` up to ``first[stage + 1]``, the number of
    steps ``spans[stage]`` of the longest, and the mean in days, ``ages[pattern, period]``.
    """

    pmf: Array
    pattern: NDArray[np.int64]
    first: NDArray[np.int64]
    spans: NDArray[np.int64]
    ages: Array


def spread_of(process: Process, cells: NDArray[np.int64], days: int) -> Spread:
    """The release times of every stage for every kind of people (``cells[kind]``: origin, channel, …), in steps of so many days."""
    pmf, pattern, first = releases(process, cells, days)
    span = np.arange(pmf.shape[2])
    longest = np.max(np.where(pmf.max(axis=1) > 0, span, 0), axis=1, initial=0)
    spans = np.array([1 + longest[a:b].max(initial=0) for a, b in pairwise(first)], np.int64)
    return Spread(pmf, pattern, first, spans, (pmf * span).sum(axis=2) * days)


def releases(
    process: Process, cells: NDArray[np.int64], days: int
) -> tuple[Array, NDArray[np.int64], NDArray[np.int64]]:
    """``[pattern, period, k]``: share of those who enter a stage in a step that is released (or ready) k steps later; the pattern of
    each stage and kind; and the first pattern of each stage, one more at the end.

    Entry is spread over the step, so a time T falls into step k with the chance that T plus half a step does.
    """
    periods = process.numbers.shape[3]
    edges = (np.arange(_LONGEST + 1) - 0.5) * days
    pattern = np.zeros((len(process.stages), len(cells)), np.int64)
    first_of = np.zeros(len(process.stages) + 1, np.int64)
    patterns = 0
    found: list[tuple[int, slice, Array]] = []
    for s, stage in enumerate(process.stages):
        first_of[s:] = patterns
        if stage["kind"] in (FORK, END):
            continue
        parts = [int(stage["duration"])]
        if stage["kind"] in (CAPACITY, SERVERS):
            parts = [
                int(need["duration"]) for need in process.needs[stage["need_first"] : stage["need_last"]]
            ]
        elif process.durations[parts[0]]["law"] == EXPONENTIAL:
            continue
        rows = [process.durations[d]["mean"] for d in parts]
        unlike, of_group = _unlike(process.numbers[rows])
        pattern[s] = patterns + of_group[cells[:, 0], cells[:, 1]]
        for means in unlike:
            # Worked out once for each stretch of periods in which no mean changes.
            changes = 1 + np.flatnonzero((means[:, 1:] != means[:, :-1]).any(axis=0))
            for first, last in pairwise([0, *changes.tolist(), periods]):
                upto = np.ones(_LONGEST + 1)
                for d, mean in zip(parts, means[:, first], strict=True):
                    upto *= _distribution(process.durations[d], mean, days)(edges)
                upto[0] = 0.0
                upto[upto > 1.0 - _TAIL] = 1.0
                upto[-1] = 1.0
                found.append((patterns, slice(first, last), np.diff(upto)))
            patterns += 1
    first_of[-1] = patterns
    longest = 1 + max((int(np.flatnonzero(shares > 0)[-1]) for _, _, shares in found), default=0)
    pmf = np.zeros((patterns, periods, longest))
    for number, stretch, shares in found:
        pmf[number, stretch] = shares[:longest]
    return pmf, pattern, first_of


def _unlike(means: Array) -> tuple[list[Array], NDArray[np.int64]]:
    """Means ``[duration, origin, channel, period]`` as those ``[duration, period]`` that differ, and which of them each group has."""
    of_group = np.zeros(means.shape[1:3], np.int64)
    if (means == means[:, :1, :1]).all():
        return [means[:, 0, 0]], of_group
    found: dict[bytes, int] = {}
    unlike: list[Array] = []
    for group in np.ndindex(of_group.shape):
        own = np.ascontiguousarray(means[:, *group])
        of_group[group] = found.setdefault(own.tobytes(), len(found))
        if len(found) > len(unlike):
            unlike.append(own)
    return unlike, of_group


def _distribution(duration: Any, mean: float, days: int) -> Any:
    """The distribution function of a duration, smoothed over the width of a step where it is fixed."""
    law = duration["law"]
    if mean <= 0:
        return lambda x: np.ones_like(x)
    if law == FIXED:
        return lambda x: np.clip((x - mean) / days + 0.5, 0.0, 1.0)
    if law == EXPONENTIAL:
        return lambda x: -np.expm1(-np.maximum(x, 0.0) / mean)
    if law == ERLANG:
        shape = int(duration["shape"])
        return lambda x: special.gammainc(shape, np.maximum(x, 0.0) * shape / mean)
    sigma = float(duration["sigma"])
    median = mean * np.exp(-0.5 * sigma**2)
    return lambda x: special.ndtr(np.log(np.maximum(x, 1e-300) / median) / sigma)


def residual(pmf: Array) -> Array:
    """When those already inside are released, if they came evenly: the equilibrium excess of the release
    times.
    """
    tail = np.cumsum(pmf[::-1])[::-1]
    return np.asarray(tail / tail.sum())
