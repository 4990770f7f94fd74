"""Whether a value is of another time than the one that a text names."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.figures.measures import Measure
from openasylum.check.figures.observations import Observation
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern

#: How many days a value that is one of a kind may lie from the time named, where that time has none of its own.
_SINCE_THEN: Final = 730
#: And how many days a level may lie from the month of which it is told.
_COUNTED_BEFORE: Final = 100


def of_another_time(one: Observation, when: When, measure: Measure, has_its_own: bool) -> bool:
    """Whether a value is of a time that shares nothing with the one named, nor was it printed then. Where we have a value of
    the time named, or of a flow, any other time is another; else it must be years away, of a level some months.
    """
    if one.grain == "undated":
        return False
    apart = max((one.first - when.last).days, (when.first - one.last).days)
    if measure.moves:  # what is told of a month may have been counted some before
        return apart > _COUNTED_BEFORE
    if measure.adds and when.grain == one.grain == "month":
        return apart > 0  # what was counted in a month is not told of the month in which it was printed
    if one.published is not None and one.published.year == when.first.year:
        return False
    if measure.adds and when.grain == "year" and one.first < when.first and (one.last - one.first).days > 500:
        return True  # a sum over years
    return apart > (0 if has_its_own or measure.adds else _SINCE_THEN)


#: Before a year at whose end or beginning a level is told.
_END: Final = plain_pattern(r"\b(?:(?:end|close) of|(?:a )?la fin de|fin) ?(?:the (?:year )?|l'annee |de )?$")
_BEGINNING: Final = plain_pattern(
    r"\b(?:(?:beginning|start) of|early in|(?:au )?debut de|debut) ?(?:the (?:year )?|l'annee |de )?$"
)


def of_its_end(when: When, plain: str) -> When:
    """The month of which a level is told by a year: "at the end of 2025" is December, and no other month of 2025."""
    if when.grain != "year":
        return when
    before = max(0, when.start - 24)
    if _END.search(plain, before, when.start):
        return when._replace(first=date(when.last.year, 12, 1), grain="month")
    if _BEGINNING.search(plain, before, when.start):
        return when._replace(last=date(when.first.year, 1, 31), grain="month")
    return when
