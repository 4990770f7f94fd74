"""Where a figure is of, and the values of a measure there: of the place, the origin and the publisher that a sentence names."""

from __future__ import annotations

from typing import Final, NamedTuple

from openasylum.check.figures.observations import Held, Observed
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context


def values_there(quantity: Quantity, context: Context, held: Held) -> tuple[Observed, bool]:
    """The values of the place, origin and publisher that the sentence names for the figure, worked out once for each
    figure and measure; see ``_of_place``.
    """
    key = (quantity.start, id(held))
    found = context.worked_out.get(key)
    if found is None:
        observations, certain = of_place(quantity, context, held)
        found = context.worked_out[key] = (_of_publisher(context, held, observations), certain)
    return found


def of_place(quantity: Quantity, context: Context, held: Held) -> tuple[Observed, bool]:
    """The values of the place and origin that the sentence names for the figure; those of the whole country where
    it names none. The second is whether the choice is certain enough to say that another number differs.
    """
    where = around(quantity, context)
    if where.nowhere and not held.by_origin:  # as most are
        return held.whole, not where.carried
    places, origins, local, carried = where.places, where.origins, where.local, where.carried
    chosen = None
    if held.by_origin:
        chosen = next((name for name in origins if name in held.origins), None)
        elsewhere = quantity.dimension == "share" and context.told_elsewhere(quantity, f"origin.{chosen}")
        if None not in held.origins and (chosen is None or elsewhere):
            return Observed(), False
    elif (
        origins
        and significant_digits(quantity.value, quantity.step) < 4
        and context.close_to(quantity, {f"origin.{name}" for name in origins}, 50)
        and not context.parted_from(quantity, "origin.")
    ):
        return Observed(), False
    if (
        not local
        and at_roxham(context)
        and not everywhere(context)
        and chosen is None
        and held.at(None, "Quebec")
    ):
        return held.at_both(None, "Quebec", None), False  # who crossed there crossed into Quebec
    of_place = held.at(chosen, local[0]) if local else Observed()
    if of_place:
        beside = context.beside(quantity, frozenset({f"place.{local[0]}"}))
        if not beside and held.measure.country == "Canada":
            return held.at_both(chosen, local[0], None), False
        if "Canada" in places and held.measure.country == "Canada":
            return held.at_both(chosen, local[0], "Canada"), False
        if places[0] == local[0] or not held.at(chosen, places[0]):
            return of_place, len(local) == 1
        return held.at_both(chosen, local[0], places[0]), False
    return held.at(chosen, None), not local and not origins and not carried


def at_roxham(context: Context) -> bool:
    """Whether people crossed at Roxham Road, beside the port of Lacolle: "1,916 crossed irregularly at Lacolle"."""
    named = context.named
    return "roxham" in named or ("lacolle" in named and "between_ports" in named)


#: What makes a count that of the whole country, whatever place was spoken of.
_EVERYWHERE: Final = plain_pattern(
    r"\b(?:nation-?wide|country-?wide|canada-?wide|(?:across|throughout|all over) (?:the country|canada)|"
    r"(?:throughout|(?:along|across) the (?:entire|whole)) (?:the )?(?:[\w.-]+ ){0,3}border|"
    r"(?:partout|a travers) (?:au|le) (?:pays|canada)|a l'echelle (?:du pays|nationale)|tout au long de la frontiere)\b"
)


def everywhere(context: Context) -> bool:
    """Whether a sentence speaks of the whole country or the whole border, and says so."""
    return _EVERYWHERE.search(context.plain) is not None


class _Around(NamedTuple):
    """Where a figure is of, as its sentence says it: places and origins, the nearest first; the places within a country;
    whether the sentence before names one of those and this one none; all places that this one, or failing that the
    one before, names; and whether it is of no place within a country and of no origin.
    """

    places: list[str]
    origins: list[str]
    local: list[str]
    carried: bool
    places_in_mind: list[str]
    nowhere: bool


def around(quantity: Quantity, context: Context) -> _Around:
    """Worked out once for each figure."""
    found = context.worked_out.get(quantity.start)
    if found is None:
        found = context.worked_out[quantity.start] = _look_around(quantity, context)
    return found


def _look_around(quantity: Quantity, context: Context) -> _Around:
    places, last = context.nearest("place.", quantity), context.before[-1:]
    local = [name for name in places if name not in ("Canada", "United States")]
    carried = not places and any(one.names_a_place_within for one in last)
    in_mind = [*places] or [name for one in last for name in one.names_of("place.")]
    if any(at_roxham(one) for one in (context, *last)):
        in_mind.append("Quebec")
    if in_mind and not local and everywhere(context):
        in_mind = places
    origins = context.nearest("origin.", quantity)
    nowhere = not (local or origins or at_roxham(context))
    return _Around(places, origins, local, carried, list(dict.fromkeys(in_mind)), nowhere)


def _of_publisher(context: Context, held: Held, observations: Observed) -> Observed:
    named = context.publishers(held.publishers) if held.publishers else held.publishers
    return observations.by(named) if named else observations
