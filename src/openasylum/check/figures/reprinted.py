"""Early prints of counts that were made anew: what was printed then, and what it is now."""

from __future__ import annotations

from openasylum.check.figures.added_up import added_up
from openasylum.check.figures.observations import Held, Observation
from openasylum.check.figures.standing import Standing
from openasylum.check.language.dates import When

#: How far two prints of one count may lie apart, in proportion, and still be taken for one.
_HARDLY = 0.003


def counted_anew(standing: Standing, held: Held) -> Standing:
    """A number that is an early print of what has been counted anew was so, and has changed: the present count is shown
    beside it. Any other standing, and one whose count has hardly moved, is handed back as it is.
    """
    one = standing.observations[0]
    if not one.values.superseded or standing.verdict != "agrees":
        return standing
    there = held.at(one.origin, one.place)
    span = When(0, 0, one.first, one.last, "span")
    later = [
        other
        for other in (*there, *(added_up(there, span) if one.grain == "span" else ()))
        if (other.first, other.last) == (one.first, one.last)
        and not other.values.superseded
        and not other.figure
    ]
    if not later or _hardly_moved(one, later[0]):
        return standing
    return standing._replace(verdict="was_so_has_changed", observations=(one, later[0]), why="reprinted")


def _hardly_moved(one: Observation, other: Observation) -> bool:
    """Whether two prints of one count can be taken for one."""
    return abs((one.value or 0.0) - (other.value or 0.0)) <= _HARDLY * (other.value or 0.0)
