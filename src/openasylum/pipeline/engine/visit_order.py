"""Visits put in order after a run."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from openasylum.pipeline.engine.compiling import compiled
from openasylum.pipeline.engine.inner_parts import by_address
from openasylum.pipeline.engine.layout import SERVED


@compiled
def by_row(stage_of, steps, enter, memory, first, last, place, visits):
    """Fill ``visits`` from ``place`` on with the visits of rows ``first`` to ``last`` (excluded), in the order of
    rows and of each person's way; ``stage_of``: the stage that each transition leaves.

    A person's closed visits are chained from the latest to the first, and follow on from one another; the open
    one has step out -1 and an exit after the last, and says when service began if it has. Who never came has none.
    """
    memory, visits = by_address(memory), by_address(visits)
    people, closed = memory.people, memory.closed
    keeps = visits.step_taken.shape[0] > 0
    nowhere = stage_of.shape[0]
    for p in range(first, last):
        if enter[p] < steps:
            me = people[p]
            for sequence in range(me["visits"] + 1):
                visits.row[place + sequence], visits.sequence[place + sequence] = p, sequence
            k = place + me["visits"]
            visits.stage[k], visits.exit[k] = me["stage"], nowhere
            visits.step_out[k] = -1
            if keeps:
                visits.step_taken[k] = me["hazard_at"] if me["what"] == SERVED else -1
            e = me["last"]
            while e >= 0:
                visit = closed[e]
                visits.step_in[k] = visit["step_out"]
                k -= 1
                visits.stage[k], visits.exit[k] = stage_of[visit["exit"]], visit["exit"]
                visits.step_out[k] = visit["step_out"]
                if keeps:
                    visits.step_taken[k] = memory.waited[e]
                e = visit["before"]
            visits.step_in[k] = enter[p]
            if keeps:
                for k in range(place, place + me["visits"]):
                    visits.step_taken[k] += visits.step_in[k]
            place += me["visits"] + 1
