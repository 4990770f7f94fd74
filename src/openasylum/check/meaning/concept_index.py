"""Things that are recognised by the concepts which a sentence names, found by those concepts: a sentence names few."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from openasylum.check.meaning.lexicon import bits

Thing = TypeVar("Thing")


class ConceptIndex(Generic[Thing]):
    """Things with what each needs: groups of concepts, of each of which a sentence names at least one."""

    def __init__(self, things: Iterable[tuple[Thing, Sequence[Sequence[str]]]]) -> None:
        self._things: list[tuple[Thing, tuple[int, ...]]] = []
        #: Concepts one of which opens each thing that needs any, as bits.
        self._openers = 0
        self._opened_by: dict[str, list[int]] = {}
        self._always: list[int] = []
        for place, (thing, needs) in enumerate(things):
            self._things.append((thing, tuple(bits(group) for group in needs)))
            if not needs:
                self._always.append(place)
                continue
            fewest = min(needs, key=len)
            self._openers |= bits(fewest)
            for concept in set(fewest):
                self._opened_by.setdefault(concept, []).append(place)

    def of(self, named: frozenset[str], as_bits: int) -> list[Thing]:
        """The things that all their needs are named of, in their order; ``as_bits`` is ``named`` as bits."""
        if not as_bits & self._openers and not self._always:
            return []
        places = set(self._always)
        for concept in named:
            if concept in self._opened_by:
                places.update(self._opened_by[concept])
        found = []
        for place in sorted(places):
            thing, needs = self._things[place]
            for group in needs:
                if not as_bits & group:
                    break
            else:
                found.append(thing)
        return found
