"""Statements of law told as a bill, as a judgment to come, in lists of exceptions, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from check.test_law_in_other_words import ENTENTE, PACT, told
from openasylum.check import Text, check_texts

CHANGED = "was_so_has_changed"


def at(text: str, day: date, language: str = "en") -> list[str]:
    """The verdicts of statements of law in a text of a day."""
    report = check_texts([Text("t", text, language, day)], as_of=AS_OF)
    return [one.verdict for one in report.findings if one.kind in ("law", "date")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The budget bill would turn away anyone who already sought asylum in another country.", "en"),
        ("Ottawa plans to block claims for asylum by anyone who previously applied in another country.", "en"),
        ("The proposed change would bar claimants with an earlier claim in a country with whom Canada shares information.", "en"),
        ("Le projet de loi priverait d’une audience quiconque a déjà demandé l’asile dans un autre pays.", "fr"),
    ],
)  # fmt: skip
def test_the_bar_of_2019_told_as_a_bill_is_law_since(text: str, language: str) -> None:
    assert at(text, date(2019, 4, 12), language) == [CHANGED]


def test_would_is_of_a_bill_only_where_one_is_spoken_of_or_the_text_is_older() -> None:
    rule = "You would be ineligible if you made a claim in another country before your claim in Canada."
    assert ("claimed_elsewhere", "agrees") in told(rule)
    assert at(rule, date(2019, 5, 2)) == [CHANGED]
    assert at(rule, date(2024, 5, 2)) == ["agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "Those who sought refugee protection in the United States may not make a claim in Canada.",
        "Anyone who asked for asylum in the U.S. cannot make a refugee claim here.",
        "Canada will stop people from making refugee claims in more than one country.",
    ],
)
def test_an_earlier_claim_there_is_not_the_rule_at_the_ports(text: str) -> None:
    found = {name for name, _ in told(text)}
    assert "claimed_elsewhere" in found and "ports_returned" not in found, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bill C-12 must still clear the Senate before it becomes law.", "en"),
        ("Before it can become law, Bill C-12 needs royal assent.", "en"),
        ("Parliament has not yet passed Bill C-12, which reshapes asylum.", "en"),
        ("Le projet de loi C-12 doit encore être étudié au Sénat avant de devenir loi.", "fr"),
    ],
)
def test_a_bill_said_not_to_be_law_yet_was_so(text: str, language: str) -> None:
    found = told(text, language)
    assert ("bill_pending", CHANGED) in found and "c12_law" not in {name for name, _ in found}, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PACT + "The Supreme Court has yet to rule on the pact.", "en"),
        (PACT + "A ruling of the Supreme Court on it is expected next year.", "en"),
        (ENTENTE + "La Cour suprême n’a pas encore rendu sa décision.", "fr"),
        (ENTENTE + "La cause est toujours devant la Cour suprême.", "fr"),
    ],
)
def test_a_judgment_told_as_awaited_was_so(text: str, language: str) -> None:
    assert ("scc_awaited", CHANGED) in told(text, language)


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("The judge did not rule on section 15 of the Charter.", "equality_left_open", "en"),
        ("Having found that breach, the Federal Court saw no need to decide the question of equality.", "equality_left_open", "en"),
        ("La juge ne s’est pas prononcée sur l’article 15 de la Charte.", "equality_left_open", "fr"),
        ("The judge is giving Ottawa six months before the ruling takes hold.", "declaration_suspended", "en"),
        ("Le tribunal a laissé six mois à Ottawa pour réagir au jugement.", "declaration_suspended", "fr"),
        ("Le tribunal a annulé le jugement de la Cour fédérale.", "federal_court_of_appeal", "fr"),
        ("La Cour d’appel fédérale a donné raison à Ottawa.", "federal_court_of_appeal", "fr"),
        ("La Cour suprême a renvoyé à la Cour fédérale l’examen de la question de l’égalité.", "scc_equality", "fr"),
    ],
)  # fmt: skip
def test_what_the_courts_left_and_did(text: str, name: str, language: str) -> None:
    found = told((ENTENTE if language == "fr" else PACT) + text, language)
    assert (name, "agrees") in found, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (PACT + "Advocates say the pact violates the Charter, and are before the Federal Court.", "en"),
        (PACT + "The court challenge argues that it is unconstitutional.", "en"),
        (ENTENTE + "Selon la contestation devant la Cour fédérale, l’entente viole la Charte.", "fr"),
    ],
)
def test_what_is_alleged_in_court_is_no_judgment(text: str, language: str) -> None:
    assert not {name for name, _ in told(text, language)} & {"federal_court_struck", "scc_struck"}


def test_exceptions_in_a_list_are_each_read_with_its_head() -> None:
    listed = (
        "Does the Safe Third Country Agreement spare anyone?\nYes, there are four exceptions:\n- You have a relative in Canada\n"
        "- You are under 18 and travelling alone\n- You hold a valid visa for Canada\n- You face the death penalty back in the States"
    )  # fmt: skip
    found = [one for one, _ in sorted_told(listed)]
    assert found == [
        "four_exceptions", "family_exception", "family_exception", "document_exception", "death_penalty_exception",
    ]  # fmt: skip


def sorted_told(text: str) -> list[tuple[str, str]]:
    """The statements of law of a text in its order, one for each line."""
    return [one for line in range(1, text.count("\n") + 1) for one in _new_in(text, line)]


def _new_in(text: str, line: int) -> list[tuple[str, str]]:
    """What is found in a line that is not found in those above it alone."""
    lines = text.split("\n")
    report = check_texts([Text("t", text, "en")], as_of=AS_OF)
    start = sum(len(one) + 1 for one in lines[:line])
    here = [one for one in report.findings if start <= one.start <= start + len(lines[line])]
    names = {
        "four kinds": "four_exceptions",
        "family member": "family_exception",
        "Canadian visa": "document_exception",
        "death": "death_penalty_exception",
    }
    return [(next(names[key] for key in names if key in one.reason.en), one.verdict) for one in here]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Claims by citizens of one country that were rejected, withdrawn or abandoned are told apart.",
            "en",
        ),
        ("The refugee board rejected four in ten claims by irregular border crossers.", "en"),
        ("La Commission a rejeté la moitié des demandes des personnes passées entre les postes.", "fr"),
    ],
)
def test_outcomes_of_claims_are_no_rule(text: str, language: str) -> None:
    assert told(text, language) == set()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Claimants who fly straight to Canada are not covered by the Safe Third Country Agreement.", "not_at_airports"),
        ("Those who arrive by air without passing through the U.S. are not subject to the Agreement.", "not_at_airports"),
        ("If you want to make a claim, the Agreement says you must do so in the first country you arrive in.", "first_safe_country"),
    ],
)  # fmt: skip
def test_the_agreement_in_yet_other_words(text: str, name: str) -> None:
    found = told(text)
    assert (name, "agrees") in found and "only_at_ports" not in {one for one, _ in found}, found


def test_the_protocol_told_as_it() -> None:
    told_before = "Canada and the U.S. expanded the Safe Third Country Agreement. "
    assert at(told_before + "It took effect on March 25.", date(2023, 3, 27)) == ["agrees"]


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("A person can only ever make one refugee claim in Canada.", "claimed_here_before", "en"),
        ("No one is allowed twice: you cannot make another refugee claim after the first.", "claimed_here_before", "en"),
        ("Une personne ne peut présenter qu’une seule demande d’asile au Canada.", "claimed_here_before", "fr"),
        ("The top court told the Federal Court to look at equality again, and sent the matter back.", "scc_equality", "en"),
        ("A deal to stop migrants from crossing at unofficial points was announced in the spring.", "whole_border", "en"),
        ("The deal fills the loophole in the treaty.", "whole_border", "en"),
        ("Canada only has such an agreement with its southern neighbour.", "only_designated", "en"),
        ("U.S. citizens and stateless people who lived there are not covered by the pact.", "not_us_citizens", "en"),
        ("There is an exception for those who do not need a visa to enter Canada.", "document_exception", "en"),
        ("En passant par un poste frontalier, ils tombent sous le coup de l’entente.", "ports_returned", "fr"),
        ("Elle ne vise pas ceux qui arrivent par air.", "not_at_airports", "fr"),
    ],
)  # fmt: skip
def test_rules_in_yet_more_words(text: str, name: str, language: str) -> None:
    found = told((ENTENTE if language == "fr" else PACT + "Supreme Court or not. ") + text, language)
    assert (name, "agrees") in found, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Under Bill C-12, claims made more than a year after arrival would be barred; it is now before the Senate.", "en"),
        ("Le projet de loi C-12 est désormais transmis au Sénat.", "fr"),
        ("Bill C-12 is still under parliamentary review.", "en"),
    ],
)  # fmt: skip
def test_where_a_bill_stands(text: str, language: str) -> None:
    assert ("bill_pending", CHANGED) in told(text, language)


def test_a_way_round_of_fourteen_days_is_not_the_one_between_the_ports() -> None:
    found = told(PACT + "Some use the 14-day loophole to stay in Canada and claim.")
    assert "only_at_ports" not in {name for name, _ in found}


@pytest.mark.parametrize(
    ("text", "name", "language"),
    [
        ("They have to claim asylum in the country of first arrival.", "first_safe_country", "en"),
        ("Justice Phelan ruled that it violated the Charter.", "federal_court_struck", "en"),
        ("Les demandeurs doivent s’adresser au pays de première arrivée pour demander l’asile.", "first_safe_country", "fr"),
    ],
)  # fmt: skip
def test_the_country_of_first_arrival_and_the_judge_by_name(text: str, name: str, language: str) -> None:
    assert (name, "agrees") in told((ENTENTE if language == "fr" else PACT) + text, language)


def test_a_deadline_of_twelve_months() -> None:
    assert ("one_year_bar", "agrees") in told("Under C-12, a 12-month deadline applies to claims.")


def test_claims_to_be_made_within_fourteen_days_are_the_new_bar() -> None:
    found = told(
        "Bill C-12 would require people who cross between ports of entry to make asylum claims within 14 days."
    )
    assert ("after_fourteen_barred", CHANGED) in found and "fourteen_days" not in {
        name for name, _ in found
    }, found
