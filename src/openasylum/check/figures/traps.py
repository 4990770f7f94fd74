"""What a value is mistaken for: another population, another basis, the upper end of a range for the number itself."""

from __future__ import annotations

from openasylum.check.figures.measures import ANY_ORIGIN, Measure, Mistaken
from openasylum.check.figures.observations import Observation
from openasylum.check.figures.rounding import close
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_MAY = plain_pattern(
    r"\b(?:may|might|could|up to|as (?:many|high|much)|estimat\w*|maximum|upper|peu(?:t|vent)|"
    r"pourrai\w+|serai\w+|vivrai\w+|jusqu'a|estim\w*)\b"
)


#: Between who did it and the figure: "students made 173,000 claims".
_DID = plain_pattern(
    r"(?: [a-z'-]+){0,3} (?:made|filed|submitted|lodged|presented|accounted for|ont (?:fait|depose|presente|soumis)|"
    r"(?:a|avaient|avait) (?:depose|presente))(?: [a-z'-]+){0,2} "
)


def _did_it(quantity: Quantity, context: Context, concepts: set[str]) -> bool:
    """Whether one of the concepts is named as who did what the figure counts."""
    by = [
        one
        for one in context.mentions
        if one.concept in concepts or (ANY_ORIGIN in concepts and one.concept.startswith("origin."))
    ]
    return any(
        0 < one.end < quantity.start and _DID.fullmatch(context.plain, one.end, quantity.start) for one in by
    )


def trap_of(quantity: Quantity, context: Context, measure: Measure) -> Mistaken | None:
    """What a figure is mistaken for, by the words around it, or None."""
    for trap in measure.mistaken_for:
        if trap.per and quantity.per not in trap.per:
            continue
        when = set(trap.when)
        if trap.by and not _did_it(quantity, context, when):
            continue
        if trap.by:
            when = set()
        if when and not (context.named & when if trap.far else context.close_to(quantity, when, 110)):
            continue
        told = context.named
        if trap.kept_in_mind:
            told = told.union(*(one.named for one in context.before))
        elif quantity.dimension == "count" and context.before:
            told |= context.before[-1].named  # who they are was said just before
        if told & set(trap.unless):
            continue
        return trap
    return None


def is_upper_end(quantity: Quantity, context: Context, one: Observation) -> bool:
    """Whether the upper end of a range is told as if it were the number: without "up to", "may" or "estimates"."""
    if (
        quantity.value_to is not None
        or quantity.hedge in ("at_most", "below")
        or not close(quantity.value, one.high)
    ):
        return False
    start, end = context.clause(quantity)
    return _MAY.search(context.plain, start, end) is None
