"""Times told by how far they lie from one named before."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        # RCMP: 2,383 in January 2022, 4,994 in January 2023; 20,593 in 2017, 39,540 in 2022.
        ("RCMP intercepted 4,994 people in January 2023, up from 2,383 a year earlier.", "2,383"),
        ("En janvier 2023, la GRC a intercepté 4 994 personnes, contre 2 383 un an plus tôt.", "2 383"),
        ("There were 20,593 irregular crossings in 2017 and 39,540 five years later.", "39,540"),
        ("On a compté 20 593 passages irréguliers en 2017 et 39 540 cinq ans plus tard.", "39 540"),
        ("There were 20,593 irregular crossings in 2017 and 19,419 the following year.", "19,419"),
        ("Il y a eu 20 593 passages irréguliers en 2017 et 19 419 l'année suivante.", "19 419"),
        ("Asylum claims fell to 23,680 in 2020, before rebounding to 91,735 two years later.", "91,735"),
        ("In 2018, 19,419 people crossed irregularly, down from 20,593 the previous year.", "20,593"),
    ],
)
def test_so_many_years_from_a_time_is_a_time(sentence: str, number: str) -> None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    assert {one.quoted: one.verdict for one in report.findings}[number] == "agrees"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("RCMP intercepted 4,994 people in January 2023, up from 4,745 a year earlier.", "4,745"),
        ("There were 20,593 irregular crossings in 2017 and 39,540 two years later.", "39,540"),
    ],
)
def test_the_number_of_another_such_time_does_not_agree(sentence: str, number: str) -> None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    assert {one.quoted: one.verdict for one in report.findings}[number] in (
        "another_thing",
        "differs",
        "not_in_register",
    )
