"""What the count level works out for a period before its steps are taken: shares of those in a stage, by kind of people."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

from openasylum.pipeline.engine.compiling import part
from openasylum.pipeline.engine.layout import DELAY, EXPONENTIAL


@part
def _factor(process, h, age):
    """By how much a hazard counts for people who have waited so many days."""
    hazard = process.hazards[h]
    if age < hazard["after"]:
        return 0.0
    k = 0
    while k + 1 < process.waits.shape[1] and age >= process.waits[hazard["waits"], k + 1, 0]:
        k += 1
    return process.waits[hazard["waits"], k, 1]


@part
def _changes(process, stage, known, period):
    """Whether a number that the shares of a stage are made of is another in ``period`` than it was in ``known``."""
    same = process.same_until
    for e in range(stage["exit_first"], stage["exit_last"] + 1):
        number = process.exits[e]["cumulative"]
        if same[number, known] != same[number, period]:
            return True
    for h in range(stage["hazard_first"], stage["hazard_last"]):
        number = process.hazards[h]["rate"]
        if same[number, known] != same[number, period]:
            return True
    if stage["kind"] == DELAY:
        number = process.durations[stage["duration"]]["mean"]
        return same[number, known] != same[number, period]
    return False


@part
def refresh(process, cells, edges, rates, known, period, days):
    """Work out anew what a period changes, by kind (see ``counts.Rates``); ``known``: the period that they were worked out for,
    -1 at first.
    """
    stages, numbers = process.stages, process.numbers
    for s in range(stages.shape[0]):
        stage = stages[s]
        if known >= 0 and not _changes(process, stage, known, period):
            continue
        first, last = stage["hazard_first"], stage["hazard_last"]
        exponential = stage["kind"] == DELAY and process.durations[stage["duration"]]["law"] == EXPONENTIAL
        for cell in range(cells.shape[0]):
            o, c = cells[cell, 0], cells[cell, 1]
            before = 0.0
            for e in range(stage["exit_first"], stage["exit_last"] + 1):
                upto = numbers[process.exits[e]["cumulative"], o, c, period]
                rates.routes[e, cell] = max(upto - before, 0.0)
                before = upto
            if exponential:
                rate = days / max(numbers[process.durations[stage["duration"]]["mean"], o, c, period], 1e-9)
                share = -math.expm1(-rate)
                rates.done[s, cell] = share
                # Those who come within the step are exposed to half of it.
                rates.done_at_once[s, cell] = 1.0 - share / rate
            for band in range(edges.shape[1]):
                total = 0.0
                for h in range(first, last):
                    rate = numbers[process.hazards[h]["rate"], o, c, period]
                    rates.lost[h, band, cell] = rate * _factor(process, h, edges[s, band])
                    total += rates.lost[h, band, cell]
                if total > 0.0:
                    scale = -math.expm1(-total * days) / total
                    for h in range(first, last):
                        rates.lost[h, band, cell] *= scale
