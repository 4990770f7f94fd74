"""Chance in the person-level engine: outcomes, durations and hazards, each keyed by the person's own id."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

import numpy as np

from openasylum import keyed_random
from openasylum.pipeline.engine.compiling import part
from openasylum.pipeline.engine.layout import ERLANG, EXPONENTIAL, FIXED, NEVER

#: Tells the visits of one person to one stage apart (see ``word_of``).
ODD = np.uint64(0xD1342543DE82EF95)
_NEXT = np.uint64(0xA24BAED4963EE407)

# In place of a row of the effects of the wait, for ``hazard_ends``; and the row that has none.
MEAN_TIME, _NO_EFFECT = np.int64(-2), np.int64(0)

uniform = part(keyed_random.keyed_uniform)


@part
def word_of(person, times):
    """What chance in a stage is keyed by: the person's own id on the first visit, a fresh one on each later
    visit.
    """
    return person ^ (np.uint64(times - 1) * ODD)


@part
def falls_short(key, word, share):
    """Whether chance falls outside a share; what is certain is not drawn."""
    return share < 1.0 and (share <= 0.0 or uniform(key, word) >= share)


@part
def rounded(at, step):
    """The nearer whole step (which keeps the mean), not before ``step``."""
    return max(step, math.floor(min(at + 0.5, float(NEVER))))


@part
def hazard_ends(process, number, o, c, waits, step, waited, target):
    """When a hazard that changes by date and by wait has used up ``target``.

    The number is a rate a step, and row ``waits`` of the process holds (steps waited, factor); where ``waits`` is
    ``MEAN_TIME``, it is a mean time in steps, which no wait changes. Both are constant between the days on which
    the number changes and the steps of the wait, so the walk goes from one to the next.
    """
    now = float(step)
    began = now - waited
    factors = process.waits[_NO_EFFECT if waits == MEAN_TIME else waits]
    k = 0
    while now < process.steps:
        period = process.period_of[int(now)]
        while k + 1 < factors.shape[0] and now - began >= factors[k + 1, 0]:
            k += 1
        end = float(process.same_until[number, period])
        if k + 1 < factors.shape[0]:
            end = min(end, began + factors[k + 1, 0])
        rate = process.numbers[number, o, c, period]
        rate = 1.0 / max(rate, 1e-12) if waits == MEAN_TIME else rate * factors[k, 1]
        if rate > 0.0:
            if target <= rate * (end - now):
                return now + target / rate
            target -= rate * (end - now)
        now = end
    return float(NEVER)


@part
def duration_of(law, mean, shape, sigma, key, word):
    """A fixed, Erlang or lognormal duration, in the unit of its mean."""
    if law == FIXED:
        return mean
    if law == ERLANG:
        total = 0.0
        for _ in range(shape):
            total -= math.log(1.0 - uniform(key, word))
            word = (word ^ _NEXT) * ODD
        return mean * total / shape
    # Lognormal, by Box & Muller (1958).
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(key, word)))
    normal = radius * math.cos(2.0 * math.pi * uniform(key, (word ^ _NEXT) * ODD))
    return mean * math.exp(sigma * normal - 0.5 * sigma * sigma)


@part
def ends(process, d, me, key, word, step, since):
    """The step at which duration ``d``, begun at ``since``, ends; for who waited before the run, given that it
    has not yet.
    """
    duration = process.durations[d]
    o, c = me["origin"], me["channel"]
    if duration["law"] == EXPONENTIAL:
        target = -math.log(1.0 - uniform(key, word))
        at = hazard_ends(process, duration["mean"], o, c, MEAN_TIME, step, 0.0, target)
    else:
        mean = process.numbers[duration["mean"], o, c, process.period_of[step]]
        at = since + duration_of(
            np.int64(duration["law"]), mean, duration["shape"], duration["sigma"], key, word
        )
    return rounded(at, step)


@part
def route(process, me, times, s, period):
    """The transition by which a person leaves stage ``s``, having entered it ``times`` times."""
    stage = process.stages[s]
    e = np.int64(process.pathway_exit[s, me["pathway"]])
    if e < 0:
        e, last = np.int64(stage["exit_first"]), np.int64(stage["exit_last"])
        if e < last:
            u = uniform(stage["outcome_key"], word_of(me["key"], times))
            o, c = me["origin"], me["channel"]
            while e < last and u >= process.numbers[process.exits[e]["cumulative"], o, c, period]:
                e += 1
    return e
