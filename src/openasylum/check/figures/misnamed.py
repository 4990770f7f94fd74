"""Numbers that are ours, told of what ours are not: of another thing than is counted, or of another place."""

from __future__ import annotations

from typing import Final

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.measures import Mistaken
from openasylum.check.figures.other_place import of_another_place, of_the_others_place
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.what_is_counted import counts_another_thing
from openasylum.check.figures.whereabouts import around
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_RECOGNISED: Final = frozenset({"agrees", "agrees_rounded", "was_so_has_changed"})
#: How many digits a number has to have that is known by nothing but words of a title.
_OF_A_TITLE: Final = 4
_ANOTHER_COUNT: Final = Mistaken(
    because=Bilingual(
        en="The number is that of another count than the one told here.",
        fr="Le nombre est celui d’un autre compte que celui dont il est question ici.",
    )
)
_ANOTHER_PLACE: Final = Mistaken(
    because=Bilingual(
        en="The number is that of another place than the one told here.",
        fr="Le nombre est celui d’un autre lieu que celui dont il est question ici.",
    )
)


def rightly_named(standing: Standing | None, quantity: Quantity, context: Context) -> Standing | None:
    """A standing, unless the text tells the number of another count or place: then the very number is another thing, and a round
    one is none of ours.
    """
    if standing is None or standing.verdict not in _RECOGNISED or not standing.observations:
        return standing
    if counts_another_thing(quantity, context, standing.measure):
        trap = _ANOTHER_COUNT
    elif of_another_place(value := standing.observations[0], local := around(quantity, context).local) or (
        of_the_others_place(value, quantity, context, local)
    ):
        trap = _ANOTHER_PLACE
    else:
        return standing
    digits = significant_digits(quantity.value, quantity.step)
    if standing.verdict == "agrees_rounded" or digits < (3 if standing.measure.needs else _OF_A_TITLE):
        return None
    return standing._replace(verdict="another_thing", why="trap", trap=trap)
