"""The count-level engine: how many people of each kind stand where, in steps of days or weeks, without
telling them apart.

The same stages, numbers and rules as the person-level engine, with expected shares in place of single fates:
a delay lets go its share, a line is served from its oldest cohorts (or from both ends), a hazard thins every
cohort by its own rate. Cohorts are kept by step of entry into the line, so that first in, first out, and
hazards that change with the wait, mean the same as for persons.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

from openasylum.pipeline.compiling import compiled
from openasylum.pipeline.kernel import followed
from openasylum.pipeline.layout import DELAY, END, EXPONENTIAL, FORK, SERVERS

_NOTHING = 1e-12


@compiled
def _leave(process, cells, inflow, flows, s, cell, period, mass):
    """Send people of one kind out of stage ``s`` by its routes."""
    stage = process.stages[s]
    e = process.pathway_exit[s, cells[cell, 2]]
    if e >= 0:
        flows[e] += mass
        inflow[process.exits[e]["to"], cell] += mass
        return
    before = 0.0
    for e in range(stage["exit_first"], stage["exit_last"] + 1):
        upto = process.numbers[process.exits[e]["cumulative"], cells[cell, 0], cells[cell, 1], period]
        part = mass * (upto - before)
        before = upto
        if part > 0.0:
            flows[e] += part
            inflow[process.exits[e]["to"], cell] += part


@compiled
def _losses(process, cells, s, age, period, days, loss):
    """Fill ``loss[hazard, kind]``, the share of a cohort of this age (in days) that each hazard takes in a
    step; returns the age up to which it holds.
    """
    stage = process.stages[s]
    until = 1e18
    first = stage["hazard_first"]
    for h in range(first, stage["hazard_last"]):
        hazard = process.hazards[h]
        factor = 0.0
        if age >= hazard["after"]:
            k = 0
            while k + 1 < process.waits.shape[1] and age >= process.waits[hazard["waits"], k + 1, 0]:
                k += 1
            factor = process.waits[hazard["waits"], k, 1]
            if k + 1 < process.waits.shape[1]:
                until = min(until, process.waits[hazard["waits"], k + 1, 0])
        else:
            until = min(until, float(hazard["after"]))
        for cell in range(cells.shape[0]):
            loss[h - first, cell] = (
                factor * process.numbers[hazard["rate"], cells[cell, 0], cells[cell, 1], period]
            )
    for cell in range(cells.shape[0]):
        total = 0.0
        for h in range(stage["hazard_last"] - first):
            total += loss[h, cell]
        if total > 0.0:
            scale = -math.expm1(-total * days) / total
            for h in range(stage["hazard_last"] - first):
                loss[h, cell] *= scale
    return until


@compiled
def _thin(cohort, count, loss, gone):
    """Take each hazard's share of a cohort (people by kind), adding it to ``gone[hazard, kind]``."""
    for cell in range(cohort.shape[0]):
        mass = cohort[cell]
        if mass > 0.0:
            for h in range(count):
                part = mass * loss[h, cell]
                gone[h, cell] += part
                cohort[cell] -= part


@compiled
def _send(process, cells, inflow, flows, s, gone):
    """Send on whom the hazards of stage ``s`` took."""
    first = process.stages[s]["hazard_first"]
    for h in range(first, process.stages[s]["hazard_last"]):
        e = process.hazards[h]["exit"]
        to = process.exits[e]["to"]
        for cell in range(cells.shape[0]):
            flows[e] += gone[h - first, cell]
            inflow[to, cell] += gone[h - first, cell]
            gone[h - first, cell] = 0.0


@compiled
def _serve_line(queue, head, newest, budget, oldest, served):
    """Take ``budget`` people from a line, ``oldest`` of them from its head; returns its new head. ``queue``:
    [cohort, kind].
    """
    for end in range(2):
        left = budget * oldest if end == 0 else budget * (1.0 - oldest)
        w = head if end == 0 else newest
        while left > _NOTHING and head <= w <= newest:
            size = 0.0
            for cell in range(queue.shape[1]):
                size += queue[w, cell]
            share = 1.0 if size <= left else left / size
            for cell in range(queue.shape[1]):
                part = queue[w, cell] * share
                served[cell] += part
                queue[w, cell] -= part
            left -= size * share
            if share < 1.0:
                break
            w += 1 if end == 0 else -1
        if end == 0:
            head = min(w, newest)
    return head


@compiled
def count(
    process, cells, pmf, spans, ages, arrivals, waiting, ring, state, entered, transit, flows, days, work
):
    """Run every step. ``cells[kind]``: origin, channel, pathway; ``pmf[stage, period, k]``: share released
    after k steps, within ``spans[stage]`` steps and after ``ages[stage, period]`` days on average.

    ``arrivals[step, stage, kind]``; ``waiting[line, cohort, kind]`` has a cohort for each step, and before
    them for those who came earlier; ``ring[stage, step mod, kind]``: people in a delay or not yet ready;
    ``state[stage, kind]``: exponential delays, and below them what is on its way. Fills ``entered[step,
    stage]`` and ``flows[step, transition]``.
    """
    stages = process.stages
    steps, kinds = arrivals.shape[0], cells.shape[0]
    opening = waiting.shape[1] - steps
    span = ring.shape[1]
    inflow = state[stages.shape[0] :]
    served, loss, gone = work[0, 0], work[1], work[2]
    for step in range(steps):
        period = process.period_of[step]
        for s in range(stages.shape[0]):
            stage = stages[s]
            kind = stage["kind"]
            hazards = stage["hazard_last"] - stage["hazard_first"]
            came = 0.0
            for cell in range(kinds):
                inflow[s, cell] += arrivals[step, s, cell]
                came += inflow[s, cell]
            entered[step, s] = came
            if stage["follower"] >= 0:
                process.entered[stage["follower"], step] = round(came)
            if kind == END:
                inflow[s, :] = 0.0
            elif kind == FORK:
                for cell in range(kinds):
                    mass = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if mass > 0.0:
                        _leave(process, cells, inflow, flows[step], s, cell, period, mass)
            elif kind == DELAY and process.durations[stage["duration"]]["law"] == EXPONENTIAL:
                if hazards:
                    _losses(process, cells, s, 0.0, period, days, loss)
                    _thin(state[s], hazards, loss, gone)
                    _send(process, cells, inflow, flows[step], s, gone)
                for cell in range(kinds):
                    new = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if new + state[s, cell] <= 0.0:
                        continue
                    if process.instant[s, cells[cell, 2]]:
                        _leave(process, cells, inflow, flows[step], s, cell, period, new)
                        continue
                    number = process.durations[stage["duration"]]["mean"]
                    rate = days / max(process.numbers[number, cells[cell, 0], cells[cell, 1], period], 1e-9)
                    out = -math.expm1(-rate)
                    # Those who come within the step are exposed to half of it.
                    left = state[s, cell] * out + new * (1.0 - out / rate)
                    state[s, cell] += new - left
                    _leave(process, cells, inflow, flows[step], s, cell, period, left)
            else:
                here = step % span
                for cell in range(kinds):
                    new = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if new > 0.0:
                        for k in range(spans[s]):
                            ring[s, (step + k) % span, cell] += new * pmf[s, period, k]
                if hazards:
                    _losses(process, cells, s, 0.0, period, days, loss)
                    for k in range(1, spans[s]):
                        _thin(ring[s, (step + k) % span], hazards, loss, gone)
                if kind == DELAY:
                    for cell in range(kinds):
                        mass = ring[s, here, cell]
                        ring[s, here, cell] = 0.0
                        if mass > 0.0:
                            _leave(process, cells, inflow, flows[step], s, cell, period, mass)
                else:
                    now = opening + step
                    _join(process, cells, waiting, ring[s, here], s, now, period)
                    _wait(process, cells, waiting, s, now, ages[s, period], period, days, loss, gone)
                    _take(process, cells, inflow, flows[step], waiting, s, now, step, period, days, served)
                if hazards:
                    _send(process, cells, inflow, flows[step], s, gone)
        for s in range(stages.shape[0]):
            for cell in range(kinds):
                transit[step, s] += inflow[s, cell]


@compiled
def _join(process, cells, waiting, ready, s, now, period):
    """Who is ready joins a line of stage ``s``."""
    lines = process.lines
    first, last = process.stages[s]["line_first"], process.stages[s]["line_last"]
    for cell in range(cells.shape[0]):
        left = ready[cell]
        ready[cell] = 0.0
        for line in range(first, last + 1):
            part = left
            if line < last:
                share = process.numbers[lines[line]["share"], cells[cell, 0], cells[cell, 1], period]
                part = min(left * share, left)
            left -= part
            waiting[line, now, cell] += part


@compiled
def _wait(process, cells, waiting, s, now, before, period, days, loss, gone):
    """Hazards thin the cohorts of every line of stage ``s``; the size of each line is noted. ``before``: days
    until ready.
    """
    stage, lines = process.stages[s], process.lines
    hazards = stage["hazard_last"] - stage["hazard_first"]
    for line in range(stage["line_first"], stage["line_last"] + 1):
        size, until = 0.0, -1.0
        # From the newest to the oldest, so that what the wait changes is worked out anew only when it
        # changes.
        for w in range(now, lines[line]["first"] - 1, -1):
            age = (now - w) * days + before
            if hazards:
                if age >= until:
                    until = _losses(process, cells, s, age, period, days, loss)
                _thin(waiting[line, w], hazards, loss, gone)
            for cell in range(cells.shape[0]):
                size += waiting[line, w, cell]
        lines[line]["credit"] = size


@compiled
def _take(process, cells, inflow, flows, waiting, s, now, step, period, days, served):
    """The capacity of stage ``s`` takes its share of each line."""
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    weight, total = 0.0, 0.0
    for line in range(first, last + 1):
        weight += lines[line]["credit"] * process.numbers[lines[line]["weight"], 0, 0, period]
        total += lines[line]["credit"]
    allowance = process.capacity[s, step]
    if stage["kind"] == SERVERS:
        mean = process.numbers[process.durations[stage["duration"]]["mean"], 0, 0, period]
        allowance = min(allowance, total) * days / max(mean, 1e-9)
    f = stage["follower"]
    if f >= 0:
        rule = process.followers[f]
        share = process.numbers[rule["share"], 0, 0, period] * process.lever[f, step]
        allowance = max(allowance, share * followed(process.entered[f], step, rule["lag"], rule["window"]))
    served[:] = 0.0
    oldest = process.numbers[stage["oldest"], 0, 0, period]
    # Each line gets its part; what one cannot use goes to the others.
    for _ in range(2):
        spare, rest = 0.0, 0.0
        for line in range(first, last + 1):
            size = lines[line]["credit"]
            own = size * process.numbers[lines[line]["weight"], 0, 0, period]
            if size > _NOTHING and weight > 0.0:
                budget = allowance * own / weight
                taken = min(budget / lines[line]["effort"], size)
                lines[line]["first"] = _serve_line(
                    waiting[line], lines[line]["first"], now, taken, oldest, served
                )
                lines[line]["credit"] = size - taken
                spare += budget - taken * lines[line]["effort"]
                rest += lines[line]["credit"] * process.numbers[lines[line]["weight"], 0, 0, period]
        allowance, weight = spare, rest
        if spare <= _NOTHING or rest <= _NOTHING:
            break
    for cell in range(cells.shape[0]):
        if served[cell] > 0.0:
            _leave(process, cells, inflow, flows, s, cell, period, served[cell])
