"""Entry into a stage, in the person-level engine: what will take the person out again, and when it is due."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

import math

import numpy as np

from openasylum.pipeline.engine.chance import (
    MEAN_TIME,
    duration_of,
    ends,
    falls_short,
    hazard_ends,
    rounded,
    route,
    uniform,
    word_of,
)
from openasylum.pipeline.engine.compiling import part
from openasylum.pipeline.engine.layout import DELAY, END, ERLANG, EXPONENTIAL, FORK, NEVER
from openasylum.pipeline.engine.lines import enqueue, note

# What a calendar entry means where it is not the number of a transition.
READY, ROUTE, ARRIVE = np.int64(-2), np.int64(-3), np.int64(-5)

# Where the kernel's clock counts those who have come back to a stage.
RETURNED = 8

_ZERO, _ONE = np.uint64(0), np.uint64(1)
_BITS = 64


@part
def _come(me, again, clock, s):
    """Count one more entry into stage ``s``; who comes back to one is given a row of the table of those who do."""
    bit = _ONE << np.uint64(s & (_BITS - 1))
    if s < _BITS and me["seen"] & bit == _ZERO:
        me["seen"] |= bit
    else:
        if me["again"] == 0:
            clock[RETURNED] += 1
            me["again"] = clock[RETURNED]
        again[me["again"], s] += 1


@part
def times_in(me, again, s):
    """How often a person has entered stage ``s``."""
    return np.int64(again[me["again"], s]) + (1 if s < _BITS else 0)


@part
def join(process, memory, clock, me, p, s, step):
    """Put a person into a line of stage ``s``."""
    stage = process.stages[s]
    line, last = np.int64(stage["line_first"]), np.int64(stage["line_last"])
    if line < last:
        word = word_of(me["key"], times_in(me, memory.again, s))
        period = process.period_of[step]
        taken = process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
        while line < last and falls_short(stage["stream_key"], word, taken):
            line += 1
            taken += process.numbers[process.lines[line]["share"], me["origin"], me["channel"], period]
    enqueue(me, stage, process.lines[line], memory.cells, clock, line, p)


@part
def _hazard(process, me, stage, word, step):
    """Note on the person when the first of the stage's hazards would strike, and which."""
    me["hazard_at"] = NEVER
    me["hazard_by"] = -1
    for h in range(stage["hazard_first"], stage["hazard_last"]):
        hazard = process.hazards[h]
        start = max(step, np.int64(me["since"]) + hazard["after"])
        if start < process.steps:
            waited = float(start - me["since"])
            target = -math.log(1.0 - uniform(hazard["key"], word))
            o, c = me["origin"], me["channel"]
            at = hazard_ends(process, hazard["rate"], o, c, np.int64(hazard["waits"]), start, waited, target)
            # Up to the next step: whoever is taken on the very step in which patience ends has not left yet.
            strikes = max(start, math.ceil(min(at, float(NEVER))))
            if strikes < me["hazard_at"]:
                me["hazard_at"] = strikes
                me["hazard_by"] = hazard["exit"]


@part
def _ready(process, me, stage, word, step):
    """The step at which everything that a stage asks for beforehand is done."""
    ready = step
    for k in range(stage["need_first"], stage["need_last"]):
        need = process.needs[k]
        since, key_word = np.int64(me["since"]), word
        if need["since_claim"]:
            # Begun with the claim, on the person's own chance: the same day however often the person returns.
            since, key_word = np.int64(me["claimed"]), me["key"]
        duration = process.durations[need["duration"]]
        number, o, c = duration["mean"], me["origin"], me["channel"]
        if duration["law"] == EXPONENTIAL and since >= 0:
            target = -math.log(1.0 - uniform(need["key"], key_word))
            at = hazard_ends(process, number, o, c, MEAN_TIME, since, 0.0, target)
        else:
            # Begun before the run: being in the stage does not say that it is still to be done.
            law = np.int64(ERLANG if duration["law"] == EXPONENTIAL else duration["law"])
            mean = process.numbers[number, o, c, process.period_of[max(since, 0)]]
            at = since + duration_of(law, mean, duration["shape"], duration["sigma"], need["key"], key_word)
        ready = max(ready, rounded(at, step))
    return ready


@part
def enter(process, memory, clock, me, p, s, step, since):
    """Put a person into stage ``s`` (through any forks), with whatever will take the person out again."""
    _come(me, memory.again, clock, s)
    while process.stages[s]["kind"] == FORK:
        e = route(process, me, times_in(me, memory.again, s), s, process.period_of[step])
        s = np.int64(process.exits[e]["to"])
        _come(me, memory.again, clock, s)
    stage = process.stages[s]
    me["stage"] = s
    me["since"] = since
    me["what"] = READY
    if stage["kind"] != END:
        if stage["follower"] >= 0 and since == step:
            # Who was there when the run began is no intake.
            process.entered[stage["follower"], step] += 1
        what, done = np.int64(ROUTE), np.int64(step)
        me["hazard_at"] = NEVER
        if not process.instant[s, me["pathway"]]:
            word = word_of(me["key"], times_in(me, memory.again, s))
            _hazard(process, me, stage, word, step)
            if stage["kind"] == DELAY:
                done = ends(process, stage["duration"], me, stage["duration_key"], word, step, since)
            else:
                what = np.int64(READY)
                done = _ready(process, me, stage, word, step)
                if done <= step:
                    join(process, memory, clock, me, p, s, step)
                    done = np.int64(NEVER)
        if done >= me["hazard_at"]:
            done, what = np.int64(me["hazard_at"]), np.int64(me["hazard_by"])
        note(me, memory.calendar, memory.cells, clock, p, done, what)
