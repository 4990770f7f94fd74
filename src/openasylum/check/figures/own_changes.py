"""A change that a text tells beside the two counts it is of: "59,735 against 51,635 in the same months of 2022, up 16%"."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.changes import multiple, slack_of
from openasylum.check.figures.holding import hold
from openasylum.check.figures.standing import Standing
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

#: How far behind the counts a change of theirs is told, and what parts it from them.
_REACH: Final = 90
_OTHER_MATTER: Final = plain_pattern(r"[;]|\b(?:while|whereas|tandis que|alors que)\b")
#: After a change that is told between its two counts: "5,140 people, 46 per cent fewer than the 9,481 of a year before".
_FEWER_THAN: Final = plain_pattern(
    r" (?:fewer|less|more)(?: \w+)? than the $| (?:de )?(?:moins|plus)(?: de \w+)? que les $|"
    r" (?:decrease|increase|drop|rise|decline|jump|surge)(?: \w+){0,3} (?:from|compared to|compared with|over) (?:the )?$"
)
_OURS: Final = ("agrees", "agrees_rounded")


def own_change(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """How a stated change stands to the two counts beside it, where both are ours and of one measure; None elsewhere.

    The change is held against our two values, so it agrees only where all three numbers do.
    """
    wanted = multiple(quantity, context)
    if wanted is None:
        return None
    counts = [one for one in context.quantities if one.dimension in ("count", "money") and not one.bare]
    if len(counts) != 2 or any(one.value_to is not None for one in counts):
        return None
    between = context.plain[counts[1].end : quantity.start]
    told_between = _FEWER_THAN.match(context.plain[quantity.end : counts[1].start]) is not None
    if not told_between and (
        quantity.start < counts[1].end or len(between) > _REACH or _OTHER_MATTER.search(between)
    ):
        return None
    held = [hold(one, context, candidates, today) for one in counts]
    known = [one for one in held if one is not None and one.verdict in _OURS and len(one.observations) == 1]
    if len(known) != 2 or known[0].measure is not known[1].measure:
        return None
    first, second = sorted((one.observations[0] for one in known), key=lambda one: one.first)
    if not first.value or not second.value or first.first == second.first or first.place != second.place:
        return None
    if abs(second.value / first.value - wanted) > slack_of(quantity, wanted):
        return None
    return Standing("agrees", known[0].measure, (first, second), "change_right", known[0].score)
