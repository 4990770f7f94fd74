"""The row of a table as a line: "2019 October · Intake 5,901 · Pending 84,827". What stands in the cell of one figure says nothing of
another; what stands before the first cell is of them all.
"""

from __future__ import annotations

from typing import Final

from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_WALL: Final = " · "


def of_its_cell(quantity: Quantity, context: Context, concepts: frozenset[str]) -> frozenset[str]:
    """Those of some concepts that a row names in the cell of a figure or before the first cell; all of them elsewhere."""
    plain = context.plain
    first = plain.find(_WALL)
    if first < 0:
        return concepts
    start, end = plain.rfind(_WALL, 0, quantity.start), plain.find(_WALL, quantity.end)
    end = len(plain) if end < 0 else end
    return frozenset(
        one.concept
        for one in context.mentions
        if one.concept in concepts and (one.start < first or start <= one.start < end)
    )
