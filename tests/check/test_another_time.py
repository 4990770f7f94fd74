"""The very number of another time than the one that a text names is another thing; a round one is none of ours."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In 2022, 19,844 people were intercepted by the RCMP between ports of entry.", "another_thing"),  # 2018's
        ("In 2022, 31,532 people crossed between ports of entry to claim asylum.", "another_thing"),  # to September
        ("From January to September 2022, 31,532 people crossed between ports of entry.", "agrees"),
        ("OTTAWA, Nov. 4, 2022 - So far in 2022, 31,532 people crossed between ports of entry.", "agrees"),
        ("The IRB accepted 46,131 refugee claims in 2023.", "another_thing"),  # 2024's
        ("La CISR a accepté 46 131 demandes d’asile en 2024.", "agrees"),
        ("Canada received 16,100 asylum claims in 1999.", "not_in_register"),  # 16,115 in 2015
        ("The PBO put the average cost of an irregular border crosser at $16,666 in 2017-18.", "another_thing"),
        ("The PBO put the average cost of an irregular border crosser at $16,666 in 2019-20.", "agrees"),
    ],
)  # fmt: skip
def test_a_number_is_of_its_time(text: str, verdict: str) -> None:
    assert [one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings] == [verdict]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Published January 29, 2018\nNo less than 1,916 people crossed irregularly at Lacolle in December last year.", "1,916"),
        (
            "Published November 29, 2018\nThe PBO put the average cost of managing an asylum seeker at $14,321 in 2017-18. "
            "It estimates the cost will grow to $16,666 in 2019-20, thanks largely to growing spending on the Interim Federal "
            "Health Program.",
            "$16,666",
        ),
    ],
)  # fmt: skip
def test_a_place_beside_the_crossing_and_a_cause_after_the_figure(text: str, quoted: str) -> None:
    found = {one.quoted: one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings}
    assert found.get(quoted) == "agrees", found


def test_the_year_so_far_is_no_older_part_of_it() -> None:
    """10,000 claims were made in Quebec to the end of May 2019."""
    text = "TORONTO, Oct. 9, 2019 -- So far in 2019, 10,076 asylum claims were made in Quebec."
    assert not {one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings} & {
        "agrees",
        "agrees_rounded",
    }


@pytest.mark.parametrize(
    ("text", "quoted", "verdict"),
    [
        # 20,245 in 2024, 5,500 in the first three months of 2025 (IRCC, told by Global News).
        ("International students filed a record 20,245 asylum claims last year, with 2025 on track to surpass that number.",
         "20,245", "agrees"),
        # 4,375 from January to June 2017, first told as 4,345.
        ("In May 2017, 742 people were intercepted by the RCMP between ports of entry. In the first six months of the year, 4,345 "
         "people crossed between ports of entry.", "4,345", "agrees_rounded"),
        ("En mai 2017, la GRC a intercepté 742 personnes entre les points d’entrée. Pour les six premiers mois de l’année, 4345 "
         "personnes ont franchi la frontière entre les points d’entrée.", "4345", "agrees_rounded"),
    ],
)  # fmt: skip
def test_a_year_that_is_told_by_the_day_of_a_text_without_one(text: str, quoted: str, verdict: str) -> None:
    found = {one.quoted: one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings}
    assert found.get(quoted) == verdict, found
