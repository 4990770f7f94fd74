"""What makes long texts quick to check finds what trying everything would find."""

from __future__ import annotations

import re
from datetime import date
from itertools import product
from operator import or_

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum.check import Text, check_texts
from openasylum.check.comparison.relations import relation
from openasylum.check.comparison.rivals import Rivals
from openasylum.check.comparison.shingles import COMMON, Shingles
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.observations import Observed, held_measures
from openasylum.check.findings import Finding
from openasylum.check.gone_on import further_back
from openasylum.check.language.beginnings import Beginnings
from openasylum.check.language.dates import NAMES_OF_MONTHS
from openasylum.check.language.folding import WORD, Said, any_of, fold, words
from openasylum.check.language.times import times
from openasylum.check.meaning.concept_index import ConceptIndex
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import Mention, bits, concepts
from openasylum.check.statutes.forms import statements
from openasylum.check.statutes.needed_words import needed_words
from openasylum.check.statutes.vocabulary import named_in, vocabulary
from openasylum.check.texts.html_text import read_html
from openasylum.check.texts.tables_as_text import lines_of
from openasylum.errors import UserError

WORDS = st.text("abc'", min_size=1, max_size=5)
NAMES = sorted(concepts())[:12]
TODAY = date(2026, 11, 22)


@given(st.lists(WORDS, min_size=1, max_size=12), st.text("abc' ", max_size=30))
def test_a_tree_of_words_finds_what_a_list_of_them_finds(listed: list[str], text: str) -> None:
    longest_first = "|".join(re.escape(word) for word in sorted(set(listed), key=len, reverse=True))
    tree = re.findall(rf"(?<!\S)({any_of(listed)})(?!\S)", text)
    assert tree == re.findall(rf"(?<!\S)({longest_first})(?!\S)", text)


@given(
    st.lists(st.lists(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), max_size=3), max_size=8),
    st.frozensets(st.sampled_from(NAMES)),
)
def test_the_index_finds_all_whose_needs_are_named(
    needs: list[list[list[str]]], named: frozenset[str]
) -> None:
    index = ConceptIndex(enumerate(needs))
    wanted = [place for place, groups in enumerate(needs) if all(named & set(group) for group in groups)]
    assert index.of(bits(named)) == tuple(wanted)


SPOKEN = st.lists(st.sampled_from(sorted(concepts())), max_size=8)


@settings(deadline=None)
@given(sentence=SPOKEN, before=SPOKEN, lead=SPOKEN, dimension=st.sampled_from(["count", "money", "duration"]))
def test_what_a_sentence_names_further_is_known_before_it_is_read(
    sentence: list[str], before: list[str], lead: list[str], dimension: str
) -> None:
    candidates = Candidates(held_measures())
    said = [
        Context("", Said(""), [Mention(name, 0, 0) for name in names], [], []) for names in (before, lead)
    ]
    here = Context("", Said(""), [Mention(name, 0, 0) for name in sentence], [], [], said[:1])
    for further in further_back(here, said[1]):
        assert further.bits == further.context.bits
        assert further.around_bits == further.context.around_bits
        own = {held.measure.id for held, _ in candidates.of(here, dimension)}
        more = [
            (held, score) for held, score in candidates.of(further, dimension) if held.measure.id not in own
        ]
        assert candidates.beyond(here, further, dimension) == more


@pytest.mark.parametrize("place", range(0, 60, 7))
@settings(deadline=None, max_examples=40)
@given(said=st.floats(1e-4, 1e12))
def test_the_closest_value_is_the_closest_of_all(place: int, said: float) -> None:
    held = held_measures()
    observed = Observed(held[place % len(held)].observations)
    closest = observed.closest(said)
    assert closest is not None
    assert closest.apart(said) == pytest.approx(min(one.apart(said) for one in observed))


@settings(deadline=None, max_examples=40)
@given(said=st.floats(1, 1e7))
def test_near_a_number_stands_every_value_that_it_can_be(said: float) -> None:
    for held in held_measures()[::9]:
        observed = Observed(held.observations)
        assert observed.near(said) == [one for one in observed if 0.8 * one.low <= said <= 1.2 * one.high]


def test_every_measure_has_values() -> None:
    assert [one.measure.id for one in held_measures() if not one.observations] == []


@given(st.text())
def test_a_sentence_of_plain_letters_is_folded_as_any_other(sentence: str) -> None:
    assert fold(sentence) == fold(f"{sentence}é")[:-1]


@given(st.text(st.sampled_from("aZé É\t`“ŒŽßЖΣİK—’ 9"), max_size=20))
def test_a_text_is_folded_letter_by_letter(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
    assert len(fold(text)) == len(text)


@given(
    st.dictionaries(st.text("ab ", min_size=1, max_size=4), st.integers(0, 255), max_size=8),
    st.text("ab ", max_size=6),
)
def test_a_word_is_told_what_all_its_beginnings_tell(told: dict[str, int], word: str) -> None:
    naive = 0
    for beginning, bits_told in told.items():
        if word.startswith(beginning):
            naive |= bits_told
    assert Beginnings(told.items(), or_, 0).of(word) == naive


@given(st.text("ab1 $%£€“'-é", max_size=40))
def test_words_begin_where_they_are_found(text: str) -> None:
    plain = fold(text)
    said = Said(plain)
    assert said.words == words(plain)
    assert said.spoken == set(said.words)
    assert said.ends == [one.end() for one in WORD.finditer(plain)]


STATEMENTS = [one for one in (*statements().statements, *statements().events) if one.patterns]
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 '-.,()"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_a_pattern_finds_has_the_words_that_it_needs(data: st.DataObject) -> None:
    """Texts are made from the patterns of statements of law, so each is one that should be tried."""
    statement = data.draw(st.sampled_from(STATEMENTS))
    place = data.draw(st.integers(0, len(statement.patterns) - 1))
    pattern = re.compile(statement.patterns[place], re.ASCII)
    plain = data.draw(st.from_regex(pattern, fullmatch=True, alphabet=LETTERS))
    begun_with_a_word = re.compile(rf"\b(?=\w)(?:{pattern.pattern})", re.ASCII)
    if begun_with_a_word.search(plain):
        assert begun_with_a_word in statement.tried(needed_words().ways(words(plain)))


TELLINGS = [
    (one, telling) for one in (*statements().statements, *statements().events) for telling in one.told_by
]


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_what_names_all_things_of_a_telling_has_the_words_that_it_needs(data: st.DataObject) -> None:
    """Any phrase for each thing, with people and words that may stand between its own."""
    statement, telling = data.draw(st.sampled_from(TELLINGS))
    said = []
    for name in telling.names:
        phrases = vocabulary().words[name]
        phrase = data.draw(st.sampled_from((*phrases.en, *phrases.fr)))
        said.append(
            phrase.replace("*", data.draw(st.sampled_from(("", "s", "ments")))).replace("_", "people")
        )
    plain = fold(f" {data.draw(st.sampled_from(('', 'now', 'also')))} ".join(said))
    if named_in(plain, Said(plain)).bits & telling.bits == telling.bits:
        assert statement.by_telling & needed_words().ways(words(plain))


#: Words that times are told in, and what may stand between them.
TIMES = (
    "in of from to the a last this next that same first fiscal year month months half period six far so date before earlier "
    "previous since until may march june 2018 2019-20 2022 3 30 l'an l'annee mois de en depuis dernier derniere passe meme "
    "periode premiers premier exercice mars juin juillet precedente plus tot jusqu'a present cette en cours avant , - ( :"
)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.sampled_from(TIMES.split(" ")), min_size=2, max_size=14),
    st.sampled_from([None, date(2019, 7, 14), date(2023, 3, 2)]),
)
def test_no_time_is_missed_for_want_of_a_word(told: list[str], published: date | None) -> None:
    plain = " ".join(told)
    every_word = NAMES_OF_MONTHS | frozenset(words(TIMES))
    found = times(plain, 0, len(plain), frozenset(words(plain)), published, TODAY)
    assert found == times(plain, 0, len(plain), every_word, published, TODAY)


def _told(city: str, number: str) -> str:
    return f"In {city} the Board heard {number} asylum claims over the whole year, its own report of spring says."


def test_no_pair_of_findings_that_stand_to_each_other_is_missed() -> None:
    cities = ["Montreal", "Ottawa", "Halifax", "Toronto"]
    numbers = ["14,321", "14,300", "2,100", "39,540"]
    texts = [
        Text(
            "one", "\n".join(_told(city, number) for city, number in zip(cities, numbers, strict=True)), "en"
        ),
        Text("other", "\n".join(_told(city, number) for city, number in product(cities, numbers)), "en"),
    ]
    findings = check_texts(texts, as_of=TODAY).findings
    ours = [place for place, one in enumerate(findings) if one.text == 0]
    theirs = [place for place, one in enumerate(findings) if one.text == 1]
    rivals = Rivals(findings, theirs)
    assert ours and theirs

    def related(one: Finding) -> list[int]:
        return [place for place in theirs if relation(one, findings[place])]

    for place in ours:
        assert set(related(findings[place])) <= set(rivals.of(findings[place]))
    gone = related(findings[ours[0]])[0]
    rivals.drop(gone)
    assert gone not in rivals.left
    assert gone not in rivals.of(findings[ours[0]])


def test_a_sentence_is_found_among_thousands_that_open_alike() -> None:
    listed = [
        f"the board said in its report that the office number {place} was closed" for place in range(3_000)
    ]
    assert len(listed) > COMMON
    assert Shingles(listed).most_like(listed[1234])[0] == listed[1234]


def test_a_text_held_against_itself_over_and_over_shares_everything() -> None:
    content = "\n".join([_told("Montreal", "39,540")] * 300)
    comparison = check_texts([Text("a", content, "en"), Text("b", content, "en")], as_of=TODAY).comparison
    assert comparison is not None
    assert {one.kind for one in comparison.statements} == {"same"}
    assert len(comparison.statements) == 300


def test_tables_in_tables_are_a_layout_however_deep() -> None:
    depth = 200
    page = "<html><body>" + "<table><tr><td>" * depth + "<table><tr><td>2017</td><td>14,321</td></tr></table>"
    assert "2017 · 14,321" in read_html(page, "page").content


def test_a_page_nested_too_deep_is_refused_not_cut_short() -> None:
    page = "<html><body><p>before</p>" + "<div>" * 5_000 + "14,321" + "</div>" * 5_000 + "<p>after</p>"
    with pytest.raises(UserError, match="nested too deep"):
        read_html(page, "page")


def test_a_row_says_each_cell_once_and_a_script_nothing() -> None:
    assert lines_of([["2017", "14,321", "2017", "9"]]) == ["2017 · 14,321 · 9"]
    page = "<html><body>" + "<script>14</script>a " * 500 + "<p>Asylum claims rose.</p>"
    assert read_html(page, "page").content == ("a " * 500).strip() + "\n\nAsylum claims rose."
