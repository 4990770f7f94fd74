"""Comparisons of days, ages and words compiled: 64 claims to a word, straight from the columns' memory.

As ``kernel``, it knows no law; what to compare is its input. The slow way, for small tables, is ``circuit``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numba import carray, njit
from numpy.typing import NDArray

from openasylum.law import calendar
from openasylum.law.gates.wide import (
    at_least,
    at_least_after,
    days_at,
    equal,
    lowest,
    short_at_least,
    words_at,
)

#: What is asked: a word (uint8) among some; a number (int16, or int32) at least another; a day (int32) at least some
#: days, or months, after another; a time that ended on a holiday kept on the next day that is none.
ONE_OF, SHORT_AT_LEAST, AT_LEAST, DAYS_AFTER, MONTHS_AFTER, ROLLED_OVER = range(6)

#: The columns of a question, a row of whole numbers. ``later``, ``earlier``, ``known`` and ``also_known`` are
#: addresses; ``true`` and ``false`` the planes that the answer is written to (0 = not written).
FIELDS: Final = (
    "kind", "later", "earlier", "days", "shortest", "longest", "months", "known", "also_known", "true", "false",
)  # fmt: skip
_KIND, _LATER, _EARLIER, _DAYS, _SHORTEST, _LONGEST, _MONTHS, _KNOWN, _ALSO, _TRUE, _FALSE = range(
    len(FIELDS)
)


class Calendar(NamedTuple):
    """For every day from ``first_day`` on: the day some months after it (a row for each count of months), whether
    it is a holiday, and the next day that is none.
    """

    first_day: int
    after: NDArray[np.int32]
    holiday: NDArray[np.bool_]
    next_open: NDArray[np.int32]


@lru_cache(maxsize=8)
def calendar_of(months: tuple[int, ...]) -> Calendar:
    """The calendar for these counts of months."""
    days = np.arange(calendar.FIRST_DAY, calendar.LAST_DAY + 1)
    after = np.stack([calendar.months_after(days, count) for count in months])
    next_open, holiday = calendar.holiday_tables()
    return Calendar(calendar.FIRST_DAY, after, holiday, next_open)


@njit(cache=True, nogil=True)
def answer(questions: Any, first: int, count: int, days: Calendar, held: Any) -> None:
    """Answer every question for ``count`` words of claims from the word ``first`` on, into the planes ``held``."""
    for q in range(len(questions)):
        question = questions[q]
        kind, later, earlier = question[_KIND], question[_LATER], question[_EARLIER] + 256 * first
        true, least = held[question[_TRUE]], np.int32(question[_DAYS])
        if kind == ONE_OF:
            _one_of(later + 64 * first, np.uint64(question[_DAYS]), count, true)
        elif kind == SHORT_AT_LEAST:
            for k in range(count):
                true[k] = short_at_least(later + 128 * (first + k), np.int16(least))
        elif kind == AT_LEAST:
            for k in range(count):
                true[k] = at_least(later + 256 * (first + k), least)
        elif kind == DAYS_AFTER:
            for k in range(count):
                true[k] = at_least_after(later + 256 * (first + k), earlier + 256 * k, least)
        else:
            _by_calendar(question, later + 256 * first, earlier, count, days, true)
        if question[_FALSE]:
            false = held[question[_FALSE]]
            known = carray(words_at(question[_KNOWN] + 8 * first), count)
            also = carray(words_at(question[_ALSO] + 8 * first), count)
            for k in range(count):
                both = known[k] & also[k]
                false[k] = ~true[k] & both
                true[k] &= both


@njit(cache=True, nogil=True)
def _one_of(address: int, codes: Any, count: int, true: Any) -> None:
    true[:count] = 0
    while codes:
        code = np.uint8(lowest(codes))
        codes &= codes - np.uint64(1)
        for k in range(count):
            true[k] |= equal(address + 64 * k, code)


@njit(cache=True, nogil=True)
def _by_calendar(
    question: Any, later_at: int, earlier_at: int, count: int, days: Calendar, true: Any
) -> None:
    """A plain count of days settles nearly every pair; the calendar is asked about the few that are left."""
    shortest, longest = np.int32(question[_SHORTEST]), np.int32(question[_LONGEST])
    by_months, least = question[_KIND] == MONTHS_AFTER, np.int32(question[_DAYS])
    after, holiday, next_open = days.after[question[_MONTHS]], days.holiday, days.next_open
    later, earlier = carray(days_at(later_at), 64 * count), carray(days_at(earlier_at), 64 * count)
    for k in range(count):
        sure = at_least_after(later_at + 256 * k, earlier_at + 256 * k, longest)
        doubt = at_least_after(later_at + 256 * k, earlier_at + 256 * k, shortest) & ~sure
        word = sure if by_months else np.uint64(0)
        while doubt:
            bit = lowest(doubt)
            doubt &= doubt - np.uint64(1)
            row = 64 * k + np.int64(bit)
            start = earlier[row] - days.first_day
            if 0 <= start < len(after):
                ends = after[start] + least
                if by_months:
                    held = later[row] >= ends
                else:
                    at = ends - days.first_day
                    held = 0 <= at < len(holiday) and holiday[at] and next_open[at] == later[row]
                word |= np.uint64(held) << bit
        true[k] = word
