"""Holding a figure against the measures: which one it is of, and how it stands to our values."""

from __future__ import annotations

from datetime import date
from math import log
from typing import NamedTuple

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.added_up import added_over, added_up, added_up_since
from openasylum.check.figures.another_time import of_its_end
from openasylum.check.figures.bearing import barred_from, did_what_bars, is_difference, meant
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.differing import can_be_gainsaid, can_gainsay, not_matching
from openasylum.check.figures.measures import Measure, Mistaken
from openasylum.check.figures.observations import Held, Observation, Observed, held_measures
from openasylum.check.figures.reach import HARDLY, PRINTED_ANEW
from openasylum.check.figures.reprinted import counted_anew
from openasylum.check.figures.rounding import (
    agreement,
    close,
    furthest,
    open_above,
    significant_digits,
    stretch,
)
from openasylum.check.figures.standing import Standing, matching
from openasylum.check.figures.timely import fits, of_about_then, telling_enough
from openasylum.check.figures.to_a_day import ends_within_a_month, to_a_day
from openasylum.check.figures.traps import is_upper_end, trap_of
from openasylum.check.figures.whereabouts import around, at_roxham, of_place, values_there
from openasylum.check.language.dates import When
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.further import Further
from openasylum.check.meaning.own_of_lists import counts_as_the_first

_RANK = {
    "another_thing": 6,
    "agrees": 5,
    "agrees_rounded": 4,
    "disputed": 4,
    "was_so_has_changed": 3,
    "differs": 1,
}


def hold(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """The best standing of a figure over all measures, or None where none is meant."""
    fitting = _telling(quantity, context, candidates.of(context, quantity.dimension), context.bits)
    return _best_of(fitting, quantity, context, candidates, today) if fitting else None


def hold_further(
    quantity: Quantity, context: Context, further: Further, candidates: Candidates, today: date
) -> Standing | None:
    """The same over the measures that a sentence can be about only with what stands further back."""
    more = candidates.beyond(context, further, quantity.dimension)
    fitting = _telling(quantity, context, more, further.bits)
    return _best_of(fitting, quantity, further.context, candidates, today) if fitting else None


def _best_of(
    fitting: list[tuple[Held, float]],
    quantity: Quantity,
    context: Context,
    candidates: Candidates,
    today: date,
) -> Standing | None:
    """The best standing of a figure over some measures."""
    if is_difference(quantity, context):
        return None
    best: Standing | None = None
    strange = context.counts_something_else(quantity)
    for held, score in fitting:
        if not meant(quantity, context, held.measure):
            continue
        if strange and context.counts_something_else(quantity, held.measure.counted.__contains__):
            continue
        standing = _against(quantity, context, held, score, today)
        if standing is not None and (best is None or _better(standing, best)):
            best = standing
    if best is not None and best.verdict == "differs" and best.other is None:
        other = _by_another_name(quantity, context, candidates, today)
        return other or (None if _is_of_another(quantity, context) else best)
    return best


def _telling(
    quantity: Quantity, context: Context, fitting: list[tuple[Held, float]], named: int
) -> list[tuple[Held, float]]:
    """Those of some measures against which a figure can come to any verdict: where a value is near, wherever and whenever it is
    of; where values are added up; and where the figure is told so plainly that ours gainsays it. Most numbers are near to none.
    ``named``: the concepts that the sentence names, as bits.
    """
    if not fitting:
        return fitting
    low, high, here, summed, gainsaid = _told(quantity, context)
    return [
        (held, score)
        for held, score in fitting
        if (held.reach_of_prints if here else held.reach).meets(low, high)
        or (summed and held.measure.adds)
        or (gainsaid and can_gainsay(held.measure, named))
    ]


class _Told(NamedTuple):
    """How a figure is told, whatever it is of: between which numbers a value of ours lies that it can be, whether the sentence
    names its time, whether it can be a sum over it, and whether plainly enough for another number to be ours.
    """

    low: float
    high: float
    here: bool
    summed: bool
    gainsaid: bool


def _told(quantity: Quantity, context: Context) -> _Told:
    """Worked out once for each figure."""
    key = ("told", quantity.start)
    found: _Told | None = context.worked_out.get(key)
    if found is None:
        when, here = context.when(quantity)
        summed = when is not None and _can_be_a_sum(quantity, context, when)
        gainsaid = can_be_gainsaid(quantity, context, when, here)
        found = context.worked_out[key] = _Told(*stretch(quantity), here, summed, gainsaid)
    return found


def _can_be_a_sum(quantity: Quantity, context: Context, when: When) -> bool:
    """Whether a figure can be the sum of the months or years of a time."""
    return (
        when.grain == "fiscal_year"
        or added_over(when, context.plain) is not None
        or _up_to_now(quantity, context, when)
    )


def _is_of_another(quantity: Quantity, context: Context) -> bool:
    """Whether the number is that of any other measure at the very time and place: what is ours is not gainsaid, whatever the
    text calls it.
    """
    when, _ = context.when(quantity)
    if when is None or significant_digits(quantity.value, quantity.step) < 3:
        return False
    return any(
        one.value and abs(one.value - quantity.value) <= 0.004 * one.value and fits(one, when, held.measure)
        for held in held_measures()
        if held.measure.dimension == quantity.dimension
        and not held.measure.mistaken_only
        and held.reach_of_prints.meets(quantity.value, quantity.value)  # as few are
        for one in of_place(quantity, context, held)[0].near(quantity.value, PRINTED_ANEW)
    )


def _by_another_name(
    quantity: Quantity, context: Context, candidates: Candidates, today: date
) -> Standing | None:
    """A number that would differ is no error where it is another measure's of the very time, one that the sentence names
    too but for a word that bars it: "of the 59,000 claimants, a third did not come by Roxham Road". Where that word is what
    those who are counted did ("59,000 claimants crossed between ports"), the number is of another thing.
    """
    for held, score in candidates.of(context, quantity.dimension):
        when, here = context.when(quantity)
        if not here or when is None or not barred_from(quantity, context, held.measure):
            continue
        observations, _ = of_place(quantity, context, held)
        found = [
            pair for pair in _found(quantity, observations, held.measure) if fits(pair[0], when, held.measure)
        ]
        if found and did_what_bars(quantity, context, held.measure):
            return Standing(
                "another_thing", held.measure, (found[-1][0],), "trap", score, _ANOTHER_COUNT, when=when
            )
        if found:
            return matching(quantity, context, held.measure, observations, found, when, here, score, today)
    return None


_ANOTHER_COUNT = Mistaken(
    because=Bilingual(
        en="The number is that of another count than the one told here.",
        fr="Le nombre est celui d’un autre compte que celui dont il est question ici.",
    )
)


def nearest(quantity: Quantity, context: Context, candidates: Candidates) -> Standing | None:
    """The measure that the words fit best, with its value of the time named or the one that comes nearest: what to look
    at where no value is the stated one.
    """
    best: Standing | None = None
    if "place.Other" in context.named or (quantity.currency or "$")[0] in "£€ge":
        return None  # another country's
    when, _ = context.when(quantity)
    for held, score in sorted(candidates.of(context, quantity.dimension), key=_by_words):
        if best is not None and score <= best.score:
            break  # no value is nearer than the very number
        if held.measure.mistaken_only or not meant(quantity, context, held.measure):
            continue
        observations, _ = values_there(quantity, context, held)
        shown = of_about_then(observations, when, held.measure).closest(quantity.value)
        if shown is None:
            continue
        gap = shown.apart(quantity.value)
        if gap > log(5) or (best is not None and score - gap <= best.score):
            continue
        best = Standing("not_in_register", held.measure, (shown,), "nearest", score - gap, when=when)
    return best


def _by_words(fitting: tuple[Held, float]) -> float:
    """The order in which the measures come whose words fit best."""
    return -fitting[1]


def _better(one: Standing, other: Standing) -> bool:
    return (one.score + 1.2 * _RANK[one.verdict]) > (other.score + 1.2 * _RANK[other.verdict])


def _against(quantity: Quantity, context: Context, held: Held, score: float, today: date) -> Standing | None:
    measure = held.measure
    when, here = context.when(quantity)
    observations, place_named = values_there(quantity, context, held)
    if not observations:
        return None
    if measure.adds and when is not None and when.grain == "fiscal_year":
        observations = _with_sums(observations, when._replace(grain="span"))
    elif measure.adds and when is not None and (whole := added_over(when, context.plain)):
        when = whole
        observations = _with_sums(observations, whole)
    elif measure.adds and when is not None and _up_to_now(quantity, context, when):
        counted = observations
        if at_roxham(context) and not context.names_a_place_within:
            counted = held.at_both(None, "Quebec", None)
        sums = list(added_up_since(counted, when, quantity.value, context.published, open_above(quantity)))
        if sums:
            observations = Observed((*observations, *sums))
            if when.grain == "year" and context.published is not None:  # the year so far
                when = when._replace(last=context.published, grain="since")
    found = _found(quantity, observations, measure)
    if not found and significant_digits(quantity.value, quantity.step) >= 3:
        found = _elsewhere(quantity, context, held, when)
    if measure.mistaken_only and when is not None:
        found = [pair for pair in found if fits(pair[0], when, measure)]
    if trap := trap_of(quantity, context, measure):
        if not found and not _pair(quantity, observations.spoken_of):
            return None
        values = tuple(one for one, _ in found) or observations[-1:]
        return Standing("another_thing", measure, values, "trap", score + 2, trap, when=when)
    if measure.mistaken_only:
        return None
    if measure.upper and found and is_upper_end(quantity, context, found[0][0]):
        trap = Mistaken(because=measure.upper)
        return Standing("another_thing", measure, (found[0][0],), "trap", score + 2, trap, when=when)
    if found:
        found = [pair for pair in found if telling_enough(quantity, context, measure, pair[0], when, here)]
    if not found and (pair := _pair(quantity, observations.spoken_of)):
        return Standing("agrees", measure, pair, "range", score + 1, when=when)
    if found:
        then = of_its_end(when, context.plain) if measure.moves and when is not None else when
        standing = matching(quantity, context, measure, observations, found, then, here, score, today)
        return standing and counted_anew(standing, held)
    if (
        here
        and when is not None
        and measure.adds
        and (by_day := to_a_day(quantity, measure, observations, when, score))
    ):
        return by_day
    standing = not_matching(quantity, context, measure, observations, when, here, place_named, score)
    if standing is not None and standing.verdict == "differs":
        if measure.adds and ends_within_a_month(when):
            return None  # no sum of ours is to that day
        if counts_as_the_first(context, quantity):
            return None
    return standing


def _with_sums(observations: Observed, when: When) -> Observed:
    """The values and their sums over a span."""
    return observations.selected(
        ("and sums", when.first, when.last), lambda: (*observations, *added_up(observations, when))
    )


def _found(quantity: Quantity, observations: Observed, measure: Measure) -> list[tuple[Observation, str]]:
    """The values that a stated number is, each with how it is them."""
    near = observations.near(quantity.value, furthest(quantity))
    return [(one, how) for one in near if (how := _agreement(quantity, one, measure))]


def _up_to_now(quantity: Quantity, context: Context, when: When) -> bool:
    """Whether a figure can be a sum up to the day of the text: "since January", "in 2017" in a text of June 2017."""
    if when.grain == "since":
        return _to_the_digit(quantity) or context.published is not None
    return when.grain == "year" and context.within(when) and quantity.value >= 100


def _to_the_digit(quantity: Quantity) -> bool:
    return significant_digits(quantity.value, quantity.step) >= 4


def _elsewhere(
    quantity: Quantity, context: Context, held: Held, when: When | None
) -> list[tuple[Observation, str]]:
    """The very number at another place that the sentence, or failing that the one before, names: "Airports in Quebec and
    Ontario welcomed 25,755 and 14,340"."""
    if held.measure.country != "Canada" or when is None:
        return []
    return [
        (one, _agreement(quantity, one, held.measure) or "agrees_rounded")
        for place in around(quantity, context).places_in_mind
        for one in held.at(None, place).near(quantity.value, HARDLY)
        if one.place == place
        and one.value
        and abs(one.value - quantity.value) <= 0.003 * one.value
        and fits(one, when, held.measure)
    ]


def _agreement(quantity: Quantity, one: Observation, measure: Measure) -> str | None:
    how = agreement(quantity, one.value, one.low, one.high)
    if how is None and measure.range and quantity.value_to is None and one.value is None:
        ends = [end for end in (one.low, one.high) if abs(end - quantity.value) <= 1e-6 * end]
        return "agrees" if ends else None
    if how == "agrees_rounded" and measure.exact_only:
        return None
    return how


def _pair(quantity: Quantity, observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
    """Two values of a measure that are the ends of a stated range."""
    if quantity.value_to is None:
        return ()
    low = next(
        (one for one in observations if one.value is not None and close(quantity.value, one.value)), None
    )
    high = next(
        (
            one
            for one in reversed(observations)
            if one.value is not None and close(quantity.value_to, one.value)
        ),
        None,
    )
    return (low, high) if low and high and low is not high else ()
