"""The words that a pattern needs: what a sentence must say for it to be worth trying.

Wherever a word begins in a pattern, the beginnings that this word can have are a group, and a sentence in which the pattern is
found has a word for every group. Most sentences have none for one of them. The groups are read off the patterns by
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


@cache
def needed_words() -> NeededWords:
    """What words the patterns of each statement and event need."""
    kept = json.loads(files(__package__).joinpath("needed_words.json").read_text(encoding="utf-8"))
    return NeededWords(kept["groups"], kept["needs"])


class NeededWords:
    """Things by name, each recognised by any of its patterns, with the words that those need: ``groups`` are beginnings of words,
    ``needs`` the places of the groups of each of a thing's patterns.
    """

    def __init__(self, groups: Sequence[Iterable[str]], needs: Mapping[str, Sequence[Sequence[int]]]) -> None:
        self._met = _GroupsMet(groups)
        self._needs = {
            name: tuple(reduce(or_, (1 << place for place in one), 0) for one in of_thing)
            for name, of_thing in needs.items()
        }

    def met(self, spoken: Iterable[str]) -> int:
        """The groups for which some words have one, as bits."""
        return reduce(or_, map(self._met.__getitem__, spoken), 0)

    def can_be_found(self, name: str, met: int) -> bool:
        """Whether any pattern of a thing has a word for each of its groups."""
        return any(met & needed == needed for needed in self._needs[name])


class _GroupsMet(dict[str, int]):
    """The groups that a word is one of, as bits; worked out when first asked for, since texts repeat their words."""

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        super().__init__()
        self._of: dict[str, int] = {}
        for place, group in enumerate(groups):
            for beginning in group:
                self._of[beginning] = self._of.get(beginning, 0) | 1 << place

    def __missing__(self, word: str) -> int:
        whole = word + END
        beginnings = (whole[:length] for length in range(1, min(len(whole), LONG_ENOUGH) + 1))
        met = reduce(or_, (self._of.get(one, 0) for one in beginnings), 0)
        if len(self) < 50_000:
            self[word] = met
        return met
