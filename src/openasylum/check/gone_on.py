"""What a sentence takes from those before it: what it counts without a noun, and a figure whose noun, place or time stands
further back: in the sentence before it, or in the one that opens the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from openasylum.check.figures.rounding import significant_digits
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.timely import fits
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.further import Further, named_by
from openasylum.check.meaning.lexicon import Mention, of_kinds, topical_bits

#: What points back to what was spoken of, or parts of it.
_POINTS_BACK: Final = plain_pattern(
    r"\b(?:this|that|these|those|it|its|such|the (?:program|programme|money|funding|funds|bill|tab|total|cost|figure|number|estimate)|"
    r"including|includes?|another|additional|respectively|alone|of which|compared|up from|down from|"
    r"ce|cet|cette|ces|celui|celle|le (?:programme|total|cout|montant|nombre|chiffre)|la (?:facture|somme)|l'estimation|"
    r"dont|soit|autres?|supplementaires?|respectivement|seulement|contre|comparativement|inclut|comprend)\b"
)
#: How many days a sum may end before or after the time that the text speaks of, and still be spoken of.
_ABOUT: Final = 400
#: Figures of these kinds may have their noun further back.
_KINDS: Final = frozenset({"count", "money", "duration"})


def carried(before: list[Context], item: bool) -> list[Mention]:
    """What a sentence that goes on ("of them, …") speaks of still: what the one before named, but no place or origin. A
    line of a list is of all that its head and the lines before it name.
    """
    spoken = _since_head(before) if item else _last_on_subject(before)
    return named_by(spoken, ("origin.",) if item else ("place.", "origin."))


def _last_on_subject(before: list[Context]) -> list[Context]:
    """The last sentence, and the one before it too where that last one only set the scene."""
    sets_the_scene = bool(before) and not before[-1].bits & topical_bits()
    return before[-2:] if sets_the_scene else before[-1:]


def _since_head(before: list[Context]) -> list[Context]:
    """The head of a list ("Asylum claims:") and the lines under it; all where there is none."""
    heads = [place for place, one in enumerate(before) if one.plain.endswith(":")]
    return before[heads[-1] :] if heads else before


def further_back(context: Context, lead: Context | None) -> Iterator[Further]:
    """The sentence as it reads with what the one before it named, and with what the text opened with, where that adds words."""
    origins = of_kinds(("origin.",))
    for spoken in (*context.before[-1:], *((lead,) if lead is not None else ())):
        if spoken.bits & ~context.bits:
            theirs = (spoken.bits & origins).bit_count() == 1 and not context.bits & origins
            yield Further(context, spoken, ("place.",) if theirs else ("place.", "origin."))


def may_be_told_before(context: Context, quantity: Quantity) -> bool:
    """Whether a figure that nothing here names says enough for what it is of to be looked for further back."""
    if quantity.dimension not in _KINDS or quantity.bare or quantity.value_to is not None:
        return False
    if context.counts_something_else(quantity):
        return False
    if significant_digits(quantity.value, quantity.step) >= 3 or quantity.value >= 1e6:
        return True
    return quantity.dimension != "count" and _points_back(context, quantity)


def _points_back(context: Context, quantity: Quantity) -> bool:
    return _POINTS_BACK.search(context.plain[: quantity.end]) is not None


def sure(quantity: Quantity, context: Context, standing: Standing) -> bool:
    """Whether a number found with what stands further back can be none of chance: the very number told to four digits, or one of
    the time that the sentence names, or that it points back to.
    """
    if standing.verdict not in ("agrees", "agrees_rounded", "was_so_has_changed"):
        return False
    digits = significant_digits(quantity.value, quantity.step)
    if quantity.dimension == "count" and digits < 3 and quantity.value < 1e6:
        return False
    exact = standing.verdict != "agrees_rounded"
    when, here = context.when(quantity)
    timely = when is not None and (
        fits(standing.observations[0], when, standing.measure) or (exact and _within(standing, when))
    )
    if exact and digits >= 4 and (timely or not here):
        return True
    if exact and _one_of_a_kind(standing, context, digits) and (timely or not here):
        return True
    if exact and digits >= 3:
        return timely or quantity.dimension == "money"
    if digits >= 3:
        return timely and here
    about_then = when is not None and abs((when.last - standing.observations[0].last).days) <= _ABOUT
    close = timely or (exact and standing.measure.studies and about_then)
    return (exact or here) and close and digits >= 2 and _points_back(context, quantity)


def _within(standing: Standing, when: When) -> bool:
    """Whether the value is of a part of the time that is named: of April, where the sentence speaks of the year."""
    one = standing.observations[0]
    return when.grain in ("year", "span") and when.first <= one.first and one.last <= when.last


def _one_of_a_kind(standing: Standing, context: Context, digits: int) -> bool:
    """Whether the words of the sentence leave little choice: it names who publishes the number, or the measure needs much."""
    publisher = standing.observations[0].by
    here = frozenset(one.concept for one in context.mentions if one.end)
    by_name = publisher is not None and publisher in here
    needs = standing.measure.needs
    return (by_name and digits >= 2) or (
        len(needs) >= 3 and any(not here.isdisjoint(group) for group in needs)
    )


def told_before(
    quantity: Quantity,
    context: Context,
    lead: Context | None,
    hold: Callable[[Quantity, Further], Standing | None],
) -> tuple[Standing, Context] | None:
    """How a figure stands to what the sentences further back speak of, where it is surely one of ours; the context too."""
    if not may_be_told_before(context, quantity):
        return None
    if context.wider is None:  # asked for once, though a sentence may tell many figures
        context.wider = list(further_back(context, lead))
    for further in context.wider:
        standing = hold(quantity, further)
        if standing is not None and sure(quantity, further.context, standing):
            return standing, further.context
    return None
