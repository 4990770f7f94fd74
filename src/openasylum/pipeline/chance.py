"""Chance in the person-level engine: outcomes, durations and hazards, each keyed by the person's own id."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

import numpy as np

from openasylum import keyed_random
from openasylum.pipeline.compiling import compiled, part
from openasylum.pipeline.layout import ERLANG, EXPONENTIAL, FIXED, NEVER

_ODD = np.uint64(0xD1342543DE82EF95)
_NEXT = np.uint64(0xA24BAED4963EE407)

uniform = compiled(keyed_random.keyed_uniform)


@part
def word_of(person, times):
    """What chance in a stage is keyed by: the person's own id on the first visit, a fresh one on each later
    visit.
    """
    return person ^ (np.uint64(times - 1) * _ODD)


@part
def rounded(at, step):
    """The nearer whole step (which keeps the mean), not before ``step``."""
    return max(step, int(min(math.floor(at + 0.5), float(NEVER))))


@compiled
def hazard_ends(rates, inverse, factors, period, period_end, steps, step, waited, target):
    """When a hazard that changes by date and by wait has used up ``target``.

    ``rates[period]`` is a rate a step (or, if ``inverse``, a mean time in steps); ``factors[k]`` is (steps
    waited, factor). Both are constant between the ends of periods and the steps of the wait, so the walk goes
    from one to the next.
    """
    now = float(step)
    began = now - waited
    k = 0
    while True:
        while k + 1 < factors.shape[0] and now - began >= factors[k + 1, 0]:
            k += 1
        end = float(period_end[period])
        if k + 1 < factors.shape[0]:
            end = min(end, began + factors[k + 1, 0])
        rate = 1.0 / max(rates[period], 1e-12) if inverse else rates[period] * factors[k, 1]
        if rate > 0.0:
            if target <= rate * (end - now):
                return now + target / rate
            target -= rate * (end - now)
        now = end
        if now >= steps:
            return float(NEVER)
        while now >= period_end[period]:
            period += 1


@compiled
def duration_of(law, mean, shape, sigma, key, word):
    """A fixed, Erlang or lognormal duration, in the unit of its mean."""
    if law == FIXED:
        return mean
    if law == ERLANG:
        total = 0.0
        for _ in range(shape):
            total -= math.log(1.0 - uniform(key, word))
            word = (word ^ _NEXT) * _ODD
        return mean * total / shape
    # Lognormal, by Box & Muller (1958).
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(key, word)))
    normal = radius * math.cos(2.0 * math.pi * uniform(key, (word ^ _NEXT) * _ODD))
    return mean * math.exp(sigma * normal - 0.5 * sigma * sigma)


@compiled
def ends(durations, numbers, period_of, period_end, always, d, key, word, step, since, o, c):
    """The step at which duration ``d``, begun at ``since``, ends; for who waited before the run, given that it
    has not yet. ``always``: the row of wait factors that says that the wait has no effect.
    """
    duration = durations[d]
    period = period_of[step]
    means = numbers[duration["mean"], o, c]
    if duration["law"] == EXPONENTIAL:
        target = -math.log(1.0 - uniform(key, word))
        at = hazard_ends(means, True, always, period, period_end, period_of.shape[0], step, 0.0, target)
    else:
        at = since + duration_of(
            duration["law"], means[period], duration["shape"], duration["sigma"], key, word
        )
    return rounded(at, step)


@compiled
def route(stages, exits, numbers, pathway_exit, me, times, s, period):
    """The transition by which a person leaves stage ``s``, having entered it ``times`` times."""
    stage = stages[s]
    e = pathway_exit[s, me["pathway"]]
    if e < 0:
        e, last = stage["exit_first"], stage["exit_last"]
        if e < last:
            u = uniform(stage["outcome_key"], word_of(me["person"], times))
            while e < last and u >= numbers[exits[e]["cumulative"], me["origin"], me["channel"], period]:
                e += 1
    return e
