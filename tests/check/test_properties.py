"""What must hold of any check: something else added changes nothing, another number changes what agrees."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check.scoring import AS_OF, corpus
from openasylum.check import Text, check_texts

UNRELATED = [
    "The choir will rehearse on Thursday, and the tenors are asked to bring their own scores.",
    "Stir the flour into the butter, then let the dough rest until the oven is hot.",
    "The goalkeeper stopped eleven shots, and the visitors went home with a draw.",
    "A light snow is forecast for the valley; farmers expect a late spring.",
    "Le marché ouvre à l’aube et les maraîchers installent leurs étals sous la halle.",
    "Her second novel tells of a lighthouse keeper who learns to play the cello.",
]
SENTENCES = [one for one in corpus() if one.expected]


def verdicts(text: str, language: str) -> list[tuple[str, str]]:
    report = check_texts([Text("t", text, language)], as_of=AS_OF)
    return [(one.quoted, one.verdict) for one in report.findings]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES), st.sampled_from(UNRELATED), st.integers(0, 2))
def test_an_unrelated_paragraph_changes_no_verdict(first, second, unrelated: str, where: int) -> None:
    if first.language != second.language:
        second = first
    parts = [first.text, second.text]
    before = verdicts("\n\n".join(parts), first.language)
    parts.insert(where, unrelated)
    added = verdicts("\n\n".join(parts), first.language)
    assert [one for one in added if one in before] == before
    assert len(added) - len(before) <= 0


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(UNRELATED), st.sampled_from(UNRELATED))
def test_a_text_without_figures_of_this_field_yields_none(one: str, other: str) -> None:
    assert verdicts(f"{one}\n\n{other}", "en") == []


#: Statements that agree to the digit, with a hole for the number.
EXACT = [
    ("In 2022, {} people were intercepted by the RCMP between ports of entry.", 39540, "en", "{:,}"),
    ("The PBO put the average cost of an irregular border crosser at ${} in 2017-18.", 14321, "en", "{:,}"),
    ("En 2022, {} personnes ont été interceptées par la GRC entre les points d’entrée.", 39540, "fr", "{:,}"),
    ("The IRB accepted {} refugee claims in 2024.", 46131, "en", "{:,}"),
    ("At the end of 2019 the IRB had a backlog of {} claims.", 88500, "en", "{:,}"),
]


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(EXACT), st.floats(min_value=0.45, max_value=2.2))
def test_another_number_no_longer_agrees(statement: tuple[str, int, str, str], factor: float) -> None:
    text, value, language, form = statement
    said = round(value * factor)
    if abs(said - value) <= 0.07 * value:
        return
    shown = form.format(said)
    shown = shown.replace(",", "\u00a0") if language == "fr" else shown
    held = dict(verdicts(text.format(shown), language))
    assert "agrees" not in {verdict for quoted, verdict in held.items() if shown in quoted}


def test_a_row_of_bare_numbers_counts_nothing() -> None:
    """5,168 claims were made in September 2018."""
    text = "In 2018, 55,040 asylum claims were made in Canada. 4443, 4445, 4446, 5168, 5234, 5235."
    assert [quoted for quoted, _ in verdicts(text, "en")] == ["55,040"]


@pytest.mark.parametrize(("text", "value", "language", "form"), EXACT)
def test_the_very_number_agrees(text: str, value: int, language: str, form: str) -> None:
    shown = form.format(value).replace(",", "\u00a0" if language == "fr" else ",")
    assert "agrees" in {
        verdict for quoted, verdict in verdicts(text.format(shown), language) if shown in quoted
    }


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_can_be_checked(text: str) -> None:
    report = check_texts([Text("t", text, "en")], as_of=AS_OF)
    for one in report.findings:
        assert 0 <= one.start <= one.end <= len(text)


def test_the_same_text_gives_the_same_report() -> None:
    text = "\n\n".join(one.text for one in SENTENCES if one.language == "en")
    reports = [check_texts([Text("t", text)], as_of=date(2026, 11, 22)).as_dict() for _ in range(2)]
    assert reports[0] == reports[1]


def test_what_was_read_before_says_nothing_of_the_next_text() -> None:
    """The same sentences go on from claims and from crossers, 18,836 of whom the RCMP met in Quebec in 2017."""
    counted = " ".join(
        f"Of them, {count}." for count in ("210 were children", "320 were women", "410 were students")
    )
    goes_on = f"{counted} Of them, 18,836 were in Quebec."
    of_crossers = f"In 2017, 20,593 people crossed between ports of entry. {goes_on}"
    of_claims = f"In 2017, 50,390 claims for asylum were made. {goes_on}"
    assert ("18,836", "agrees") in verdicts(of_crossers, "en")
    assert ("18,836", "agrees") not in verdicts(of_claims, "en")


ELSEWHERE = {
    "en": (
        "The budget officer found that the border crossers cost $340 million in 2017-18.",
        "The company reported quarterly revenue of $1.1 billion in the three months to June 30, 2018.",
    ),
    "fr": (
        "Selon le directeur parlementaire du budget, les migrants passés entre les points d'entrée en 2017-2018 coûteront 340 M$.",
        "L'entreprise a déclaré des revenus trimestriels de 1,1 milliard de dollars.",
    ),
}


@pytest.mark.parametrize("language", ELSEWHERE)
def test_what_a_company_earns_takes_nothing_from_the_sentence_before(language: str) -> None:
    ours, other = ELSEWHERE[language]
    for told in (f"{ours}\n\n{other}", f"{other}\n\n{ours}"):
        found = check_texts([Text("t", told, language)], as_of=AS_OF).findings
        assert [one.measure for one in found] == ["pbo_2018.total"]
