"""Two figures told together, each of one of two years, months or places: "25,755 and 14,340 in Quebec and Ontario", "36,000 and
33,000 in 2008 and 2009, respectively".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS
from openasylum.check.language.quantities import Quantity

#: What links two figures of a pair; words between the first and its link say what both are.
_AND: Final = plain_pattern(r"(?: ?\$| \w+){0,2},? (?:and|et) (?:to |of |a |de )?")
_TWO_YEARS: Final = plain_pattern(
    r"(?:\w+ )?(?P<first>(?:19|20)\d\d) (?:and|et)(?: en| in)? (?P<last>(?:19|20)\d\d)"
)
_TWO_MONTHS: Final = plain_pattern(rf"(?:{MONTHS})\.?(?: \d{{4}})? (?:and|et)(?: en| in)? (?:{MONTHS})\b")


def place_in_pair(plain: str, quantities: Sequence[Quantity], quantity: Quantity) -> int | None:
    """Whether a figure is the first (0) or the second (1) of two of a kind that are linked by "and"; None where of none."""
    for one, other in pairwise(quantities):
        if quantity is not one and quantity is not other:
            continue
        alike = one.dimension == other.dimension and one.value_to is None and other.value_to is None
        if alike and _AND.fullmatch(plain, one.end, other.start):
            return int(quantity is other)
    return None


def time_in_pair(
    plain: str, quantities: Sequence[Quantity], quantity: Quantity, times: Sequence[When]
) -> When | None:
    """The year or month of a figure that is one of two, told of two years or months; None where it is none or they are told
    otherwise.
    """
    spans = [one for one in times if one.grain == "span"]
    if len(spans) != 1 or (place := place_in_pair(plain, quantities, quantity)) is None:
        return None
    (span,) = spans
    end = span.last if place else span.first
    if _TWO_MONTHS.match(plain, span.start):
        first, last = month(end.year, end.month)
        return span._replace(first=first, last=last, grain="month")
    told = _TWO_YEARS.search(plain, max(0, span.start - 4), span.end + 8)
    if told is None or (int(told["first"]), int(told["last"])) != (span.first.year, span.last.year):
        return None
    return span._replace(first=date(end.year, 1, 1), last=date(end.year, 12, 31), grain="year")
