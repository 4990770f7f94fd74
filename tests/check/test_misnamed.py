"""The right number of another thing: of appeals, of people deported, of other applications, of another place."""

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
        # RCMP: 39,540 intercepted in 2022; IRB: 296,309 claims pending at the end of September 2025.
        ("In 2022, 39,540 people were deported by the RCMP between ports of entry.", "39,540"),
        ("August 2017 was the peak, with 5,712 people deported by the RCMP between border posts.", "5,712"),
        ("The RCMP deported 20,593 asylum seekers crossing irregularly in 2017.", "20,593"),
        ("At the end of September 2025, 296,309 refugee appeals were pending at the IRB.", "296,309"),
        ("From January to July 2025 Canada received 69,810 asylum appeals.", "69,810"),
        ("Au 30 septembre 2024, 249 857 demandes de visa étaient en instance à la CISR.", "249 857"),
        ("La CISR a accepté 46 131 demandes de résidence en 2024.", "46 131"),
        ("Quebec paid $507.7 million in social assistance to resettled refugees in 2024.", "$507.7 million"),
        (
            "Ontario a versé 369,4 millions de dollars en aide sociale aux demandeurs d’asile en 2023.",
            "369,4 millions de dollars",
        ),
    ],
)
def test_the_number_of_another_count_or_place_is_another_thing(sentence: str, number: str) -> None:
    assert verdict(sentence, number) == "another_thing"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("About 80 per cent of appeals were accepted by the IRB in 2023.", "About 80 per cent"),
        ("Le Canada a reçu 144 000 demandes de résidence en 2023.", "144 000"),
        ("Les demandes de résidence ont augmenté de 57 % au Canada entre 2022 et 2023.", "57 %"),
        ("Ontario received 45 per cent of asylum claims in Canada in 2023.", "45 per cent"),
        ("Le Québec a reçu 44 % des demandes d’asile au Canada en 2023.", "44 %"),
    ],
)
def test_a_round_number_of_another_count_or_place_does_not_agree(sentence: str, number: str) -> None:
    assert verdict(sentence, number) in (None, "not_in_register", "differs")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("In 2022, 39,540 people were intercepted by the RCMP between ports of entry.", "39,540"),
        ("At the end of September 2025, 296,309 refugee claims were pending at the IRB.", "296,309"),
        ("Au 30 septembre 2024, 249 857 demandes d’asile étaient en instance à la CISR.", "249 857"),
        ("Quebec paid $507.7 million in social assistance to asylum claimants in 2024.", "$507.7 million"),
        (
            "Le Québec a versé 369,4 millions de dollars en aide sociale aux demandeurs d’asile en 2023.",
            "369,4 millions de dollars",
        ),
        ("Le Québec a reçu 45 % des demandes d’asile au Canada en 2023.", "45 %"),
        ("Ontario received 44 per cent of asylum claims in Canada in 2023.", "44 per cent"),
    ],
)
def test_rightly_named_they_agree(sentence: str, number: str) -> None:
    assert verdict(sentence, number) == "agrees"


@pytest.mark.parametrize(
    ("sentence", "number", "value"),
    [
        (
            "In 2022, nearly 40,000 people crossed irregularly, almost all of them in Quebec.",
            "nearly 40,000",
            39540,
        ),
        ("In 2017, 20,593 people crossed between ports of entry, most of them into Quebec.", "20,593", 20593),
    ],
)
def test_where_most_of_them_are_is_not_where_they_are_counted(sentence: str, number: str, value: int) -> None:
    report = check_texts([Text("t", sentence)], as_of=AS_OF)
    found = next(one for one in report.findings if one.quoted == number)
    assert found.verdict.startswith("agrees") and found.ours[0].value == value


def test_what_is_one_of_a_kind_may_be_told_with_the_day_it_was_announced() -> None:
    told = "The government's border plan, announced in December 2024, is worth $1.3 billion."
    assert verdict(told, "$1.3 billion") == "agrees"


def test_a_year_that_is_only_pointed_at_gainsays_no_day() -> None:
    told = (
        "Nearly 40,000 people crossed irregularly in 2022. The Supreme Court of Canada ruled later that year that the Safe "
        "Third Country Agreement does not violate the Charter."
    )
    report = check_texts([Text("t", told)], as_of=AS_OF)
    assert not any(one.verdict == "differs" for one in report.findings)


def test_a_time_limit_of_the_procedure_is_none_of_the_agreement() -> None:
    told = (
        "The RPD hears claims within 60 days of referral, and the Safe Third Country Agreement has applied everywhere on the land "
        "border since March 2023."
    )
    assert not any(one.verdict == "differs" for one in check_texts([Text("t", told)], as_of=AS_OF).findings)
    wrong = "Since 25 March 2023, the Agreement applies to anyone who crosses and claims within 30 days."
    assert verdict(wrong, "within 30 days") == "differs"


@pytest.mark.parametrize(
    "told",
    [
        "The backlog at the IRB rose by 70,000 claims between 2022 and 2023.",
        "L'arriéré de la CISR a augmenté de 70 000 demandes d'asile entre 2022 et 2023.",
        "The number of pending refugee claims will double in two years.",
        "Claimants who crossed the border irregularly are eligible for social assistance and health care.",
        "Les demandeurs entrés de façon irrégulière ont droit aux soins et à l'aide sociale.",
        "The program covers the costs of people who entered Canada irregularly and are eligible for services.",
    ],
)
def test_growth_is_no_level_and_services_are_no_claim(told: str) -> None:
    """70,223 claims were pending at the end of 2022; waits of two years were projected."""
    found = check_texts([Text("t", told)], as_of=AS_OF).findings
    assert {one.verdict for one in found} <= {"not_in_register"}


@pytest.mark.parametrize(
    ("told", "number"),
    [
        ("In 2024, 17,357 people were deported from Canada, up from 15,207 in 2023.", "17,357"),
        ("En 2024, 17 357 personnes ont été renvoyées du Canada.", "17 357"),
    ],
)
def test_who_is_removed_from_canada_is_of_this_field(told: str, number: str) -> None:
    assert verdict(told, number) == "agrees"
