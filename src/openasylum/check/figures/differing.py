"""Where a figure is another number than ours: said to differ only where the measure, the place and the time are plain."""

from __future__ import annotations

from itertools import accumulate
from math import nan

from openasylum.check.figures.bearing import WAYS_IN
from openasylum.check.figures.measures import Measure
from openasylum.check.figures.observations import Observed
from openasylum.check.figures.plainly_told import plainly_told
from openasylum.check.figures.reach import HARDLY
from openasylum.check.figures.rounding import COUNTED_ANEW, significant_digits
from openasylum.check.figures.standing import UP_TO_NOW, Standing, of_one_grain, publisher_named
from openasylum.check.figures.timely import grains_of, of_late, of_time
from openasylum.check.figures.whereabouts import around
from openasylum.check.language.dates import When
from openasylum.check.language.folding import fold, plain_pattern, words
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.predictions import foretells, foretells_anywhere

#: A count of those of whom something is not so is no count of all of them.
_NEGATED = plain_pattern(r"\b(?:not|never|without|n'\w+ pas|ne \w+ pas|ne \w+ \w+ pas|sans)\b|n't\b")
#: What makes a figure one of what was spoken of before, whatever that was.
_SUCH = plain_pattern(r"^ ?(?:such|of (?:these|those|them)|de ces|de tel\w*|d'entre)\b")


def _names_another(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether the noun right after a count is another thing's: "received 8,559 claims" is no count of interceptions."""
    if quantity.dimension != "count" or _counts_its_own(quantity, context, measure):
        return False
    own = {name for group in (*measure.needs, *measure.about) for name in group} | set(measure.near)
    after = [one for one in context.mentions if 0 <= one.start - quantity.end <= 24 and one.concept in _NOUNS]
    nouns = {one.concept for one in after}
    people = {one.start for one in after if one.concept == "claimant"}  # whose name names claims too
    claims = any(one.concept == "claim" and not ("claimant" in own and one.start in people) for one in after)
    return bool(nouns - {"people"}) and (own.isdisjoint(nouns) or (claims and "claim" not in own))


def _counts_its_own(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether the very word after a count is one that the measure says it counts: "1,900 beds for asylum claimants"."""
    following = words(context.plain[quantity.end : quantity.end + 24])
    return bool(following) and following[0] in {fold(one) for one in measure.counts}


#: Concepts that a count can be of.
_NOUNS = frozenset(
    {"claim", "claimant", "migrant", "people", "between_ports", "intercepted", "refugee", "pending", "hotel"}
)
#: What makes a figure one of today, whatever other time the sentence names.
_NOW = plain_pattern(
    r"^ ?(?:\w+ )?(?:today|now|currently|at present|aujourd'hui|actuellement|a l'heure actuelle|maintenant)\b"
)
#: Before a figure: one of today, or of no single year.
_NOW_BEFORE = plain_pattern(
    r"\b(?:today|now|currently|at present|aujourd'hui|actuellement|maintenant)\b[^.;,\d]{0,24}$"
)
_AVERAGE = plain_pattern(r"\b(?:on average|averag\w+|en moyenne|moyenne)\b")
#: Words that make a count one of a part.
_PARTLY = plain_pattern(
    r"\b(?:women|men|children|minors?|famil\w+|single|nationals|citizens|aged|students?|of (?:them|those|these|whom)|among|"
    r"including|additional|more than half|femmes|hommes|enfants|mineur\w*|ressortissants|originaires|dont|parmi|etudiants|"
    r"d'entre|supplementaires|new|first|premi\w+|so far|jusqu'ici|a (?:day|week|month)|par (?:jour|semaine|mois)|daily)\b"
)


_WHOLE = plain_pattern(r"\b(?:total\w*|in all|altogether|overall|all|en tout|ensemble)\b")
#: Concepts that are too wide to say what is counted.
_VAGUE = frozenset({"request", "migrant", "cost", "place.Canada"})


def _of_the_same(quantity: Quantity, context: Context, measure: Measure, ratio: float) -> bool:
    """Whether a number so far from ours (as a multiple of it) can still be one of the same thing: one that is much larger
    if its noun says so, one that is much smaller only if the sentence speaks of the whole country and of no part.
    """
    if quantity.dimension == "count" and abs(ratio - 1) < 0.03:
        return False  # as far apart as two counts of one thing by two offices
    if quantity.dimension == "count" and ratio < 1 and significant_digits(quantity.value, quantity.step) >= 3:
        # A smaller count told finely is mostly that of a part, whatever the part is.
        return ratio >= 0.4 and plainly_told(quantity, context, measure)
    if measure.adds and ratio < 0.7 and context.names_a_place_within and not _WHOLE.search(context.plain):
        return False  # a part of those of a province
    if 0.4 <= ratio <= 2.5:
        return True
    if measure.differs == "plainly":
        return _of_another_unit(ratio) and plainly_told(quantity, context, measure)
    counted = {name for group in (*measure.needs, *measure.about) for name in group} - _VAGUE
    if quantity.dimension == "count" and not context.close_to(quantity, counted, 30):
        return False
    if ratio > 2.5:
        return ratio <= 50 or _of_another_unit(ratio)
    return ratio >= 0.04 and "place.Canada" in context.named and _PARTLY.search(context.plain) is None


def _of_another_unit(ratio: float) -> bool:
    """Whether a number has the digits of ours and the wrong unit: 92 million for 92 thousand."""
    return 970 <= ratio <= 1030


#: How far two prints of one count may lie apart, in proportion; months are counted anew more than years.
PRINTED_TWICE = 0.0065
_PRINTS = {"month": COUNTED_ANEW, "span": COUNTED_ANEW}


def _one_print(said: float, ours: float) -> bool:
    """Whether two numbers are one that was cut and one that was rounded: $15,482 and $15,483."""
    return abs(said - ours) <= 1.01 and ours >= 5000


def can_be_gainsaid(quantity: Quantity, context: Context, when: When | None, here: bool) -> bool:
    """Whether the sentence tells one number of one time plainly enough for another to be ours."""
    if when is None or not here or (loosely_of(when) and when.grain != "month"):
        return False
    if quantity.value_to is not None or quantity.hedge == "at_most" or quantity.bare:
        return False
    return when.grain in ("year", "month", "fiscal_year", "day", "span") and not context.within(when)


def loosely_of(when: When) -> bool:
    """Whether a time is told by the day of the text, or only to compare with it."""
    return when.relative or when.beside


def _plainly_there(quantity: Quantity, context: Context, measure: Measure, when: When, certain: bool) -> bool:
    """Whether the time and the place of a figure are its own beyond doubt: named close by; or, of a count of which nothing else is
    told, the month before another's, and the one place of the sentence.
    """
    if certain and not loosely_of(when):
        return True
    if not measure.adds or _asks_for_plain_words(measure, context.bits):
        return False
    here = around(quantity, context).local
    elsewhere = (
        any(one.names_a_place_within for one in context.before) and "place.Canada" not in context.named
    )
    if len(here) > 1 or (not here and (elsewhere or not certain)):
        return False
    return plainly_told(quantity, context, measure)


def can_gainsay(measure: Measure, named: int) -> bool:
    """Whether a measure is one whose value can gainsay another number, and the sentence itself names all that it is about;
    ``named``: the concepts that it names, as bits.
    """
    if not measure.differs or measure.exact_only:
        return False
    return all(map(named.__and__, measure.about_bits))


def _asks_for_plain_words(measure: Measure, named: int) -> bool:
    """Whether a measure gainsays only what is told plainly: always, or where nothing is named by which it would do so."""
    return measure.differs == "plainly" or bool(measure.differs_if and not named & measure.differs_if_bits)


#: How near a number comes, in proportion, to the months of a year so far.
_SO_FAR = 0.012


def _is_so_far(said: float, observations: Observed, when: When) -> bool:
    """Whether a number is that of the first months of the year named."""
    months = {
        one.first.month: one.value
        for one in observations
        if one.grain == "month" and one.value is not None and when.first <= one.first <= when.last
    }
    counted = accumulate(months.get(month, nan) for month in range(1, 12))
    return when.grain == "year" and any(abs(said - so_far) <= _SO_FAR * so_far for so_far in counted)


def not_matching(
    quantity: Quantity, context: Context, measure: Measure, observations: Observed,
    when: When | None, here: bool, certain: bool, score: float,
) -> Standing | None:  # fmt: skip
    """Another number than ours: said to differ only where the measure, the place and the time are all plain."""
    exact_enough = significant_digits(quantity.value, quantity.step) >= 3 and not measure.exact_only
    if exact_enough and when is not None and here and quantity.value_to is None:
        timely = of_time(observations, when, measure)
        close_by = [
            one
            for one in timely
            if one.value
            and abs(quantity.value - one.value) <= _PRINTS.get(one.grain, PRINTED_TWICE) * one.value
            and of_one_grain((one, "near"), when, measure)
            and (
                not measure.adds
                or {one.grain, when.grain} != {"span"}
                or abs((one.last - when.last).days) < 20
            )
            and (one.grain != "span" or when.grain == "span" or of_late((one, "near"), context.published))
        ]
        if close_by and not _names_another(quantity, context, measure):
            return Standing("agrees_rounded", measure, (close_by[-1],), "near", score, when=when)
    if (
        significant_digits(quantity.value, quantity.step) >= 4
        and quantity.value_to is None
        and not measure.exact_only
    ):
        prints = [
            one
            for one in observations.near(quantity.value, HARDLY)
            if one.value and _one_print(quantity.value, one.value)
        ]
        if prints and (when is None or not here):
            return Standing("agrees_rounded", measure, (prints[-1],), "near", score - 1, when=when)
    if when is None or not can_be_gainsaid(quantity, context, when, here):
        return None
    if not can_gainsay(measure, context.bits) or not _plainly_there(
        quantity, context, measure, when, certain
    ):
        return None
    if _asks_for_plain_words(measure, context.bits) and not plainly_told(quantity, context, measure):
        return None
    if measure.disputed and not publisher_named(context, observations):
        return None
    if when.grain != "span" and UP_TO_NOW.search(context.plain):
        return None
    if _NEGATED.search(context.plain[slice(*context.clause(quantity))]):
        return None
    if not WAYS_IN.isdisjoint(measure.needs[0]) and len(WAYS_IN & context.named) > 1:
        return None  # those who came in one way or another
    if foretells(context, quantity) or (measure.moves and foretells_anywhere(context)):
        return None
    if _NOW_BEFORE.search(context.plain[: quantity.start]):
        return None
    if quantity.dimension == "count" and _AVERAGE.search(context.plain):
        return None
    following = context.plain[quantity.end : quantity.end + 40]
    if _NOW.match(following) or _SUCH.match(following) or _names_another(quantity, context, measure):
        return None
    grains = grains_of(when)
    timely = of_time(observations, when, measure)
    ours = [one for one in timely if one.grain in grains] or list(timely)
    if not certain:  # what is told of a province is held against it, not against the whole country
        ours = [one for one in ours if one.place in around(quantity, context).local] or ours
    if not ours:
        return None
    nearest = min(ours, key=lambda one: abs((one.value or one.high) - quantity.value))
    reference = nearest.value if nearest.value is not None else nearest.high
    finely = significant_digits(quantity.value, quantity.step) >= 3
    if (
        finely
        and context.published is None
        and measure.adds
        and _is_so_far(quantity.value, observations, when)
    ):
        return None  # the text may be of that year
    if not reference or not _of_the_same(quantity, context, measure, quantity.value / reference):
        return None
    if quantity.hedge in ("above", "at_least") and quantity.value <= reference:
        return None
    if nearest.grain not in grains and not measure.studies:
        return None
    if when.grain == "span" and not of_one_grain((nearest, "other"), when, measure):
        return None  # of eight months where the text tells of ten
    return Standing("differs", measure, (nearest,), "other_number", score, when=when)
