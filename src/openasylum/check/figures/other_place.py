"""Whether a value is of another place than the one of which a sentence tells it."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Final

from openasylum.check.figures.observations import Observation
from openasylum.check.language.folding import Said, fold
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.lexicon import lexicon

_COUNTRIES: Final = frozenset({"Canada", "United States", "Other"})
#: Places that lie within another of the lexicon.
_WITHIN: Final = {"Toronto": "Ontario", "Niagara Falls ON": "Ontario"}


def of_another_place(one: Observation, local: list[str]) -> bool:
    """Whether a figure is of none of the places within a country that a sentence names (``local``)."""
    if not one.figure or not local:
        return False
    ours = _places(str(one.row.title["en"]))
    return bool(ours) and not any(_same(here, there) for here in ours for there in local)


def of_the_others_place(one: Observation, quantity: Quantity, context: Context, local: list[str]) -> bool:
    """Whether a sentence tells counts and places by turns ("Ontario received 65,570 claims, and Quebec 63,390"), and a value is of
    another of these places than the one that is told with the count (``local``: the nearest first).
    """
    if len(local) < 2 or not (one.place in local[1:] or of_another_place(one, local[:1])):
        return False
    places = [
        (other.start, "place")
        for other in context.mentions
        if other.concept.removeprefix("place.") in local and other.end
    ]
    counts = [
        (other.start, "count")
        for other in context.quantities
        if other.dimension == quantity.dimension and not other.bare
    ]
    told = [kind for _, kind in sorted((*places, *counts))]
    return len(places) == len(counts) and all(this != following for this, following in pairwise(told))


def _same(one: str, other: str) -> bool:
    return one == other or _WITHIN.get(one) == other or _WITHIN.get(other) == one


@cache
def _places(title: str) -> frozenset[str]:
    """The places within a country that a title names."""
    named = lexicon("en").mentions(Said(fold(title)))
    found = {one.concept.removeprefix("place.") for one in named if one.concept.startswith("place.")}
    return frozenset(found - _COUNTRIES)
