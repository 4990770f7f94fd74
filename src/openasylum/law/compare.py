"""Comparisons of days, ages and words compiled: 64 claims to a word, straight from the columns' memory.

As ``kernel``, it knows no law; what to compare is its input. The slow way, for small tables, is ``circuit``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np
from numba import carray, njit, types
from numba.extending import intrinsic
from numpy.typing import NDArray

from openasylum.law import calendar

#: What is asked: a number at least another; a word among some; a day at least some days, or months, after another;
#: a time that ended on a holiday kept on the next day that is none.
AT_LEAST, ONE_OF, DAYS_AFTER, MONTHS_AFTER, ROLLED_OVER = range(5)
#: The types of the columns, by their number.
DTYPES: Final = (np.int32, np.int16, np.uint8)

#: The columns of a question, a row of whole numbers.
FIELDS: Final = (
    "kind", "later", "dtype", "earlier", "days", "shortest", "longest", "months", "known", "also_known",
)  # fmt: skip
_KIND, _LATER, _DTYPE, _EARLIER, _DAYS, _SHORTEST, _LONGEST, _MONTHS, _KNOWN, _ALSO = range(10)


@lru_cache(maxsize=8)
def months_table(months: tuple[int, ...]) -> NDArray[np.int32]:
    """For each count of months, the day so many months after each day that the calendar knows."""
    days = np.arange(calendar.FIRST_DAY, calendar.LAST_DAY + 1)
    return np.stack([calendar.months_after(days, count) for count in (0, *months)])


def _pointer_to(kind: Any) -> Any:
    @intrinsic
    def at(_: Any, address: Any) -> Any:
        result = types.CPointer(kind)

        def codegen(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.inttoptr(args[0], context.get_value_type(signature.return_type))

        return result(address), codegen

    return at


_int32_at = _pointer_to(types.int32)
_int16_at = _pointer_to(types.int16)
_uint8_at = _pointer_to(types.uint8)
words_at = _pointer_to(types.uint64)


@njit(cache=True, nogil=True)
def answer(
    questions: Any, start: int, rows: int, after: Any, first_day: int, holiday: Any, next_open: Any,
    true: Any, false: Any,
) -> None:  # fmt: skip
    """Answer every question for the claims from ``start`` (a multiple of 64): where true, where false.

    ``after`` has the days some months after each day from ``first_day`` on, a row for each count of months;
    ``holiday`` and ``next_open`` are of the same days.
    """
    words = (rows + 63) // 64
    for q in range(len(questions)):
        kind, dtype = questions[q, _KIND], questions[q, _DTYPE]
        out, opposite = true[q], false[q]
        if kind <= ONE_OF:
            if dtype == 0:
                _single(carray(_int32_at(questions[q, _LATER] + 4 * start), rows), questions[q], rows, out)
            elif dtype == 1:
                _single(carray(_int16_at(questions[q, _LATER] + 2 * start), rows), questions[q], rows, out)
            else:
                _single(carray(_uint8_at(questions[q, _LATER] + start), rows), questions[q], rows, out)
        else:
            later = carray(_int32_at(questions[q, _LATER] + 4 * start), rows)
            earlier = carray(_int32_at(questions[q, _EARLIER] + 4 * start), rows)
            if kind == DAYS_AFTER:
                _days_after(later, earlier, questions[q, _DAYS], rows, out)
            else:
                _by_calendar(later, earlier, questions[q], rows, after, first_day, holiday, next_open, out)
        if questions[q, _KNOWN] == 0:
            for w in range(words):
                opposite[w] = ~out[w]
        else:
            known = carray(words_at(questions[q, _KNOWN] + start // 8), words)
            also = carray(words_at(questions[q, _ALSO] + start // 8), words)
            for w in range(words):
                both = known[w] & also[w]
                opposite[w] = ~out[w] & both
                out[w] &= both


@njit(cache=True, nogil=True)
def _single(values: Any, question: Any, rows: int, out: Any) -> None:
    limit = np.int32(question[_DAYS])
    whole = rows // 64
    if question[_KIND] == AT_LEAST:
        for w in range(whole):
            word = np.uint64(0)
            for bit in range(64):
                word |= np.uint64(np.int32(values[64 * w + bit]) >= limit) << np.uint64(bit)
            out[w] = word
    else:
        mask = np.uint64(question[_DAYS])
        for w in range(whole):
            word = np.uint64(0)
            for bit in range(64):
                word |= (mask >> np.uint64(values[64 * w + bit]) & np.uint64(1)) << np.uint64(bit)
            out[w] = word
    if rows % 64:
        word = np.uint64(0)
        for bit in range(rows % 64):
            value = values[64 * whole + bit]
            if question[_KIND] == AT_LEAST:
                held = np.uint64(np.int32(value) >= limit)
            else:
                held = np.uint64(question[_DAYS]) >> np.uint64(value) & np.uint64(1)
            word |= held << np.uint64(bit)
        out[whole] = word


@njit(cache=True, nogil=True)
def _days_after(later: Any, earlier: Any, days: int, rows: int, out: Any) -> None:
    least, whole = np.int32(days), rows // 64
    for w in range(whole):
        word = np.uint64(0)
        for bit in range(64):
            word |= np.uint64(later[64 * w + bit] - earlier[64 * w + bit] >= least) << np.uint64(bit)
        out[w] = word
    if rows % 64:
        word = np.uint64(0)
        for bit in range(rows % 64):
            word |= np.uint64(later[64 * whole + bit] - earlier[64 * whole + bit] >= least) << np.uint64(bit)
        out[whole] = word


@njit(cache=True, nogil=True)
def _by_calendar(
    later: Any, earlier: Any, question: Any, rows: int, after: Any, first_day: int, holiday: Any, next_open: Any,
    out: Any,
) -> None:  # fmt: skip
    """A plain count of days settles nearly every pair; the calendar is asked about the few that are left."""
    kind, days, table = question[_KIND], np.int32(question[_DAYS]), after[question[_MONTHS]]
    shortest, longest = np.int32(question[_SHORTEST]), np.int32(question[_LONGEST])
    sure = np.uint64(kind == MONTHS_AFTER)
    for w in range((rows + 63) // 64):
        word, doubt = np.uint64(0), np.uint64(0)
        if 64 * w + 64 <= rows:
            for bit in range(64):
                gap = later[64 * w + bit] - earlier[64 * w + bit]
                word |= (np.uint64(gap >= longest) & sure) << np.uint64(bit)
                doubt |= np.uint64((gap >= shortest) & (gap < longest)) << np.uint64(bit)
        else:
            for bit in range(rows - 64 * w):
                gap = later[64 * w + bit] - earlier[64 * w + bit]
                word |= (np.uint64(gap >= longest) & sure) << np.uint64(bit)
                doubt |= np.uint64((gap >= shortest) & (gap < longest)) << np.uint64(bit)
        bit = 0
        while doubt:
            if doubt & np.uint64(1):
                acted, started = later[64 * w + bit], earlier[64 * w + bit] - first_day
                if 0 <= started < len(table):
                    ends = table[started] + days
                    if kind == MONTHS_AFTER:
                        held = acted >= ends
                    else:
                        at = ends - first_day
                        held = 0 <= at < len(holiday) and holiday[at] and next_open[at] == acted
                    word |= np.uint64(held) << np.uint64(bit)
            doubt >>= np.uint64(1)
            bit += 1
        out[w] = word
