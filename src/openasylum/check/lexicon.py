"""The words of the field: which words in a text name which concept (``lexicon.yaml``).

A phrase is a run of words; ``*`` at the end of a word stands for any ending. Articles and apostrophes need not be
written with care: texts and phrases are cut into words in the same way.
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class Lexicon:
    """The phrases by their first word, ready to look up."""

    concepts: dict[str, Concept]
    exact: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = field(default_factory=dict)
    prefixes: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = field(default_factory=dict)
    known: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = field(default_factory=dict)

    def mentions(self, plain: str, start: int, end: int) -> list[Mention]:
        """Every concept named in ``plain[start:end]``, in order; a phrase inside a longer phrase counts too."""
        tokens = [(one[0], one.start(), one.end()) for one in WORD.finditer(plain, start, end)]
        found: list[Mention] = []
        texts = [token[0] for token in tokens]
        for place, word in enumerate(texts):
            phrases = self.known.get(word)
            if phrases is None:
                phrases = self._starting(word)
            for phrase, concepts in phrases:
                length = len(phrase)
                if length > 1 and not _follows(texts, place + 1, phrase):
                    continue
                at, stop = tokens[place][1], tokens[place + length - 1][2]
                found.extend([Mention(concept, at, stop) for concept in concepts])
        return found

    def _starting(self, word: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        phrases = list(self.exact.get(word, ()))
        for length in range(2, len(word) + 1):
            phrases.extend(self.prefixes.get(word[:length], ()))
        if len(self.known) < 200_000:
            self.known[word] = phrases
        return phrases


def _follows(texts: list[str], at: int, phrase: tuple[str, ...]) -> bool:
    if at + len(phrase) - 1 > len(texts):
        return False
    for place in range(1, len(phrase)):
        wanted, word = phrase[place], texts[at + place - 1]
        if word != wanted and not (wanted[-1] == "*" and word.startswith(wanted[:-1])):
            return False
    return True


@cache
def concepts() -> dict[str, Concept]:
    """The concepts by name. Raises ``UserError`` where the file is not well formed."""
    return validate(_File, read_document(HERE / "lexicon.yaml")).concepts


@cache
def lexicon(language: str) -> Lexicon:
    """The phrases of one language ("en" or "fr")."""
    built = Lexicon(concepts())
    for name, concept in built.concepts.items():
        named = (name, *concept.is_also)
        for phrase in dict.fromkeys(concept.en if language == "en" else concept.fr):
            parts = tuple(fold(phrase).replace("*", "\0").split())
            cut = tuple(word for part in parts for word in _cut(part))
            head = cut[0]
            target = built.prefixes if head.endswith("*") else built.exact
            target.setdefault(head.rstrip("*"), []).append((cut, named))
    return built


def _cut(part: str) -> list[str]:
    pieces = words(part.rstrip("\0"))
    if part.endswith("\0"):
        pieces[-1] += "*"
    return pieces
