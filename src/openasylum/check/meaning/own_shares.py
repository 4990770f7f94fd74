"""Shares and changes that a text draws from counts of its own: "592 of the 10,790, or 5.4 per cent", "down 10 per cent, from
4,575 to 4,125".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Final, NamedTuple

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

#: What makes a share a change: up or down, before it or after it.
_UP: Final = plain_pattern(
    r"\b(?:increas\w*|ris(?:e|en|es|ing)|rose|grow\w*|grew|jump\w*|surg\w*|climb\w*|soar\w*|"
    r"(?<!making )(?<!made )(?<!makes )(?<!make )up|higher|spike\w*|"
    r"hausse|augment\w*|bond\w*)\b|[%t] (?:de plus|more)\b"
)
_DOWN: Final = plain_pattern(
    r"\b(?:decreas\w*|declin\w*|drop\w*|fell|fall(?:en|s|ing)?|down|lower|plung\w*|plummet\w*|reduc\w*|"
    r"baiss\w*|diminu\w*|recul\w*|chut\w*)\b|[%t] (?:de moins|fewer|less)\b"
)
#: What says that a share is that of one count in another.
_SHARE: Final = plain_pattern(
    r"\b(?:or|of|out of|represent\w*|account\w*|that's|that is|equal\w*|nearly|about|soit|sur|des?)\b|\("
)
#: What says so beside words of change too.
_PART: Final = plain_pattern(r"\b(?:represent\w*|account\w*|ma(?:de|kes?|king) up|out of|soit)\b")
#: What sets a change beside the count that it starts from.
_COMPARED: Final = plain_pattern(
    r"\b(?:compared (?:to|with)|over|from|than|par rapport aux?|comparativement aux?|que)"
    r"(?: (?:the|les|about|nearly|environ))* \d[\d., ]*$"
)
#: How far before and after a share its verb may stand, and the counts that it is drawn from.
_BEFORE, _NEAR, _REACH = 100, 60, 160


class OwnShare(NamedTuple):
    """A share with the two counts that make it, and what they make: the part over the whole, or the change."""

    share: Quantity
    first: Quantity
    second: Quantity
    made: float
    change: bool


def own_shares(context: Context) -> Iterator[OwnShare]:
    """The shares of a sentence that two counts (or sums of money) of it make, rounded as they are told; failing that, those of the
    sentence before, where this one goes on speaking of them ("that is a rise of 65%"), or its one and the one of the sentence
    before that it is compared with ("that is a rise of 65% over the 4,125 of 2021").
    """
    counts = _counts(context)
    if not counts and context.goes_on and context.before:
        counts = _two_before(context)
    elif len(counts) == 1 and context.before and _COMPARED.search(context.plain, 0, counts[0].end):
        earlier = _counts(context.before[-1])
        counts = [*earlier, *counts] if len(earlier) == 1 else counts
    for share in context.quantities:
        if share.dimension == "share" and share.value_to is None and len(counts) >= 2:
            found = _made_of(share, counts, context)
            if found is not None:
                yield found


def _two_before(context: Context) -> list[Quantity]:
    """The two counts of the sentence before, or the one of each of the two before; none where they are more or fewer."""
    last = _counts(context.before[-1])
    counts = [*_counts(context.before[-2]), *last] if len(last) == 1 and len(context.before) > 1 else last
    return counts if len(counts) == 2 else []


def _counts(context: Context) -> list[Quantity]:
    return [
        one
        for one in context.quantities
        if one.dimension in ("count", "money") and one.value_to is None and one.value >= 10
    ]


def _made_of(share: Quantity, counts: list[Quantity], context: Context) -> OwnShare | None:
    around = context.plain[max(0, share.start - _BEFORE) : share.end + _NEAR]
    sign = 1 if _UP.search(around) else -1 if _DOWN.search(around) else 0
    near = [one for one in counts if abs(one.start - share.start) <= _REACH or one not in context.quantities]
    for first, second in permutations(near, 2):
        if first.dimension != second.dimension or not first.value:
            continue
        if sign and _is(share, made := sign * (second.value / first.value - 1)):
            return OwnShare(share, first, second, made, True)
        part = second.value < first.value and (_SHARE if not sign else _PART).search(around)
        if part and _is(share, made := second.value / first.value):
            return OwnShare(share, first, second, made, False)
    return None


def _is(share: Quantity, made: float) -> bool:
    """Whether two counts make a share as it is told: to its last digit, cut or rounded; to two points where hedged."""
    if made <= 0.005:
        return False
    width = min(share.step, 0.02 * max(share.value, 1.0))
    return abs(made - share.value) <= (0.02 if share.hedge else max(width, 0.001) * 1.0001)
