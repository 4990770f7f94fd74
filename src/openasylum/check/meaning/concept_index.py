"""Things that are recognised by the concepts which a sentence names, found by those concepts: a sentence names few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class ConceptIndex(Generic[Thing]):
    """Things with what each needs: groups of concepts, of each of which a sentence names at least one."""

    def __init__(self, things: Iterable[tuple[Thing, Sequence[Sequence[str]]]]) -> None:
        listed = list(things)
        self._things = [thing for thing, _ in listed]
        #: By rank of the group, the smallest first: the things (as bits, by their place) that each concept is enough for,
        #: and those that have no such group.
        self._enough: list[tuple[dict[str, int], int]] = []
        for groups in zip_longest(*(sorted(needs, key=len) for _, needs in listed)):
            enough: dict[str, int] = {}
            for place, group in enumerate(groups):
                for concept in group or ():
                    enough[concept] = enough.get(concept, 0) | 1 << place
            free = sum(1 << place for place, group in enumerate(groups) if group is None)
            self._enough.append((enough, free))

    def of(self, named: frozenset[str]) -> list[Thing]:
        """The things that all their needs are named of, in their order."""
        fitting = (1 << len(self._things)) - 1
        for enough, fits in self._enough:
            for concept in named:
                if concept in enough:
                    fits |= enough[concept]
            fitting &= fits
            if not fitting:
                return []
        found = []
        while fitting:
            last = fitting.bit_length() - 1
            found.append(self._things[last])
            fitting ^= 1 << last
        return found[::-1]
