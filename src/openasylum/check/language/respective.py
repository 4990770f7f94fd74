"""Two figures told together, each of one of two years or places: "25,755 and 14,340 in Quebec and Ontario", "36,000 and 33,000 in
2008 and 2009, respectively".
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity

#: What links two figures of a pair; words between the first and its link say what both are.
_AND: Final = plain_pattern(r"(?: ?\$| \w+){0,2},? (?:and|et) (?:to |of |a |de )?")
_TWO_YEARS: Final = plain_pattern(
    r"(?:\w+ )?(?P<first>(?:19|20)\d\d) (?:and|et)(?: en| in)? (?P<last>(?:19|20)\d\d)"
)


def place_in_pair(plain: str, quantities: Sequence[Quantity], quantity: Quantity) -> int | None:
    """Whether a figure is the first (0) or the second (1) of two of a kind that are linked by "and"; None where of none."""
    for one, other in pairwise(quantities):
        if quantity is not one and quantity is not other:
            continue
        alike = one.dimension == other.dimension and one.value_to is None and other.value_to is None
        if alike and _AND.fullmatch(plain, one.end, other.start):
            return int(quantity is other)
    return None


def year_in_pair(
    plain: str, quantities: Sequence[Quantity], quantity: Quantity, times: Sequence[When]
) -> When | None:
    """The year of a figure that is one of two, told of two years; None where it is none or the years are told otherwise."""
    spans = [one for one in times if one.grain == "span" and one.last.year == one.first.year + 1]
    if len(spans) != 1:
        return None
    (span,) = spans
    told = _TWO_YEARS.search(plain, max(0, span.start - 4), span.end + 8)
    if told is None or int(told["first"]) != span.first.year or int(told["last"]) != span.last.year:
        return None
    place = place_in_pair(plain, quantities, quantity)
    if place is None:
        return None
    year = span.first.year + place
    return span._replace(first=span.first.replace(year=year), last=span.last.replace(year=year), grain="year")
