"""The count-level engine: how many people of each kind stand where, in steps of days or weeks, without
telling them apart.

The same stages, numbers and rules as the person-level engine, with expected shares in place of single fates:
a delay lets go its share, a line is served from its oldest cohorts (or from both ends), a hazard thins every
cohort by its own rate. Cohorts are kept by step of entry into the line, so that first in, first out, and
hazards that change with the wait, mean the same as for persons.
"""

from __future__ import annotations

import math

from openasylum.pipeline.kernel import compiled, followed
from openasylum.pipeline.layout import DELAY, END, EXPONENTIAL, FORK, SERVERS

_NOTHING = 1e-12


@compiled
def _leave(process, cells, inflow, flows, s, cell, period, mass):  # type: ignore[no-untyped-def]
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
def _thin(process, cells, inflow, flows, s, cohort, age, period, days, work):  # type: ignore[no-untyped-def]
    """Let the hazards of stage ``s`` work on one cohort (people by kind) of a given age in steps."""
    stage = process.stages[s]
    for cell in range(cohort.shape[0]):
        if cohort[cell] <= 0.0:
            continue
        total = 0.0
        for h in range(stage["hazard_first"], stage["hazard_last"]):
            hazard = process.hazards[h]
            rate = 0.0
            if age * days >= hazard["after"]:
                rate = process.numbers[hazard["rate"], cells[cell, 0], cells[cell, 1], period]
                k = 0
                while (
                    k + 1 < process.waits.shape[1] and age * days >= process.waits[hazard["waits"], k + 1, 0]
                ):
                    k += 1
                rate *= process.waits[hazard["waits"], k, 1]
            work[h - stage["hazard_first"]] = rate
            total += rate
        if total > 0.0:
            gone = cohort[cell] * -math.expm1(-total * days)
            cohort[cell] -= gone
            for h in range(stage["hazard_first"], stage["hazard_last"]):
                part = gone * work[h - stage["hazard_first"]] / total
                e = process.hazards[h]["exit"]
                flows[e] += part
                inflow[process.exits[e]["to"], cell] += part


@compiled
def _serve_line(queue, head, newest, budget, oldest, served):  # type: ignore[no-untyped-def]
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
def count(process, cells, pmf, arrivals, opening, waiting, ring, state, stocks, flows, days, work):  # type: ignore[no-untyped-def]
    """Run every step. ``cells[kind]``: origin, channel, pathway; ``pmf[stage, period, k]``: share released
    after k steps.

    ``arrivals[step, stage, kind]``; ``opening``: cohorts before the first step that ``waiting[line, cohort,
    kind]`` already holds; ``ring[stage, step mod, kind]``: people in a delay or not yet ready; ``state[stage,
    kind]``: exponential delays, ends, and what is on its way. Fills ``stocks[step, stage]`` and ``flows[step,
    transition]``.
    """
    stages, lines = process.stages, process.lines
    steps, kinds = arrivals.shape[0], cells.shape[0]
    span = ring.shape[1]
    inflow = state[stages.shape[0] :]
    served = work[0]
    thinned = work[1]
    for step in range(steps):
        period = process.period_of[step]
        now = opening + step
        for s in range(stages.shape[0]):
            stage = stages[s]
            kind = stage["kind"]
            entered = 0.0
            for cell in range(kinds):
                inflow[s, cell] += arrivals[step, s, cell]
                entered += inflow[s, cell]
            if stage["follower"] >= 0:
                process.entered[stage["follower"], step] = round(entered)
            if kind == END:
                for cell in range(kinds):
                    state[s, cell] += inflow[s, cell]
                    inflow[s, cell] = 0.0
            elif kind == FORK:
                for cell in range(kinds):
                    mass = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if mass > 0.0:
                        _leave(process, cells, inflow, flows[step], s, cell, period, mass)
            elif kind == DELAY and process.durations[stage["duration"]]["law"] == EXPONENTIAL:
                if stage["hazard_last"] > stage["hazard_first"]:
                    _thin(process, cells, inflow, flows[step], s, state[s], 0.0, period, days, thinned)
                for cell in range(kinds):
                    new = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if process.instant[s, cells[cell, 2]]:
                        if new > 0.0:
                            _leave(process, cells, inflow, flows[step], s, cell, period, new)
                        continue
                    mean = process.numbers[
                        process.durations[stage["duration"]]["mean"], cells[cell, 0], cells[cell, 1], period
                    ]
                    rate = days / max(mean, 1e-9)
                    out = -math.expm1(-rate)
                    # Those who come within the step are exposed to half of it.
                    gone = state[s, cell] * out + new * (1.0 - out / rate)
                    state[s, cell] += new - gone
                    if gone > 0.0:
                        _leave(process, cells, inflow, flows[step], s, cell, period, gone)
            else:
                here = step % span
                for cell in range(kinds):
                    new = inflow[s, cell]
                    inflow[s, cell] = 0.0
                    if new > 0.0:
                        for k in range(pmf.shape[2]):
                            ring[s, (step + k) % span, cell] += new * pmf[s, period, k]
                if stage["hazard_last"] > stage["hazard_first"]:
                    for k in range(1, span):
                        _thin(
                            process,
                            cells,
                            inflow,
                            flows[step],
                            s,
                            ring[s, (step + k) % span],
                            0.0,
                            period,
                            days,
                            thinned,
                        )
                if kind == DELAY:
                    for cell in range(kinds):
                        mass = ring[s, here, cell]
                        ring[s, here, cell] = 0.0
                        if mass > 0.0:
                            _leave(process, cells, inflow, flows[step], s, cell, period, mass)
                else:
                    _queue_step(
                        process,
                        cells,
                        inflow,
                        flows[step],
                        waiting,
                        ring[s, here],
                        s,
                        now,
                        step,
                        period,
                        days,
                        served,
                        thinned,
                    )
        for s in range(stages.shape[0]):
            total = 0.0
            for cell in range(kinds):
                total += state[s, cell] + inflow[s, cell]
                for k in range(span):
                    total += ring[s, k, cell]
            for line in range(stages[s]["line_first"], stages[s]["line_last"] + 1):
                total += lines[line]["credit"]
            stocks[step, s] = total


@compiled
def _queue_step(process, cells, inflow, flows, waiting, ready, s, now, step, period, days, served, thinned):  # type: ignore[no-untyped-def]
    """A stage with lines: who is ready joins, hazards thin the cohorts, and the capacity takes its share of
    each line.
    """
    stage, lines = process.stages[s], process.lines
    first, last = stage["line_first"], stage["line_last"]
    for cell in range(cells.shape[0]):
        left = ready[cell]
        ready[cell] = 0.0
        for line in range(first, last + 1):
            share = process.numbers[lines[line]["share"], cells[cell, 0], cells[cell, 1], period]
            part = left * share if line < last else left
            part = min(part, left)
            left -= part
            waiting[line, now, cell] += part
    weight = 0.0
    for line in range(first, last + 1):
        size = 0.0
        for w in range(lines[line]["first"], now + 1):
            if stage["hazard_last"] > stage["hazard_first"]:
                _thin(
                    process, cells, inflow, flows, s, waiting[line, w], float(now - w), period, days, thinned
                )
            for cell in range(cells.shape[0]):
                size += waiting[line, w, cell]
        lines[line]["credit"] = size
        weight += size * process.numbers[lines[line]["weight"], 0, 0, period]
    allowance = process.capacity[s, step]
    if stage["kind"] == SERVERS:
        total = 0.0
        for line in range(first, last + 1):
            total += lines[line]["credit"]
        mean = process.numbers[process.durations[stage["duration"]]["mean"], 0, 0, period]
        allowance = min(allowance, total) * days / max(mean, 1e-9)
    f = stage["follower"]
    if f >= 0:
        rule = process.followers[f]
        share = process.numbers[rule["share"], 0, 0, period] * process.lever[f, step]
        allowance = max(allowance, share * followed(process.entered[f], step, rule["lag"], rule["window"]))
    for cell in range(cells.shape[0]):
        served[cell] = 0.0
    oldest = process.numbers[stage["oldest"], 0, 0, period]
    # Each line gets its part; what one cannot use goes to the others.
    for _ in range(2):
        spare = 0.0
        rest = 0.0
        for line in range(first, last + 1):
            size = lines[line]["credit"]
            own = size * process.numbers[lines[line]["weight"], 0, 0, period]
            if size <= _NOTHING or weight <= 0.0:
                continue
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
