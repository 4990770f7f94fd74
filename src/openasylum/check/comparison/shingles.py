"""Sentences found by runs of words that they share, so that of two long texts not every pair need be compared."""

from __future__ import annotations

from collections import Counter, defaultdict
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

    def most_like(self, spoken: str, most: int | None = 3) -> list[str]:
        """The sentences that share the most runs of words with one (all that share any if ``most`` is None), the first
        of equals first; the very same one leads.
        """
        votes: Counter[int] = Counter()
        for shingle in self._shingles(spoken):
            holding = self._holding.get(shingle, ())
            if len(holding) <= COMMON:
                votes.update(holding)
        if spoken in self._places:
            votes[self._places[spoken]] += len(spoken)
        ranked = sorted(votes, key=lambda place: (-votes[place], place))
        return [self._listed[place] for place in ranked[:most]]

    def _shingles(self, spoken: str) -> set[tuple[str, ...]]:
        row = spoken.split()
        return {tuple(row[at : at + self._length]) for at in range(max(1, len(row) - self._length + 1))}
