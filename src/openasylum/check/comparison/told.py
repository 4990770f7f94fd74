"""What a figure of one text is of, so that it can be held against a figure of another: its number as written, the words it
counts, what its sentence names, and when. Worked out from the sentence alone, in either language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from openasylum import facts
from openasylum.check.figures.word_match import stems
from openasylum.check.findings import Finding
from openasylum.check.language.folding import Said, fold, plain_pattern
from openasylum.check.language.quantities import Quantity, quantities
from openasylum.check.meaning.lexicon import lexicon
from openasylum.check.texts.tongue import mostly
from openasylum.errors import UnusableValue

#: How many characters behind a count still name what is counted.
_NOUN: Final = 40
#: How many words of those are its noun.
_WORDS: Final = 3
#: Where the noun behind a count ends: at a stop, or where it is told what its people did.
_STOP = plain_pattern(
    r"[.;:,()\"]|\b(?:who|that|which|qui|que|were|was|are|is|have|has|had|ont|sont|etaient|avaient|in|between|en|entre)\b"
)
#: Concepts that say where, or whose: two counts of one thing name the same ones.
_WHERE: Final = ("place.", "origin.")
#: Stems that count anyone at all, in both languages, and the one that stands for them.
_ANYONE: Final = frozenset({"people", "person", "indivi"})
_SOMEONE: Final = "anyone"
#: Concepts that almost any count names.
_COMMON: Final = frozenset({"people", "countable", "request"})


class Subject(NamedTuple):
    """What a figure is of. ``nouns``: stems and concepts of what is counted (of the whole sentence where it is no count);
    ``stems`` and ``concepts``: of its sentence; ``where``: the places and origins that it names.
    """

    nouns: frozenset[str]
    stems: frozenset[str]
    concepts: frozenset[str]
    where: frozenset[str]
    french: bool


def subject(one: Finding) -> Subject:
    """What a figure is of."""
    return _subject(one.sentence, one.quoted, one.kind)


@lru_cache(maxsize=20_000)
def _subject(sentence: str, quoted: str, kind: str) -> Subject:
    plain, spoken, concepts, french = _read(sentence)
    named = frozenset(name for name, _ in concepts)
    where = frozenset(name for name in named if name.startswith(_WHERE))
    nouns = spoken | (named - where)
    if kind == "count":
        end = max(plain.find(fold(quoted)), 0) + len(quoted)
        behind = _STOP.split(plain[end : end + _NOUN].lstrip(), maxsplit=1)[0]
        last = end + 1 + len(behind)
        near = {name for name, start in concepts if end <= start < last} - where
        counted = [word[:6] for word in re.findall(r"[a-z]{4,}", behind)]
        someone = bool(counted) and counted[0] in _ANYONE
        nouns = frozenset({_SOMEONE}) if someone else frozenset(counted[:_WORDS]) | near
    return Subject(nouns, spoken, named - where, where, french)


@lru_cache(maxsize=20_000)
def _read(sentence: str) -> tuple[str, frozenset[str], tuple[tuple[str, int], ...], bool]:
    """A sentence made plain, its stems, the concepts that it names with their places, and whether it is French."""
    plain = fold(sentence).replace("\n", " ")
    language = mostly(sentence)
    mentions = lexicon(language).mentions(Said(plain))
    told = tuple((one.concept, one.start) for one in mentions if one.concept not in _COMMON)
    return plain, stems(re.findall(r"[a-z]+", plain)), told, language == "fr"


@lru_cache(maxsize=20_000)
def as_written(quoted: str, value: float) -> Quantity | None:
    """A figure with its hedge and the worth of its last digit, read off the words of a finding."""
    plain = fold(quoted)
    for french in (False, True):
        for one in quantities(plain, 0, len(plain), french):
            if abs(one.value - value) <= 1e-9 * max(abs(value), 1.0):
                return one
    return None


@lru_cache(maxsize=4_000)
def span(period: str | None) -> tuple[int, int] | None:
    """The days of a period as a finding tells it; None where it tells none."""
    if not period:
        return None
    try:
        told = facts.parse_period(period)
    except UnusableValue:
        return None
    return told.first_day.toordinal(), told.last_day.toordinal()
