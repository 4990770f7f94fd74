"""Whether a single figure of the register is of a place, and the sentence names others only."""

from __future__ import annotations

from functools import cache
from typing import Final

from openasylum.check.figures.observations import Observation
from openasylum.check.language.folding import Said, fold
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


def _same(one: str, other: str) -> bool:
    return one == other or _WITHIN.get(one) == other or _WITHIN.get(other) == one


@cache
def _places(title: str) -> frozenset[str]:
    """The places within a country that a title names."""
    named = lexicon("en").mentions(Said(fold(title)))
    found = {one.concept.removeprefix("place.") for one in named if one.concept.startswith("place.")}
    return frozenset(found - _COUNTRIES)
