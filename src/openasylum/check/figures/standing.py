"""How a figure stands to the values of one measure: where its number is ours, and where it is another."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from openasylum.check.figures.added_up import COUNTED_ANEW
from openasylum.check.figures.measures import Measure, Mistaken
from openasylum.check.figures.observations import Observation, Observed
from openasylum.check.figures.rounding import agreement, close, significant_digits
from openasylum.check.figures.timely import fits, grains_of, of_time
from openasylum.check.language.dates import When
from openasylum.check.language.folding import fold, plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.predictions import foretells, foretells_anywhere


class Standing(NamedTuple):
    """How a figure stands to a measure: the verdict, the values it was held against (the nearest first), why,
    and how sure the measure is the one that is meant.
    """

    verdict: str
    measure: Measure
    observations: tuple[Observation, ...]
    why: str
    score: float
    trap: Mistaken | None = None
    other: Observation | None = None
    when: When | None = None


def matching(
    quantity: Quantity, context: Context, measure: Measure, observations: Observed,
    found: list[tuple[Observation, str]], when: When | None, here: bool, score: float, today: date,
) -> Standing | None:  # fmt: skip
    """The number is ours, for one period or another."""
    if when is None and context.published is not None and (measure.adds or measure.moves):
        found = [pair for pair in found if _lately(pair[0], context.published) or _exact(quantity, pair[1])]
        if not found:
            return None  # a round number of no time named is of the years before the text
    if measure.adds and not here and _UP_TO_NOW.search(context.plain):
        found = [
            pair for pair in found if pair[1] == "agrees"
        ]  # a sum up to now is no round number of some year
        if not found:
            return None
    score += 0.4 * min(significant_digits(quantity.value, quantity.step), 5)
    timely = [
        pair
        for pair in found
        if when is not None and fits(pair[0], when, measure) and _of_one_grain(pair, when, measure)
    ]
    if measure.disputed and not _publisher_named(context, observations):
        rivals = _rivals(observations, timely or found, when if here or timely else None, measure)
        if rivals:
            return Standing(
                "disputed",
                measure,
                (*(one for one, _ in (timely or found)[-1:]), *rivals),
                "rivals",
                score,
                when=when,
            )
    if (
        not timely
        and measure.moves
        and when is not None
        and when.grain in ("month", "day")
        and not when.relative
    ):
        timely = [pair for pair in found if abs((pair[0].last - when.last).days) <= _NEIGHBOURS]
    if not timely and when is not None and when.grain == "span" and _one_of_several(quantity, context):
        timely = [pair for pair in found if when.first <= pair[0].first and pair[0].last <= when.last]
    if measure.adds and foretells(context, quantity):
        timely = [pair for pair in timely if pair[1] == "agrees"]  # a target is no count rounded
    if timely:
        one, how = max(timely, key=lambda pair: (pair[1] == "agrees", _told(pair[0], context), pair[0].last))
        return Standing(how, measure, (one,), "same", score + (2 if here else 1), when=when)
    if quantity.value_to is not None and all(one.value is not None for one, _ in found):
        return None  # a range holds the value of some year or other
    if when is not None and when.grain == "year" and context.within(when):
        so_far = [pair for pair in found if pair[0].first == when.first and pair[0].last <= when.last]
        if so_far:
            return Standing(so_far[-1][1], measure, (so_far[-1][0],), "same", score + 1, when=when)
    if (
        when is not None
        and here
        and when.relative
        and (when.grain in ("month", "fiscal_year") or (context.within(when) and not measure.studies))
    ):
        return None  # its time is known, and the number is not of it
    if not measure.studies and all(how != "agrees" for _, how in found) and foretells(context, quantity):
        return None  # what is to come is no older figure
    if context.published is not None:
        found = [pair for pair in found if not _is_to_come(pair[0], measure, context.published)]
        if not found:
            return None  # no text tells of what came after it
    one, how = max(found, key=lambda pair: (pair[1] == "agrees", -_gap(quantity, pair[0]), pair[0].last))
    known = [other for other in observations if other.last <= today]
    latest = known[-1] if known else observations[-1]
    if when is not None and here and not when.relative:
        if measure.range or measure.differs is False:
            return Standing(how, measure, (one,), "same", score - 1, when=when)
        ours = of_time(observations, when, measure)
        if measure.disputed and not _publisher_named(context, observations):
            return None
        theirs = [pair for pair in found if any(fits(pair[0], other, measure) for other in context.times)]
        if theirs:  # the sentence names several times, and the number is another's
            return Standing(theirs[-1][1], measure, (theirs[-1][0],), "same", score, when=when)
        if (
            ours
            and significant_digits(quantity.value, quantity.step) >= 2
            and not _one_of_several(quantity, context)
        ):
            return Standing("differs", measure, (ours[-1],), "other_period", score, other=one, when=when)
        if significant_digits(quantity.value, quantity.step) >= 3:
            return Standing(how, measure, (one,), "period_of_source", score - 1.5, when=when)
        return None
    if when is not None and _is_of_another_time(quantity, context, measure, found, when):
        return None
    if (
        measure.moves
        and context.present_tense(quantity)
        and not _FROM.search(context.plain[: quantity.start])
        and latest.last > one.last
        and agreement(quantity, latest.value, latest.low, latest.high) is None
    ):
        return Standing("was_so_has_changed", measure, (one, latest), "older", score, when=when)
    return Standing(how, measure, (one,), "same" if when is None else "period_of_source", score, when=when)


#: Longer than this many days, up to a year, a value of a level is its mean over the period.
_MEAN = 300


#: How many days before a text a value may lie that it tells in round numbers and without its time.
_LATELY = 1_200


def _lately(one: Observation, published: date) -> bool:
    return one.grain == "undated" or (published - one.last).days <= _LATELY


def _exact(quantity: Quantity, how: str) -> bool:
    return how == "agrees" and significant_digits(quantity.value, quantity.step) >= 3


def _is_to_come(one: Observation, measure: Measure, published: date) -> bool:
    """Whether a value is of a time after the text: a level that begins then, a count that ends then."""
    if measure.moves:  # a level that begins after, or a mean of a year of which the smaller part was over
        return (
            one.first + (one.last - one.first) / 2 > published
            if _MEAN < (one.last - one.first).days < 400
            else one.first > published
        )
    if measure.studies or one.grain == "undated" or one.last <= published:
        return False
    return not one.figure or (one.published or one.first) > published


def _is_of_another_time(
    quantity: Quantity, context: Context, measure: Measure, found: list[tuple[Observation, str]], when: When
) -> bool:
    """Whether the time of a figure is known and the number found is of another: all but the very digits of a count that
    the text goes on to speak of, and figures that are one of a kind.
    """
    if when.beside or measure.studies or measure.range or measure.moves or measure.exact_only:
        return False
    exact = any(how == "agrees" for _, how in found)
    told_here = any(other is when for other in context.times)
    return told_here or not exact or significant_digits(quantity.value, quantity.step) < 4


#: "From 22 months at the start of the pandemic to 13": the first was, whatever the tense.
_FROM = plain_pattern(
    r"\b(?:from|(?:pass\w+|recul\w+|tomb\w+|augment\w+|diminu\w+|baiss\w+|chut\w+|grimp\w+) (?:\w+ ){0,2}de)"
    r"(?: (?:a|an|the|some|about|nearly|un|une|quelque|environ))* ?$"
)


def _of_one_grain(pair: tuple[Observation, str], when: When, measure: Measure) -> bool:
    """Whether a rounded number is of a time as long as the one named: nine months' is not the year's, nor is the fiscal
    year's the calendar year's.
    """
    one, how = pair
    if how == "agrees" or measure.moves or measure.studies or when.grain == "since":
        return True
    lengths = sorted((max((one.last - one.first).days, 1), max((when.last - when.first).days, 1)))
    return {one.grain, when.grain} != {"year", "fiscal_year"} and (
        lengths[0] >= 0.85 * lengths[1] or lengths[1] <= 40
    )


def _told(one: Observation, context: Context) -> int:
    """How many words of the title of a figure stand in the sentence."""
    if not one.figure:
        return 0
    return sum(word in context.plain for word in fold(str(one.row.title["en"])).split() if len(word) > 5)


def _one_of_several(quantity: Quantity, context: Context) -> bool:
    """Whether a figure is one of a list, a figure for each time named: "20,593 and 19,419 in 2017 and 2018"."""
    return sum(one.dimension == quantity.dimension for one in context.quantities) > 1


def _gap(quantity: Quantity, one: Observation) -> float:
    return 0.0 if one.value is None else abs(one.value - quantity.value)


def _publisher_named(context: Context, observations: tuple[Observation, ...]) -> bool:
    return bool(context.publishers(frozenset(one.by for one in observations if one.by)))


def _rivals(
    observations: tuple[Observation, ...],
    found: list[tuple[Observation, str]],
    when: When | None,
    measure: Measure,
) -> list[Observation]:
    """Other publishers' values that are not the same number: of the same time, or failing that of the years beside it."""
    base = found[-1][0]
    others = [
        one for one in observations
        if one.by is not None and one.by != base.by and one.value is not None and not close(one.value, base.value or 0.0)
    ]  # fmt: skip
    if when is None or not fits(base, when, measure):
        near = [one for one in others if abs((one.last - base.last).days) <= _BESIDE or one.last >= base.last]
    else:
        near = [one for one in others if fits(one, when, measure)]
        near = near or [
            one for one in others if abs((one.last - base.last).days) <= _BESIDE and _far(one, base)
        ]
    return list({one.by: one for one in near}.values())


def _far(one: Observation, base: Observation) -> bool:
    """Whether two values lie further apart than a year or two can bring them."""
    low, high = sorted((one.value or 0.0, base.value or 0.0))
    return high > 1.15 * low


#: How many days apart a level may have been counted that is told in round numbers of the month beside it.
_NEIGHBOURS = 45
#: How many days apart the values of two publishers may lie that are held against each other.
_BESIDE = 800


#: Words of a sum up to some day, which no single year gainsays.
_UP_TO_NOW = plain_pattern(
    r"\b(?:since|so far|to date|cumulative\w*|until now|over the (?:last|past)|in the (?:last|past)|began|depuis|jusqu'ici|"
    r"cumul\w*|a ce jour|au cours des dernier\w*|ont commence)\b"
)
#: A count of those of whom something is not so is no count of all of them.
_NEGATED = plain_pattern(r"\b(?:not|never|without|n'\w+ pas|ne \w+ pas|ne \w+ \w+ pas|sans)\b|n't\b")
#: What makes a figure one of what was spoken of before, whatever that was.
_SUCH = plain_pattern(r"^ ?(?:such|of (?:these|those|them)|de ces|de tel\w*|d'entre)\b")


def _names_another(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether the noun right after a count is another thing's: "received 8,559 claims" is no count of interceptions."""
    if quantity.dimension != "count":
        return False
    own = {name for group in (*measure.needs, *measure.about) for name in group} | set(measure.near)
    nouns = [
        one.concept
        for one in context.mentions
        if 0 <= one.start - quantity.end <= 24 and one.concept in _NOUNS
    ]
    return bool(nouns) and own.isdisjoint(nouns)


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
        return False  # a smaller count told finely is that of a part, whatever the part is
    if measure.adds and ratio < 0.7 and context.names_a_place_within and not _WHOLE.search(context.plain):
        return False  # a part of those of a province
    if 0.4 <= ratio <= 2.5:
        return True
    counted = {name for group in (*measure.needs, *measure.about) for name in group} - _VAGUE
    if quantity.dimension == "count" and not context.close_to(quantity, counted, 30):
        return False
    if ratio > 2.5:
        return ratio <= 50
    return ratio >= 0.04 and "place.Canada" in context.named and _PARTLY.search(context.plain) is None


#: How far two prints of one count may lie apart, in proportion; months are counted anew more than years.
PRINTED_TWICE = 0.0065
_PRINTS = {"month": COUNTED_ANEW, "span": COUNTED_ANEW}


def _one_print(said: float, ours: float) -> bool:
    """Whether two numbers are one that was cut and one that was rounded: $15,482 and $15,483."""
    return abs(said - ours) <= 1.01 and ours >= 5000


def not_matching(
    quantity: Quantity, context: Context, measure: Measure, observations: Observed,
    when: When | None, here: bool, certain: bool, score: float,
) -> Standing | None:  # fmt: skip
    """Another number than ours: said to differ only where the measure, the place and the time are all plain."""
    if when is not None and here and quantity.value_to is None:
        timely = of_time(observations, when, measure)
        close_by = [
            one
            for one in timely
            if one.value
            and abs(quantity.value - one.value) <= _PRINTS.get(one.grain, PRINTED_TWICE) * one.value
            and _of_one_grain((one, "near"), when, measure)
            and (
                not measure.adds
                or {one.grain, when.grain} != {"span"}
                or abs((one.last - when.last).days) < 20
            )
        ]
        exact_enough = significant_digits(quantity.value, quantity.step) >= 3 and not measure.exact_only
        if close_by and exact_enough and not _names_another(quantity, context, measure):
            return Standing("agrees_rounded", measure, (close_by[-1],), "near", score, when=when)
    if (
        significant_digits(quantity.value, quantity.step) >= 4
        and quantity.value_to is None
        and not measure.exact_only
    ):
        prints = [
            one
            for one in observations.near(quantity.value)
            if one.value and _one_print(quantity.value, one.value)
        ]
        if prints and (when is None or not here):
            return Standing("agrees_rounded", measure, (prints[-1],), "near", score - 1, when=when)
    if measure.differs_if and not context.named & set(measure.differs_if):
        return None
    if measure.disputed and not _publisher_named(context, observations):
        return None
    if not measure.differs or measure.exact_only or not certain or quantity.bare:
        return None
    if when is not None and when.grain != "span" and _UP_TO_NOW.search(context.plain):
        return None
    if _NEGATED.search(context.plain[slice(*context.clause(quantity))]):
        return None
    if foretells(context, quantity) or (measure.moves and foretells_anywhere(context)):
        return None
    if _NOW_BEFORE.search(context.plain[: quantity.start]) and when is not None and here:
        return None
    if quantity.dimension == "count" and _AVERAGE.search(context.plain):
        return None
    following = context.plain[quantity.end : quantity.end + 40]
    if _NOW.match(following) or _SUCH.match(following) or _names_another(quantity, context, measure):
        return None
    if when is not None and (when.beside or context.within(when)):
        return None
    if quantity.value_to is not None or quantity.hedge in ("at_most",):
        return None
    if any(not context.named & set(group) for group in measure.about):
        return None
    if (
        when is None
        or not here
        or when.grain not in ("year", "month", "fiscal_year", "day", "span")
        or when.relative
    ):
        return None
    grains = grains_of(when)
    timely = of_time(observations, when, measure)
    ours = [one for one in timely if one.grain in grains] or list(timely)
    if not ours:
        return None
    nearest = min(ours, key=lambda one: abs((one.value or one.high) - quantity.value))
    reference = nearest.value if nearest.value is not None else nearest.high
    if not reference or not _of_the_same(quantity, context, measure, quantity.value / reference):
        return None
    if quantity.hedge in ("above", "at_least") and quantity.value <= reference:
        return None
    if nearest.grain not in grains and not measure.studies:
        return None
    return Standing("differs", measure, (nearest,), "other_number", score, when=when)
