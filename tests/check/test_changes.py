"""Sums over periods, changes and shares of a whole: held against numbers that other publications print."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def found(text: str, language: str = "en") -> dict[str, str]:
    report = check_texts([Text("t", text, language)], as_of=AS_OF)
    return {one.quoted: one.verdict for one in report.findings}


@pytest.mark.parametrize(
    ("said", "verdict"), [("57 per cent", "agrees"), ("30 per cent", "differs"), ("95 per cent", "differs")]
)
def test_a_rise_is_the_later_over_the_earlier(said: str, verdict: str) -> None:
    # 92,000 in 2022 and 144,000 in 2023, as the department prints them
    assert found(f"Asylum claims in Canada rose by {said} from 2022 to 2023.") == {said: verdict}


@pytest.mark.parametrize(("verb", "verdict"), [("more than tripled", "agrees"), ("doubled", "differs")])
def test_a_verb_tells_a_multiple(verb: str, verdict: str) -> None:
    # 25,178 in 2021 and 91,505 in 2022
    assert found(f"Asylum claims in Canada {verb} between 2021 and 2022.") == {verb: verdict}


@pytest.mark.parametrize(("said", "verdict"), [("45%", "agrees"), ("80%", "differs")])
def test_a_share_of_the_whole(said: str, verdict: str) -> None:
    # 65,570 of 144,035 claims of 2023 were made in Quebec
    assert found(f"Quebec received {said} of asylum claims in Canada in 2023.") == {said: verdict}


def test_a_share_within_a_place_is_not_its_share_in_the_whole() -> None:
    assert found("A third of asylum claims in Quebec were not made at Roxham Road in 2022.") != {
        "A third": "differs"
    }


def test_a_change_beside_counts_of_its_own_is_not_gainsaid() -> None:
    text = "They were 40,358 in 2024, an increase of 6% over the 38,158 asylum claimants of 2023."
    assert "differs" not in found(text).values()


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("The RCMP intercepted {} people between ports of entry in 2017 and 2018.", "40,012", "agrees"),
        ("Between January and August 2018 the RCMP intercepted {} people between ports of entry.", "14,125", "agrees"),
        ("From 2017 to 2019 the RCMP intercepted {} people between ports of entry.", "130,000", "differs"),
        ("Since January 2018, {} people were intercepted by the RCMP between ports of entry.", "14,125", "agrees"),
    ],
)  # fmt: skip
def test_months_and_years_add_up(text: str, value: str, verdict: str) -> None:
    # 20,593 + 19,419; the eight months of 2018 as a news agency added them up in September 2018
    assert found(text.format(value)) == {value: verdict}


def test_a_line_break_within_a_sentence_is_a_space() -> None:
    text = "The Safe Third Country Agreement applies only at official\nborder crossings."
    assert list(found(text).values()) == ["was_so_has_changed"]


def test_growth_a_year_is_no_change_between_two_years() -> None:
    for text in (
        "Asylum claims in Canada grew by an average of 35 per cent a year between 2015 and 2019.",
        "Asylum claims in Canada rose 30 per cent annually from 2016 to 2019.",
        "Les demandes d’asile au Canada ont augmenté de 35 % par an en moyenne de 2015 à 2019.",
        "De 2015 à 2019, les demandes d’asile au Canada ont connu une hausse moyenne de 41 %.",
        "Entre 2015 et 2019, les demandes d’asile au Canada ont augmenté au rythme de 41 % l’an.",
    ):
        assert {one.verdict for one in check_texts([Text("t", text)]).findings} == {"not_in_register"}


@pytest.mark.parametrize(("times", "agrees"), [("six", True), ("five", False), ("seven", False)])
def test_so_many_times_as_many_is_the_nearest_whole_number(times: str, agrees: bool) -> None:
    """IRCC: about 24,700 claims in 2021 and 143,100 in 2023, 5.8 times as many."""
    text = f"In 2023, Canada received {times} times as many asylum claims as in 2021."
    found = [one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings]
    assert ("agrees" in found) is agrees
