"""Numbers as each language writes them."""

from __future__ import annotations

import pytest

from openasylum.bilingual import number


@pytest.mark.parametrize(
    ("value", "decimals", "english", "french"),
    [
        (1234567.891, 1, "1,234,567.9", "1\u202f234\u202f567,9"),
        (-1234.5, 0, "−1,234", "−1\u202f234"),
        (0.5, 2, "0.50", "0,50"),
        (-0.001, 1, "0.0", "0,0"),
    ],
)
def test_a_number_in_each_language(value: float, decimals: int, english: str, french: str) -> None:
    assert number(value, "en", decimals) == english
    assert number(value, "fr", decimals) == french


def test_a_signed_number_has_its_sign_and_nothing_has_none() -> None:
    assert number(12, "en", signed=True) == "+12"
    assert number(-12, "fr", signed=True) == "−12"
    assert number(0.2, "en", signed=True) == "0"
