"""The count-level engine: how many people of each kind stand where, in steps of days or weeks, without
telling them apart.

The same stages, numbers and rules as the person-level engine, with expected shares in place of single fates:
a delay lets go its share, a line is served from its oldest cohorts (or from both ends), a hazard thins
everyone by its rate. Cohorts are kept by step of entry into the line, so that first in, first out, and
hazards that change with the wait, mean the same as for persons. Who is not ready yet meets only the hazards of the first band.

Hazards do not touch cohorts one by one. Between two ages at which a hazard changes lies a *band*; what is left
of someone in a band, for each kind, is one number, ``left``, and a cohort is kept as it would be had nobody
left (its people over ``left``). So thinning costs the same however long the line.
"""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

from openasylum.pipeline.engine.compiling import compiled, part
from openasylum.pipeline.engine.count_rates import refresh
from openasylum.pipeline.engine.counted_lines import band_of, take
from openasylum.pipeline.engine.inner_parts import by_address
from openasylum.pipeline.engine.layout import CAPACITY, DELAY, END, EXPONENTIAL, FORK, SERVERS

_NOTHING = 1e-12
_TOO_SMALL = 1e-200


@part
def _leave(process, s, cells, shares, inflow, flows, out):
    """Send those who leave stage ``s``, by kind, along its routes; where it reads pathways, along theirs."""
    stage, exits = process.stages[s], process.exits
    if stage["pathway_routed"]:
        for cell in range(out.shape[0]):
            e = process.pathway_exit[s, cells[cell, 2]]
            flows[e] += out[cell]
            inflow[exits[e]["to"], cell] += out[cell]
        return
    for e in range(stage["exit_first"], stage["exit_last"] + 1):
        to = exits[e]["to"]
        gone = flows[e]
        for cell in range(out.shape[0]):
            mass = out[cell] * shares[e, cell]
            gone += mass
            inflow[to, cell] += mass
        flows[e] = gone


@part
def _thin(people, first, last, band, lost, gone):
    """Take each hazard's share of people (by kind), adding it to ``gone[hazard, kind]``."""
    for cell in range(people.shape[0]):
        mass = people[cell]
        if mass > 0.0:
            stay = mass
            for h in range(first, last):
                leave = mass * lost[h, band, cell]
                gone[h, cell] += leave
                stay -= leave
            people[cell] = stay


@part
def _grow_older(process, spread, queues, s, now, period, days):
    """Cohorts that reach the next age at which a hazard changes go to the next band. They are as old as the time since they joined
    a line, and on average before.
    """
    waiting, left, totals, reached = queues.waiting, queues.left, queues.totals, queues.reached
    for band in range(1, reached.shape[1]):
        for pattern in range(spread.first[s], spread.first[s + 1]):
            upto = now + 1 - math.ceil((queues.edges[s, band] - spread.ages[pattern, period]) / days)
            for w in range(reached[pattern, band], min(upto, now + 1)):
                for line in range(process.stages[s]["line_first"], process.stages[s]["line_last"] + 1):
                    for cell in range(waiting.shape[2]):
                        if waiting[line, w, cell] > 0.0 and spread.pattern[s, cell] == pattern:
                            mass = waiting[line, w, cell] * left[s, band - 1, cell]
                            totals[line, band - 1, cell] = max(totals[line, band - 1, cell] - mass, 0.0)
                            totals[line, band, cell] += mass
                            waiting[line, w, cell] = mass / left[s, band, cell]
                reached[pattern, band] = w + 1


@part
def _thin_lines(process, spread, queues, s, now, lost, gone):
    """Hazards thin every line of stage ``s``."""
    stage = process.stages[s]
    h_first, h_last = stage["hazard_first"], stage["hazard_last"]
    first, last = stage["line_first"], stage["line_last"]
    for band in range(queues.reached.shape[1]):
        for line in range(first, last + 1):
            _thin(queues.totals[line, band], h_first, h_last, band, lost, gone)
        for cell in range(queues.left.shape[2]):
            stays = 1.0
            for h in range(h_first, h_last):
                stays -= lost[h, band, cell]
            queues.left[s, band, cell] *= stays
            if queues.left[s, band, cell] < _TOO_SMALL:
                # So small that numbers would run out: cohorts are kept as they are now.
                for w in range(now + 1):
                    if band_of(queues.reached, spread.pattern[s, cell], w) == band:
                        for line in range(first, last + 1):
                            queues.waiting[line, w, cell] *= queues.left[s, band, cell]
                queues.left[s, band, cell] = 1.0


@part
def _join(process, cells, spread, queues, ready, s, now, period):
    """Who is ready joins a line of stage ``s``."""
    lines = process.lines
    first, last = process.stages[s]["line_first"], process.stages[s]["line_last"]
    for cell in range(cells.shape[0]):
        rest = everyone = ready[cell]
        ready[cell] = 0.0
        if rest > 0.0:
            band = band_of(queues.reached, spread.pattern[s, cell], now)
            for line in range(first, last + 1):
                share = rest
                if line < last:
                    own = process.numbers[lines[line]["share"], cells[cell, 0], cells[cell, 1], period]
                    share = min(everyone * own, rest)
                rest -= share
                queues.waiting[line, now, cell] += share / queues.left[s, band, cell]
                queues.totals[line, band, cell] += share


@part
def _send_ahead(spread, s, period, step, inflow, ring):
    """Who comes into a stage in a step is released over those after it, ``ring[step mod, kind]``, each kind by its own pattern."""
    span, several = ring.shape[0], spread.first[s + 1] - spread.first[s] > 1
    for pattern in range(spread.first[s], spread.first[s + 1]):
        for k in range(spread.spans[s]):
            share = spread.pmf[pattern, period, k]
            if share > 0.0:
                ahead = (step + k) % span
                for cell in range(inflow.shape[0]):
                    if not several or spread.pattern[s, cell] == pattern:
                        ring[ahead, cell] += inflow[cell] * share


@part
def _changes_of_law(process, cells, laws, queues, ring, inflow, flows, now, step):
    """People whom a change of law reaches in this step have their new pathway from it on; those whose claim a
    stage would determine anew leave it, those sent back to it too.
    """
    stages = process.stages
    for cell in range(cells.shape[0]):
        if laws[cell, 0] == step:
            cells[cell, 2] = laws[cell, 1]
            for s in range(stages.shape[0]):
                e = stages[s]["redetermine_exit"]
                if e >= 0 and not stages[s]["pathway_routed"]:
                    to = process.exits[process.pathway_exit[stages[s]["redetermine_as"], laws[cell, 1]]]["to"]
                    if to != s:
                        moved = 0.0
                        for k in range(ring.shape[1]):
                            moved += ring[s, k, cell]
                            ring[s, k, cell] = 0.0
                        for line in range(stages[s]["line_first"], stages[s]["line_last"] + 1):
                            for band in range(queues.totals.shape[1]):
                                moved += queues.totals[line, band, cell]
                                queues.totals[line, band, cell] = 0.0
                            for w in range(now + 1):
                                queues.waiting[line, w, cell] = 0.0
                        flows[e] += moved
                        inflow[to, cell] += moved


@compiled
def count(process, cells, laws, spread, arrivals, queues, rates, ring, state, found, days):
    """Run every step. ``cells[kind]``: origin, channel, pathway; ``laws[kind]``: the step at which a change of
    law reaches them (or none), and their pathway then; ``spread``, ``queues``, ``rates``: see ``counts``.

    ``arrivals[step, stage, kind]``; ``ring[stage, step mod, kind]``: people in a delay or not yet ready;
    ``state[stage, kind]``: exponential delays, and below them what is on its way, and who leaves. Fills ``found``:
    ``entered[step, stage]``, ``transit[step, stage]`` and ``flows[step, transition]``.
    """
    tables = by_address(process), by_address(spread), by_address(queues), by_address(rates), by_address(found)
    _every_step(*tables, cells, laws, arrivals, ring, state, days)


@part
def _every_step(process, spread, queues, rates, found, cells, laws, arrivals, ring, state, days):
    """The steps one after another."""
    stages = process.stages
    steps, kinds = arrivals.shape[0], cells.shape[0]
    opening = queues.waiting.shape[1] - steps
    span = ring.shape[1]
    inflow, out, gone = state[stages.shape[0] : -1], state[-1], rates.gone
    known = -1
    for step in range(steps):
        period = process.period_of[step]
        if period != known:
            refresh(process, cells, queues.edges, rates, known, period, days)
            known = period
        now = opening + step
        flows = found.flows[step]
        _changes_of_law(process, cells, laws, queues, ring, inflow, flows, now, step)
        for s in range(stages.shape[0]):
            stage = stages[s]
            kind = stage["kind"]
            h_first, h_last = stage["hazard_first"], stage["hazard_last"]
            came = 0.0
            for cell in range(kinds):
                inflow[s, cell] += arrivals[step, s, cell]
                came += inflow[s, cell]
                out[cell] = 0.0
            found.entered[step, s] = came
            if stage["follower"] >= 0:
                process.entered[stage["follower"], step] = round(came)
            if kind == END:
                inflow[s, :] = 0.0
                continue
            if kind == FORK:
                for cell in range(kinds):
                    out[cell] = inflow[s, cell]
            elif kind == DELAY and process.durations[stage["duration"]]["law"] == EXPONENTIAL:
                _thin(state[s], h_first, h_last, 0, rates.lost, gone)
                for cell in range(kinds):
                    new = inflow[s, cell]
                    if process.instant[s, cells[cell, 2]]:
                        out[cell] = new
                    else:
                        out[cell] = state[s, cell] * rates.done[s, cell] + new * rates.done_at_once[s, cell]
                        state[s, cell] += new - out[cell]
            else:
                here = step % span
                if came > 0.0:
                    _send_ahead(spread, s, period, step, inflow[s], ring[s])
                if h_first < h_last:
                    for k in range(1, spread.spans[s]):
                        _thin(ring[s, (step + k) % span], h_first, h_last, 0, rates.lost, gone)
                if kind in (CAPACITY, SERVERS):
                    if h_first < h_last:
                        _grow_older(process, spread, queues, s, now, period, days)
                    _join(process, cells, spread, queues, ring[s, here], s, now, period)
                    if h_first < h_last:
                        _thin_lines(process, spread, queues, s, now, rates.lost, gone)
                    take(process, cells, spread, queues, s, now, step, period, days, out)
                else:
                    for cell in range(kinds):
                        out[cell] = ring[s, here, cell]
                        ring[s, here, cell] = 0.0
            for cell in range(kinds):
                inflow[s, cell] = 0.0
            _leave(process, s, cells, rates.routes, inflow, flows, out)
            # Whom the hazards took.
            for h in range(h_first, h_last):
                e = process.hazards[h]["exit"]
                to = process.exits[e]["to"]
                for cell in range(kinds):
                    flows[e] += gone[h, cell]
                    inflow[to, cell] += gone[h, cell]
                    gone[h, cell] = 0.0
        # Stage by stage within a kind, so that no sum waits for its own last one.
        on_the_way = found.transit[step]
        for cell in range(kinds):
            for s in range(stages.shape[0]):
                on_the_way[s] += inflow[s, cell]
