"""Figures told in a row, each of one of as many years, months or places: "25,755 and 14,340 in Quebec and Ontario", "36,000 and
33,000 in 2008 and 2009, respectively", "Quebec counted 1,458, 1,486 and 1,884 of them" after a sentence of three months.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS
from openasylum.check.language.quantities import Quantity

#: What links the last two figures of a row; words between one and its link say what both are.
_AND: Final = plain_pattern(r"(?: ?\$| \w+){0,2},? (?:and|et) (?:to |of |a |de )?")
#: What links those before.
_COMMA: Final = plain_pattern(r"(?: ?\$| [a-z]+){0,2}, (?:to |of |a |de )?")
_TWO_YEARS: Final = plain_pattern(
    r"(?:\w+ )?(?P<first>(?:19|20)\d\d) (?:and|et)(?: en| in)? (?P<last>(?:19|20)\d\d)"
)
_TWO_MONTHS: Final = plain_pattern(rf"(?:{MONTHS})\.?(?: \d{{4}})? (?:and|et)(?: en| in)? (?:{MONTHS})\b")
_BETWEEN_TIMES: Final = plain_pattern(r",? ?(?:and |et )?(?:in |en )?")


def place_in_row(plain: str, quantities: Sequence[Quantity], quantity: Quantity) -> tuple[int, int] | None:
    """Which figure of how many this one is in a row of a kind that ends in "and"; None where of none."""
    alike = [one for one in quantities if one.dimension == quantity.dimension and one.value_to is None]
    for last in range(1, len(alike)):
        if _AND.fullmatch(plain, alike[last - 1].end, alike[last].start) is None:
            continue
        first = last - 1
        while first > 0 and _COMMA.fullmatch(plain, alike[first - 1].end, alike[first].start):
            first -= 1
        row = alike[first : last + 1]
        if quantity in row:
            return row.index(quantity), len(row)
    return None


def time_in_row(
    plain: str,
    quantities: Sequence[Quantity],
    quantity: Quantity,
    times: Sequence[When],
    before: Sequence[When],
) -> When | None:
    """The year or month of a figure that is one of several in a row, told of as many years or months; None where it is none or
    they are told otherwise. ``times`` are those of the sentence, ``before`` those of the sentence before it.
    """
    if len(quantities) < 2 or not (times or before):
        return None
    if (row := place_in_row(plain, quantities, quantity)) is None:
        return None
    place, length = row
    fitting = [told for told in map(list, _rows(plain, times)) if len(told) == length]
    if len(fitting) == 1:
        return fitting[0][place]
    if length == 2 and "respecti" not in plain:
        return None
    return _time_said_before(place, length, times, before)


def _rows(plain: str, times: Sequence[When]) -> Iterator[list[When]]:
    """The times of a sentence in rows of one grain: those that nothing but a comma or "and" parts."""
    row: list[When] = []
    for one in times:
        told = list(_one_by_one(plain, (one,)))
        if (
            row
            and told
            and told[0].grain == row[0].grain
            and _BETWEEN_TIMES.fullmatch(plain, row[-1].end, one.start)
        ):
            row += told
            continue
        if row:
            yield row
        row = told
    if row:
        yield row


def _one_by_one(plain: str, times: Sequence[When]) -> Iterator[When]:
    """The times of a sentence, where two that are linked by "and" are two."""
    for one in times:
        if one.grain in ("year", "month"):
            yield one
        elif one.grain == "span" and _TWO_MONTHS.match(plain, one.start):
            for day in (one.first, one.last):
                first, last = month(day.year, day.month)
                yield one._replace(first=first, last=last, grain="month")
        elif one.grain == "span":
            years = _TWO_YEARS.search(plain, max(0, one.start - 4), one.end + 8)
            if years is None or (int(years["first"]), int(years["last"])) != (one.first.year, one.last.year):
                return
            for day in (one.first, one.last):
                yield one._replace(first=date(day.year, 1, 1), last=date(day.year, 12, 31), grain="year")
        else:
            return


def _time_said_before(place: int, length: int, times: Sequence[When], before: Sequence[When]) -> When | None:
    """The time of a figure in a row that names none, or one year for all, after a sentence that told as many months or years."""
    if len(times) > 1 or any(one.grain != "year" for one in times):
        return None
    for grain in ("month", "year"):
        said = [one for one in before if one.grain == grain]
        if len(said) == length and not (times and grain == "year"):
            one = said[place]
            if times:
                first, last = month(times[0].first.year, one.first.month)
                one = one._replace(first=first, last=last)
            return one._replace(relative=True, beside=True, or_year=None)
    return None
