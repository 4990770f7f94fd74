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
from operator import or_
from typing import Final

#: The end of a word, in a beginning that is a whole word.
END: Final = " "
#: Beginnings are read up to this length.
LONG_ENOUGH: Final = 6


#: Ways in which a thing can be told, each as the groups, in bits, that it needs a word for.
Ways = tuple[int, ...]


@cache
def needed_words() -> NeededWords:
    """What words the patterns and tellings of each statement and event need."""
    kept = json.loads(files(__package__).joinpath("needed_words.json").read_text(encoding="utf-8"))
    return NeededWords(kept["groups"], kept["patterns"], kept["tellings"])


class NeededWords:
    """Things by name with the words that they need: ``groups`` are beginnings of words, ``patterns`` and ``tellings`` the places of
    the groups of each of a thing's patterns, and of each way in which it is told by what a stretch names.
    """

    def __init__(
        self,
        groups: Sequence[Iterable[str]],
        patterns: Mapping[str, Sequence[Sequence[int]]],
        tellings: Mapping[str, Sequence[Sequence[int]]],
    ) -> None:
        self._met = _GroupsMet(groups)
        #: By name.
        self.patterns = {name: _ways(listed) for name, listed in patterns.items()}
        self.tellings = {name: _ways(listed) for name, listed in tellings.items()}

    def met(self, spoken: Iterable[str]) -> int:
        """The groups for which some words have one, as bits."""
        return reduce(or_, map(self._met.__getitem__, spoken), 0)


def _ways(listed: Iterable[Iterable[int]]) -> Ways:
    return tuple(sum(1 << place for place in set(one)) for one in listed)


def can_be_told(ways: Ways, met: int) -> bool:
    """Whether a sentence has a word for every group of one of some ways; most have for none."""
    for needed in ways:  # noqa: SIM110 (a plain loop: this is asked more often than anything else)
        if met & needed == needed:
            return True
    return False


class _GroupsMet(dict[str, int]):
    """The groups that a word is one of, as bits; worked out when first asked for, since texts repeat their words."""

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        super().__init__()
        self._of: dict[str, int] = {}
        for place, group in enumerate(groups):
            for beginning in group:
                self._of[beginning] = self._of.get(beginning, 0) | 1 << place

    def __missing__(self, word: str) -> int:
        whole, met = word + END, 0
        for length in range(1, min(len(whole), LONG_ENOUGH) + 1):
            met |= self._of.get(whole[:length], 0)
        if len(self) < 50_000:
            self[word] = met
        return met
