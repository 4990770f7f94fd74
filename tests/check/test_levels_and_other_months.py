"""Levels told of the end of a year, counts of another month, and what "a year earlier" says."""

from __future__ import annotations

import re

import pytest

from check.scoring import AS_OF, corpus
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


@pytest.mark.parametrize(
    ("sentence", "number", "verdict"),
    [
        (
            "In 2023, 39,540 people were intercepted by the RCMP between ports of entry.",
            "39,540",
            "another_thing",
        ),
        # It may be the year of the report.
        (
            "In 2023, the RCMP reported that it had intercepted 39,540 people between ports of entry.",
            "39,540",
            "agrees",
        ),
        ("The IRB accepted 46,131 refugee claims in 2025.", "46,131", "another_thing"),
        ("In March 2024, 330,735 Haitians held temporary protected status.", "330,735", "another_thing"),
        ("In March 2025, 330,735 Haitians held temporary protected status.", "330,735", "agrees"),
        (
            "En mars 2026, 330 735 Haïtiens avaient le statut de protection temporaire.",
            "330 735",
            "another_thing",
        ),
        (
            "Budget 2023 promised $743.5 million over five years for the asylum system.",
            "$743.5 million",
            "another_thing",
        ),
        (
            "Budget 2024 promised $743.5 million over five years for the asylum system.",
            "$743.5 million",
            "agrees",
        ),
    ],
)
def test_the_number_of_another_year_is_another_thing(sentence: str, number: str, verdict: str) -> None:
    assert verdicts(sentence)[number] == verdict


def test_no_number_told_exactly_agrees_with_another_year() -> None:
    """Every sentence of the corpus whose only year is moved; years of the budget are told as spans there, and left out."""
    agreeing = []
    for one in corpus():
        years = set(re.findall(r"\b(?:19|20)\d\d\b(?!-\d)", one.text))
        exact = {one.text[start:end] for start, end, verdict in one.expected if verdict == "agrees"}
        if len(years) != 1 or not exact or re.search(r"\b20\d\d-\d\d\b", one.text):
            continue
        (year,) = years
        for later in (-3, -1, 1, 2):
            moved = one.text.replace(year, str(int(year) + later))
            found = check_texts([Text("t", moved, one.language)], as_of=AS_OF).findings
            agreeing += [
                (moved, finding.quoted)
                for finding in found
                if finding.verdict == "agrees"
                and finding.kind == "count"
                and finding.quoted in exact
                and len(re.sub(r"\D|0+$", "", finding.quoted)) >= 4
            ]
    assert not agreeing
