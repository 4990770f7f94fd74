"""The person-level engine: one pass over the steps (days), every person in exactly one stage, every visit
kept.

In each step: claims that a change of law reaches are moved; those who arrive enter; what was due on that day
happens (a delay ends, someone withdraws, a prerequisite is met, a server comes free); then each stage, in the
order of the file, takes people from its lines as far as its capacity or its servers go.

All chance is keyed by person, decision and how often the person has been in that stage, so nothing here
depends on the order in which people are handled. Lines and the calendar are chains of blocks (``lines``), so
joining, leaving and being taken cost the same however long the line; what happens on entry into a stage is in
``entering``. Importing this module compiles nothing; the first run does, and Numba keeps the result.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

import numpy as np

from openasylum.pipeline.engine.chance import ends, route, word_of
from openasylum.pipeline.engine.compiling import compiled, part
from openasylum.pipeline.engine.entering import ARRIVE, READY, ROUTE, enter, join, times_in
from openasylum.pipeline.engine.inner_parts import by_address
from openasylum.pipeline.engine.layout import CAPACITY, SERVED, SERVERS
from openasylum.pipeline.engine.lines import (
    BLOCK,
    FRESH,
    head_is_next,
    leave_line,
    look_ahead,
    next_due,
    note,
    pick_line,
    strike,
    take,
)

# Where the run stands, so that it can go on after its caller has made more room.
STEP, STAGE, ARRIVED, REACHED, _FREE, _FRESH, COUNT, _SEEN, _RETURNED, DAYS = range(10)
CLOCK = 10
MORNING, _BEFORE_STAGES = -2, -1

_GOLDEN_RATIO = 0.6180339887498949

# Entries that one move may make.
_A_FEW = np.int64(4)
_NOWHERE, _NOBODY = np.int64(0), np.int64(0)


@part
def _reach(process, memory, clock, p, step, pathway):
    """A change of law reaches a claim (IRPA 104): one not yet read by the law is read anew, one not yet
    decided is moved.
    """
    me = memory.people[p]
    s = np.int64(me["stage"])
    stage = process.stages[s]
    if stage["pathway_routed"]:
        me["pathway"] = pathway
    elif stage["redetermine_exit"] >= 0 and times_in(me, memory.again, s) == 1:
        me["pathway"] = pathway
        if process.exits[process.pathway_exit[stage["redetermine_as"], pathway]]["to"] != s:
            leave_line(me, process, memory.cells)
            strike(me, memory.cells)
            note(me, memory.calendar, memory.cells, clock, p, step, np.int64(stage["redetermine_exit"]))


@part
def followed(entered, step, lag, window):
    """Mean entries a step over ``window`` steps, ``lag`` steps ago; 0 where the run has not seen them."""
    end = step - lag
    start = max(0, end - window)
    seen = 0
    for k in range(start, end):
        seen += entered[k]
    return seen / (end - start) if end > start else 0.0


@part
def _budget(process, s, step):
    """Whole decisions of stage ``s`` at a step, with what is left of the step before."""
    stage = process.stages[s]
    day = step // process.per_day
    allowance = process.capacity[s, day]
    if stage["quota"] and process.new_year[day] and step % process.per_day == 0:
        stage["carry"] = min(stage["carry"], 0.0)
    f = stage["follower"]
    if f >= 0:
        rule = process.followers[f]
        share = process.numbers[rule["share"], 0, 0, process.period_of[step]] * process.lever[f, day]
        allowance = max(allowance, share * followed(process.entered[f], step, rule["lag"], rule["window"]))
    # Weyl's sequence says when a fraction becomes a decision, so that more capacity never means fewer decisions
    # on any day.
    threshold = (step + 1.0) * _GOLDEN_RATIO + s / process.stages.shape[0]
    return math.floor(allowance + threshold - math.floor(threshold)) + stage["carry"]


@part
def _decide(process, memory, clock, s, step):
    """A stage with a yearly capacity takes as many as this step allows; they move when the calendar is read
    next. Who shares a file is taken together; what they, or a decision of great effort, take beyond the capacity of the
    step, the next one owes.
    """
    people, cells = memory.people, memory.cells
    stage, period = process.stages[s], process.period_of[step]
    budget = _budget(process, s, step)
    stage["carry"] = 0.0
    block = np.int64(-1)
    while budget > 0.0:
        line = pick_line(process, stage, period)
        if line < 0:
            break
        queue = process.lines[line]
        from_head = head_is_next(process, stage, queue, period)
        p = take(queue, cells, clock, from_head)
        if from_head:
            block = look_ahead(people, cells, clock, np.int64(queue["head"]), queue["tail"], block)
        file = people[p]["key"]
        while p >= 0 and people[p]["key"] == file:
            me = people[p]
            leave_line(me, process, cells)
            strike(me, cells)
            note(me, memory.calendar, cells, clock, p, step, ROUTE)
            budget -= queue["effort"]
            p = take(queue, cells, clock, from_head)
    if budget < 0.0 or stage["quota"]:
        stage["carry"] = budget


@part
def _serve(process, memory, clock, s, step):
    """A stage with servers lets each free one begin on the next person in line."""
    stage, period = process.stages[s], process.period_of[step]
    while stage["free"] + stage["servers"] >= 1.0 and stage["standing"] > 0:
        line = pick_line(process, stage, period)
        if line < 0:
            break
        queue = process.lines[line]
        p = take(queue, memory.cells, clock, head_is_next(process, stage, queue, period))
        me = memory.people[p]
        leave_line(me, process, memory.cells)
        strike(me, memory.cells)
        word = word_of(me["key"], times_in(me, memory.again, s))
        done = ends(process, stage["duration"], me, stage["duration_key"], word, step, step)
        if done == step:
            # Done within the step, so the server is free again in it.
            note(me, memory.calendar, memory.cells, clock, p, done, ROUTE)
        else:
            stage["free"] -= 1
            me["what"] = SERVED
            note(me, memory.calendar, memory.cells, clock, p, done, SERVED)
        me["hazard_at"] = step  # from here on: when service began


@part
def _arrive(crowd, me, p):
    """Write the record of a person who comes."""
    me["key"], me["seen"] = crowd.key[p], 0
    me["due"] = me["place"] = me["stage"] = -1
    me["last"] = ~p
    me["claimed"] = crowd.claimed[p]
    me["visits"] = me["again"] = 0
    me["origin"], me["channel"], me["pathway"] = crowd.origin[p], crowd.channel[p], crowd.pathway[p]


@part
def _room(clock, memory, entries):
    """Whether the blocks that were never used would hold so many more entries."""
    return (clock[FRESH] + (entries >> 3) + 4) * BLOCK <= memory.cells.shape[0]


@part
def _morning(process, crowd, memory, clock, step):
    """The servers of a day that begins, changes of law, then arrivals, which go into the calendar of the step; False where
    there is no room.
    """
    people = memory.people
    if step == clock[DAYS] * process.per_day:
        for s in range(process.stages.shape[0]):
            process.stages[s]["servers"] = process.capacity[s, clock[DAYS]]
        clock[DAYS] += 1
    while clock[REACHED] < crowd.reached.shape[0] and crowd.reach_on[clock[REACHED]] <= step:
        if not _room(clock, memory, _A_FEW):
            return False
        p = np.int64(crowd.reached[clock[REACHED]])
        if max(crowd.enter[p], 0) < step:
            _reach(process, memory, clock, p, step, crowd.reach_pathway[clock[REACHED]])
        clock[REACHED] += 1
    while clock[ARRIVED] < crowd.order.shape[0] and crowd.enter[crowd.order[clock[ARRIVED]]] <= step:
        if not _room(clock, memory, _A_FEW):
            return False
        p = np.int64(crowd.order[clock[ARRIVED]])
        _arrive(crowd, people[p], p)
        note(people[p], memory.calendar, memory.cells, clock, p, step, ARRIVE)
        clock[ARRIVED] += 1
    return True


@part
def _move(process, crowd, memory, clock, p, step):
    """What is due to a person happens: they join a line, or go on to the next stage and the visit is noted."""
    me = memory.people[p]
    what, s = np.int64(me["what"]), np.int64(me["stage"])
    strike(me, memory.cells)
    if what == READY:
        join(process, memory, clock, me, p, s, step)
        note(
            me, memory.calendar, memory.cells, clock, p, np.int64(me["hazard_at"]), np.int64(me["hazard_by"])
        )
        return
    to, since = np.int64(crowd.stage[p]), np.int64(crowd.enter[p])
    if what != ARRIVE:
        stage = process.stages[s]
        since = step
        if what == SERVED:
            stage["free"] += 1
        if what in (ROUTE, SERVED):
            what = route(process, me, times_in(me, memory.again, s), s, process.period_of[step])
        else:
            leave_line(me, process, memory.cells)
        visit = memory.closed[clock[COUNT]]
        visit["before"] = me["last"]
        visit["step_out"] = step
        visit["exit"] = what
        if memory.waited.shape[0] > 0:
            served = min(np.int64(me["hazard_at"]), step) if stage["kind"] == SERVERS else step
            memory.waited[clock[COUNT]] = served - me["since"]
        me["last"] = clock[COUNT]
        me["visits"] += 1
        clock[COUNT] += 1
        to = np.int64(process.exits[what]["to"])
        if to < 0:
            # A change of law: on to where the stage that reads pathways would send the new one.
            to = np.int64(process.exits[process.pathway_exit[stage["redetermine_as"], me["pathway"]]]["to"])
    enter(process, memory, clock, me, p, to, step, since)


@compiled
def simulate(process, crowd, memory, clock):
    """Run every step; returns False where it stopped because there is no room for visits or cells (call again with
    more), True when done.
    """
    return _every_step(by_address(process), by_address(crowd), by_address(memory), clock)


@part
def _every_step(process, crowd, memory, clock):
    """The steps, from where the clock stands.

    Whoever arrives or is taken from a line is put into the calendar of the same step, so that people move in
    one place only.
    """
    stages = process.stages
    resumed = clock[STAGE]
    for step in range(clock[STEP], process.steps):
        clock[STEP] = step
        if resumed == MORNING and not _morning(process, crowd, memory, clock, step):
            clock[STAGE] = MORNING
            return False
        for s in range(max(resumed, _BEFORE_STAGES), stages.shape[0]):
            clock[STAGE] = s
            if s >= 0 and s != resumed:
                stage = stages[s]
                if stage["standing"] == 0 and stage["carry"] == 0.0 and not stage["quota"]:
                    continue
                if not _room(clock, memory, stage["standing"]):
                    clock[STAGE] = s - 1 if s > 0 else _BEFORE_STAGES
                    return False
                if stage["kind"] == CAPACITY:
                    _decide(process, memory, clock, s, step)
                else:
                    _serve(process, memory, clock, s, step)
            cell = next_due(memory.calendar, memory.cells, clock, step, _NOWHERE)
            block = np.int64(-1)
            while cell >= 0:
                end = memory.calendar[step, 1]
                block = look_ahead(memory.people, memory.cells, clock, cell, end, block)
                if clock[COUNT] == memory.closed.shape[0] or not _room(clock, memory, _A_FEW):
                    return False
                _move(process, crowd, memory, clock, np.int64(memory.cells[cell]), step)
                cell = next_due(memory.calendar, memory.cells, clock, step, cell + 1)
        resumed = MORNING
    return True
