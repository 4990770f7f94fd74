"""Shares and changes that do not follow from the counts beside which a text tells them: "from 10,000 to 20,000, an increase of 60%".

Only where the words leave no doubt which counts are meant; a share told loosely beside two counts may be of others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.own_shares import OwnShare

_UP: Final = r"increas\w*|rise|rose|rising|gr(?:e|o)w\w*|growth|jump\w*|surg\w*|climb\w*|soar\w*|up|hausse|augment\w*|bond\w*|progress\w*"
_DOWN: Final = (
    r"decreas\w*|declin\w*|drop\w*|fell|fall\w*|down|plung\w*|reduc\w*|baiss\w*|diminu\w*|recul\w*|chut\w*"
)
_LITTLE: Final = r"(?: (?:about|some|only|just|nearly|around|roughly|environ|quelque|pres de|the|les))*"
#: Before the first of two counts, and between them: "from 10,000 in 2020 to 20,000".
_FROM: Final = plain_pattern(rf"\b(?:from|de){_LITTLE} $")
_TO: Final = plain_pattern(rf"^[^,;.()]{{0,40}} (?:to|a){_LITTLE} $")
#: Between the counts and the change that sums them up, and between a change and the counts that follow it.
_A_CHANGE_OF: Final = plain_pattern(
    rf"^[^,;.()]{{0,40}}, (?:(?:which|that) is |soit )?(?:an?|une?) (?:\w+ )?(?P<way>{_UP}|{_DOWN}) (?:of|de){_LITTLE} $"
)
_CHANGED_BY: Final = plain_pattern(rf"\b(?P<way>{_UP}|{_DOWN})(?: by| de)?{_LITTLE} $")
_OPENS_WITH_FROM: Final = plain_pattern(rf"^,? (?:going |passing |passant )?(?:from|de){_LITTLE} $")
#: "12,000 of the 40,000 claims, or 30%"; "of 40,000 claims, 12,000, or 30%".
_OF: Final = plain_pattern(
    rf"^ (?:\w+ )?(?:of|out of|sur|des){_LITTLE} (?:the |its |these |all |les |ces )?$"
)
_OF_BEFORE: Final = plain_pattern(r"(?:^|[,;] )(?:out )?(?:of|sur|des)(?: the| its| these| les| ces)? $")
_COMMA: Final = plain_pattern(rf"^[^,;.()]{{0,40}},{_LITTLE} $")
_OR: Final = plain_pattern(rf"^(?: [^,;.()]{{0,30}})?,? (?:or|soit|i\.e\.){_LITTLE} $")
#: How far a share may lie from what the counts make, at the least, and where it is hedged.
_SLACK, _HEDGED = 0.025, 0.06


def misfits(context: Context) -> Iterator[OwnShare]:
    """The shares and changes of a sentence that its own two counts do not make."""
    shares = [one for one in context.quantities if one.dimension == "share" and one.value_to is None]
    counts = [
        one
        for one in context.quantities
        if one.dimension in ("count", "money") and one.value_to is None and not one.bare and one.value
    ]
    if len(shares) != 1 or len(counts) != 2 or counts[0].dimension != counts[1].dimension:
        return
    share, (first, second) = shares[0], counts
    found = _change(share, first, second, context.plain) or _part(share, first, second, context.plain)
    if found is not None and abs(found.made - share.value) > _slack(share, found.made):
        yield found


def _change(share: Quantity, first: Quantity, second: Quantity, plain: str) -> OwnShare | None:
    """The change between two counts of which a share is told."""
    if not _FROM.search(plain, max(0, first.start - 30), first.start):
        return None
    if not _TO.match(plain[first.end : second.start]):
        return None
    way = _A_CHANGE_OF.match(plain[second.end : share.start])
    if way is None and _OPENS_WITH_FROM.match(plain[share.end : first.start]):
        way = _CHANGED_BY.search(plain, max(0, share.start - 40), share.start)
    if way is None:
        return None
    made = second.value / first.value - 1
    up = plain_pattern(_UP).fullmatch(way["way"]) is not None
    return OwnShare(share, first, second, made if up else -made, True)


def _part(share: Quantity, first: Quantity, second: Quantity, plain: str) -> OwnShare | None:
    """The part that one count is of another, of which a share is told."""
    if second.start > share.start or not _OR.match(plain[second.end : share.start]):
        return None
    between = plain[first.end : second.start]
    if first.value < second.value and _OF.match(between):
        return OwnShare(share, second, first, first.value / second.value, False)
    before = plain[max(0, first.start - 14) : first.start]
    if second.value < first.value and _OF_BEFORE.search(before) and _COMMA.match(between):
        return OwnShare(share, first, second, second.value / first.value, False)
    return None


def _slack(share: Quantity, made: float) -> float:
    """How far a share may lie from what was counted: by its rounding and that of the counts."""
    return max(_HEDGED if share.hedge else _SLACK, share.step, 0.06 * abs(made))
