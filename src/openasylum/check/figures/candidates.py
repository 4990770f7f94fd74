"""The measures that the words of a sentence can be about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Final, Protocol

from openasylum.check.figures.measures import Measure
from openasylum.check.figures.observations import Held
from openasylum.check.meaning.concept_index import ConceptIndex
from openasylum.check.meaning.lexicon import bits

#: How many sets of concepts are remembered with the measures that they fit.
_REMEMBERED: Final = 20_000
#: All concepts as bits.
_ALL: Final = -1


class Naming(Protocol):
    """What names concepts: a sentence, or a sentence as it reads with what another named."""

    bits: int
    #: Those, and the ones that the sentences before it name.
    around_bits: int


class Candidates:
    """The measures by dimension, with what each needs as sets of bits, so that the words of a sentence are held
    against all of them quickly.
    """

    def __init__(self, held: tuple[Held, ...]) -> None:
        #: Concepts of which every measure needs one, as bits; all of them where one needs none.
        self._wanted = reduce(or_, (_fewest(one.measure) for one in held), 0)
        self._by_dimension: dict[str, _OfDimension] = {
            dimension: _OfDimension([one for one in held if one.measure.dimension == dimension])
            for dimension in dict.fromkeys(one.measure.dimension for one in held)
        }

    def every(self, dimension: str) -> Iterator[tuple[Held, float]]:
        """All measures of a dimension, each with how well words fit that name no more than it needs."""
        return ((held, score) for held, _, score in self._by_dimension[dimension].all)

    def of(self, context: Naming, dimension: str) -> list[tuple[Held, float]]:
        """The measures that a sentence can be about, each with how well its words fit."""
        among = self._by_dimension.get(dimension)
        return [] if among is None else among.fitting(context)

    def beyond(self, context: Naming, further: Naming, dimension: str) -> list[tuple[Held, float]]:
        """Those that it can be about as it reads further, and cannot be about by itself."""
        among = self._by_dimension.get(dimension)
        return [] if among is None else among.beyond(context, further)

    def any(self, context: Naming) -> bool:
        """Whether a sentence can be about any of them."""
        wanted = self._wanted == _ALL or context.bits & self._wanted
        return bool(wanted) and any(one.fitting(context) for one in self._by_dimension.values())


class _OfDimension:
    """The measures of one dimension. Which of them fit hangs on few of the concepts of a sentence, and texts name the same
    ones over and over.
    """

    def __init__(self, held: list[Held]) -> None:
        self.all = [(one, *_grounds(one.measure)) for one in held]
        self._index = ConceptIndex(
            (one, held.measure.needs) for one, held in zip(self.all, held, strict=True)
        )
        self._about = reduce(or_, (group for _, about, _ in self.all for group in about), 0)
        self._needed = reduce(or_, (bits(group) for one in held for group in one.measure.needs), self._about)
        self._known: dict[tuple[int, int], list[tuple[Held, float]]] = {}
        self._known_beyond: dict[tuple[tuple[int, int], tuple[int, int]], list[tuple[Held, float]]] = {}

    def _key(self, context: Naming) -> tuple[int, int]:
        """All of what a sentence names that matters here."""
        return context.bits & self._needed, context.around_bits & self._about

    def fitting(self, context: Naming) -> list[tuple[Held, float]]:
        """Those that a sentence can be about, each with how well its words fit."""
        key = self._key(context)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = list(self._fitting(context))
        return found

    def beyond(self, context: Naming, further: Naming) -> list[tuple[Held, float]]:
        """Those that it can be about as it reads further, and cannot be about by itself."""
        key = self._key(context), self._key(further)
        found = self._known_beyond.get(key)
        if found is None:
            if len(self._known_beyond) >= _REMEMBERED:
                self._known_beyond.clear()
            own = {id(held) for held, _ in self.fitting(context)}
            found = self._known_beyond[key] = [one for one in self.fitting(further) if id(one[0]) not in own]
        return found

    def _fitting(self, context: Naming) -> Iterator[tuple[Held, float]]:
        named, around = context.bits, context.around_bits
        for held, about, score in self._index.of(named):
            for group in about:
                if named & group:
                    score += 1
                elif around & group:
                    score += 0.4
                else:
                    break
            else:
                yield held, score


def _fewest(measure: Measure) -> int:
    """The smallest group of concepts that a measure needs one of, as bits; all where it needs none."""
    fewest = min(measure.needs, key=len, default=None)
    return _ALL if fewest is None else bits(fewest)


def _grounds(measure: Measure) -> tuple[tuple[int, ...], float]:
    """What a measure is about as bits, and how well words fit that name no more than it needs."""
    return tuple(bits(group) for group in measure.about), len(measure.needs) + (0.5 if measure.near else 0)
