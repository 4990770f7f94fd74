"""Every time that a sentence names: with its year, by the day of the text, or by a time named before."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.language.dates import (
    NAMES_OF_MONTHS,
    SOME_YEAR,
    When,
    linked,
    named_times,
)
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS
from openasylum.check.language.relative_dates import relative_times
from openasylum.check.language.years_apart import years_apart

#: Without one of these a sentence names no time.
_SOME_TIME = plain_pattern(
    rf"\b(?:19[89]|20[0-3])\d|\b(?:years?|month|months|fiscal|annee|l'an|ans?|mois|period|periode|exercice|half|moment|quarter|q[1-4]|trimestre|{MONTHS})\b"
)

#: With one of these words it has one; "l'an" has another meaning in English.
_WORDS_OF_TIME: Final = NAMES_OF_MONTHS | {
    "year", "years", "month", "months", "fiscal", "annee", "mois", "ans", "period", "periode", "exercice", "half", "moment", "quarter",
    "trimestre", "q1", "q2", "q3", "q4",
}  # fmt: skip

#: Of each of these a sentence says one that tells a year by the day of the text.
_A_YEAR: Final = (
    frozenset({"year", "annee", "an"}),
    frozenset({"last", "this", "derniere", "dernier", "cette"}),
)


def tells_a_year(spoken: frozenset[str]) -> bool:
    """Whether words tell a year without its number: "last year", "l'an dernier"."""
    return not any(map(spoken.isdisjoint, _A_YEAR))


def times(
    plain: str,
    start: int,
    end: int,
    spoken: frozenset[str],
    published: date | None,
    today: date,
    before: When | None = None,
) -> list[When]:
    """The times named in one sentence whose words are ``spoken``, in order; two that are linked ("from 2017 to 2022")
    become one span.

    ``published`` is the day of the text, where it is known; ``before`` the time that an earlier sentence named last.
    """
    if spoken.isdisjoint(_WORDS_OF_TIME) and (
        ("an" not in spoken and SOME_YEAR.search(plain, start, end) is None)
        or _SOME_TIME.search(plain, start, end) is None
    ):
        return []
    found = linked(plain, start, named_times(plain, start, end), today)
    told = relative_times(plain, start, end, spoken, published, found, before)
    hidden = [one for one in found if any(other.start <= one.start < other.end for other in told)]
    found = sorted([*(one for one in found if one not in hidden), *told], key=lambda one: one.start)
    that = years_apart(plain, start, end, spoken, found, before)
    clear = [
        one for one in that if not any(other.start < one.end and one.start < other.end for other in found)
    ]
    return sorted([*found, *clear], key=lambda one: one.start)
