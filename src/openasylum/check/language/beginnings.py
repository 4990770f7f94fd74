"""What the beginnings of a word tell of it, found letter by letter: most words begin as none that is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Told = TypeVar("Told")


class Beginnings(Generic[Told]):
    """Beginnings of words, each with what it tells; ``join`` puts what two tell together, ``nothing`` is what none tells."""

    def __init__(
        self, listed: Iterable[tuple[str, Told]], join: Callable[[Told, Told], Told], nothing: Told
    ) -> None:
        own: dict[str, Told] = {}
        for beginning, told in listed:
            own[beginning] = join(own[beginning], told) if beginning in own else told
        self._shortest = min(map(len, own), default=0)
        #: What every known beginning and all shorter ones tell together.
        self._told = {"": nothing}
        for beginning in sorted(own):
            for length in range(1, len(beginning) + 1):
                known = beginning[:length]
                if known not in self._told:
                    shorter = self._told[known[:-1]]
                    self._told[known] = join(shorter, own[known]) if known in own else shorter

    def of(self, word: str) -> Told:
        """What all beginnings of a word tell, the shortest first."""
        told = self._told[""]
        for length in range(self._shortest, len(word) + 1):
            longer = self._told.get(word[:length])
            if longer is None:
                break
            told = longer
        return told
