"""The words of the field: which words in a text name which concept (``lexicon.yaml``).

A phrase is a run of words; ``*`` at the end of a word stands for any ending. Articles and apostrophes need not be
written with care: texts and phrases are cut into words in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import compress
from operator import add, or_
from typing import Final

from pydantic import BaseModel, ConfigDict

from openasylum.check.language.beginnings import Beginnings
from openasylum.check.language.folding import Said, fold, words
from openasylum.documents import shipped, validate


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


@dataclass(slots=True, eq=False)
class Mention:
    """A concept named in a text, and where. Never changed; no tuple, whose parts take four times as long to ask for."""

    concept: str
    start: int
    end: int


class _Following(dict[str, "tuple[_Node, ...]"]):
    """The nodes that a word leads to, worked out when first asked for: texts repeat their words."""

    def __init__(self, node: _Node) -> None:
        super().__init__()
        self.exact = node.exact
        self.beginnings: Beginnings[tuple[_Node, ...]] = Beginnings(
            ((beginning, (child,)) for beginning, child in node.prefixes.items()), add, ()
        )

    def __missing__(self, word: str) -> tuple[_Node, ...]:
        found = self.beginnings.of(word)
        if word in self.exact:
            found = (self.exact[word], *found)
        if len(self) < 50_000:
            self[word] = found
        return found


class _Node:
    """A word of a phrase: what it names if the phrase ends here, and the words that may follow."""

    __slots__ = ("after", "exact", "names", "prefixes")

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.exact: dict[str, _Node] = {}
        self.prefixes: dict[str, _Node] = {}
        #: The nodes that a word leads to; there may be none.
        self.after: Callable[[str], tuple[_Node, ...] | None] = _nowhere

    def grow(self, word: str) -> _Node:
        """The node of one more word of a phrase, made if need be."""
        branch = self.prefixes if word.endswith("*") else self.exact
        return branch.setdefault(word.rstrip("*"), _Node())

    def settle(self) -> None:
        """Make it and all nodes behind it ready to be asked, once no phrase is to be added."""
        if self.prefixes:
            self.after = _Following(self).__getitem__
        elif self.exact:
            self.after = {word: (node,) for word, node in self.exact.items()}.get
        for node in (*self.exact.values(), *self.prefixes.values()):
            node.settle()


def _nowhere(word: str) -> None:
    """Where a word leads behind the last word of every phrase."""


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language, word by word."""

    root: _Node = field(default_factory=_Node)

    def mentions(self, said: Said) -> list[Mention]:
        """Every concept that is named by the words of a plain text, in order; a phrase inside a longer phrase counts too."""
        opened = list(map(self.root.after, said.words))
        found: list[Mention] = []
        spoken = [*said.words, ""]  # no phrase goes on with what follows the last word
        for place, nodes in compress(enumerate(opened), opened):
            ahead = place
            if nodes and len(nodes) == 1 and not nodes[0].names:  # as most are, and few of them go on
                ahead += 1
                nodes = nodes[0].after(spoken[ahead])
            named: set[str] | None = None
            while nodes:
                for node in nodes:
                    if not node.names:
                        continue
                    if named is None:
                        named = set()
                    for concept in node.names:
                        if concept not in named:
                            named.add(concept)
                            start = said.ends[place] - len(said.words[place])
                            found.append(Mention(concept, start, said.ends[ahead]))
                ahead += 1
                following = spoken[ahead]
                if len(nodes) == 1:
                    nodes = nodes[0].after(following)
                else:
                    nodes = tuple([child for node in nodes for child in node.after(following) or ()])
        return _without_hidden(found)


#: A sentence that names none of these hides nothing.
_SELDOM_NAMED: Final = ("origin.", "official_crossing", "other_application")
_HIDING: Final = ("place.", "official_crossing", "other_application")


def _without_hidden(found: list[Mention]) -> list[Mention]:
    """Mentions but for those inside the name of another thing: "Colombie-Britannique" is not Colombia, and an "official border
    crossing" is not between ports, nor is a "demande de visa" a claim.
    """
    if not [one for one in found if one.concept.startswith(_SELDOM_NAMED)]:
        return found
    hiding = [one for one in found if one.concept.startswith(_HIDING)]
    hidden = {one for one in found for other in hiding if _hides(other, one)}
    return [one for one in found if one not in hidden] if hidden else found


def _hides(other: Mention, one: Mention) -> bool:
    """Whether a longer name says that what is named inside it is not meant."""
    if other.concept == "other_application":
        return one.concept in ("claim", "request") and other.start <= one.start < other.end
    if other.concept == "official_crossing":
        return one.concept == "between_ports" and other.start < one.start and one.end <= other.end
    return one.concept.startswith("origin.") and other.start <= one.start and one.end < other.end


@cache
def concepts() -> dict[str, Concept]:
    """The concepts by name. Raises ``UserError`` where the file is not well formed."""
    return validate(_File, shipped(__package__, "lexicon.yaml")).concepts


@cache
def _bit_of() -> dict[str, int]:
    return {name: 1 << place for place, name in enumerate(concepts())}


def bits(names: Iterable[str]) -> int:
    """A set of concepts as the bits of a number, so that sets are held against one another quickly."""
    return joined(_bit_of(), names)


def joined(bit_of: Mapping[str, int], names: Iterable[str]) -> int:
    """The bits of some names, in one number."""
    return reduce(or_, map(bit_of.__getitem__, names), 0)


@cache
def places_within() -> int:
    """The concepts that are places within a country, as bits."""
    places = {name for name in concepts() if name.startswith("place.")}
    return bits(places - {"place.Canada", "place.United States"})


@cache
def of_kinds(openings: tuple[str, ...]) -> int:
    """The concepts whose names open so ("place.", "origin."), as bits."""
    return bits(name for name in concepts() if name.startswith(openings))


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
    known = concepts().items()
    return lexicon_of(
        ((name, *one.is_also), phrase)
        for name, one in known
        for phrase in (one.en if language == "en" else one.fr)
    )


def lexicon_of(phrases: Iterable[tuple[tuple[str, ...], str]]) -> Lexicon:
    """The lexicon of some phrases, each with the names of what it names."""
    built = Lexicon()
    for named, phrase in dict.fromkeys(phrases):
        node = built.root
        for word in cut(phrase):
            node = node.grow(word)
        node.names = (*node.names, *named)
    built.root.settle()
    return built


def cut(phrase: str) -> list[str]:
    """The words of a phrase, made plain; one with any ending keeps its ``*``."""
    return [word for part in fold(phrase).replace("*", "\0").split() for word in _cut(part)]


def _cut(part: str) -> list[str]:
    pieces = words(part.rstrip("\0"))
    if part.endswith("\0"):
        pieces[-1] += "*"
    return pieces
