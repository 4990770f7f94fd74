"""The count of all who claimed, told of those who crossed between ports, is another thing; two months with two counts are paired."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdicts(text: str) -> list[tuple[str, str]]:
    return [(one.quoted, one.verdict) for one in check_texts([Text("t", text)], as_of=AS_OF).findings]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("In 2017, 50,390 asylum seekers crossed the border into Canada.", "50,390"),
        ("In 2022, 58,800 asylum seekers crossed into Quebec from the United States.", "58,800"),
    ],
)
def test_all_claims_told_of_those_who_crossed(text: str, quoted: str) -> None:
    assert verdicts(text) == [(quoted, "another_thing")]


def test_all_claims_told_beside_those_who_crossed() -> None:
    text = "In 2022, of the 58,800 claimants in Quebec, a third did not come by Roxham Road."
    assert ("58,800", "another_thing") not in verdicts(text)


@pytest.mark.parametrize(
    "text",
    [
        "In January and February 2018, 1,517 and 1,565 people crossed between ports of entry.",
        "La GRC a intercepté 1 517 et 1 565 personnes entre les points d’entrée en janvier et février 2018.",
    ],
)
def test_each_count_is_of_its_month(text: str) -> None:
    assert [verdict for _, verdict in verdicts(text)] == ["agrees", "agrees"]
