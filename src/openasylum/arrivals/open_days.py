"""Days on which claims are made: what a short month, or one with many holidays, takes from a count of claims.

Ports and airports take claims every day; inland offices on working days (IRPR 159, Interpretation Act s. 35).
Twenty working days or twenty-three make a tenth of difference between months, which is no news of how many
people come. Nothing here is fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.law.calendar import is_working_day
from openasylum.timeline import days_in_month, first_day_of_month

Floats = NDArray[np.float64]

#: Series whose claims are made at inland offices; those of every other are made every day of the month.
_AT_OFFICES: Final = ("inland", "undetected")

#: Days of a mean month: the Gregorian calendar repeats after 400 years of 146,097 days.
_MEAN_DAYS: Final = 146_097 / 4800

#: Working days of a mean month, over 28 years (every pairing of weekdays and dates).
_CYCLE: Final = range(12 * 2001, 12 * 2029)


def relative(series: str, first_month: int, months: int) -> Floats:
    """The days on which claims of a series can be made in each of ``months`` from ``first_month`` (a number),
    over those of a mean month.
    """
    numbers = range(first_month, first_month + months)
    if series in _AT_OFFICES:
        return np.array([_working_days(month) for month in numbers]) / _mean_working_days()
    return np.array([days_in_month(month) for month in numbers]) / _MEAN_DAYS


def in_mean_months(panel: Mapping[str, Floats], first_month: int) -> dict[str, Floats]:
    """Claims a month (series -> months from ``first_month``) as they would be if every month were a mean one."""
    return {name: claims / relative(name, first_month, len(claims)) for name, claims in panel.items()}


@cache
def _working_days(month: int) -> int:
    first = first_day_of_month(month)
    return sum(is_working_day(first + timedelta(days=day)) for day in range(days_in_month(month)))


@cache
def _mean_working_days() -> float:
    return float(np.mean([_working_days(month) for month in _CYCLE]))
