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

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

from openasylum import keyed_random
from openasylum.pipeline.layout import CAPACITY, DELAY, END, ERLANG, EXPONENTIAL, FIXED, FORK, NEVER, SERVERS

# What a calendar entry means where it is not the number of a transition.
_READY, _ROUTE, _SERVED, _ARRIVE = -2, -3, -4, -5

_ODD = np.uint64(0xD1342543DE82EF95)
_NEXT = np.uint64(0xA24BAED4963EE407)
_GOLDEN_RATIO = 0.6180339887498949

#: Compiled on first use and kept. Without Numba's reference counts, which would cost more than the work
#: itself; so nothing here may make an array.
compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, cache=True, _nrt=False)

#: A part of a larger function: never called from outside, compiled where it is used.
part: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, inline="always", _nrt=False)

uniform = compiled(keyed_random.keyed_uniform)


@part
def _enqueue(people, lines, line, p):
    me, queue = people[p], lines[line]
    last = queue["last"]
    me["line"] = line
    me["before"] = last
    me["after"] = -1
    if last >= 0:
        people[last]["after"] = p
    else:
        queue["first"] = p
    queue["last"] = p
    queue["length"] += 1


@part
def _leave_line(people, lines, p):
    me = people[p]
    if me["line"] >= 0:
        queue = lines[me["line"]]
        before, after = me["before"], me["after"]
        if before >= 0:
            people[before]["after"] = after
        else:
            queue["first"] = after
        if after >= 0:
            people[after]["before"] = before
        else:
            queue["last"] = before
        me["line"] = -1
        queue["length"] -= 1


@part
def _note(people, calendar, p, step, what):
    """Put a person into the calendar (each has at most one entry)."""
    if step < calendar.shape[0]:
        me = people[p]
        last = calendar[step, 1]
        me["due"] = step
        me["what"] = what
        me["earlier"] = last
        me["later"] = -1
        if last >= 0:
            people[last]["later"] = p
        else:
            calendar[step, 0] = p
        calendar[step, 1] = p


@part
def _strike(people, calendar, p):
    """Take a person out of the calendar."""
    me = people[p]
    step = me["due"]
    if step >= 0:
        earlier, later = me["earlier"], me["later"]
        if earlier >= 0:
            people[earlier]["later"] = later
        else:
            calendar[step, 0] = later
        if later >= 0:
            people[later]["earlier"] = earlier
        else:
            calendar[step, 1] = earlier
        me["due"] = -1


@part
def _word(person, times):
    """What chance in a stage is keyed by: the person's own id on the first visit, a fresh one on each later
    visit.
    """
    return person ^ (np.uint64(times - 1) * _ODD)


@part
def _rounded(at, step):
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


@part
def _ends(process, d, key, word, step, since, o, c):
    """The step at which duration ``d``, begun at ``since``, ends; for who waited before the run, given that
    it has not yet.
    """
    duration = process.durations[d]
    period = process.period_of[step]
    means = process.numbers[duration["mean"], o, c]
    if duration["law"] == EXPONENTIAL:
        target = -math.log(1.0 - uniform(key, word))
        at = hazard_ends(
            means, True, process.waits[0], period, process.period_end, process.steps, step, 0.0, target
        )
    else:
        at = since + duration_of(
            duration["law"], means[period], duration["shape"], duration["sigma"], key, word
        )
    return _rounded(at, step)


@part
def _route(process, people, times, p, s, step):
    """The transition by which a person leaves stage ``s``."""
    me, stage = people[p], process.stages[s]
    e = process.pathway_exit[s, me["pathway"]]
    if e < 0:
        e, last = stage["exit_first"], stage["exit_last"]
        if e < last:
            u = uniform(stage["outcome_key"], _word(me["person"], times[p, s]))
            period = process.period_of[step]
            while (
                e < last
                and u >= process.numbers[process.exits[e]["cumulative"], me["origin"], me["channel"], period]
            ):
                e += 1
    return e


@part
def _join(process, people, times, p, s, step):
    """Put a person into a line of stage ``s``."""
    me, stage = people[p], process.stages[s]
    line, last = stage["line_first"], stage["line_last"]
    if line < last:
        u = uniform(stage["stream_key"], _word(me["person"], times[p, s]))
        period = process.period_of[step]
        taken = process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
        while line < last and u >= taken:
            line += 1
            taken += process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
    _enqueue(people, process.lines, line, p)


@part
def _hazard(process, me, stage, word, step):
    """Note on the person when the first of the stage's hazards would strike, and which."""
    me["hazard_at"] = NEVER
    me["hazard_by"] = -1
    for h in range(stage["hazard_first"], stage["hazard_last"]):
        hazard = process.hazards[h]
        start = max(step, me["since"] + hazard["after"])
        if start < process.steps:
            rates = process.numbers[hazard["rate"], me["origin"], me["channel"]]
            waited = float(start - me["since"])
            target = -math.log(1.0 - uniform(hazard["key"], word))
            period = process.period_of[start]
            at = hazard_ends(
                rates,
                False,
                process.waits[hazard["waits"]],
                period,
                process.period_end,
                process.steps,
                start,
                waited,
                target,
            )
            # Up to the next step: whoever is taken on the very step in which patience ends has not left yet.
            strikes = max(start, int(min(math.ceil(at), float(NEVER))))
            if strikes < me["hazard_at"]:
                me["hazard_at"] = strikes
                me["hazard_by"] = hazard["exit"]


@part
def _ready(process, me, stage, word, step):
    """The step at which everything that a stage asks for beforehand is done."""
    ready = step
    for k in range(stage["need_first"], stage["need_last"]):
        need = process.needs[k]
        since, key_word = me["since"], word
        if need["since_claim"]:
            # Begun with the claim, on the person's own chance: the same day however often the person returns.
            since, key_word = me["claimed"], me["person"]
        duration = process.durations[need["duration"]]
        means = process.numbers[duration["mean"], me["origin"], me["channel"]]
        if duration["law"] == EXPONENTIAL and since >= 0:
            target = -math.log(1.0 - uniform(need["key"], key_word))
            period = process.period_of[min(since, step)]
            at = hazard_ends(
                means, True, process.waits[0], period, process.period_end, process.steps, since, 0.0, target
            )
        else:
            # Begun before the run: being in the stage does not say that it is still to be done.
            law = ERLANG if duration["law"] == EXPONENTIAL else duration["law"]
            period = process.period_of[max(since, 0)]
            at = since + duration_of(
                law, means[period], duration["shape"], duration["sigma"], need["key"], key_word
            )
        ready = max(ready, _rounded(at, step))
    return ready


@part
def _enter(process, people, times, calendar, p, s, step, since):
    """Put a person into stage ``s`` (through any forks), with whatever will take the person out again."""
    me = people[p]
    times[p, s] += 1
    while process.stages[s]["kind"] == FORK:
        s = process.exits[_route(process, people, times, p, s, step)]["to"]
        times[p, s] += 1
    stage = process.stages[s]
    me["stage"] = s
    me["since"] = since
    if stage["kind"] != END:
        if stage["follower"] >= 0:
            process.entered[stage["follower"], step] += 1
        word = _word(me["person"], times[p, s])
        if process.instant[s, me["pathway"]]:
            done, what = step, _ROUTE
            me["hazard_at"] = NEVER
        elif stage["kind"] == DELAY:
            _hazard(process, me, stage, word, step)
            done, what = NEVER, _ROUTE
            o, c = me["origin"], me["channel"]
            done = _ends(process, stage["duration"], stage["duration_key"], word, step, since, o, c)
        else:
            _hazard(process, me, stage, word, step)
            done, what = _ready(process, me, stage, word, step), _READY
            if done <= step:
                _join(process, people, times, p, s, step)
                done = NEVER
        if done < me["hazard_at"]:
            _note(people, calendar, p, done, what)
        else:
            _note(people, calendar, p, me["hazard_at"], me["hazard_by"])


@part
def _reach(process, people, times, calendar, p, step):
    """A change of law reaches a claim (IRPA 104): one not yet read by the law is read anew, one not yet
    decided is moved.
    """
    me = people[p]
    s = me["stage"]
    if s >= 0:
        stage = process.stages[s]
        if stage["pathway_routed"]:
            me["pathway"] = me["reach_pathway"]
        elif stage["redetermine_exit"] >= 0 and times[p, s] == 1:
            me["pathway"] = me["reach_pathway"]
            if process.exits[process.pathway_exit[stage["redetermine_as"], me["pathway"]]]["to"] != s:
                _leave_line(people, process.lines, p)
                _strike(people, calendar, p)
                _note(people, calendar, p, step, stage["redetermine_exit"])


@part
def _pick_line(process, s, period):
    """The line of stage ``s`` to serve next, or -1 where nobody stands in any."""
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    chosen = -1
    if first == last:
        if lines[first]["length"] > 0:
            chosen = first
    elif stage["by_priority"]:
        for k in range(first, last + 1):
            if lines[k]["length"] > 0 and (chosen < 0 or lines[k]["priority"] < lines[chosen]["priority"]):
                chosen = k
    else:
        total = 0.0
        for k in range(first, last + 1):
            total += process.numbers[lines[k]["weight"], 0, 0, period] * lines[k]["length"]
        if total > 0.0:
            for k in range(first, last + 1):
                if lines[k]["length"] == 0:
                    lines[k]["credit"] = 0.0
                else:
                    lines[k]["credit"] += (
                        process.numbers[lines[k]["weight"], 0, 0, period] * lines[k]["length"] / total
                    )
                    if chosen < 0 or lines[k]["credit"] > lines[chosen]["credit"]:
                        chosen = k
            lines[chosen]["credit"] -= 1.0
    return chosen


@part
def _take(process, people, calendar, s, line, period):
    """Take the next person from a line: the oldest, or in their turn the newest where the stage works from
    both ends.
    """
    queue = process.lines[line]
    queue["alternate"] += process.numbers[process.stages[s]["oldest"], 0, 0, period]
    p = queue["last"]
    if queue["alternate"] >= 1.0:
        queue["alternate"] -= 1.0
        p = queue["first"]
    _leave_line(people, process.lines, p)
    _strike(people, calendar, p)
    return p


@compiled
def followed(entered, step, lag, window):
    """Mean entries a step over ``window`` steps, ``lag`` steps ago; 0 where the run has not seen them."""
    end = step - lag
    start = max(0, end - window)
    seen = 0
    for k in range(start, end):
        seen += entered[k]
    return seen / (end - start) if end > start else 0.0


@part
def _decide(process, people, calendar, s, step):
    """A stage with a yearly capacity takes as many as this step allows; they move when the calendar is read
    next.
    """
    stage = process.stages[s]
    period = process.period_of[step]
    allowance = process.capacity[s, step]
    f = stage["follower"]
    if f >= 0:
        rule = process.followers[f]
        share = process.numbers[rule["share"], 0, 0, period] * process.lever[f, step]
        allowance = max(allowance, share * followed(process.entered[f], step, rule["lag"], rule["window"]))
    # Whole decisions a step: Weyl's sequence says when a fraction becomes one, so that more capacity never
    # means fewer decisions on any day. What is left is kept only while someone waits for it (decisions of
    # unlike effort).
    threshold = (step + 1.0) * _GOLDEN_RATIO + s / process.stages.shape[0]
    budget = math.floor(allowance + threshold - math.floor(threshold)) + stage["carry"]
    stage["carry"] = 0.0
    while budget > 0.0:
        line = _pick_line(process, s, period)
        if line < 0:
            break
        if process.lines[line]["effort"] > budget:
            stage["carry"] = budget
            process.lines[line]["credit"] += 1.0
            break
        budget -= process.lines[line]["effort"]
        _note(people, calendar, _take(process, people, calendar, s, line, period), step, _ROUTE)


@part
def _serve(process, people, times, calendar, s, step):
    """A stage with servers lets each free one begin on the next person in line."""
    stage = process.stages[s]
    period = process.period_of[step]
    while stage["free"] + process.capacity[s, step] >= 1.0:
        line = _pick_line(process, s, period)
        if line < 0:
            break
        p = _take(process, people, calendar, s, line, period)
        me = people[p]
        word = _word(me["person"], times[p, s])
        done = _ends(
            process, stage["duration"], stage["duration_key"], word, step, step, me["origin"], me["channel"]
        )
        stage["free"] -= 1
        _note(people, calendar, p, done, _SERVED)
        if done == step:
            # Done within the step, so the server is free again in it.
            stage["free"] += 1
            me["what"] = _ROUTE
        me["hazard_at"] = step  # from here on: when service began


# Where the run stands, so that it can go on after its caller has made room for more visits.
STEP, STAGE, ARRIVED, REACHED, COUNT = range(5)
_MORNING, _BEFORE_STAGES = -2, -1


@compiled
def simulate(process, crowd, visits, clock):
    """Run every step; returns False where it stopped because ``visits`` is full (call again with more room),
    True when done.

    Whoever arrives or is taken from a line is put into the calendar of the same step, so that people move in
    one place only.
    """
    people, times, calendar = crowd.people, crowd.times, crowd.calendar
    stages = process.stages
    arriving, reaching, count = clock[ARRIVED], clock[REACHED], clock[COUNT]
    resumed = clock[STAGE]
    room = visits.row.shape[0]
    for step in range(clock[STEP], process.steps):
        if resumed == _MORNING:
            while reaching < crowd.reached.shape[0] and people[crowd.reached[reaching]]["reach_on"] <= step:
                _reach(process, people, times, calendar, crowd.reached[reaching], step)
                reaching += 1
            while arriving < crowd.order.shape[0] and people[crowd.order[arriving]]["enter"] <= step:
                _note(people, calendar, crowd.order[arriving], step, _ARRIVE)
                arriving += 1
        for s in range(max(resumed, _BEFORE_STAGES), stages.shape[0]):
            if s >= 0 and s != resumed:
                if stages[s]["kind"] == CAPACITY:
                    _decide(process, people, calendar, s, step)
                elif stages[s]["kind"] == SERVERS:
                    _serve(process, people, times, calendar, s, step)
            while calendar[step, 0] >= 0:
                if count == room:
                    clock[STEP], clock[STAGE], clock[COUNT] = step, s, count
                    clock[ARRIVED], clock[REACHED] = arriving, reaching
                    return False
                p = calendar[step, 0]
                me = people[p]
                what, at = me["what"], me["stage"]
                _strike(people, calendar, p)
                if what == _READY:
                    _join(process, people, times, p, at, step)
                    _note(people, calendar, p, me["hazard_at"], me["hazard_by"])
                    continue
                to, since = me["first_stage"], me["enter"]
                if what != _ARRIVE:
                    since = step
                    if what == _SERVED:
                        stages[at]["free"] += 1
                    if what < 0:
                        what = _route(process, people, times, p, at, step)
                    else:
                        _leave_line(people, process.lines, p)
                    visits.row[count] = p
                    visits.stage[count] = at
                    visits.step_in[count] = me["since"]
                    visits.step_out[count] = step
                    visits.exit[count] = what
                    visits.step_taken[count] = me["hazard_at"] if stages[at]["kind"] == SERVERS else step
                    count += 1
                    to = process.exits[what]["to"]
                    if to < 0:
                        # A change of law: on to where the stage that reads pathways would send the new one.
                        to = process.exits[process.pathway_exit[stages[at]["redetermine_as"], me["pathway"]]][
                            "to"
                        ]
                _enter(process, people, times, calendar, p, to, step, since)
        resumed = _MORNING
    clock[COUNT] = count
    return True


@compiled
def by_row(visits, count, people, place, sorted_visits):
    """Fill ``sorted_visits`` with closed and open visits by row and, within a row, by time: a counting sort.

    ``place`` (people + 1, zeros) is work space; the open visit of a row has step out and exit -1.
    """
    for i in range(count):
        place[visits.row[i] + 1] += 1
    for p in range(people.shape[0]):
        people[p]["what"] = 0  # from here on: visits of the row so far
        if people[p]["stage"] >= 0:
            place[p + 1] += 1
        place[p + 1] += place[p]
    for i in range(count):
        p = visits.row[i]
        k = place[p]
        place[p] += 1
        sorted_visits.sequence[k] = people[p]["what"]
        people[p]["what"] += 1
        sorted_visits.row[k], sorted_visits.stage[k], sorted_visits.exit[k] = (
            p,
            visits.stage[i],
            visits.exit[i],
        )
        sorted_visits.step_in[k], sorted_visits.step_out[k] = visits.step_in[i], visits.step_out[i]
        sorted_visits.step_taken[k] = min(visits.step_taken[i], visits.step_out[i])
    for p in range(people.shape[0]):
        if people[p]["stage"] >= 0:
            k = place[p]
            sorted_visits.sequence[k] = people[p]["what"]
            sorted_visits.row[k], sorted_visits.stage[k], sorted_visits.exit[k] = p, people[p]["stage"], -1
            sorted_visits.step_in[k], sorted_visits.step_out[k] = people[p]["since"], -1
            sorted_visits.step_taken[k] = -1
