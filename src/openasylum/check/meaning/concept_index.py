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
        self._opened_by: dict[str, list[int]] = {}
        self._always: list[int] = []
        for place, (thing, needs) in enumerate(things):
            self._things.append((thing, tuple(bits(group) for group in needs)))
            if not needs:
                self._always.append(place)
                continue
            fewest = min(needs, key=len)
            for concept in set(fewest):
                self._opened_by.setdefault(concept, []).append(place)

    def of(self, named: frozenset[str], as_bits: int) -> list[Thing]:
        """The things that all their needs are named of, in their order; ``as_bits`` is ``named`` as bits."""
        opening = named & self._opened_by.keys()
        if not opening and not self._always:
            return []
        places = {*self._always, *(place for concept in opening for place in self._opened_by[concept])}
        found = []
        for place in sorted(places):
            thing, needs = self._things[place]
            for group in needs:
                if not as_bits & group:
                    break
            else:
                found.append(thing)
        return found
