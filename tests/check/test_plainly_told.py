"""A false count differs where the sentence tells it plainly, and is left open where anything could make it the count of a part."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdict(sentence: str, number: str) -> str | None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    return next((one.verdict for one in report.findings if one.quoted == number), None)


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        # RCMP: 39,540 in 2022, 16,503 in 2019; IRCC: about 144,000 claims in 2023; IRB: 46,131 to 46,480 accepted in 2024.
        ("In 2022, 28,900 people were intercepted by the RCMP between ports of entry.", "28,900"),
        ("En 2019, la GRC a intercepté 12 872 personnes entre les points d’entrée.", "12 872"),
        ("Canada received 119,320 asylum claims in 2023.", "119,320"),
        ("Le Canada a reçu 119 320 demandes d’asile en 2023.", "119 320"),
        ("The IRB accepted 35,980 refugee claims in 2024.", "35,980"),
        ("La CISR a accepté 58 590 demandes d’asile en 2024.", "58 590"),
        ("The board rejected 14,110 refugee claims in 2024.", "14,110"),
        # Each of three counts has a year of its own; ours for 2018 is 55,020 to 55,040.
        ("There were 63,830 asylum claims in Canada in 2019, 35,040 in 2018 and 50,390 in 2017.", "35,040"),
        ("Le Canada a reçu 63 830 demandes d’asile en 2019, 35 040 en 2018 et 50 390 en 2017.", "35 040"),
        # Who tells it, and of what office the decision is, limits nothing.
        ("136,714 claims were awaiting a ruling from the IRB as of April 30, 2024.", "136,714"),
        ("En août 2017, 3 530 migrants ont été interceptés au Québec, confirme la GRC.", "3 530"),
        # The digits are ours, the unit is not.
        ("There were over 92 million asylum claims in Canada in 2022.", "over 92 million"),
        ("Le Canada a reçu 144 millions de demandes d’asile en 2023.", "144 millions"),
    ],
)
def test_a_false_count_told_plainly_differs(sentence: str, number: str) -> None:
    assert verdict(sentence, number) == "differs"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (
            "In 2022, 27,300 people without a visa were intercepted by the RCMP between ports of entry.",
            "27,300",
        ),
        ("In 2022, 27,300 adults were intercepted by the RCMP between ports of entry.", "27,300"),
        ("By the autumn of 2022, the RCMP had intercepted 27,300 people between ports of entry.", "27,300"),
        ("Canada received 112,320 asylum claims online in 2023.", "119,320"),
        ("The IRB accepted 35,980 refugee claims after a hearing in 2024.", "35,980"),
        ("La CISR a accepté 35 980 demandes d’asile de personnes seules en 2024.", "35 980"),
    ],
)
def test_a_count_that_may_be_of_a_part_is_left_open(sentence: str, number: str) -> None:
    assert verdict(sentence, number) in (None, "not_in_register")


def test_a_number_many_times_ours_is_not_plainly_of_the_same() -> None:
    """51,848 claims were finalized in 2023; about 144,000 were made."""
    assert (
        verdict("The number of refugee claims to be decided was over 183,000 in 2023.", "over 183,000")
        != "differs"
    )


@pytest.mark.parametrize(
    ("sentence", "number", "expected"),
    [
        # RCMP, May and June 2017: 742 and 884 in Canada, 576 and 781 in Quebec.
        ("The RCMP intercepted 884 people between regular ports of entry in June 2017, up from 579 the month before.", "579", "differs"),
        ("In Quebec, there were 781 illegal crossings in June 2017 compared with 732 the previous month.", "732", "differs"),
        # In a text that speaks of a province, February's 432 is hers.
        ("People kept crossing between ports of entry in Quebec. In January 2017, the RCMP intercepted 245 people between "
         "ports of entry. In February, the number rose to 632.", "632", "not_in_register"),
    ],
)  # fmt: skip
def test_a_month_set_beside_another(sentence: str, number: str, expected: str) -> None:
    assert verdict(sentence, number) == expected


@pytest.mark.parametrize(
    ("sentence", "number", "expected"),
    [
        # IRB: 249,857 pending in September 2024, in a table of its first nine months; 196,714 on 30 April 2024.
        ("A total of 249,857 claims were pending at the Refugee Protection Division as of April 30, 2024.", "249,857", "differs"),
        ("A total of 249,857 claims were pending at the Refugee Protection Division in September 2024.", "249,857", "agrees"),
    ],
)  # fmt: skip
def test_a_level_printed_for_some_months_is_that_of_their_end(
    sentence: str, number: str, expected: str
) -> None:
    assert verdict(sentence, number) == expected
