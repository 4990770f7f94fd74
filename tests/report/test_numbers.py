"""Numbers and dates as people read them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.report.numbers import amount, change, interval, significant, span
from openasylum.report.tongue import Tongue

NARROW, WIDE = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("value", "unit", "english", "french"),
    [
        (0, "persons", "0", "0"),
        (7, "persons", "7", "7"),
        (994.6, "persons", "995", "995"),
        (47_288, "persons", "47,300", f"47{NARROW}300"),
        (999_700, "persons", "1,000,000", f"1{NARROW}000{NARROW}000"),
        (1_239_000, "persons", f"1.24{WIDE}M", f"1,24{WIDE}M"),
        (-15_630, "persons", "−15,600", f"−15{NARROW}600"),
        (-0.2, "persons", "0", "0"),
        (14.24, "months", "14.2", "14,2"),
        (3_084_900_000, "CAD", f"$3.08{WIDE}B", f"3,08{WIDE}G$"),
        (310_000_000, "CAD", f"$310{WIDE}M", f"310{WIDE}M$"),
        (999_900_000, "CAD", f"$1{WIDE}B", f"1{WIDE}G$"),
        (21_040, "CAD", f"$21{WIDE}K", f"21{WIDE}k$"),
        (14.3, "CAD", "$14", f"14{WIDE}$"),
        (-1.9e9, "CAD", f"−$1.9{WIDE}B", f"−1,9{WIDE}G$"),
        (None, "persons", "–", "–"),
        (float("nan"), "months", "–", "–"),
    ],
)
def test_amounts(value: float | None, unit: str, english: str, french: str) -> None:
    assert amount(value, unit, "en") == english
    assert amount(value, unit, "fr") == french


def test_a_change_has_its_sign_and_no_change_has_none() -> None:
    assert change(12_345, "persons", "en") == "+12,300"
    assert change(-12_345, "persons", "en") == "−12,300"
    assert change(0.0, "months", "en") == "0.0"
    assert change(0.04, "months", "fr") == "0,0"
    assert change(1e9, "CAD", "fr") == f"+1{WIDE}G$"


def test_ranges() -> None:
    assert interval(41_000, 52_000, "persons", "en") == "41,000 to 52,000"
    assert interval(-150, 280, "persons", "fr", signed=True) == "−150 à +280"
    assert span(41_000, 52_000, "persons", "en") == "41,000–52,000"
    assert span(-150, 280, "persons", "en") == "−150…280"


@given(st.floats(1e-6, 1e12))
def test_three_significant_figures_are_within_half_a_per_cent(value: float) -> None:
    assert significant(value) == pytest.approx(value, rel=0.005)


@given(st.floats(-1e12, 1e12), st.sampled_from(["persons", "CAD", "months"]))
def test_both_languages_write_the_same_digits(value: float, unit: str) -> None:
    digits = ["".join(c for c in amount(value, unit, language) if c.isdigit()) for language in ("en", "fr")]
    assert digits[0] == digits[1]


def test_dates_and_lists() -> None:
    english, french = Tongue("en"), Tongue("fr")
    assert english.day(date(2023, 3, 25)) == "25 March 2023"
    assert french.day(date(2024, 3, 1)) == "1er mars 2024"
    assert french.month_of("2024-12+1a2b3c4d") == "décembre 2024"
    assert english.month_of("2024-12") == "December 2024"
    assert english.month_of("spring") == "spring"
    assert english.listing(["a"]) == "a"
    assert french.listing(["a", "b", "c"]) == "a, b et c"
    assert french.quote("loi") == f"«{WIDE}loi{WIDE}»"
