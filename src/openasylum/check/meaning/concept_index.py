"""Things that are recognised by the concepts which a sentence names, found by those concepts: a sentence names few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final, Generic, TypeVar

from openasylum.check.meaning.lexicon import bits

Thing = TypeVar("Thing")

#: How many sets of concepts are remembered with the things that they are enough for.
REMEMBERED: Final = 20_000


class ConceptIndex(Generic[Thing]):
    """Things with what each needs: groups of concepts, of each of which a sentence names at least one."""

    def __init__(self, things: Iterable[tuple[Thing, Sequence[Sequence[str]]]]) -> None:
        listed = list(things)
        self._things = [thing for thing, _ in listed]
        #: The concepts that anything needs, as bits: texts name the same few of them over and over.
        self._needed = bits(concept for _, needs in listed for group in needs for concept in group)
        self._known: dict[int, tuple[Thing, ...]] = {}
        #: By rank of the group, the smallest first: the things (as bits, by their place) that each concept is enough for,
        #: and those that have no such group.
        self._enough: list[tuple[dict[int, int], int]] = []
        for groups in zip_longest(*(sorted(needs, key=len) for _, needs in listed)):
            enough: dict[int, int] = {}
            for place, group in enumerate(groups):
                for concept in singly(bits(group or ())):
                    enough[concept] = enough.get(concept, 0) | 1 << place
            free = sum(1 << place for place, group in enumerate(groups) if group is None)
            self._enough.append((enough, free))

    def of(self, named: int) -> tuple[Thing, ...]:
        """The things that all their needs are named of (as bits, with or without other concepts), in their order."""
        needed = named & self._needed
        found = self._known.get(needed)
        if found is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            found = self._known[needed] = self._of(list(singly(needed)))
        return found

    def _of(self, named: list[int]) -> tuple[Thing, ...]:
        fitting = (1 << len(self._things)) - 1
        for enough, fits in self._enough:
            for concept in named:
                if concept in enough:
                    fits |= enough[concept]
            fitting &= fits
            if not fitting:
                return ()
        return tuple(self._things[one.bit_length() - 1] for one in singly(fitting))


def singly(together: int) -> Iterator[int]:
    """The bits of a number, each by itself, the lowest first."""
    while together:
        lowest = together & -together
        yield lowest
        together ^= lowest
