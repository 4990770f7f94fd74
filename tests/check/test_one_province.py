"""A province's count told of the whole country is another thing; told of the province, or where it is named before, it agrees."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def verdicts(text: str) -> list[str]:
    return [one.verdict for one in check_texts([Text("t", text)], as_of=AS_OF).findings]


@pytest.mark.parametrize(
    "text",
    [
        "In August 2017, the RCMP intercepted 5,530 people between ports of entry.",  # 5,712 in Canada
        "In December 2022 the RCMP intercepted 4,689 asylum seekers between official crossings.",  # 4,745
        "La GRC a intercepté 39 171 personnes en 2022.",  # 39 540
    ],
)
def test_the_count_of_one_province(text: str) -> None:
    assert verdicts(text) == ["another_thing"]


@pytest.mark.parametrize(
    "text",
    [
        "In August 2017, the RCMP intercepted 5,712 people between ports of entry.",
        "In August 2017, the RCMP intercepted 5,530 people between ports of entry in Quebec.",
        "In 2022, 39,171 people crossed at Roxham Road.",
    ],
)
def test_the_count_of_the_place_named(text: str) -> None:
    assert verdicts(text) == ["agrees"]


def test_the_count_of_the_place_that_the_text_spoke_of() -> None:
    text = "Asylum seekers keep coming to Quebec. In August 2017, the RCMP intercepted 5,530 people between ports of entry."
    assert verdicts(text) == ["agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "The deal closes Roxham Road. Across the country, 39,171 people crossed between ports of entry in 2022.",  # 39,540
        "Roxham est fermé. Partout au pays, 39 171 personnes ont franchi la frontière entre les points d'entrée en 2022.",
    ],
)
def test_the_count_of_the_place_spoken_of_told_of_the_whole_country(text: str) -> None:
    assert verdicts(text) == ["another_thing"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # IRCC, 2023: 63,390 in Ontario, 65,570 in Quebec (now 65,200).
        ("In 2023, Ontario received 65,570 asylum claims, and Quebec 63,390.", "another_thing"),
        ("In 2023, there were 65,570 asylum claims in Ontario and 63,390 in Quebec.", "another_thing"),
        ("En 2023, l’Ontario a reçu 65 570 demandes d’asile et le Québec, 63 390.", "another_thing"),
        ("In 2023, Quebec received 65,570 asylum claims, while Ontario received 63,390.", "agrees"),
        ("In 2023, Quebec and Ontario received 65,570 and 63,390 asylum claims.", "agrees"),
        ("En 2023, le Québec a reçu 65 570 demandes d’asile et l’Ontario, 63 390.", "agrees"),
    ],
)
def test_the_counts_of_two_provinces_told_by_turns(text: str, verdict: str) -> None:
    assert {one if one != "was_so_has_changed" else "agrees" for one in verdicts(text)} == {verdict}
