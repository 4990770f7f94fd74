"""Writes src/openasylum/check/statutes/needed_words.json: the words that each pattern of a statement of law needs, read off the
pattern itself with the parser of regular expressions that comes with Python, and those that its vocabulary needs.

python tools/build_needed_words.py
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Final

from openasylum.check.meaning.lexicon import cut
from openasylum.check.statutes import needed_words as kept
from openasylum.check.statutes.forms import statements
from openasylum.check.statutes.needed_words import END, LONG_ENOUGH
from openasylum.check.statutes.vocabulary import PEOPLE, vocabulary

TARGET = Path(kept.__file__).with_suffix(".json")

#: Where a word begins or ends, in a pattern.
_EDGE: Final = "\b"

#: Words up to this length are said in most sentences.
LITTLE: Final = 4

#: A part of a pattern as it is parsed: its kind and what it holds.
_Part = tuple[Any, Any]
#: A beginning, and whether what follows in the pattern still belongs to it.
_Beginning = tuple[str, bool]


def main(target: Path = TARGET) -> None:
    """Read every pattern and phrase, and write what they need."""
    places: dict[frozenset[str], int] = {}
    file = statements()
    listed = (*file.statements, *file.events)
    naming = naming_groups({name: (*one.en, *one.fr) for name, one in vocabulary().words.items()})

    def placed(groups: Iterable[frozenset[str]]) -> list[int]:
        return sorted({places.setdefault(group, len(places)) for group in groups})

    patterns = {one.id: [placed(groups_of(pattern)) for pattern in one.patterns] for one in listed}
    tellings = {
        one.id: [placed(group for name in telling.names for group in naming[name]) for telling in one.told_by]
        for one in listed
    }
    groups = [sorted(group) for group in places]
    kept = {"groups": groups, "patterns": patterns, "tellings": tellings}
    target.write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")


def naming_groups(phrases: Mapping[str, Iterable[str]]) -> dict[str, tuple[frozenset[str], ...]]:
    """For each thing, the beginnings of one word of each phrase that names it, and those of another where there is one: where the
    phrase stands, so do both. They are no little words if need be, and those that the fewest phrases have: words that many share
    most sentences say.
    """
    cut_up = {
        name: [[word for word in cut(one) if word != PEOPLE] for one in listed]
        for name, listed in phrases.items()
    }
    often = Counter(word for listed in cut_up.values() for phrase in listed for word in set(phrase))
    telling = {
        name: [
            sorted(phrase, key=lambda word: (len(word) <= LITTLE, often[word], -len(word)))
            for phrase in listed
        ]
        for name, listed in cut_up.items()
    }
    return {
        name: tuple(frozenset(_beginning(phrase[:2][place]) for phrase in listed) for place in (0, -1))
        for name, listed in telling.items()
    }


def _beginning(word: str) -> str:
    """A word of a phrase as a beginning; one with any ending ("turn*") is no whole word."""
    return word.rstrip("*")[:LONG_ENOUGH] if word.endswith("*") else (word + END)[:LONG_ENOUGH]


def groups_of(pattern: str) -> list[frozenset[str]]:
    """For each place of a pattern (of plain text, begun where a word begins) at which a word must begin, the beginnings that
    it can have; one that is a whole word ends in a space.
    """
    parts = list(_in_row(_parser.parse(pattern)))
    found = []
    for place in range(len(parts)):
        if not _ends_between_words(parts[:place]) or _parts_words(*parts[place]):
            continue
        beginnings = frozenset(beginning for beginning, _ in _beginnings(parts[place:]))
        if "" not in beginnings:
            found.append(beginnings)
    return found


def _in_row(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts of a pattern with those of its groups among them."""
    for kind, what in parts:
        if kind is _constants.SUBPATTERN:
            yield from _in_row(what[3])
        else:
            yield kind, what


def _ends_between_words(parts: Sequence[_Part]) -> bool:
    """Whether no word can go on behind some parts of a pattern; it is begun between words itself."""
    if not parts:
        return True
    before, (kind, what) = parts[:-1], parts[-1]
    if kind is _constants.SUBPATTERN:
        return _ends_between_words([*before, *what[3]])
    if kind is _constants.BRANCH:
        return all(_ends_between_words([*before, *branch]) for branch in what[1])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        fewest, _, repeated = what
        return _ends_between_words([*before, *repeated]) and (fewest > 0 or _ends_between_words(before))
    if kind in (_constants.ASSERT, _constants.ASSERT_NOT):
        return _ends_between_words(before)
    return _parts_words(kind, what)


def _parts_words(kind: Any, what: Any) -> bool:
    """Whether a part of a pattern is a mark between words, or where a word begins or ends."""
    if kind is _constants.LITERAL:
        return not _of_a_word(what)
    if kind is _constants.IN:
        return all(one is _constants.LITERAL and not _of_a_word(mark) for one, mark in what)
    return kind is _constants.AT and what is _constants.AT_BOUNDARY


def _of_a_word(code: int) -> bool:
    return chr(code).isalnum() or chr(code) == "_"


def _beginnings(parts: Sequence[_Part]) -> set[_Beginning]:
    """The beginnings of the first word in what some parts of a pattern stand for; those that are still open could go on
    with what follows.
    """
    found: set[_Beginning] = {("", True)}
    for kind, what in parts:
        follows = _next(kind, what)
        going_on = {one for one in found if one[1]}
        found -= going_on
        found |= {_joined(begun, more) for begun, _ in going_on for more in follows}
        if not any(still_open for _, still_open in found):
            break
    return found


def _joined(begun: str, more: _Beginning) -> _Beginning:
    """A beginning with what follows it; where no letter has been read yet, no end of a word says anything."""
    following, still_open = more
    if following == _EDGE:
        return (begun + END, False) if begun else ("", True)
    joined = begun + following
    if joined.startswith(END):
        return "", False
    return joined[:LONG_ENOUGH], still_open and len(joined) < LONG_ENOUGH


def _next(kind: Any, what: Any) -> set[_Beginning]:
    """What one part of a pattern adds to a beginning."""
    if kind is _constants.LITERAL:
        return {(chr(what), True) if _of_a_word(what) else (END, False)}
    if kind is _constants.IN and all(one is _constants.LITERAL for one, _ in what):
        return {one for literal in what for one in _next(*literal)}
    if kind is _constants.BRANCH:
        return {one for branch in what[1] for one in _beginnings(branch)}
    if kind is _constants.SUBPATTERN:
        return _beginnings(what[3])
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
        fewest, most, repeated = what
        once = {(begun, still_open and most == 1) for begun, still_open in _beginnings(repeated)}
        return once | ({("", True)} if fewest == 0 else set())
    if kind in (_constants.ASSERT, _constants.ASSERT_NOT):
        return {("", True)}  # looks on without reading
    return {(_EDGE, True)} if what is _constants.AT_BOUNDARY else {("", False)}


if __name__ == "__main__":
    main()
