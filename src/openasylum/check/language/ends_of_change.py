"""The two ends of a change told without times of their own: "passant de 22 905 à 22 605 pour les quatre premiers mois de
l'année" is of those months of two years; "il est passé de 63 070 à 90 290" of the two years spoken of before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import Final

from openasylum.check.language.dates import When, a_year_earlier
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity

_FROM: Final = plain_pattern(r"\b(?:from|de) $")
_TO: Final = plain_pattern(r" (?:[a-z]+ ){0,2}(?:a|to) ")
_BETWEEN: Final = plain_pattern(r"\b(?:between|from|entre|de)(?: les mois de)? ?$")
_GRAINS: Final = ("year", "month", "span", "fiscal_year")


def time_of_end(
    plain: str,
    quantities: Sequence[Quantity],
    quantity: Quantity,
    times: Sequence[When],
    before: Sequence[When],
) -> When | None:
    """The time of a figure that is one end of a change, or None where it is none or its time is told otherwise.

    ``times`` are those of the sentence, ``before`` those of the sentences before it. What is inferred is marked as told
    only to compare with, so that no other number is said to differ from it.
    """
    first = _is_first(plain, quantities, quantity)
    if first is None:
        return None
    if (
        len(times) == 2
        and _same_part_of_two_years(*times)
        and max(one.end for one in times) <= quantity.start
    ):
        return sorted(times, key=lambda one: one.first)[0 if first else 1]._replace(
            relative=True, beside=True
        )
    if len(times) > 1:
        return None
    if len(times) == 1 and (
        ends := first_and_last_month(times[0], plain) or first_and_last_year(times[0], plain)
    ):
        return ends[0 if first else 1]._replace(relative=True, beside=True)
    if times and (not first or times[0].start < quantity.end or times[0].grain != "span"):
        return None
    kept = [one for one in times or before if one.grain in _GRAINS]
    if not kept:
        return None
    alike = {one.first: one for one in kept if one.grain == kept[-1].grain}
    *earlier, last = sorted(alike.values(), key=lambda one: one.first)
    if last.grain == "span" and last.first.year != last.last.year:
        return None
    meant = last if not first else earlier[-1] if earlier else a_year_earlier(last)
    return meant._replace(relative=True, beside=True)


def first_and_last_month(when: When, plain: str) -> tuple[When, When] | None:
    """The two months of a year that a change is told between: "tripled between January and March"."""
    if when.grain != "span" or when.first.year != when.last.year or not _BETWEEN.search(plain[: when.start]):
        return None
    end_of_first = (when.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return when._replace(last=end_of_first, grain="month"), when._replace(
        first=when.last.replace(day=1), grain="month"
    )


def first_and_last_year(when: When, plain: str) -> tuple[When, When] | None:
    """The two years that a change is told between: "halved from 2023 to 2024"."""
    ends = (
        when._replace(last=when.first.replace(month=12, day=31)),
        when._replace(first=when.last.replace(month=1, day=1)),
    )
    whole = when.grain == "span" and ends[0].first.month == ends[1].first.month == 1 and when.last.month == 12
    if not whole or when.first.year == when.last.year or not _BETWEEN.search(plain[: when.start]):
        return None
    return ends[0]._replace(grain="year"), ends[1]._replace(grain="year")


def _same_part_of_two_years(one: When, other: When) -> bool:
    """Whether two times are the same months of two years: "of the first two months of 2024 with those of 2023"."""
    months = [(when.first.month, when.last.month) for when in (one, other)]
    return (
        one.grain == other.grain == "span" and months[0] == months[1] and one.first.year != other.first.year
    )


def _is_first(plain: str, quantities: Sequence[Quantity], quantity: Quantity) -> bool | None:
    """Whether a figure is the first of the two numbers of a change; None where it is of none."""
    for one, other in pairwise(quantities):
        if one.dimension != other.dimension or (quantity is not one and quantity is not other):
            continue
        opened = _FROM.search(plain, max(0, one.start - 8), one.start)
        if opened and _TO.fullmatch(plain, one.end, other.start):
            return quantity is one
    return None
