"""Which time, place or origin a sentence names for each figure of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.members import members
from openasylum.check.language.quantities import Quantity
from openasylum.check.language.respective import place_in_row
from openasylum.check.meaning.lexicon import Mention

if TYPE_CHECKING:
    from openasylum.check.meaning.contexts import Context

_PARTED = plain_pattern(r"[,;](?!\d)")


def is_of_compared(context: Context, one: When) -> bool:
    """Whether a time is that of a figure which is only set beside another: "up from 92,000 in 2022"."""
    figure = next((figure for figure in reversed(context.quantities) if figure.end <= one.start), None)
    return (
        figure is not None
        and context.compared(figure)
        and not _PARTED.search(context.plain, figure.end, one.start)
    )


def own_of(
    context: Context, kind: str, quantity: Quantity, named: Sequence[When | Mention]
) -> dict[int, int]:
    """Which of some times or places (by their number) is each figure's own, by where it starts, among the figures of the kind of one;
    worked out once. Empty where they are no list.
    """
    if len(named) < 2 or len(context.quantities) < 2:
        return {}
    key = ("own", kind, quantity.dimension)
    found: dict[int, int] | None = context.worked_out.get(key)
    if found is None:
        alike = [(one.start, one.end) for one in context.quantities if one.dimension == quantity.dimension]
        marks = [(one.start, one.end) for one in named]
        found = context.worked_out[key] = members(context.plain, alike, marks)
    return found


def counts_as_the_first(context: Context, quantity: Quantity) -> bool:
    """Whether a figure of a list counts what its first figure does, and that is nothing of this field: "405,000 permits in 2021, 437,000
    in 2022".
    """
    own = own_of(context, "time", quantity, context.times)
    if quantity.start not in own:
        return False
    first = min(own)
    head = next(one for one in context.quantities if one.start == first)
    return head is not quantity and context.counts_something_else(head)


def of_row(context: Context, named: Sequence[Mention], quantity: Quantity) -> list[str]:
    """The place or origin of a figure that is one of several in a row, where the sentence names just as many before them."""
    ordered = sorted(named, key=lambda one: one.start)
    names = list(dict.fromkeys(one.concept.partition(".")[2] for one in ordered))
    if len(names) < 2 or max(one.end for one in named) > quantity.start:
        return []
    row = place_in_row(context.plain, context.quantities, quantity)
    return [names[row[0]]] if row is not None and row[1] == len(names) else []
