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

from openasylum.pipeline.chance import duration_of, ends, hazard_ends, rounded, route, uniform, word_of
from openasylum.pipeline.compiling import compiled, part
from openasylum.pipeline.layout import CAPACITY, DELAY, END, ERLANG, EXPONENTIAL, FORK, NEVER, SERVERS
from openasylum.pipeline.lines import enqueue, leave_line, note, pick_line, strike, take_from

# What a calendar entry means where it is not the number of a transition.
_READY, _ROUTE, _SERVED, _ARRIVE = -2, -3, -4, -5

_GOLDEN_RATIO = 0.6180339887498949


@part
def _join(process, people, times, p, s, step):
    """Put a person into a line of stage ``s``."""
    me, stage = people[p], process.stages[s]
    line, last = stage["line_first"], stage["line_last"]
    if line < last:
        u = uniform(stage["stream_key"], word_of(me["person"], times[p, s]))
        period = process.period_of[step]
        taken = process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
        while line < last and u >= taken:
            line += 1
            taken += process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
    enqueue(people, process.lines, line, p)


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
        ready = max(ready, rounded(at, step))
    return ready


@part
def _enter(process, people, times, calendar, p, s, step, since):
    """Put a person into stage ``s`` (through any forks), with whatever will take the person out again."""
    me = people[p]
    times[p, s] += 1
    while process.stages[s]["kind"] == FORK:
        s = process.exits[
            route(
                process.stages,
                process.exits,
                process.numbers,
                process.pathway_exit,
                people[p],
                times[p, s],
                s,
                process.period_of[step],
            )
        ]["to"]
        times[p, s] += 1
    stage = process.stages[s]
    me["stage"] = s
    me["since"] = since
    if stage["kind"] != END:
        if stage["follower"] >= 0:
            process.entered[stage["follower"], step] += 1
        word = word_of(me["person"], times[p, s])
        if process.instant[s, me["pathway"]]:
            done, what = step, _ROUTE
            me["hazard_at"] = NEVER
        else:
            _hazard(process, me, stage, word, step)
            what = _READY
            if stage["kind"] == DELAY:
                o, c = me["origin"], me["channel"]
                done = ends(
                    process.durations,
                    process.numbers,
                    process.period_of,
                    process.period_end,
                    process.waits[0],
                    stage["duration"],
                    stage["duration_key"],
                    word,
                    step,
                    since,
                    o,
                    c,
                )
                what = _ROUTE
            else:
                done = _ready(process, me, stage, word, step)
                if done <= step:
                    _join(process, people, times, p, s, step)
                    done = NEVER
        if done < me["hazard_at"]:
            note(people, calendar, p, done, what)
        else:
            note(people, calendar, p, me["hazard_at"], me["hazard_by"])


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
                leave_line(people, process.lines, p)
                strike(people, calendar, p)
                note(people, calendar, p, step, stage["redetermine_exit"])


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
        line = pick_line(process, s, period)
        if line < 0:
            break
        if process.lines[line]["effort"] > budget:
            stage["carry"] = budget
            process.lines[line]["credit"] += 1.0
            break
        budget -= process.lines[line]["effort"]
        note(people, calendar, take_from(process, people, calendar, s, line, period), step, _ROUTE)


@part
def _serve(process, people, times, calendar, s, step):
    """A stage with servers lets each free one begin on the next person in line."""
    stage = process.stages[s]
    period = process.period_of[step]
    while stage["free"] + process.capacity[s, step] >= 1.0:
        line = pick_line(process, s, period)
        if line < 0:
            break
        p = take_from(process, people, calendar, s, line, period)
        me = people[p]
        word = word_of(me["person"], times[p, s])
        done = ends(
            process.durations,
            process.numbers,
            process.period_of,
            process.period_end,
            process.waits[0],
            stage["duration"],
            stage["duration_key"],
            word,
            step,
            step,
            me["origin"],
            me["channel"],
        )
        stage["free"] -= 1
        note(people, calendar, p, done, _SERVED)
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
                note(people, calendar, crowd.order[arriving], step, _ARRIVE)
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
                strike(people, calendar, p)
                if what == _READY:
                    _join(process, people, times, p, at, step)
                    note(people, calendar, p, me["hazard_at"], me["hazard_by"])
                    continue
                to, since = me["first_stage"], me["enter"]
                if what != _ARRIVE:
                    since = step
                    if what == _SERVED:
                        stages[at]["free"] += 1
                    if what < 0:
                        what = route(
                            stages,
                            process.exits,
                            process.numbers,
                            process.pathway_exit,
                            me,
                            times[p, at],
                            at,
                            process.period_of[step],
                        )
                    else:
                        leave_line(people, process.lines, p)
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
