"""Sums of a flow up to a day within a month, held against the months before and after it: "as of 20 September, 15,100 people"."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.added_up import added_up
from openasylum.check.figures.measures import Measure, Mistaken
from openasylum.check.figures.observations import Observation, Observed
from openasylum.check.figures.rounding import AS_WRITTEN, significant_digits
from openasylum.check.figures.standing import Standing
from openasylum.check.language.dates import When, month
from openasylum.check.language.quantities import Quantity

_TO_THE_MONTH_BEFORE: Final = Mistaken(
    because=Bilingual(
        en="This is the sum to the end of the month before the day that the text names.",
        fr="C’est le total à la fin du mois qui précède le jour que le texte nomme.",
    )
)
#: Sums to the ends of two months that lie further apart, in proportion, say too little of a day between them.
_APART: Final = 0.2


def ends_within_a_month(when: When | None) -> bool:
    """Whether a span ends on a day that is neither among the first of a month nor its last."""
    return (
        when is not None
        and when.grain == "span"
        and when.last.day > 4
        and when.last != month(when.last.year, when.last.month)[1]
    )


def to_a_day(
    quantity: Quantity, measure: Measure, observations: Observed, when: When, score: float
) -> Standing | None:
    """How a figure stands to the sums to the ends of two months between which its day lies: another thing where it is the very sum to the
    first, rounded where it is what the days of the month that are over add to it; None where it is neither.
    """
    if when.grain != "span" or quantity.value_to is not None or quantity.dimension != "count":
        return None
    if significant_digits(quantity.value, quantity.step) < 3 or quantity.value < 1000:
        return None
    first, last = month(when.last.year, when.last.month)
    if not ends_within_a_month(when) or when.first.day != 1:
        return None
    part = ((when.last - first).days + 1) / ((last - first).days + 1)
    for before, after in _around(observations, when, measure):
        assert before.value is not None and after.value is not None
        if before.value == quantity.value:
            return Standing(
                "another_thing", measure, (before,), "trap", score, _TO_THE_MONTH_BEFORE, when=when
            )
        likely = before.value + part * (after.value - before.value)
        close = abs(quantity.value - likely) <= AS_WRITTEN * likely
        if close and before.value < quantity.value < after.value <= (1 + _APART) * before.value:
            return Standing(
                "agrees_rounded", measure, (before, after), "between", score, other=after, when=when
            )
    return None


def _around(
    observations: Observed, when: When, measure: Measure
) -> Iterator[tuple[Observation, Observation]]:
    """The sums of each series from the first day to the ends of the month before the last day and of its own."""
    first, last = month(when.last.year, when.last.month)
    for before in _sums(observations, when._replace(last=first - timedelta(days=1))):
        for after in _sums(observations, when._replace(last=last)):
            if before.values is after.values and before.place == after.place:
                yield before, after


def _sums(observations: Observed, when: When) -> Observed:
    return observations.selected(("sums", when.first, when.last), lambda: added_up(observations, when))
