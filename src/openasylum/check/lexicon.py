"""The words of the field: which words in a text name which concept (``lexicon.yaml``).

A phrase is a run of words; ``*`` at the end of a word stands for any ending. Articles and apostrophes need not be
written with care: texts and phrases are cut into words in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from openasylum.check.folding import WORD, fold, words
from openasylum.documents import read_document, validate

HERE: Final = Path(__file__).parent


class Concept(BaseModel):
    """A concept and its phrases. ``topic``: naming it makes a sentence one about this field. ``is_also``:
    concepts that naming this one names too.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    topic: bool = True
    is_also: tuple[str, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    concepts: dict[str, Concept]


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text, and where."""

    concept: str
    start: int
    end: int


#: A word of a text, and where it begins and ends.
Token = tuple[str, int, int]


def tokens(plain: str, start: int, end: int) -> list[Token]:
    """The words of a stretch of plain text."""
    return [(one[0], one.start(), one.end()) for one in WORD.finditer(plain, start, end)]


class _Node:
    """A word of a phrase: what it names if the phrase ends here, and the words that may follow."""

    __slots__ = ("exact", "known", "names", "prefixes")

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.exact: dict[str, _Node] = {}
        self.prefixes: dict[str, _Node] = {}
        self.known: dict[str, tuple[_Node, ...]] = {}

    def after(self, word: str) -> tuple[_Node, ...]:
        """The nodes that a word leads to; remembered, since texts repeat themselves."""
        found = self.known.get(word)
        if found is None:
            nodes = [self.exact[word]] if word in self.exact else []
            nodes += [
                self.prefixes[word[:length]]
                for length in range(1, len(word) + 1)
                if word[:length] in self.prefixes
            ]
            found = tuple(nodes)
            if len(self.known) < 50_000:
                self.known[word] = found
        return found

    def grow(self, word: str) -> _Node:
        """The node of one more word of a phrase, made if need be."""
        branch = self.prefixes if word.endswith("*") else self.exact
        return branch.setdefault(word.rstrip("*"), _Node())


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language, word by word."""

    root: _Node = field(default_factory=_Node)

    def mentions(self, tokens: Sequence[Token]) -> list[Mention]:
        """Every concept named in a row of words, in order; a phrase inside a longer phrase counts too."""
        found: list[Mention] = []
        last = len(tokens)
        openers, after = self.root.known, self.root.after
        for place, (word, at, stop) in enumerate(tokens):
            nodes = openers.get(word)
            if nodes is None:
                nodes = after(word)
            if not nodes:
                continue
            named: set[str] = set()
            ahead = place + 1
            while nodes:
                for node in nodes:
                    for concept in node.names:
                        if concept not in named:
                            named.add(concept)
                            found.append(Mention(concept, at, stop))
                if ahead == last:
                    break
                word, _, stop = tokens[ahead]
                ahead += 1
                if len(nodes) == 1:
                    nodes = nodes[0].after(word)
                else:
                    nodes = tuple([child for node in nodes for child in node.after(word)])
        return found


@cache
def concepts() -> dict[str, Concept]:
    """The concepts by name. Raises ``UserError`` where the file is not well formed."""
    return validate(_File, read_document(HERE / "lexicon.yaml")).concepts


@cache
def _bit_of() -> dict[str, int]:
    return {name: 1 << place for place, name in enumerate(concepts())}


def bits(names: Iterable[str]) -> int:
    """A set of concepts as the bits of a number, so that sets are held against one another quickly."""
    known, total = _bit_of(), 0
    for name in names:
        total |= known[name]
    return total


@cache
def topical_bits() -> int:
    """``topical`` as bits."""
    return bits(topical())


@cache
def topical() -> frozenset[str]:
    """The concepts that make a sentence one about this field."""
    return frozenset(name for name, concept in concepts().items() if concept.topic)


@cache
def lexicon(language: str) -> Lexicon:
    """The phrases of one language ("en" or "fr")."""
    built = Lexicon()
    for name, concept in concepts().items():
        named = (name, *concept.is_also)
        for phrase in dict.fromkeys(concept.en if language == "en" else concept.fr):
            node = built.root
            for part in fold(phrase).replace("*", "\0").split():
                for word in _cut(part):
                    node = node.grow(word)
            node.names = (*node.names, *named)
    return built


def _cut(part: str) -> list[str]:
    pieces = words(part.rstrip("\0"))
    if part.endswith("\0"):
        pieces[-1] += "*"
    return pieces
