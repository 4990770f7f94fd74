"""Who draws on a daily cost, by the days since the claim: everyone, or a share that changes as people settle.

A profile is a table of whole numbers: ``table[d]`` is the expected number of *milli-days* (thousandths of a
day) drawn in the first ``d`` days after the claim. What is drawn between two days is a difference of two
entries, so cutting a wait at a fiscal year's end or at a change of stage can neither lose nor add a cent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

DAYS_IN_YEAR = 365.25
MILLI = 1000

Values = Mapping[str, float | str]
Days = NDArray[np.float64]


def everyone(days: Days, values: Values) -> NDArray[np.float64]:
    """Every day of every person."""
    return days


def on_social_assistance(days: Days, values: Values) -> NDArray[np.float64]:
    """A level share in the first year after the claim, then a steady decline through the share in the fourth
    year.

    Statistics Canada, 11F0019M No. 369: about 80 % in the year after the claim, 25 to 40 % by year four for
    claims still open.
    """
    first, fourth = (
        float(values["costs.assistance_share_year_1"]),
        float(values["costs.assistance_share_year_4"]),
    )
    decline = np.log(first / fourth) / 3
    years = days / DAYS_IN_YEAR
    later = np.maximum(years - 1, 0)
    drawn = np.minimum(years, 1) - np.expm1(-decline * later) / decline
    return np.asarray(first * drawn * DAYS_IN_YEAR, dtype=np.float64)


def at_work(days: Days, values: Values) -> NDArray[np.float64]:
    """Nobody before the work permit comes, then a level share of all claimants, children included."""
    waiting = float(values["costs.work_permit_months"]) * DAYS_IN_YEAR / 12
    return float(values["costs.employed_share"]) * np.maximum(days - waiting, 0.0)


def in_federal_hotel(days: Days, values: Values) -> NDArray[np.float64]:
    """The share lodged in hotels that the federal government rents, from the claim on, for the mean stay."""
    return float(values["costs.hotel_share"]) * np.minimum(days, float(values["costs.hotel_stay_days"]))


def in_shelter(days: Days, values: Values) -> NDArray[np.float64]:
    """The share lodged in shelters of cities and provinces, from the claim on, for the mean stay."""
    return float(values["costs.shelter_share"]) * np.minimum(days, float(values["costs.shelter_stay_days"]))


def at_school(days: Days, values: Values) -> NDArray[np.float64]:
    """The share of school age, every day (a pupil's yearly cost is spread over the calendar)."""
    return float(values["costs.school_age_share"]) * days


PROFILES: dict[str, Callable[[Days, Values], NDArray[np.float64]]] = {
    "everyone": everyone,
    "on_social_assistance": on_social_assistance,
    "at_work": at_work,
    "in_federal_hotel": in_federal_hotel,
    "in_shelter": in_shelter,
    "at_school": at_school,
}


def profile_table(name: str, longest: int, values: Values) -> NDArray[np.int64]:
    """Cumulative milli-days for 0 … ``longest`` days since the claim, shape ``(longest + 1,)``; never
    decreasing, ``table[0] = 0``.
    """
    days = np.arange(longest + 1, dtype=np.float64)
    return np.rint(PROFILES[name](days, values) * MILLI).astype(np.int64)
