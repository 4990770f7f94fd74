"""Months and days whose year is told after them by the day of the text: "in June of last year", "le 27 juillet de l'an dernier"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import plain_pattern

#: Between a month and its year.
_OF: Final = plain_pattern(r",? (?:of |in |de |d')?")
#: Between two months of one year.
_LINK: Final = plain_pattern(r",? (?:and|to|through|until|et|a|au|jusqu'au|jusqu'en)(?: en| in| le)? | ?- ?")


def of_their_years(plain: str, told: Sequence[When]) -> list[When]:
    """Times in their order, where a month or day without its year and the year told right after it are one."""
    found: list[When] = []
    for one in told:
        if one.grain == "year" and one.relative and found and _bare(found[-1], plain, one):
            at, number = len(found) - 1, one.first.year
            found[at] = _in_year(found[at], number)._replace(end=one.end, beside=one.beside)
            while at > 0 and _linked(found[at - 1], plain, found[at]):
                at -= 1
                found[at] = _in_year(found[at], number)
            continue
        found.append(one)
    return found


def _bare(one: When, plain: str, year: When) -> bool:
    return (
        one.relative
        and one.grain in ("month", "day")
        and _OF.fullmatch(plain, one.end, year.start) is not None
    )


def _linked(one: When, plain: str, other: When) -> bool:
    alike = one.relative and one.grain == other.grain
    return alike and _LINK.fullmatch(plain, one.end, other.start) is not None


def _in_year(one: When, year: int) -> When:
    first, last = month(year, one.first.month)
    if one.grain == "day":
        first = last = date(year, one.first.month, min(one.first.day, last.day))
    return one._replace(first=first, last=last, or_year=None)
