"""The Agreement and its exceptions as told in lists, under titles and in passing, and what only looks like it."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from check.test_law_in_other_words import ENTENTE, PACT, told
from check.test_time_limits import AGREES, CHANGED, at
from openasylum.check import Text, check_texts


@pytest.mark.parametrize(
    "text",
    [
        "Application processes and procedures for claims made at ports of entry are being aligned.",
        "Elle fait l’objet d’une procédure de renvoi quand elle se présente à un point d’entrée.",
    ],
)
def test_a_procedure_at_a_port_is_not_the_rule_there(text: str) -> None:
    language = "fr" if text.startswith("Elle") else "en"
    assert not told((ENTENTE if language == "fr" else PACT) + text, language)


def test_who_is_taken_to_a_port_was_stopped_elsewhere() -> None:
    found = {
        name for name, _ in told(PACT + "Migrants apprehended after are returned to an official border post.")
    }
    assert "whole_border" in found and "ports_returned" not in found


def test_the_year_of_a_day_counts_no_one() -> None:
    text = "The ruling overturns the November 29, 2007 decision by the Federal Court."
    assert ("fca_reversed", AGREES) in at(PACT + text)


def test_the_signature_of_the_protocol_told_as_the_agreement() -> None:
    text = (
        PACT + "The Additional Protocol was kept secret. The minister signed the agreement on March 29, 2022."
    )
    assert ("protocol_signed", AGREES) in told(text)


@pytest.mark.parametrize(
    ("day", "verdict"), [("on March 29, 2022", AGREES), ("in March 2022", "differs"), ("in 2022", "differs")]
)
def test_the_very_day_of_the_protocol_is_its_signature_though_it_is_not_named(day: str, verdict: str) -> None:
    found = dict(told(PACT + f"The minister signed the Safe Third Country Agreement {day}."))
    name = "protocol_signed" if verdict == AGREES else "agreement_signed"
    assert found[name] == verdict


def test_exceptions_under_a_title_or_taken_up_by_the_next_sentence() -> None:
    titled = PACT + "\n2. Exceptions to the agreement\n- A relative in Canada\n- A valid Canadian visa"
    assert {("family_exception", AGREES), ("document_exception", AGREES)} <= told(titled)
    taken_up = ENTENTE + "L’entente compte des exceptions. Celles-ci visent les mineurs non accompagnés."
    assert ("family_exception", AGREES) in told(taken_up, "fr")
    assert ("family_exception", AGREES) in told(
        PACT + "The pact has exceptions. They include people with relatives here."
    )


def test_the_first_judgment_has_the_day_of_its_order_too() -> None:
    text = "Le 17 janvier 2008, la Cour fédérale a jugé que l’entente viole la Charte."
    assert ("federal_court_decision", AGREES) in told(ENTENTE + text, "fr")


LISTED = PACT + (
    "There are exceptions. Some claims may be accepted from claimants with a relative here; minors under the age of 18 travelling "
    "alone; holders of a valid Canadian visa; and those who face the death penalty."
)


def test_items_parted_by_semicolons_are_each_read_with_what_opens_them() -> None:
    found = {name for name, _ in told(LISTED)}
    assert {"family_exception", "document_exception", "death_penalty_exception"} <= found


@pytest.mark.parametrize(
    ("text", "names", "language"),
    [
        (PACT + "A judge said that it violated the constitutional guarantee of liberty.", "scc_upheld", "en"),
        (
            ENTENTE + "La Cour suprême se penche sur les droits constitutionnels des réfugiés.",
            "scc_upheld",
            "fr",
        ),
        (
            PACT
            + "An exception is that people may claim asylum if they enter ‘between’ official land ports.",
            "ports_returned",
            "en",
        ),
        (
            PACT + "Anywhere along the border, you may enter Canada only if you meet one of its exceptions.",
            "only_at_ports",
            "en",
        ),
    ],
)
def test_what_is_not_said(text: str, names: str, language: str) -> None:
    assert names not in {name for name, _ in told(text, language)}


@pytest.mark.parametrize(
    ("text", "name", "verdict", "language"),
    [
        ("It was part of the Smart Border Action Plan, and signed on December 5, 2002.", "agreement_signed", AGREES, "en"),
        ("It was signed by the US and Canadian governments in 2002.", "agreement_signed", AGREES, "en"),
        ("Once refugees are in Canada, the agency cannot turn them back.", "only_at_ports", CHANGED, "en"),
        ("It would not be applicable to those who arrive between the ports of entry.", "only_at_ports", CHANGED, "en"),
        ("The US remains the only “safe country” in Canadian law.", "only_designated", AGREES, "en"),
        ("Le pays seul désigné comme tiers sûr : les États-Unis sont le seul pays désigné.", "only_designated", AGREES, "fr"),
    ],
)  # fmt: skip
def test_the_agreement_in_yet_other_words(text: str, name: str, verdict: str, language: str) -> None:
    assert (name, verdict) in told((ENTENTE if language == "fr" else PACT) + text, language)


def test_a_like_step_taken_elsewhere_is_an_earlier_claim() -> None:
    text = "Le projet de loi permet de refuser la demande d’asile à ceux qui ont fait pareille démarche aux États-Unis."
    assert at(text, "fr", date(2019, 4, 10)) == {("claimed_elsewhere", CHANGED)}


def test_a_bill_that_may_pass_is_told_of_the_present() -> None:
    text = "Bill C-12 changes asylum. If the bill passes, it returns to the House before it can become law."
    assert ("bill_pending", CHANGED) in at(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PACT + "Those who claim after 14 days are therefore not subject to the agreement if they cross irregularly.", "en"),
        (ENTENTE + "Le parti demande le règlement rapide de la brèche du chemin Roxham.", "fr"),
    ],
)  # fmt: skip
def test_who_waits_and_who_demands_do_not_say_where_it_applies(text: str, language: str) -> None:
    assert "only_at_ports" not in {name for name, _ in told(text, language)}


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        (
            "With C-12, claims made more than 12 months after arrival would not go to the Board where the arrival was post-June 24, 2020.",
            "one_year_bar",
            "en",
        ),
        (
            "Selon C-12, les demandes d’asile présentées 14 jours ou plus après une entrée entre les points d’entrée sont irrecevables.",
            "after_fourteen_barred",
            "fr",
        ),
    ],
)
def test_the_bars_in_other_words(text: str, name: str, language: str) -> None:
    assert name in {found for found, _ in at(text, language)}


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("You cannot appeal to the RAD if:\n- your refugee claim was withdrawn or abandoned;", "given_up_no_appeal", "en"),
        ("Le ministre fait appel du droit d’asile à la SAR dans les 15 jours.", "appeal_in_fifteen_days", "fr"),
        ("Pour un ERAR au Canada, vous devez remplir la demande dans les 15 jours.", "risk_assessment_asked_in_fifteen_days", "fr"),
        ("Vous êtes admissible à un ERAR si un an s’est écoulé depuis le refus.", "no_risk_assessment_for_a_year", "fr"),
        ("La demande d’asile de qui a le statut de réfugié dans un tiers pays est irrecevable.", "recognised_elsewhere", "fr"),
    ],
)  # fmt: skip
def test_what_follows_a_claim(text: str, name: str, language: str) -> None:
    assert (name, AGREES) in at(text, language)


def test_a_claim_made_in_another_country_is_no_status_there() -> None:
    text = "A claimant who previously claimed refugee status in another country is ineligible."
    assert "recognised_elsewhere" not in {name for name, _ in at(text)}


def test_no_second_risk_assessment_for_a_year_is_not_what_the_new_bars_leave() -> None:
    text = "Failed refugee claimants may have only one PRRA in one year, and cannot apply for another PRRA for one year."
    assert "barred_have_prra" not in {name for name, _ in at(text)}


@pytest.mark.parametrize(
    "told",
    [
        "In July 2020, the Federal Court found that the Safe Third Country Agreement does not breach the Charter.",
        "In April 2021, the Federal Court of Appeal upheld the Federal Court's decision that the agreement on safe third countries "
        "violates the Charter.",
        "La Cour fédérale a jugé en juillet 2020 que l'Entente sur les tiers pays sûrs ne viole pas la Charte.",
    ],
)
def test_a_judgment_turned_round_differs(told: str) -> None:
    """2020 FC 770 found a breach; 2021 FCA 72 set it aside."""
    found = [one.verdict for one in check_texts([Text("t", told)], as_of=AS_OF).findings]
    assert "differs" in found and "agrees" not in found


@pytest.mark.parametrize(
    "told",
    [
        "In July 2020, the Federal Court found that the Safe Third Country Agreement breaches the Charter.",
        "In April 2021, the Federal Court of Appeal upheld the Safe Third Country Agreement, overturning the Federal Court's decision.",
        "In April 2021, the Federal Court of Appeal overturned the Federal Court's decision on the Safe Third Country Agreement.",
    ],
)
def test_a_judgment_told_as_it_was_does_not_differ(told: str) -> None:
    found = [one.verdict for one in check_texts([Text("t", told)], as_of=AS_OF).findings]
    assert "differs" not in found and "agrees" in found


def test_who_is_returned_but_for_an_exception_did_not_claim_before() -> None:
    told = (
        "L’Entente sur les tiers pays sûrs prévoit le retour aux États-Unis d’une personne qui arrive de ce pays au Canada et y "
        "demande l’asile, à moins que la personne ne puisse prouver qu’une exception s’applique."
    )
    found = check_texts([Text("t", told)], as_of=AS_OF).findings
    assert {one.verdict for one in found} == {"agrees"}
