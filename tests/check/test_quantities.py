"""Numbers and quantities: English and French forms, hedges, ranges, what is no quantity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.check.language.folding import fold
from openasylum.check.language.quantities import Quantity, quantities


def found(text: str, french: bool = False) -> list[Quantity]:
    plain = fold(text)
    assert len(plain) == len(text)
    return quantities(plain, 0, len(plain), french)


@pytest.mark.parametrize(
    ("text", "french", "dimension", "value"),
    [
        ("it cost $14,321", False, "money", 14321),
        ("it cost C$769 million", False, "money", 769e6),
        ("it cost CA$1.1 billion", False, "money", 1.1e9),
        ("it cost US$ 5 million", False, "money", 5e6),
        ("it cost £3.6 billion", False, "money", 3.6e9),
        ("it cost $340M", False, "money", 340e6),
        ("it cost 65 cents", False, "money", 0.65),
        ("coûte 14 321 $", True, "money", 14321),
        ("coûte 14\u00a0321\u00a0$", True, "money", 14321),
        ("coûte 1,5 milliard de dollars", True, "money", 1.5e9),
        ("coûte 340 M$", True, "money", 340e6),
        ("coûte 61,5 millions de dollars", True, "money", 61.5e6),
        ("39,540 people", False, "count", 39540),
        ("39 540 personnes", True, "count", 39540),
        ("eleven million people", False, "count", 11e6),
        ("three hundred and forty thousand people", False, "count", 340_000),
        ("quatre-vingt-dix mille personnes", True, "count", 90_000),
        ("80 per cent of claims", False, "share", 0.8),
        ("62 % des demandes", True, "share", 0.62),
        ("5 percentage points", False, "points", 0.05),
        ("one in four claimants", False, "share", 0.25),
        ("two-thirds of claimants", False, "share", 2 / 3),
        ("un sur quatre", True, "share", 0.25),
        ("la moitié des demandeurs", True, "share", 0.5),
        ("44 months", False, "duration", 44),
        ("two years", False, "duration", 24),
        ("onze ans d'attente", True, "duration", 132),
        ("three times as many", False, "ratio", 3),
    ],
)
def test_one_quantity(text: str, french: bool, dimension: str, value: float) -> None:
    (one,) = found(text, french)
    assert one.dimension == dimension
    assert one.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "french", "hedge"),
    [
        ("nearly 11 million people", False, "below"),
        ("about 40,000 people", False, "about"),
        ("more than $270 million", False, "above"),
        ("as many as 500,000 people", False, "at_most"),
        ("at least 2,700 people", False, "at_least"),
        ("près de 40 000 personnes", True, "below"),
        ("environ 40 000 personnes", True, "about"),
        ("plus de 20 000 personnes", True, "above"),
        ("jusqu’à 500 000 personnes", True, "at_most"),
    ],
)
def test_hedges(text: str, french: bool, hedge: str) -> None:
    (one,) = found(text, french)
    assert one.hedge == hedge


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 20,000 and 500,000 people", 20_000, 500_000),
        ("from $9,915 to $33,738 each", 9915, 33738),
        ("costs ranged from $9,915 to $33,738", 9915, 33738),
        ("10 to 12 million people", 10e6, 12e6),
        ("20,000-500,000 people", 20_000, 500_000),
    ],
)
def test_ranges(text: str, low: float, high: float) -> None:
    held = [one for one in found(text) if one.value_to is not None]
    if text.startswith("from"):
        assert [one.value for one in found(text)] in ([low, high], [low])
        return
    assert (held[0].value, held[0].value_to) == (low, high)


def test_a_rise_is_no_range() -> None:
    assert [one.value_to for one in found("claims rose from 20,593 to 39,540")] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "On March 25, 2023 it closed.",
        "Le 25 mars 2023, il a fermé.",
        "In 2017-18 and in fiscal 2019-2020",
        "under section 101 of the Act and paragraph 159.4",
        "Bill C-12, SOR/2023-58, 2023 SCC 17",
        "at 12:01 a.m. on Saturday",
        "a 42-year-old man, aged 42",
        "call 613-555-0199 now",
        "see https://example.org/2023/04/12345678",
        "COVID-19, G7, Highway 87 and Route 9",
        "No figure at all, nor any number.",
        "but in 2025 asylum claims fell",
        "au cours des quatre premiers mois de 2025 les demandes d’asile ont baissé",
    ],
)
def test_no_quantity(text: str) -> None:
    assert found(text) == []


@given(st.integers(min_value=100, max_value=999_999_999))
def test_every_whole_number_is_read_back(value: int) -> None:
    (one,) = found(f"it counted {value:,} people")
    assert one.value == value
    (french,) = found(f"on compte {value:,} personnes".replace(",", "\u202f"), french=True)
    assert french.value == value


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    plain = fold(text)
    assert len(plain) == len(text)
    for one in quantities(plain, 0, len(plain), False):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize(
    "part",
    [
        "half",
        "halves",
        "third",
        "thirds",
        "quarters",
        "fourths",
        "fifths",
        "tenths",
        "tiers",
        "quarts",
        "moitie",
        "cinquiemes",
    ],
)
def test_every_part_in_words_is_known(part: str) -> None:
    assert all(
        0 < one.value < 1
        for one in found(f"both {part} of the claims and two {part} of them")
        if one.dimension == "share"
    )
