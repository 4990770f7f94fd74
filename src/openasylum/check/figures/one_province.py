"""A count that a text gives for the whole country and that is the very count of one province."""

from __future__ import annotations

from typing import Final

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.bearing import meant
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.measures import Mistaken
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.timely import fits
from openasylum.check.figures.whereabouts import at_roxham, everywhere
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_ONE_PROVINCE: Final = Mistaken(
    because=Bilingual(
        en="This is the count of one province, and the sentence names none.",
        fr="C’est le compte d’une seule province, et la phrase n’en nomme aucune.",
    )
)


def of_one_province(
    quantity: Quantity, context: Context, candidates: Candidates, lead: Context | None
) -> Standing | None:
    """The standing of a count in the thousands that is, to the last digit told, that of one province for the very time that is
    named; else None. Asked last: when the number is nothing, or only nearly something, of what the sentence and those before it
    name. It agrees where the text spoke of that province.
    """
    if quantity.dimension != "count" or quantity.hedge is not None or context.names_a_place_within:
        return None
    when, _ = context.when(quantity)
    if when is None or quantity.value < 1000 or significant_digits(quantity.value, quantity.step) < 3:
        return None
    for held, score in candidates.of(context, quantity.dimension):
        measure = held.measure
        if not measure.adds:
            continue
        for one in held.of_provinces.get(quantity.value, ()):
            if one.grain == when.grain and fits(one, when, measure) and meant(quantity, context, measure):
                if one.place in _spoken_of(context, lead) and not everywhere(context):
                    return Standing("agrees", measure, (one,), "same", score, when=when)
                return Standing("another_thing", measure, (one,), "trap", score, _ONE_PROVINCE, when=when)
    return None


def _spoken_of(context: Context, lead: Context | None) -> set[str]:
    """The places that the sentences in mind and the one that opens the text name."""
    earlier = (*context.before, *((lead,) if lead is not None else ()))
    crossing = {"Quebec"} if any(map(at_roxham, earlier)) else set()
    return crossing | {name for one in earlier for name in one.names_of("place.")}
