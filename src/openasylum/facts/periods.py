"""The periods that sources print, read as a first and a last day.

A period is written as one of these, or as two of them joined by ``/`` or ``..`` (first to last):

=============  ==========================================================  ==============
written        means                                                       grain
=============  ==========================================================  ==============
``2019-04-25`` a day                                                       day
``2019-04``    a calendar month                                            month
``2019-Q2``    a calendar quarter                                          quarter
``2019``       a calendar year                                             year
``FY2020-21``  a Canadian government fiscal year, April to March           fiscal_year
``2020-21``    the same, where the second number is the next year          fiscal_year
``FY2019-20 Q1`` its first quarter, April to June                          quarter
``FY2024``     a United States fiscal year, October 2023 to September 2024 us_fiscal_year
``2008-2012``  calendar years, first to last                               span
=============  ==========================================================  ==============
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from openasylum.errors import UnusableValue

#: How long a period is. ``span`` is any other stretch of time, ``undated`` a row that belongs to none.
GRAINS: Final = ("day", "month", "quarter", "year", "fiscal_year", "us_fiscal_year", "span", "undated")


@dataclass(frozen=True)
class Period:
    """A stretch of time: its first and last day (both belong to it) and its grain (one of ``GRAINS``)."""

    first_day: date
    last_day: date
    grain: str


def _from(first: date, after: date, grain: str) -> Period:
    return Period(first, after - timedelta(days=1), grain)


def _day(day: date) -> Period:
    return Period(day, day, "day")


def _first_of_month(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _months(year: int, month: int, count: int, grain: str) -> Period:
    return _from(_first_of_month(year, month), _first_of_month(year, month + count), grain)


def _fiscal_year(first: str, second: str) -> Period:
    if (int(first) + 1) % 100 != int(second) % 100:
        raise UnusableValue(
            f"{first}-{second} is not a fiscal year: its years do not follow each other",
            f"{first}-{second} n'est pas un exercice : ses années ne se suivent pas",
        )
    return _months(int(first), 4, 12, "fiscal_year")


def _quarter_of(year: Period, quarter: int) -> Period:
    return _months(year.first_day.year, year.first_day.month + 3 * (quarter - 1), 3, "quarter")


_DASH_YEAR = r"(\d{4})-(\d{2}|\d{4})"

#: Pattern -> reading, in the order they are tried ("2019-04" is a month before it can be a fiscal year).
_FORMS: Final[tuple[tuple[str, Callable[..., Period]], ...]] = (
    (r"(\d{4})-(\d\d)-(\d\d)", lambda y, m, d: _day(date(int(y), int(m), int(d)))),
    (r"(\d{4})-(0[1-9]|1[0-2])", lambda y, m: _months(int(y), int(m), 1, "month")),
    (r"(\d{4})-Q([1-4])", lambda y, q: _months(int(y), 3 * int(q) - 2, 3, "quarter")),
    (r"(\d{4})", lambda y: _months(int(y), 1, 12, "year")),
    (rf"FY\s?{_DASH_YEAR}", _fiscal_year),
    (rf"FY\s?{_DASH_YEAR} Q([1-4])", lambda a, b, q: _quarter_of(_fiscal_year(a, b), int(q))),
    (r"(\d{4})-(\d\d)", _fiscal_year),
    (r"FY\s?(\d{4})", lambda y: _months(int(y) - 1, 10, 12, "us_fiscal_year")),
    (r"(\d{4})-(\d{4})", lambda a, b: _span(_months(int(a), 1, 12, "year"), _months(int(b), 1, 12, "year"))),
)


def _span(first: Period, last: Period) -> Period:
    if last.last_day < first.first_day:
        raise UnusableValue("the period ends before it begins", "la période finit avant de commencer")
    return Period(first.first_day, last.last_day, "span")


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """The period that ``text`` writes (see the module for the forms). Raises ``ValueError`` for anything
    else.
    """
    parts = re.split(r"\.\.|/", text.strip())
    if len(parts) == 2:
        return _span(parse_period(parts[0]), parse_period(parts[1]))
    if len(parts) == 1:
        for pattern, reading in _FORMS:
            found = re.fullmatch(pattern, parts[0])
            if found:
                return reading(*found.groups())
    raise UnusableValue(
        f"{text!r} is not a period such as 2019, 2019-04, FY2020-21 or 2017-02/2022-09",
        f"« {text} » n'est pas une période comme 2019, 2019-04, FY2020-21 ou 2017-02/2022-09",
    )
