"""Visits put in order after a run."""

# mypy: disallow-untyped-defs=False, disallow-incomplete-defs=False

from __future__ import annotations

from openasylum.pipeline.compiling import compiled


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
