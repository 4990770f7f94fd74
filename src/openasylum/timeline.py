"""Days, months and fiscal years as whole numbers, so that kernels and tables speak of time in one way.

A *day number* is days since 1970-01-01 (the physical value of a Polars ``Date``).
A *month number* is ``12 * year + month - 1``. The Canadian government's *fiscal year* runs from 1 April to 31 March and is
named by the calendar year it starts in; its label is written "2027-28".
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

EPOCH = date(1970, 1, 1)


def day_number(day: date) -> int:
    """Days from 1970-01-01 to ``day``."""
    return (day - EPOCH).days


def date_of(day: int) -> date:
    """The date of a day number."""
    return EPOCH + timedelta(days=int(day))


def month_number(day: date) -> int:
    """Months since year 0: ``12 * year + month - 1``."""
    return 12 * day.year + day.month - 1


def first_day_of_month(month: int) -> date:
    """The first day of a month number."""
    return date(month // 12, month % 12 + 1, 1)


def days_in_month(month: int) -> int:
    """28 to 31."""
    return (first_day_of_month(month + 1) - first_day_of_month(month)).days


def months_of_days(days: NDArray[np.integer]) -> NDArray[np.int32]:
    """Month numbers of an array of day numbers (same shape)."""
    return (days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 12 * 1970).astype(
        np.int32
    )


def years_of_days(days: NDArray[np.integer]) -> NDArray[np.int32]:
    """Calendar years of an array of day numbers (same shape)."""
    return (months_of_days(days) // 12).astype(np.int32)


def fiscal_year_of_month(month: int) -> int:
    """The fiscal year that a month number falls in: April 2027 to March 2028 are 2027."""
    return (month - 3) // 12


def fiscal_years_of_days(days: NDArray[np.integer]) -> NDArray[np.int32]:
    """Fiscal years of an array of day numbers (same shape)."""
    return ((months_of_days(days) - 3) // 12).astype(np.int32)


def fiscal_year_label(fiscal_year: int) -> str:
    """2027 -> "2027-28"."""
    return f"{fiscal_year}-{(fiscal_year + 1) % 100:02d}"
