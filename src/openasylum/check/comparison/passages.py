"""Passages that are nearly the same in two texts: wire copy, quotations, sentences re-ordered or lightly edited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz

from openasylum.check.comparison.shingles import LENGTH, Shingles
from openasylum.check.findings import Passage
from openasylum.check.language.folding import fold, words
from openasylum.check.texts.segments import Sentence, sentences

#: How alike two sentences are (0 to 100) to be one passage: letter by letter; with their words in any order, most of those of
#: the shorter in both; and where one holds the other.
ALIKE, REORDERED, IN_BOTH, HELD = 82.0, 76.0, 86.0, 90.0
#: How many words one sentence has at least to be looked for inside another.
LONG: Final = 10
#: How many characters may stand between two sentences that follow each other.
_BETWEEN: Final = 4
_Pair = tuple[Sentence, Sentence, float]


def near_duplicates(first: int, one: str, second: int, other: str) -> Iterator[Passage]:
    """Sentences of two texts that are nearly the same, neighbours joined into one passage."""
    theirs: dict[str, Sentence] = {}
    for sentence, spoken in _with_words(other):
        theirs.setdefault(spoken, sentence)  # of sentences in the very same words, the first
    index = Shingles(theirs)
    matched: list[_Pair] = []
    for sentence, spoken in _with_words(one):
        if spoken in theirs:  # word for word: none could be more alike
            matched.append((sentence, theirs[spoken], 100.0))
            continue
        for candidate in index.most_like(spoken):
            alike = likeness(spoken, candidate)
            if alike is not None:
                matched.append((sentence, theirs[candidate], alike))
                break
    yield from _joined(first, second, matched)


def likeness(one: str, other: str) -> float | None:
    """How alike two sentences of plain words are (0 to 100), None where they are not one passage."""
    alike = fuzz.ratio(
        one, other, score_cutoff=ALIKE
    )  # what is less alike than asked for is given up half way
    if alike >= ALIKE:
        return alike
    reordered = fuzz.token_sort_ratio(one, other, score_cutoff=REORDERED)
    if reordered >= REORDERED and fuzz.token_set_ratio(one, other, score_cutoff=IN_BOTH) >= IN_BOTH:
        return reordered
    if min(one.count(" "), other.count(" ")) + 1 >= LONG:
        held = fuzz.partial_ratio(one, other, score_cutoff=HELD)
        if held >= HELD:
            return held
    return None


def _with_words(content: str) -> Iterator[tuple[Sentence, str]]:
    """The sentences that are long enough to be told from others, with their words."""
    plain = fold(content)
    for one in sentences(content):
        spoken = words(plain[one.start : one.end])
        if len(spoken) >= LENGTH + 2:
            yield one, " ".join(spoken)


def _joined(first: int, second: int, matched: list[_Pair]) -> Iterator[Passage]:
    run: list[_Pair] = []
    for pair in matched:
        if run and not (_follows(run[-1][0], pair[0]) and _follows(run[-1][1], pair[1])):
            yield _passage(first, second, run)
            run = []
        run.append(pair)
    if run:
        yield _passage(first, second, run)


def _follows(one: Sentence, other: Sentence) -> bool:
    return 0 <= other.start - one.end <= _BETWEEN


def _passage(first: int, second: int, run: list[_Pair]) -> Passage:
    alike = sum(one[2] for one in run) / len(run) / 100
    return Passage(
        (first, run[0][0].start, run[-1][0].end), (second, run[0][1].start, run[-1][1].end), round(alike, 3)
    )
