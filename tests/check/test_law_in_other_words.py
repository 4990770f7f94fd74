"""Statements of law told by what a sentence names, in whatever words and order, and what unsays them."""

from __future__ import annotations

from datetime import date

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts
from openasylum.check.language.folding import Said, fold
from openasylum.check.statutes.forms import statements
from openasylum.check.statutes.vocabulary import named_in, vocabulary

PACT = "The Safe Third Country Agreement was in the news again. "
ENTENTE = "L’Entente sur les tiers pays sûrs fait encore parler. "


def told(text: str, language: str = "en", as_of: date = AS_OF) -> set[tuple[str, str]]:
    report = check_texts([Text("t", text, language)], as_of=as_of)
    titles = {one.title.en: one.id for one in (*statements().statements, *statements().events)}
    told_of = [
        (one.reason.en.removeprefix("“"), one) for one in report.findings if one.kind in ("law", "date")
    ]
    return {
        (next((name for title, name in titles.items() if reason.startswith(title)), "?"), one.verdict)
        for reason, one in told_of
    }


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Whoever shows up at an official crossing is handed back.", "ports_returned"),
        ("At land ports of entry, officers turn most claimants around and return them.", "ports_returned"),
        ("They cannot make a claim here when they come from the United States.", "ports_returned"),
        ("Someone stopped after crossing between ports is now also sent back.", "whole_border"),
        ("It has been extended along the full length of the border.", "whole_border"),
        ("They are obliged to lodge their request in the first country they reach.", "first_safe_country"),
        ("People with relatives in Canada are exempt from the pact.", "family_exception"),
        ("Four exceptions to the pact exist.", "four_exceptions"),
        ("The Federal Court suspended its ruling for six months.", "declaration_suspended"),
    ],
)
def test_the_agreement_in_other_words(text: str, name: str) -> None:
    assert (name, "agrees") in told(PACT + text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Qui se présente à un poste frontalier terrestre est renvoyé aux États-Unis.", "ports_returned"),
        ("Elle s’étend maintenant à l’ensemble de la frontière.", "whole_border"),
        ("Les gens interceptés entre les postes sont désormais refoulés.", "whole_border"),
        ("Ils sont tenus de présenter leur demande dans le premier pays atteint.", "first_safe_country"),
        ("L’entente exempte ceux qui ont de la famille au pays.", "family_exception"),
        (
            "Un juge fédéral a écrit que l’entente allait à l’encontre de la Charte : c’est jugé.",
            "federal_court_struck",
        ),
        ("La Cour fédérale suspend toutefois son jugement pour six mois.", "declaration_suspended"),
        ("La Cour d’appel a tranché : l’entente est valide.", "federal_court_of_appeal"),
    ],
)
def test_the_agreement_in_other_words_in_french(text: str, name: str) -> None:
    assert (name, "agrees") in told(ENTENTE + text, "fr")


def test_what_was_so_between_ports_is_told_by_the_day_it_is_read() -> None:
    text = PACT + "Those who cross at unofficial points are still allowed to claim asylum."
    assert told(text, as_of=date(2022, 5, 1)) == {("only_at_ports", "agrees")}
    assert told(text) == {("only_at_ports", "was_so_has_changed")}


@pytest.mark.parametrize(
    "text",
    [
        "Must people claim asylum in the first country they reach under the Safe Third Country Agreement?",
        "The party pledged that people crossing between ports would be sent back under the Safe Third Country Agreement.",
        "If the agreement ended, people could claim asylum at official crossings despite the Safe Third Country rules.",
        "In the United Kingdom, people who passed through a safe third country cannot claim asylum.",
        "The pact with Guatemala requires migrants to seek asylum in the first country they reach.",
        "Under the Safe Third Country Agreement, 1,992 people were turned back at land ports in 2017.",
        "Migrants must apply for asylum within one year of arriving in the United States.",
        "The release repaired illegal characters and expanded names that are reserved.",
        "Presque toutes les arrivées se font exclusivement au Québec, tant le chemin Roxham est connu.",
    ],
)
def test_questions_promises_other_countries_and_counts_state_no_law(text: str) -> None:
    assert told(text) == set()


def _named(words: str) -> dict[str, list[tuple[int, int]]]:
    plain = fold(words)
    return named_in(plain, Said(plain)).places


def test_a_longer_phrase_hides_the_shorter_one_in_it() -> None:
    assert set(_named("between ports of entry")) == {"between"}
    assert set(_named("at ports of entry")) == {"at_port"}


def test_fillers_and_people_may_stand_in_a_phrase() -> None:
    for words in ("turn migrants away", "turn most refugee claimants away", "is turned now back"):
        assert "turned_back" in _named(words), words


def test_everything_that_a_telling_names_is_in_the_vocabulary() -> None:
    known = vocabulary().words
    for one in (*statements().statements, *statements().events):
        for telling in one.told_by:
            assert set(telling.names) | set(telling.without) <= set(known), one.id
            assert not set(telling.names) & set(telling.without), one.id


def test_no_word_of_the_vocabulary_is_idle() -> None:
    tellings = [
        telling for one in (*statements().statements, *statements().events) for telling in one.told_by
    ]
    used = {name for telling in tellings for name in (*telling.names, *telling.without)}
    assert set(vocabulary().words) == used


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "The Supreme Court ruled in June 2023 that the Safe Third Country Agreement violates the Charter.",
            "differs",
        ),
        ("La Cour suprême a jugé que l’Entente sur les tiers pays sûrs viole la Charte.", "differs"),
        ("La Cour suprême a jugé que l’Entente sur les tiers pays sûrs ne viole pas la Charte.", "agrees"),
    ],
)
def test_what_the_supreme_court_held(text: str, verdict: str) -> None:
    assert verdict in {one.verdict for one in check_texts([Text("t", text)]).findings if one.kind == "law"}


def test_what_is_no_longer_so_is_told_as_what_was_said() -> None:
    text = PACT + "Those who cross at unofficial points are still allowed to claim asylum."
    (one,) = check_texts([Text("t", text)], as_of=AS_OF).findings
    assert one.reason.en.startswith(
        "“The Agreement applies only at official land crossings”: since 25 March 2023"
    )
    assert one.reason.fr.startswith(
        "«\u00a0L’Entente ne s’applique qu’aux postes frontaliers terrestres officiels\u00a0»\u00a0: "
    )


def test_what_is_so_now_instead_of_only_at_ports_is_not_what_was_so() -> None:
    text = "Under the pact, those who cross anywhere along the border will be turned back, rather than only those at official crossings."
    assert ("only_at_ports", "was_so_has_changed") not in told(text)
