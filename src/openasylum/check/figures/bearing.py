"""Whether what stands beside a figure lets it be of a measure, and what makes it another's."""

from __future__ import annotations

from openasylum.check.figures.measures import Measure
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.cells import of_its_cell
from openasylum.check.meaning.contexts import Context


def meant(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether what stands beside the figure lets it be of the measure: what it is per, what is named close by."""
    if measure.ranges_only and quantity.value_to is None:
        return False
    if (quantity.per is not None or measure.per is not None) and not _per_the_same(
        quantity, context, measure
    ):
        return False
    if barred_from(quantity, context, measure):
        return False
    return not measure.near or context.close_to(quantity, measure.near) or context.compared(quantity)


def _per_the_same(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether a figure is per day, month or person where the measure is, or can be."""
    if measure.per in (None, "year") and quantity.per in ("day", "month", "week", "person"):
        return False
    if measure.per is None and measure.moves and measure.dimension == "count" and quantity.per == "year":
        return False  # so many a year are no stock
    if measure.per == "person" and quantity.per in ("day", "month", "week"):
        return False
    if (
        measure.per in ("day", "month")
        and quantity.per != measure.per
        and f"per_{measure.per}" not in context.named
    ):
        return False
    return (
        measure.per != "person"
        or not context.named.isdisjoint(("per_person", "average"))
        or significant_digits(quantity.value, quantity.step) >= 5
        or _by_the_head(quantity, context)
    )


def _by_the_head(quantity: Quantity, context: Context) -> bool:
    """Whether a figure, or another of its kind in the sentence, is said to be of one person: "$14,000 a case, then $16,700"."""
    return any(one.per == "person" for one in context.quantities if one.dimension == quantity.dimension)


def barred_from(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether the sentence names what makes a figure another measure's."""
    if not context.bits & measure.never_bits:
        return False
    barred = context.named & measure.barred
    if "roxham_closed" in context.named and not context.names_a_crossing:
        barred -= _OF_ROXHAM  # its closure is a time, not a way in
    if quantity.per is None:  # "from 165 a day to 12, some 17,300 in all": the rate is another figure's
        barred -= {f"per_{one.per}" for one in context.quantities if one.per}
    barred = of_its_cell(quantity, context, context.bearing_on(quantity, barred))
    return bool(barred) and _barred(quantity, context, measure, barred)


#: Between those who are counted and what they did: no other clause, no "not".
_AND_DID = plain_pattern(r"[^,;:.()]{0,45}")
_NOT = plain_pattern(r"\b(?:not|n't|never|without|other than|ne|pas|sans|sauf)\b")


def did_what_bars(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether what bars a measure is what those who are counted did: "58,800 asylum seekers crossed into Quebec"."""
    return any(
        one.concept in measure.barred
        and one.start >= quantity.end
        and _AND_DID.fullmatch(context.plain, quantity.end, one.start) is not None
        and _NOT.search(context.plain, quantity.end, one.end) is None
        for one in context.mentions
    )


#: Where people come in: "20,550 by land" are none of those by air, whatever else the sentence names.
WAYS_IN = frozenset({"airport", "land_border", "port_of_entry", "inland"})
#: What the name of Roxham Road says of a count.
_OF_ROXHAM = frozenset({"roxham", "between_ports"})


def _barred(quantity: Quantity, context: Context, measure: Measure, barred: frozenset[str]) -> bool:
    """Whether a concept that makes it another measure bears on the figure: anywhere in the sentence for a round
    number or the only one, close by for one among several, next to it for one told to four digits.
    """
    if quantity.dimension == "share":
        return context.beside(quantity, barred)
    digits = significant_digits(quantity.value, quantity.step)
    if digits >= 4:
        ways = WAYS_IN & frozenset(measure.needs[0] if measure.needs else ())
        return context.close_to(quantity, barred, 60) and not context.follows_at_once(quantity, ways)
    several = sum(one.dimension == quantity.dimension for one in context.quantities) > 1
    return not several or digits < 2 or context.beside(quantity, barred)


#: "5,000 more than", "267 de plus": what stands before is how far two numbers lie apart.
_MORE_THAN = plain_pattern(r"^ (?:more|fewer|less)\b|^ (?:\w+ ){0,2}de (?:plus|moins)\b")
#: "Grew by 70,000", but not "de 70 000 à 150 000".
_GREW_BY = plain_pattern(
    r"\b(?:gr[eo]w\w*|ros[en]|rise\w*|risen|increas\w*|climb\w*|jump\w*|swell\w*|surg\w*|soar\w*|expand\w*|fell|fall\w*|drop\w*|"
    r"declin\w*|shr[aiu]nk\w*|decreas\w*|down|up) by(?: (?:about|some|nearly|almost|over|more than|around|roughly|only))? $|"
    r"\b(?:augment|gross|grimp|bondi|diminu|baiss|recul|chut)\w*(?: de| d')(?: (?:pres de|plus de|environ|quelque))? ?$"
)
_TO_ANOTHER = plain_pattern(r"^[^,;.]{0,30} a (?:\w+ ){0,2}[0-9]")


def is_difference(quantity: Quantity, context: Context) -> bool:
    """Whether a figure is how far two numbers lie apart."""
    if _MORE_THAN.match(context.plain[quantity.end : quantity.end + 30]):
        return True
    grew = _GREW_BY.search(context.plain, max(0, quantity.start - 40), quantity.start)
    return grew is not None and _TO_ANOTHER.match(context.plain[quantity.end : quantity.end + 60]) is None
