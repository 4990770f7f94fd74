"""The words that a pattern needs, or a thing of the vocabulary: what a sentence must say for them to be worth looking for.

Wherever a word begins in a pattern, the beginnings that this word can have are a group, and a sentence in which the pattern is
found has a word for every group. So is one word of each phrase that names a thing: a sentence that names it has one of
them. Most sentences have no word for some group. The groups are read off the patterns and phrases by
``tools/build_needed_words.py``, which a test holds this file to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files
from itertools import zip_longest
from operator import or_
from typing import Final

from openasylum.check.language.beginnings import Beginnings

#: The end of a word, in a beginning that is a whole word.
END: Final = " "
#: Beginnings are read up to this length.
LONG_ENOUGH: Final = 6


@cache
def needed_words() -> NeededWords:
    """What words the patterns and tellings of each statement and event need."""
    kept = json.loads(files(__package__).joinpath("needed_words.json").read_text(encoding="utf-8"))
    return NeededWords(kept["groups"], kept["patterns"], kept["tellings"])


class NeededWords:
    """Things by name with the words that they need: ``groups`` are beginnings of words, ``patterns`` and ``tellings`` the places of
    the groups of each of a thing's patterns, and of each way in which it is told by what a stretch names.

    All these ways are bits of one number. Behind them stand as many for the second group that each way needs, and so on; so the
    words of a sentence, joined, tell of all ways at once which of their groups they meet.
    """

    def __init__(
        self,
        groups: Sequence[Iterable[str]],
        patterns: Mapping[str, Sequence[Sequence[int]]],
        tellings: Mapping[str, Sequence[Sequence[int]]],
    ) -> None:
        self._ways: list[Sequence[int]] = []
        #: By name, as bits.
        self.patterns = {name: self._add(listed) for name, listed in patterns.items()}
        self.tellings = {name: self._add(listed) for name, listed in tellings.items()}
        width = len(self._ways)
        self._shifts = range(width, width * max(map(len, self._ways)), width)
        self._all = (1 << width) - 1
        self._unasked = 0
        in_ways = [0] * len(groups)
        for place, way in enumerate(self._ways):
            for group, rank in zip_longest(way, (0, *self._shifts)):
                if group is None:
                    self._unasked |= 1 << place + rank
                else:
                    in_ways[group] |= 1 << place + rank
        self._met = _Met(zip(groups, in_ways, strict=True))

    def _add(self, listed: Sequence[Sequence[int]]) -> int:
        first = len(self._ways)
        self._ways += listed
        return (1 << len(self._ways)) - (1 << first)

    def ways(self, spoken: Iterable[str]) -> int:
        """The ways of which a sentence of some words has one for every group, as bits; most sentences have few."""
        met = reduce(or_, map(self._met.__getitem__, spoken), self._unasked)
        found = met & self._all
        for shift in self._shifts:
            found &= met >> shift
        return found


class _Met(dict[str, int]):
    """The groups of ways that a word is one of, as bits; worked out when first asked for, since texts repeat their words."""

    def __init__(self, groups: Iterable[tuple[Iterable[str], int]]) -> None:
        super().__init__()
        told = ((beginning, in_ways) for group, in_ways in groups for beginning in group)
        self._beginnings = Beginnings(told, or_, 0)

    def __missing__(self, word: str) -> int:
        met = self._beginnings.of(word + END)
        if len(self) < 50_000:
            self[word] = met
        return met
