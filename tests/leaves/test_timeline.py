"""Days, months and fiscal years against the standard library's calendar."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum import timeline

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS)
def test_arrays_agree_with_single_days(day: date) -> None:
    number = np.array([timeline.day_number(day)], dtype=np.int32)
    assert timeline.date_of(int(number[0])) == day
    assert timeline.months_of_days(number)[0] == timeline.month_number(day)
    assert timeline.years_of_days(number)[0] == day.year
    fiscal = timeline.fiscal_years_of_days(number)[0]
    assert date(fiscal, 4, 1) <= day < date(fiscal + 1, 4, 1)
    assert timeline.fiscal_year_of_month(timeline.month_number(day)) == fiscal


@given(DAYS)
def test_months_have_the_days_they_have(day: date) -> None:
    month = timeline.month_number(day)
    first = timeline.first_day_of_month(month)
    assert first == day.replace(day=1)
    last = first + timedelta(days=timeline.days_in_month(month) - 1)
    assert last.month == first.month
    assert (last + timedelta(days=1)).day == 1


def test_day_numbers_are_those_of_polars() -> None:
    assert pl.Series([date(2023, 3, 25)]).to_physical()[0] == timeline.day_number(date(2023, 3, 25))


@pytest.mark.parametrize(("year", "label"), [(2027, "2027-28"), (1999, "1999-00"), (2009, "2009-10")])
def test_labels(year: int, label: str) -> None:
    assert timeline.fiscal_year_label(year) == label
