"""Periods as sources print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.facts import GRAINS, parse_period


@pytest.mark.parametrize(
    ("text", "first", "last", "grain"),
    [
        ("2019-04", date(2019, 4, 1), date(2019, 4, 30), "month"),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29), "month"),
        ("2019", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "month"),
        ("2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "quarter"),
        ("FY2020-21", date(2020, 4, 1), date(2021, 3, 31), "fiscal_year"),
        ("2020-21", date(2020, 4, 1), date(2021, 3, 31), "fiscal_year"),
        ("FY1999-00", date(1999, 4, 1), date(2000, 3, 31), "fiscal_year"),
        ("FY2019-20 Q4", date(2020, 1, 1), date(2020, 3, 31), "quarter"),
        ("FY2024", date(2023, 10, 1), date(2024, 9, 30), "us_fiscal_year"),
        ("2017-02/2022-09", date(2017, 2, 1), date(2022, 9, 30), "span"),
        ("2013-01..2013-06", date(2013, 1, 1), date(2013, 6, 30), "span"),
        ("2008-2012", date(2008, 1, 1), date(2012, 12, 31), "span"),
        ("2024-01-01/2024-09-25", date(2024, 1, 1), date(2024, 9, 25), "span"),
        ("2017..2020-11", date(2017, 1, 1), date(2020, 11, 30), "span"),
    ],
)
def test_reading(text: str, first: date, last: date, grain: str) -> None:
    period = parse_period(text)
    assert (period.first_day, period.last_day, period.grain) == (first, last, grain)


@pytest.mark.parametrize(
    "text", ["", "2019-13", "FY2020-22", "2022/2019", "Q1 2024", "2019-02-30", "last year", "1/2/3"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_period(text)


@given(st.dates(date(1990, 1, 1), date(2080, 12, 31)))
def test_every_day_lies_in_its_month_quarter_and_years(day: date) -> None:
    fiscal = day.year if day.month >= 4 else day.year - 1
    us = day.year + (day.month >= 10)
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m}",
        f"{day.year}-Q{(day.month + 2) // 3}",
        f"{day.year}",
        f"FY{fiscal}-{(fiscal + 1) % 100:02d}",
        f"FY{us}",
    ):
        period = parse_period(text)
        assert period.first_day <= day <= period.last_day
        assert period.grain in GRAINS


@given(st.integers(1990, 2080), st.integers(1, 11))
def test_months_follow_on(year: int, month: int) -> None:
    this, following = parse_period(f"{year}-{month:02d}"), parse_period(f"{year}-{month + 1:02d}")
    assert this.last_day + timedelta(days=1) == following.first_day
