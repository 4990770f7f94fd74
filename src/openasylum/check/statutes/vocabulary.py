"""The words that statements of law are told in (``vocabulary.yaml``): who, what happens to them, where and since when.

Articles tell one rule in ever other sentences, but of the same few things. So a statement may be recognised by what a stretch
of a sentence names, in whatever order, and by what it does not name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict

from openasylum.check.language.folding import Said, any_of, plain_pattern
from openasylum.check.meaning.lexicon import Lexicon, joined, lexicon_of
from openasylum.documents import shipped, validate

#: How many characters before and after the things named may unsay them.
AROUND: Final = 30
#: Any of the words for people, in a phrase.
PEOPLE: Final = "_"


class Named(NamedTuple):
    """Where in a sentence each thing is named, as (start, end); ``bits``: which things are."""

    places: dict[str, list[tuple[int, int]]]
    bits: int


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phrases(_Declared):
    """Phrases of both languages."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()


class _File(_Declared):
    """``fillers``: words that may stand between those of a phrase."""

    fillers: tuple[str, ...]
    people: Phrases
    words: dict[str, Phrases]


class Stretch(NamedTuple):
    """A part of a sentence."""

    start: int
    end: int


class Telling(_Declared):
    """What a stretch of a sentence names when it makes a statement: all of ``names`` within ``reach`` characters, and none of
    ``without`` there or close by.
    """

    names: tuple[str, ...]
    without: tuple[str, ...] = ()
    reach: int = 160

    @cached_property
    def bits(self) -> int:
        """``names`` as bits."""
        return bits_of(self.names)

    def found(self, named: Named, plain: str) -> Stretch | None:
        """The first stretch that tells it, or None."""
        if named.bits & self.bits != self.bits:
            return None
        for start, end in named.places[self.names[0]]:
            stretch = self._around(start, end, named)
            if stretch.end - stretch.start <= self.reach and self._plainly(stretch, named, plain):
                return stretch
        return None

    def _around(self, start: int, end: int, named: Named) -> Stretch:
        """The smallest stretch around one naming of the first thing that holds the nearest naming of each other."""
        first, last = start, end
        for name in self.names[1:]:
            near = min(named.places[name], key=lambda one: max(one[0] - end, start - one[1]))
            first, last = min(first, near[0]), max(last, near[1])
        return Stretch(first, last)

    def _plainly(self, stretch: Stretch, named: Named, plain: str) -> bool:
        """Whether nothing there unsays it, and no other clause begins in between; what stands beyond a semicolon is of another."""
        low = max(stretch.start - AROUND, plain.rfind(";", 0, stretch.start) + 1)
        high = stretch.end + AROUND
        next_clause = plain.find(";", stretch.end, high)
        high = next_clause if next_clause >= 0 else high
        unsaid = any(
            low <= one[0] and one[1] <= high for name in self.without for one in named.places.get(name, ())
        )
        return not unsaid and ";" not in plain[stretch.start : stretch.end]


def named_in(plain: str, said: Said) -> Named:
    """What a plain sentence names, each thing at its places; what begins within a longer or an earlier phrase does not count.
    ``said`` are its words.
    """
    if not said.spoken.isdisjoint(_words_of_fillers()):
        said = Said(_fillers().sub(lambda filler: " " * len(filler[0]), plain))
    found: dict[str, list[tuple[int, int]]] = {}
    covered: tuple[int, int] = (-1, 0)
    for one in sorted(_lexicon().mentions(said), key=lambda one: (one.start, -one.end)):
        if one.start >= covered[1] or (one.start, one.end) == covered:
            covered = (one.start, one.end)
            found.setdefault(one.concept, []).append(covered)
    return Named(found, bits_of(found))


@cache
def vocabulary() -> _File:
    """The words as shipped. Raises ``UserError`` where the file is not well formed."""
    return validate(_File, shipped(__package__, "vocabulary.yaml"))


@cache
def _bit_of() -> dict[str, int]:
    return {name: 1 << place for place, name in enumerate(vocabulary().words)}


def bits_of(names: Iterable[str]) -> int:
    """Things by name, as bits."""
    return joined(_bit_of(), names)


@cache
def _fillers() -> re.Pattern[str]:
    return plain_pattern(rf"\b{any_of(vocabulary().fillers)}\b")


@cache
def _words_of_fillers() -> frozenset[str]:
    """The first words of the fillers: without one there is none."""
    return frozenset(filler.split()[0] for filler in vocabulary().fillers)


@cache
def _lexicon() -> Lexicon:
    return lexicon_of(_phrases())


def _phrases() -> Iterator[tuple[tuple[str, ...], str]]:
    file = vocabulary()
    for name, phrases in file.words.items():
        for people, listed in ((file.people.en, phrases.en), (file.people.fr, phrases.fr)):
            for phrase in listed:
                if PEOPLE not in phrase.split():
                    yield (name,), phrase
                    continue
                for who in people:
                    for whose in ("", "the ", "certain ", "some ", "most ", "many "):
                        yield (name,), phrase.replace(PEOPLE, whose + who)
