"""Months without a year, of a text whose day is known, after a sentence on another year: either year may be meant."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(one.quoted, one.verdict) for one in check_texts([Text("t", text)], as_of=AS_OF).findings]


@pytest.mark.parametrize(
    ("text", "number", "verdict"),
    [
        (
            "Published September 20, 2019\nThe record year was 2018, when 19,419 people crossed between ports of entry. "
            "Between January and August, the RCMP intercepted 10,343 people between ports of entry.",
            "10,343",
            "agrees",
        ),
        (
            "Publié le 20 septembre 2024\nLe record de 2023 était de 144 000 demandes d’asile. Entre janvier et août, "
            "119 000 demandes d’asile ont été présentées au Canada.",
            "119\xa0000",
            "agrees_rounded",
        ),
        (
            "Published September 20, 2019\nIn 2017, 20,593 people crossed between ports of entry. "
            "In August, the RCMP intercepted 5,712 people.",
            "5,712",
            "agrees",
        ),
    ],
)
def test_the_year_is_that_of_the_number(text: str, number: str, verdict: str) -> None:
    assert (number.replace("\xa0", " "), verdict) in verdicts(text)


def test_another_number_does_not_differ_from_that_of_the_year_before() -> None:
    text = (
        "Published September 20, 2019\nThe record year was 2018, when 19,419 people crossed between ports of entry. "
        "Between January and August, the RCMP intercepted 13,900 people between ports of entry."
    )
    assert "differs" not in dict(verdicts(text)).values()


def test_the_year_before_a_year_that_is_not_known() -> None:
    assert (
        verdicts(
            "That was up from the year before, and from the year before that. That was up from the year before."
        )
        == []
    )


@pytest.mark.parametrize(
    ("text", "agree"),
    [
        ("Nearly 40,000 people were intercepted by the RCMP between ports of entry in 2022.", True),
        ("Nearly 42,000 people were intercepted by the RCMP between ports of entry in 2022.", False),  # 39,540
        ("Published May 5, 2019\nRefugee claimants currently wait about 24 months for a hearing.", True),
        ("Published May 5, 2023\nRefugee claimants currently wait about 24 months for a hearing.", False),
    ],
)  # fmt: skip
def test_nearly_and_now_have_their_bounds(text: str, agree: bool) -> None:
    found = {verdict for _, verdict in verdicts(text)}
    assert bool(found & {"agrees", "agrees_rounded", "was_so_has_changed"}) == agree
