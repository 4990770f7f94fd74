"""The words that a pattern needs: what a sentence must say for it to be worth trying.

They are read off the pattern itself. Wherever a word begins in it, the beginnings that this word can have are a group, and
a sentence in which the pattern is found has a word for every group. Most sentences have none for one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, Final

#: The end of a word, in a beginning that is a whole word.
_END: Final = " "
#: Where a word begins or ends, in a pattern.
_EDGE: Final = "\b"
#: Beginnings are read up to this length.
_LONG_ENOUGH: Final = 6

#: A beginning, and whether what follows in the pattern still belongs to it.
_Beginning = tuple[str, bool]


class NeededWords:
    """Things by name, each recognised by any of its patterns, with the words that those need."""

    def __init__(self, patterns: Mapping[str, Iterable[str]]) -> None:
        self._place: dict[frozenset[str], int] = {}
        #: For each thing, the groups of each of its patterns, as bits.
        self._needs = {
            name: tuple(self._bits(one) for one in of_thing) for name, of_thing in patterns.items()
        }
        self._met = _GroupsMet(self._place)

    def _bits(self, pattern: str) -> int:
        groups = (self._place.setdefault(one, len(self._place)) for one in groups_of(pattern))
        return reduce(or_, (1 << place for place in groups), 0)

    def met(self, spoken: Iterable[str]) -> int:
        """The groups for which some words have one, as bits."""
        return reduce(or_, map(self._met.__getitem__, spoken), 0)

    def can_be_found(self, name: str, met: int) -> bool:
        """Whether any pattern of a thing has a word for each of its groups."""
        return any(met & needed == needed for needed in self._needs[name])


class _GroupsMet(dict[str, int]):
    """The groups that a word is one of, as bits; worked out when first asked for, since texts repeat their words."""

    def __init__(self, place: Mapping[frozenset[str], int]) -> None:
        super().__init__()
        self._of: dict[str, int] = {}
        for group, bit in place.items():
            for beginning in group:
                self._of[beginning] = self._of.get(beginning, 0) | 1 << bit

    def __missing__(self, word: str) -> int:
        whole = word + _END
        beginnings = (whole[:length] for length in range(1, min(len(whole), _LONG_ENOUGH) + 1))
        met = reduce(or_, (self._of.get(one, 0) for one in beginnings), 0)
        if len(self) < 50_000:
            self[word] = met
        return met


def groups_of(pattern: str) -> list[frozenset[str]]:
    """For each place of a pattern (of plain text, begun where a word begins) at which a word must begin, the beginnings that
    it can have; one that is a whole word ends in a space.
    """
    parts = list(_parser.parse(pattern))
    found = []
    for place in range(len(parts)):
        if (place and not _parts_words(*parts[place - 1])) or _parts_words(*parts[place]):
            continue
        beginnings = frozenset(beginning for beginning, _ in _beginnings(parts[place:]))
        if "" not in beginnings:
            found.append(beginnings)
    return found


def _parts_words(kind: Any, what: Any) -> bool:
    """Whether a word can only begin behind a part of a pattern."""
    if kind is _constants.LITERAL:
        return not _of_a_word(what)
    return kind is _constants.AT and what is _constants.AT_BOUNDARY


def _of_a_word(code: int) -> bool:
    return chr(code).isalnum() or chr(code) == "_"


def _beginnings(parts: Sequence[tuple[Any, Any]]) -> set[_Beginning]:
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
        return (begun + _END, False) if begun else ("", True)
    joined = begun + following
    if joined.startswith(_END):
        return "", False
    return joined[:_LONG_ENOUGH], still_open and len(joined) < _LONG_ENOUGH


def _next(kind: Any, what: Any) -> set[_Beginning]:
    """What one part of a pattern adds to a beginning."""
    if kind is _constants.LITERAL:
        return {(chr(what), True) if _of_a_word(what) else (_END, False)}
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
