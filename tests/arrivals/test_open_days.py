"""Days on which claims can be made: by hand from the calendar."""

from __future__ import annotations

import numpy as np
import pytest

from openasylum.arrivals import open_days


def test_february_and_july_at_a_port() -> None:
    february, july = open_days.relative("land", 12 * 2023 + 1, 6)[[0, 5]]
    assert july / february == pytest.approx(31 / 28)


def test_working_days_of_december_2024_and_october_2024() -> None:
    """December 2024: 22 weekdays less Christmas; October 2024: 23 less Thanksgiving."""
    october, december = open_days.relative("inland", 12 * 2024 + 9, 3)[[0, 2]]
    assert december / october == pytest.approx(21 / 22)


@pytest.mark.parametrize("series", ["land", "airport", "inland", "undetected", "quebec_land"])
def test_a_mean_month_is_one(series: str) -> None:
    assert open_days.relative(series, 12 * 2001, 12 * 28).mean() == pytest.approx(1.0, abs=0.002)


def test_claims_in_mean_months_are_claims_a_day() -> None:
    panel = {"land": np.array([280.0, 310.0])}  # ten a day in February and March 2023
    steady = open_days.in_mean_months(panel, 12 * 2023 + 1)["land"]
    assert steady[0] == pytest.approx(steady[1])
