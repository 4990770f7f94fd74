"""The person-level engine: one pass over the steps (days), every person in exactly one stage, every visit
kept.

In each step: claims that a change of law reaches are moved; those who arrive enter; what was due on that day
happens (a delay ends, someone withdraws, a prerequisite is met, a server comes free); then each stage, in the
order of the file, takes people from its lines as far as its capacity or its servers go.

All chance is keyed by person, decision and how often the person has been in that stage, so nothing here
depends on the order in which people are handled. Lines and the calendar are doubly linked lists over people,
so joining, leaving and being taken cost the same however long the line. Importing this module compiles
nothing; the first run does, and Numba keeps the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from openasylum import keyed_random
from openasylum.pipeline.layout import CAPACITY, DELAY, END, ERLANG, EXPONENTIAL, FIXED, FORK, NEVER, SERVERS

# What a calendar entry means where it is not the number of a transition.
_READY, _ROUTE, _SERVED = -2, -3, -4

_ODD = np.uint64(0xD1342543DE82EF95)
_NEXT = np.uint64(0xA24BAED4963EE407)
_GOLDEN_RATIO = 0.6180339887498949

compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, cache=True)
uniform = compiled(keyed_random.keyed_uniform)


class Visits(NamedTuple):
    """Closed visits, in order of their end; the columns grow by doubling."""

    row: Any  # u32
    stage: Any  # u8
    step_in: Any  # i32
    step_out: Any  # i32
    exit: Any  # i16


@compiled
def _enqueue(process, crowd, line, p):  # type: ignore[no-untyped-def]
    me, queue = crowd.people[p], process.lines[line]
    last = queue["last"]
    me["line"] = line
    me["before"] = last
    me["after"] = -1
    if last >= 0:
        crowd.people[last]["after"] = p
    else:
        queue["first"] = p
    queue["last"] = p
    queue["length"] += 1


@compiled
def _leave_line(process, crowd, p):  # type: ignore[no-untyped-def]
    me = crowd.people[p]
    if me["line"] < 0:
        return
    queue = process.lines[me["line"]]
    before, after = me["before"], me["after"]
    if before >= 0:
        crowd.people[before]["after"] = after
    else:
        queue["first"] = after
    if after >= 0:
        crowd.people[after]["before"] = before
    else:
        queue["last"] = before
    me["line"] = -1
    queue["length"] -= 1


@compiled
def _note(crowd, p, step, what):  # type: ignore[no-untyped-def]
    """Put a person into the calendar (each has at most one entry)."""
    if step >= crowd.calendar.shape[0]:
        return
    me = crowd.people[p]
    last = crowd.calendar[step, 1]
    me["due"] = step
    me["what"] = what
    me["earlier"] = last
    me["later"] = -1
    if last >= 0:
        crowd.people[last]["later"] = p
    else:
        crowd.calendar[step, 0] = p
    crowd.calendar[step, 1] = p


@compiled
def _strike(crowd, p):  # type: ignore[no-untyped-def]
    """Take a person out of the calendar."""
    me = crowd.people[p]
    step = me["due"]
    if step < 0:
        return
    earlier, later = me["earlier"], me["later"]
    if earlier >= 0:
        crowd.people[earlier]["later"] = later
    else:
        crowd.calendar[step, 0] = later
    if later >= 0:
        crowd.people[later]["earlier"] = earlier
    else:
        crowd.calendar[step, 1] = earlier
    me["due"] = -1


@compiled
def _word(crowd, p, s):  # type: ignore[no-untyped-def]
    """The id that chance in stage ``s`` is keyed by: the person's own on the first visit, a fresh one on each
    later visit.
    """
    return crowd.people[p]["person"] ^ (np.uint64(crowd.times[p, s] - 1) * _ODD)


@compiled
def _rounded(at, step):  # type: ignore[no-untyped-def]
    """The nearer whole step (which keeps the mean), not before ``step``."""
    return max(step, int(min(math.floor(at + 0.5), float(NEVER))))


@compiled
def hazard_ends(process, step, waited, target, number, inverse, waits, o, c):  # type: ignore[no-untyped-def]
    """When a hazard that changes by date and by wait has used up ``target``.

    The rate (or, if ``inverse``, the mean time) is constant within each period of the
    calendar and each step of the wait (row ``waits``; -1 for none), so the walk goes from one to the next.
    """
    now = float(step)
    began = now - waited
    period = process.period_of[step]
    k = 0
    while True:
        end = float(process.period_end[period])
        factor = 1.0
        if waits >= 0:
            while k + 1 < process.waits.shape[1] and now - began >= process.waits[waits, k + 1, 0]:
                k += 1
            factor = process.waits[waits, k, 1]
            if k + 1 < process.waits.shape[1]:
                end = min(end, began + process.waits[waits, k + 1, 0])
        value = process.numbers[number, period, o, c]
        rate = 1.0 / max(value, 1e-12) if inverse else value * factor
        if rate > 0.0:
            if target <= rate * (end - now):
                return now + target / rate
            target -= rate * (end - now)
        now = end
        if now >= process.steps:
            return float(NEVER)
        while now >= process.period_end[period]:
            period += 1


@compiled
def _length(process, d, key, word, period, o, c):  # type: ignore[no-untyped-def]
    """A fixed, Erlang or lognormal duration, in steps."""
    duration = process.durations[d]
    mean = process.numbers[duration["mean"], period, o, c]
    if duration["law"] == FIXED:
        return mean
    if duration["law"] == ERLANG:
        total = 0.0
        for _ in range(duration["shape"]):
            total -= math.log(1.0 - uniform(key, word))
            word = (word ^ _NEXT) * _ODD
        return mean * total / duration["shape"]
    # Lognormal, by Box & Muller (1958).
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(key, word)))
    normal = radius * math.cos(2.0 * math.pi * uniform(key, (word ^ _NEXT) * _ODD))
    sigma = duration["sigma"]
    return mean * math.exp(sigma * normal - 0.5 * sigma * sigma)


@compiled
def _ends(process, d, key, word, step, since, o, c):  # type: ignore[no-untyped-def]
    """The step at which duration ``d``, begun at ``since``, ends; for who waited before the run, given that
    it has not yet.
    """
    if process.durations[d]["law"] == EXPONENTIAL:
        target = -math.log(1.0 - uniform(key, word))
        at = hazard_ends(process, step, 0.0, target, process.durations[d]["mean"], True, -1, o, c)
    else:
        at = since + _length(process, d, key, word, process.period_of[step], o, c)
    return _rounded(at, step)


@compiled
def _route(process, crowd, p, s, step):  # type: ignore[no-untyped-def]
    """The transition by which a person leaves stage ``s``."""
    me, stage = crowd.people[p], process.stages[s]
    by_pathway = process.pathway_exit[s, me["pathway"]]
    if by_pathway >= 0:
        return by_pathway
    e, last = stage["exit_first"], stage["exit_last"]
    if e == last:
        return e
    u = uniform(stage["outcome_key"], _word(crowd, p, s))
    period = process.period_of[step]
    while (
        e < last and u >= process.numbers[process.exits[e]["cumulative"], period, me["origin"], me["channel"]]
    ):
        e += 1
    return e


@compiled
def _join(process, crowd, p, s, step):  # type: ignore[no-untyped-def]
    """Put a person into a line of stage ``s``."""
    me, stage = crowd.people[p], process.stages[s]
    line, last = stage["line_first"], stage["line_last"]
    if line < last:
        u = uniform(stage["stream_key"], _word(crowd, p, s))
        period = process.period_of[step]
        taken = 0.0
        while line < last:
            taken += process.numbers[process.lines[line]["share"], period, me["origin"], me["channel"]]
            if u < taken:
                break
            line += 1
    _enqueue(process, crowd, line, p)


@compiled
def _hazard(process, crowd, p, s, step):  # type: ignore[no-untyped-def]
    """Note on the person when the first of the stage's hazards would strike, and which."""
    me, stage = crowd.people[p], process.stages[s]
    me["hazard_at"] = NEVER
    me["hazard_by"] = -1
    word = _word(crowd, p, s)
    for h in range(stage["hazard_first"], stage["hazard_last"]):
        hazard = process.hazards[h]
        start = max(step, me["since"] + hazard["after"])
        if start < process.steps:
            target = -math.log(1.0 - uniform(hazard["key"], word))
            waited = float(start - me["since"])
            at = hazard_ends(
                process,
                start,
                waited,
                target,
                hazard["rate"],
                False,
                hazard["waits"],
                me["origin"],
                me["channel"],
            )
            rounded = _rounded(at, start)
            if rounded < me["hazard_at"]:
                me["hazard_at"] = rounded
                me["hazard_by"] = hazard["exit"]


@compiled
def _ready(process, crowd, p, s, step):  # type: ignore[no-untyped-def]
    """The step at which everything that stage ``s`` asks for beforehand is done."""
    me, stage = crowd.people[p], process.stages[s]
    ready = step
    for k in range(stage["need_first"], stage["need_last"]):
        need = process.needs[k]
        if need["since_claim"]:
            # Begun with the claim, on the person's own chance: the same day however often the person returns.
            begun = min(max(me["claimed"], 0), step)
            done = _ends(
                process,
                need["duration"],
                need["key"],
                me["person"],
                begun,
                me["claimed"],
                me["origin"],
                me["channel"],
            )
        else:
            word = _word(crowd, p, s)
            done = _ends(
                process, need["duration"], need["key"], word, step, me["since"], me["origin"], me["channel"]
            )
        ready = max(ready, done)
    return ready


@compiled
def _enter(process, crowd, p, s, step, since):  # type: ignore[no-untyped-def]
    """Put a person into stage ``s`` (through any forks), with whatever will take the person out again."""
    crowd.times[p, s] += 1
    while process.stages[s]["kind"] == FORK:
        s = process.exits[_route(process, crowd, p, s, step)]["to"]
        crowd.times[p, s] += 1
    me, stage = crowd.people[p], process.stages[s]
    me["stage"] = s
    me["since"] = since
    if stage["kind"] == END:
        return
    if stage["follower"] >= 0:
        process.entered[stage["follower"], step] += 1
    if process.instant[s, me["pathway"]]:
        _note(crowd, p, step, _ROUTE)
        return
    _hazard(process, crowd, p, s, step)
    at = me["hazard_at"]
    if stage["kind"] == DELAY:
        word = _word(crowd, p, s)
        done = _ends(
            process, stage["duration"], stage["duration_key"], word, step, since, me["origin"], me["channel"]
        )
        what = _ROUTE
    else:
        done = _ready(process, crowd, p, s, step)
        if done <= step:
            _join(process, crowd, p, s, step)
            done = NEVER
        what = _READY
    if done < at:
        _note(crowd, p, done, what)
    else:
        _note(crowd, p, at, me["hazard_by"])


@compiled
def _room_for(visits, count):  # type: ignore[no-untyped-def]
    size = visits.row.shape[0]
    if count < size:
        return visits
    row, stage = np.empty(2 * size, np.uint32), np.empty(2 * size, np.uint8)
    step_in, step_out, way = (
        np.empty(2 * size, np.int32),
        np.empty(2 * size, np.int32),
        np.empty(2 * size, np.int16),
    )
    row[:size], stage[:size], step_in[:size] = visits.row, visits.stage, visits.step_in
    step_out[:size], way[:size] = visits.step_out, visits.exit
    return Visits(row, stage, step_in, step_out, way)


@compiled
def _move(process, crowd, visits, count, p, step, e):  # type: ignore[no-untyped-def]
    """Close the person's visit by transition ``e`` and open the next."""
    visits = _room_for(visits, count)
    me = crowd.people[p]
    s = me["stage"]
    visits.row[count] = p
    visits.stage[count] = s
    visits.step_in[count] = me["since"]
    visits.step_out[count] = step
    visits.exit[count] = e
    to = process.exits[e]["to"]
    if to < 0:
        # A change of law: the new pathway leads where it would have led from the stage that reads pathways.
        to = process.exits[process.pathway_exit[process.stages[s]["redetermine_as"], me["pathway"]]]["to"]
    _enter(process, crowd, p, to, step, step)
    return visits, count + 1


@compiled
def _reach(process, crowd, visits, count, p, step):  # type: ignore[no-untyped-def]
    """A change of law reaches a claim (IRPA 104): one not yet read by the law is read anew, one not yet
    decided is moved.
    """
    me = crowd.people[p]
    s = me["stage"]
    if s < 0:
        return visits, count
    stage = process.stages[s]
    if stage["pathway_routed"]:
        me["pathway"] = me["reach_pathway"]
    elif stage["redetermine_exit"] >= 0 and crowd.times[p, s] == 1:
        me["pathway"] = me["reach_pathway"]
        if process.exits[process.pathway_exit[stage["redetermine_as"], me["pathway"]]]["to"] != s:
            _leave_line(process, crowd, p)
            _strike(crowd, p)
            return _move(process, crowd, visits, count, p, step, stage["redetermine_exit"])
    return visits, count


@compiled
def _happen(process, crowd, visits, count, step):  # type: ignore[no-untyped-def]
    """Everything the calendar holds for this step, including what it sets off on the same step."""
    while crowd.calendar[step, 0] >= 0:
        p = crowd.calendar[step, 0]
        me = crowd.people[p]
        what, s = me["what"], me["stage"]
        _strike(crowd, p)
        if what == _READY:
            _join(process, crowd, p, s, step)
            _note(crowd, p, me["hazard_at"], me["hazard_by"])
            continue
        if what == _SERVED:
            process.stages[s]["free"] += 1
        if what in (_ROUTE, _SERVED):
            what = _route(process, crowd, p, s, step)
        else:
            _leave_line(process, crowd, p)
        visits, count = _move(process, crowd, visits, count, p, step, what)
    return visits, count


@compiled
def _pick_line(process, s, period):  # type: ignore[no-untyped-def]
    """The line of stage ``s`` to serve next, or -1 where nobody stands in any."""
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    if first == last:
        return first if lines[first]["length"] > 0 else -1
    chosen = -1
    if stage["by_priority"]:
        for k in range(first, last + 1):
            if lines[k]["length"] > 0 and (chosen < 0 or lines[k]["priority"] < lines[chosen]["priority"]):
                chosen = k
        return chosen
    total = 0.0
    for k in range(first, last + 1):
        total += process.numbers[lines[k]["weight"], period, 0, 0] * lines[k]["length"]
    if total <= 0.0:
        return -1
    for k in range(first, last + 1):
        if lines[k]["length"] == 0:
            lines[k]["credit"] = 0.0
            continue
        lines[k]["credit"] += process.numbers[lines[k]["weight"], period, 0, 0] * lines[k]["length"] / total
        if chosen < 0 or lines[k]["credit"] > lines[chosen]["credit"]:
            chosen = k
    lines[chosen]["credit"] -= 1.0
    return chosen


@compiled
def _take(process, crowd, s, line, period):  # type: ignore[no-untyped-def]
    """Take the next person from a line: the oldest, or in their turn the newest where the stage works from
    both ends.
    """
    queue = process.lines[line]
    share = process.numbers[process.stages[s]["oldest"], period, 0, 0]
    queue["alternate"] += share
    p = queue["last"]
    if queue["alternate"] >= 1.0:
        queue["alternate"] -= 1.0
        p = queue["first"]
    _leave_line(process, crowd, p)
    _strike(crowd, p)
    return p


@compiled
def _allowance(process, s, step):  # type: ignore[no-untyped-def]
    """The decisions that stage ``s`` can make in this step, before rounding."""
    f = process.stages[s]["follower"]
    base = process.capacity[s, step]
    if f < 0:
        return base
    rule = process.followers[f]
    end = step - rule["lag"]
    start = max(0, end - rule["window"])
    if end <= start:
        return base
    seen = 0
    for k in range(start, end):
        seen += process.entered[f, k]
    share = process.numbers[rule["share"], process.period_of[step], 0, 0] * process.lever[f, step]
    return max(base, share * seen / (end - start))


@compiled
def _decide(process, crowd, visits, count, s, step):  # type: ignore[no-untyped-def]
    """A stage with a yearly capacity takes as many as this step allows."""
    # Whole decisions a step: Weyl's sequence says when a fraction becomes one, so that more capacity never
    # means fewer decisions on any day. What is left is kept only while someone waits for it (decisions of
    # unlike effort).
    stage = process.stages[s]
    threshold = (step + 1.0) * _GOLDEN_RATIO + s / process.stages.shape[0]
    budget = math.floor(_allowance(process, s, step) + threshold - math.floor(threshold)) + stage["carry"]
    stage["carry"] = 0.0
    period = process.period_of[step]
    while budget > 0.0:
        line = _pick_line(process, s, period)
        if line < 0:
            break
        if process.lines[line]["effort"] > budget:
            stage["carry"] = budget
            process.lines[line]["credit"] += 1.0
            break
        budget -= process.lines[line]["effort"]
        p = _take(process, crowd, s, line, period)
        visits, count = _move(process, crowd, visits, count, p, step, _route(process, crowd, p, s, step))
    return visits, count


@compiled
def _serve(process, crowd, visits, count, s, step):  # type: ignore[no-untyped-def]
    """A stage with servers lets each free one begin on the next person in line."""
    stage = process.stages[s]
    period = process.period_of[step]
    while stage["free"] + process.capacity[s, step] >= 1.0:
        line = _pick_line(process, s, period)
        if line < 0:
            break
        p = _take(process, crowd, s, line, period)
        me = crowd.people[p]
        word = _word(crowd, p, s)
        done = _ends(
            process, stage["duration"], stage["duration_key"], word, step, step, me["origin"], me["channel"]
        )
        if done > step:
            stage["free"] -= 1
            _note(crowd, p, done, _SERVED)
            if done >= process.steps:
                # Busy beyond the horizon: the person stays, the server stays busy.
                me["due"] = -1
        else:
            visits, count = _move(process, crowd, visits, count, p, step, _route(process, crowd, p, s, step))
    return visits, count


@compiled
def simulate(process, crowd, visits):  # type: ignore[no-untyped-def]
    """Run every step; returns the closed visits and how many there are."""
    count = 0
    arriving, reaching = 0, 0
    people = crowd.people
    for step in range(process.steps):
        while reaching < crowd.reached.shape[0] and people[crowd.reached[reaching]]["reach_on"] <= step:
            visits, count = _reach(process, crowd, visits, count, crowd.reached[reaching], step)
            reaching += 1
        while arriving < crowd.order.shape[0] and people[crowd.order[arriving]]["enter"] <= step:
            p = crowd.order[arriving]
            arriving += 1
            _enter(process, crowd, p, people[p]["first_stage"], step, people[p]["enter"])
        visits, count = _happen(process, crowd, visits, count, step)
        for s in range(process.stages.shape[0]):
            if process.stages[s]["kind"] == CAPACITY:
                visits, count = _decide(process, crowd, visits, count, s, step)
                visits, count = _happen(process, crowd, visits, count, step)
            elif process.stages[s]["kind"] == SERVERS:
                visits, count = _serve(process, crowd, visits, count, s, step)
                visits, count = _happen(process, crowd, visits, count, step)
    return visits, count


@compiled
def by_row(visits, count, people):  # type: ignore[no-untyped-def]
    """Closed and open visits together, sorted by row and, within a row, by time (a counting sort: each row's
    are in order).
    """
    place = np.zeros(people.shape[0] + 1, np.int64)
    for i in range(count):
        place[visits.row[i] + 1] += 1
    for p in range(people.shape[0]):
        if people[p]["stage"] >= 0:
            place[p + 1] += 1
        place[p + 1] += place[p]
    total = place[people.shape[0]]
    row, stage = np.empty(total, np.uint32), np.empty(total, np.uint8)
    step_in, step_out, way = np.empty(total, np.int32), np.empty(total, np.int32), np.empty(total, np.int16)
    for i in range(count):
        p = visits.row[i]
        k = place[p]
        place[p] += 1
        row[k], stage[k], way[k] = p, visits.stage[i], visits.exit[i]
        step_in[k], step_out[k] = visits.step_in[i], visits.step_out[i]
    for p in range(people.shape[0]):
        if people[p]["stage"] >= 0:
            k = place[p]
            row[k], stage[k], step_in[k], step_out[k], way[k] = (
                p,
                people[p]["stage"],
                people[p]["since"],
                -1,
                -1,
            )
    return row, stage, step_in, step_out, way
