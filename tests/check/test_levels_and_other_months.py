"""Levels told of the end of a year, counts of another month, and what "a year earlier" says."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdicts(sentence: str) -> dict[str, str]:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The IRB had 272,440 pending claims at the end of 2024, up from 156,014 a year earlier.", "156,014"),
        ("The backlog reached 272,440 claims in 2024, up from 156,014 a year before.", "156,014"),
        ("In 2017, 20,593 people crossed irregularly, up from 2,464 a year earlier.", "2,464"),
    ],
)
def test_a_year_earlier_is_a_time_and_no_rate(sentence: str, number: str) -> None:
    assert verdicts(sentence)[number] == "agrees"


def test_so_many_a_year_is_still_a_rate() -> None:
    told = "The Refugee Protection Division is funded to decide 50,000 claims a year."
    assert verdicts(told)["50,000"] == "was_so_has_changed"


@pytest.mark.parametrize(
    ("sentence", "number", "verdict"),
    [
        # IRB: 291,975 pending in July 2025, 299,452 in November.
        ("The IRB had 291,975 claims waiting at the end of 2025.", "291,975", "another_thing"),
        ("There were 291,975 claims pending at the IRB in December 2025.", "291,975", "another_thing"),
        ("The IRB had 299,452 claims waiting at the end of 2025.", "299,452", "agrees"),
        ("There were 291,975 claims pending at the IRB in August 2025.", "291,975", "agrees"),
        ("In 2025, 291,975 claims were pending at the IRB.", "291,975", "agrees"),
        ("À la fin de 2025, 291 975 demandes étaient en instance à la CISR.", "291 975", "another_thing"),
        ("À la fin de 2024, 272 440 demandes étaient en instance à la CISR.", "272 440", "agrees"),
        # CISR: 156 014 à la fin de 2023.
        ("Au début de 2024, 156 014 demandes étaient en instance à la CISR.", "156 014", "agrees"),
    ],
)
def test_a_level_is_of_the_end_of_the_year_where_the_text_says_so(
    sentence: str, number: str, verdict: str
) -> None:
    assert verdicts(sentence)[number] == verdict


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        # Lacolle: 755 claims in February 2025, 1,356 in March, 2,733 in April.
        (
            "In April 2025, 2,733 people claimed asylum at Lacolle, up from 755 in March 2025.",
            "another_thing",
        ),
        ("In April 2025, 2,733 people claimed asylum at Lacolle, up from 755 in February 2025.", "agrees"),
        (
            "In April 2025, 2,733 people claimed asylum at Lacolle, compared with 755 in March.",
            "not_in_register",
        ),
        ("Lacolle counted 755 claims in March 2025.", "another_thing"),
        ("Lacolle a reçu 755 demandes d'asile en mars 2025.", "another_thing"),
        ("Lacolle a reçu 755 demandes d'asile en février 2025.", "agrees"),
    ],
)
def test_the_count_of_another_month_does_not_agree(sentence: str, verdict: str) -> None:
    assert verdicts(sentence)["755"] == verdict
