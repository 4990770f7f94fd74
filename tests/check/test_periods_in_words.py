"""Periods as the reasons print them, in English and in French."""

from __future__ import annotations

from datetime import date

import pytest

from openasylum.check.figures.showing import amount, of_period, period


@pytest.mark.parametrize(
    ("first", "last", "grain", "english", "french"),
    [
        (date(2017, 1, 1), date(2017, 8, 31), "span", "January 2017 to August 2017", "janvier 2017 à août 2017"),
        (date(2025, 1, 1), date(2025, 7, 27), "span", "1 January 2025 to 27 July 2025", "du 1er janvier 2025 au 27 juillet 2025"),
        (date(2025, 7, 1), date(2025, 7, 28), "span", "1 July 2025 to 28 July 2025", "du 1er juillet 2025 au 28 juillet 2025"),
        (date(2025, 2, 1), date(2025, 3, 28), "span", "1 February 2025 to 28 March 2025", "du 1er février 2025 au 28 mars 2025"),
    ],
)  # fmt: skip
def test_a_span_ends_on_its_last_day(first: date, last: date, grain: str, english: str, french: str) -> None:
    assert (period(first, last, grain, "en"), period(first, last, grain, "fr")) == (english, french)


@pytest.mark.parametrize(
    ("first", "last", "grain", "french"),
    [
        (date(2018, 4, 1), date(2020, 3, 31), "span", "d'avril 2018 à mars 2020"),
        (date(2018, 8, 1), date(2018, 8, 31), "month", "d'août 2018"),
        (date(2023, 1, 1), date(2023, 12, 31), "year", "de 2023"),
        (date(2023, 3, 25), date(2023, 3, 25), "day", "du 25 mars 2023"),
        (date(2024, 1, 1), date(2024, 4, 6), "span", "du 1er janvier 2024 au 6 avril 2024"),
        (date(2022, 10, 1), date(2023, 9, 30), "us_fiscal_year", "de l'exercice américain 2023"),
        (date(2023, 1, 1), date(2023, 12, 31), "undated", ""),
    ],
)
def test_a_period_after_de_is_elided(first: date, last: date, grain: str, french: str) -> None:
    assert of_period(first, last, grain, "fr") == french


def test_a_stay_told_in_days_is_shown_in_days() -> None:
    months = 113 * 12 / 365.25
    assert (amount(months, "days", "en"), amount(months, "days", "fr")) == ("113 days", "113 jours")
    assert amount(months, "duration", "en") == "3.7 months"
