"""Sentences found by runs of words that they share, so that of two long texts not every pair need be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

#: How many words in a row are a shingle.
LENGTH: Final = 4
#: A run of words that more sentences than this hold tells none of them from the others.
COMMON: Final = 200


class Shingles:
    """Distinct sentences, each a row of plain words, by the runs of words in them."""

    def __init__(self, listed: Iterable[str], length: int = LENGTH) -> None:
        self._length = length
        self._listed = list(dict.fromkeys(listed))
        self._places = {spoken: place for place, spoken in enumerate(self._listed)}
        self._holding: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for place, spoken in enumerate(self._listed):
            for shingle in self._shingles(spoken):
                self._holding[shingle].append(place)

    def most_like(self, spoken: str, most: int = 3) -> list[str]:
        """The sentences that share the most runs of words with one, the first of equals first; the very same one leads."""
        votes = self._votes(spoken)
        if spoken in self._places:
            votes[self._places[spoken]] = votes.get(self._places[spoken], 0) + len(spoken)
        ranked = sorted(votes, key=lambda place: (-votes[place], place))
        return [self._listed[place] for place in ranked[:most]]

    def sharing(self, spoken: str) -> list[str]:
        """The sentences that share any run of words with one, in no order, and the very same one."""
        places = {*self._votes(spoken), *([self._places[spoken]] if spoken in self._places else ())}
        return [self._listed[place] for place in places]

    def _votes(self, spoken: str) -> dict[int, int]:
        """How many runs of words each sentence shares with one."""
        votes: dict[int, int] = {}
        for shingle in self._shingles(spoken):
            holding = self._holding.get(shingle, ())
            if len(holding) <= COMMON:
                for place in holding:
                    votes[place] = votes.get(place, 0) + 1
        return votes

    def _shingles(self, spoken: str) -> set[tuple[str, ...]]:
        row = spoken.split()
        return {tuple(row[at : at + self._length]) for at in range(max(1, len(row) - self._length + 1))}
