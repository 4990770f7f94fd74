"""Parts of one whole that a sentence tells side by side: "64% of the claims in 2022, against 45% in 2023", "46% of them in Quebec
and 44% in Ontario", "32% to Quebec, compared to 51% for Ontario". The whole is named with the first alone.
"""

from __future__ import annotations

from typing import Final

from openasylum.check.figures.observations import Observation
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

#: What sets a figure beside the one before it; few words say where and when each is of.
_BESIDE: Final = plain_pattern(
    r"\)?(?: [\w'’-]+){0,12}?,? (?:and|et|contre|against|versus|to|a|while|tandis que|alors que|et de|"
    r"compared (?:to|with)|up from|down from|comparativement a|par rapport a)(?: [\w'’-]+){0,5} $"
)
#: Between a count and the share that says the same.
_IN_OTHER_WORDS: Final = plain_pattern(
    r"(?: [\w'’-]+){0,4},? ?(?:soit|or|-|\(|ce qui represente|ce qui correspond a|which (?:is|represents)|representing)"
    r"(?: (?:about|some|nearly|roughly|environ|quelque|pres de))* ?"
)
#: Smaller counts are of too many times.
_FEW: Final = 1_000
#: How far apart two figures stand that are told side by side.
_REACH: Final = 110


def leading_part(share: Quantity, context: Context) -> Quantity | None:
    """The share that the sentence tells just before one, beside which this one is set; None where there is none."""
    before = [one for one in context.quantities if one.end <= share.start and not one.bare]
    if not before or before[-1].dimension != "share" or before[-1].value_to is not None:
        return None
    between = context.plain[before[-1].end : share.start]
    return before[-1] if len(between) <= _REACH and _BESIDE.match(between) else None


def counted_before(share: Quantity, context: Context) -> Quantity | None:
    """The count that a share is told of in other words: "65,570 claims, or 46% of the national total"; None where there is none."""
    before = [one for one in context.quantities if one.end <= share.start]
    if not before or before[-1].dimension != "count" or before[-1].value < _FEW:
        return None
    return before[-1] if _IN_OTHER_WORDS.fullmatch(context.plain, before[-1].end, share.start) else None


def place_spoken_of(context: Context) -> str | None:
    """The one province or state that the sentence before names, where this one names none; None where there are several."""
    last = context.before[-1:]
    names = {name for one in last for name in one.names_of("place.")} - {"Canada", "United States"}
    return names.pop() if len(names) == 1 else None


def told_together(first: Observation, second: Observation) -> bool:
    """Whether two values of one series, a part and its whole, are of the same days and, where printed as figures, one print."""
    same_days = (first.first, first.last) == (second.first, second.last)
    return (
        first.values is second.values
        and same_days
        and (not first.figure or first.published == second.published)
    )
