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
    """Over how many steps a stage releases those who enter it in one: ``pmf[stage, period, k]``, the number of steps
    ``spans[stage]``, and the mean in days, ``ages[stage, period]``.
    """

    pmf: Array
    spans: NDArray[np.int64]
    ages: Array


def spread_of(process: Process, days: int) -> Spread:
    """The release times of every stage, in steps of so many days."""
    pmf = releases(process, days)
    span = np.arange(pmf.shape[2])
    spans = 1 + np.max(np.where(pmf.max(axis=1) > 0, span, 0), axis=1)
    return Spread(pmf, spans, (pmf * span).sum(axis=2) * days)


def releases(process: Process, days: int) -> Array:
    """``[stage, period, k]``: share of those who enter a stage in a step that is released (or ready) k steps
    later.

    Entry is spread over the step, so a time T falls into step k with the chance that T plus half a step does.
    """
    periods = process.numbers.shape[3]
    edges = (np.arange(_LONGEST + 1) - 0.5) * days
    found: list[tuple[int, slice, Array]] = []
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
        # Worked out once for each stretch of periods in which no mean changes.
        changes = 1 + np.flatnonzero((means[:, 1:] != means[:, :-1]).any(axis=0))
        for first, last in pairwise([0, *changes.tolist(), periods]):
            upto = np.ones(_LONGEST + 1)
            for d, mean in zip(parts, means[:, first], strict=True):
                upto *= _distribution(process.durations[d], mean, days)(edges)
            upto[0] = 0.0
            upto[upto > 1.0 - _TAIL] = 1.0
            upto[-1] = 1.0
            found.append((s, slice(first, last), np.diff(upto)))
    longest = 1 + max((int(np.flatnonzero(shares > 0)[-1]) for _, _, shares in found), default=0)
    pmf = np.zeros((len(process.stages), periods, longest))
    for s, stretch, shares in found:
        pmf[s, stretch] = shares[:longest]
    return pmf


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
