"""Counting days, months and holidays as the Interpretation Act (R.S.C. 1985, c. I-21) counts them, on day
numbers.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openasylum.timeline import date_of, day_number

Days = NDArray[np.int32]

#: Days appointed by proclamation for general prayer or mourning (s. 35 "holiday").
_PROCLAIMED = {date(2022, 9, 19)}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
#: The days whose holidays are known, and from which months are counted by table.
FIRST_DAY, LAST_DAY = day_number(date(_FIRST_YEAR, 1, 1)), day_number(date(_LAST_YEAR, 12, 31))


def months_after(days: NDArray[Any], months: int) -> Days:
    """The same day of the month, ``months`` later; where that month is too short, its last day (s. 28, 29
    February to 28).
    """
    dates = days.astype("datetime64[D]")
    first = dates.astype("datetime64[M]")
    target = first + months
    length = (target + 1).astype("datetime64[D]") - target.astype("datetime64[D]")
    of_month = np.minimum(dates - first.astype("datetime64[D]"), length - 1)
    return (target.astype("datetime64[D]") + of_month).astype(np.int64).astype(np.int32)


def month_later(day: date, months: int) -> date:
    """``months_after`` for one date."""
    return date_of(int(months_after(np.array([day_number(day)]), months)[0]))


def at_least_months_after(
    later: NDArray[Any], earlier: NDArray[Any], gap: NDArray[Any], months: int, days: int
) -> NDArray[np.bool_]:
    """``later >= months_after(earlier, months) + days``, element by element; ``gap`` is ``later - earlier``.

    The calendar is asked only where a plain count of days cannot tell: ``months`` months are at least
    ``shortest`` and at most ``longest`` days, so for nearly every pair one comparison settles it.
    """
    shortest, longest = span_of_months(months)
    answer = gap >= longest + days
    doubtful = np.flatnonzero((gap - (shortest + days)).view(np.uint32) < np.uint32(longest - shortest))
    if doubtful.size:
        answer[doubtful] = later[doubtful] >= months_after(earlier[doubtful], months) + days
    return answer


@cache
def span_of_months(months: int) -> tuple[int, int]:
    """Fewest and most days that a count of months can come to, with a margin."""
    starts = np.arange(day_number(date(1999, 1, 1)), day_number(date(2007, 1, 1)))
    spans = months_after(starts, months) - starts
    slack = 2 if months > 1100 else 1  # a century may hold one leap day fewer
    return int(spans.min()) - slack, int(spans.max()) + slack


def completed_years(born: NDArray[Any], day: NDArray[Any]) -> Days:
    """Age in completed years: a year is completed at the start of its anniversary (s. 30)."""
    months = day.astype("datetime64[D]").astype("datetime64[M]") - born.astype("datetime64[D]").astype(
        "datetime64[M]"
    )
    years = months.astype(np.int64) // 12
    for length in np.unique(years):
        rows = np.flatnonzero(years == length)
        early = months_after(born[rows], 12 * int(length)) > day[rows]
        years[rows[early]] -= 1
    return years.astype(np.int32)


@cache
def is_holiday(day: date) -> bool:
    """Sundays and the holidays of s. 35 that hold in all of Canada. Provincial and civic holidays are not
    known here.
    """
    if day.weekday() == 6 or day in _PROCLAIMED:
        return True
    easter = _easter(day.year)
    moving = {
        easter - timedelta(days=2),  # Good Friday
        easter + timedelta(days=1),  # Easter Monday
        _monday_on_or_before(date(day.year, 5, 24)),  # Victoria Day, also kept as the Sovereign's birthday
        _nth_monday(day.year, 9, 1),  # Labour Day
        _nth_monday(day.year, 10, 2),  # Thanksgiving, by proclamation of 1957
    }
    fixed = {(1, 1), (11, 11), (12, 25)}
    if day.year >= 2021:
        fixed.add((9, 30))  # National Day for Truth and Reconciliation, 2021, c. 11
    canada_day = date(day.year, 7, 2) if date(day.year, 7, 1).weekday() == 6 else date(day.year, 7, 1)
    return day in moving or (day.month, day.day) in fixed or day == canada_day


def is_working_day(day: date) -> bool:
    """Neither a Saturday nor a holiday (IRPR 159)."""
    return day.weekday() != 5 and not is_holiday(day)


def nth_working_day_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself is left out (s. 27(4), IRPR 159(c))."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def rolled_over(ends: NDArray[Any], acted: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a time that ends on a holiday was kept on the next day that is none (s. 26)."""
    answer = np.zeros(len(ends), dtype=np.bool_)
    late = acted - ends
    near = np.flatnonzero((late >= 1) & (late <= 6))
    if near.size:
        next_open, holiday = holiday_tables()
        at = np.clip(ends[near] - FIRST_DAY, 0, len(holiday) - 1)
        answer[near] = holiday[at] & (next_open[at] == acted[near])
    return answer


@cache
def holiday_tables() -> tuple[Days, NDArray[np.bool_]]:
    """For every day from ``FIRST_DAY`` on: the next day that is no holiday, and whether it is one itself."""
    first, last = FIRST_DAY, LAST_DAY
    holiday = np.array([is_holiday(date_of(day)) for day in range(first, last + 1)])
    next_open = np.arange(first, last + 1, dtype=np.int32)
    for position in range(len(holiday) - 2, -1, -1):
        if holiday[position]:
            next_open[position] = next_open[position + 1]
    return next_open, holiday


def _monday_on_or_before(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _nth_monday(year: int, month: int, count: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(-first.weekday()) % 7 + 7 * (count - 1))


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)
