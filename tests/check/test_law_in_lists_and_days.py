"""Statements of law in lists under the words that open them, and days told from the day of the text."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from check.test_law_in_other_words import told
from openasylum.check import Text, check_texts

HEAD = "A refugee claim made in Canada cannot be heard by the Board if:\n"
TETE = "Une demande d’asile présentée au Canada est irrecevable dans les cas suivants :\n"


@pytest.mark.parametrize(
    ("item", "name"),
    [
        (
            "- another country gave the person refugee status in another country already;",
            "recognised_elsewhere",
        ),
        ("- an earlier one was rejected by the Board;", "claimed_here_before"),
        ("- the person is barred for serious criminality;", "inadmissible_on_serious_grounds"),
        ("(b) it was made more than one year after the person arrived.", "one_year_bar"),
        (
            "3. The person made a refugee claim before in a country that shares information.",
            "claimed_elsewhere",
        ),
    ],
)
def test_an_item_is_read_with_what_opens_its_list(item: str, name: str) -> None:
    text = HEAD + "- the person is already protected;\n" + item
    assert (name, "agrees") in told(text)
    assert (name, "agrees") not in told("The list of the office is long.\n" + item) or "barred" in item


@pytest.mark.parametrize(
    ("item", "name"),
    [
        ("– une demande antérieure a été retirée ou abandonnée ;", "claimed_here_before"),
        ("2. La personne a le statut de réfugié dans un autre pays.", "recognised_elsewhere"),
        ("b) l’auteur a commis un crime grave.", "inadmissible_on_serious_grounds"),
    ],
)
def test_an_item_is_read_with_what_opens_its_list_in_french(item: str, name: str) -> None:
    assert (name, "agrees") in told(TETE + item, "fr")


def test_a_list_within_a_sentence() -> None:
    text = (
        "A refugee claim is not eligible if (a) the Board heard one before; (b) a prior one was withdrawn or abandoned; "
        "(c) the person was recognized as a refugee by a country to which return is possible."
    )
    assert {("claimed_here_before", "agrees"), ("recognised_elsewhere", "agrees")} <= told(text)


def test_the_kinds_of_exception_and_each_of_them() -> None:
    text = (
        "The Safe Third Country Agreement turns most people back. There are four exceptions:\n"
        "- people with a family member in Canada;\n- minors who come alone;\n- people who hold a valid visa for Canada;\n"
        "- those who face the death penalty."
    )
    assert {
        ("four_exceptions", "agrees"),
        ("family_exception", "agrees"),
        ("death_penalty_exception", "agrees"),
    } <= told(text)


def law(text: str, published: date | None, language: str = "en") -> list[str]:
    report = check_texts([Text("t", text, language, published)], as_of=AS_OF)
    return [one.verdict for one in report.findings if one.kind == "date"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Roxham Road closed at midnight on Friday.", "en"),
        ("The change to the Safe Third Country Agreement took effect on Saturday.", "en"),
        ("Le chemin Roxham a fermé dans la nuit de vendredi à samedi.", "fr"),
        (
            "La modification de l’Entente sur les tiers pays sûrs est en vigueur depuis minuit : Roxham est fermé.",
            "fr",
        ),
    ],
)
def test_a_day_told_from_that_of_the_text_bears_out_an_event(text: str, language: str) -> None:
    assert law(text, date(2023, 3, 26), language) == ["agrees"]
    assert law(text, date(2023, 3, 13), language) == []  # and never contradicts one
    assert law(text, None, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "If the agreement were extended to the whole border, people would hide for 14 days before they claim asylum under it.",
        "If the Safe Third Country Agreement had covered unofficial crossings, people crossing there were sent back.",
        "Under the pandemic order, whoever crossed between ports was sent back; the Safe Third Country Agreement did not matter.",
    ],
)
def test_what_would_follow_is_not_what_is(text: str) -> None:
    assert told(text) == set()


def test_a_request_that_was_made_unsays_no_rule() -> None:
    text = "L’Entente sur les tiers pays sûrs : celui dont la demande a été faite à un poste frontalier est renvoyé aux États-Unis."
    assert ("ports_returned", "agrees") in told(text, "fr")


def test_claiming_in_the_first_country_is_not_being_refused_there() -> None:
    text = "They were denied asylum in the first country and came north, despite the Safe Third Country Agreement."
    assert ("first_safe_country", "agrees") not in told(text)
