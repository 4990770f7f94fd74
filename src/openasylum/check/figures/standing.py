"""How a figure stands to the values of one measure: where its number is ours, and where it is another."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.another_time import of_another_budget, of_another_time
from openasylum.check.figures.measures import Measure, Mistaken
from openasylum.check.figures.observations import Observation, Observed
from openasylum.check.figures.rounding import agreement, close, significant_digits
from openasylum.check.figures.timely import (
    counted_beside,
    fits,
    is_forecast,
    of_a_time_named,
    of_late,
    of_time,
)
from openasylum.check.language.dates import When
from openasylum.check.language.folding import fold, plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context
from openasylum.check.meaning.own_of_lists import own_of
from openasylum.check.meaning.predictions import foretells


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
    now = measure.moves and not measure.studies and not here and _NOWADAYS.search(context.plain) is not None
    if context.published is not None and (now or (when is None and (measure.adds or measure.moves))):
        found = [
            pair for pair in found if _lately(pair[0], context.published, now) or _exact(quantity, pair[1])
        ]
        if not found:
            return None  # a round number of no time named is of the years before the text
    if measure.adds and not here and UP_TO_NOW.search(context.plain):
        found = [
            pair for pair in found if pair[1] == "agrees"
        ]  # a sum up to now is no round number of some year
        if not found:
            return None
    score += 0.4 * min(significant_digits(quantity.value, quantity.step), 5)
    if when is not None and here and all(of_another_budget(one, when, context.plain) for one, _ in found):
        return _told_of_another_time(quantity, *found[-1], measure, score, when)
    timely = [
        pair
        for pair in found
        if when is not None
        and fits(pair[0], when, measure)
        and of_one_grain(pair, when, measure)
        and (when.grain != "since" or of_late(pair, context.published))
    ]
    if measure.disputed and not publisher_named(context, observations):
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
    if not timely and when is not None:
        timely = [pair for pair in found if counted_beside(pair[0], when, measure)]
    several = (
        _one_of_several(quantity, context) or "per_year" in context.named
    )  # "in 2015 and 2016, 19 million a year"
    if not timely and when is not None and when.grain == "span" and several:
        timely = [pair for pair in found if when.first <= pair[0].first and pair[0].last <= when.last]
    if measure.adds and foretells(context, quantity):
        # A target is no count rounded; a forecast of ours is one.
        timely = [pair for pair in timely if pair[1] == "agrees" or is_forecast(pair[0])]
    if timely and here and when is not None and (other := _of_another_year(timely, when, measure)):
        return Standing("another_thing", measure, (other,), "trap", score, _YEARS[other.grain], when=when)
    if timely and here and when is not None and (part := _of_a_part(timely, when, measure, context)):
        return Standing("another_thing", measure, (part,), "trap", score, _A_PART, when=when)
    if timely:
        one, how = max(timely, key=lambda pair: _aptness(pair, quantity, context))
        return Standing(how, measure, (one,), "same", score + (2 if here else 1), when=when)
    if quantity.value_to is not None and all(one.value is not None for one, _ in found):
        return None  # a range holds the value of some year or other
    if when is not None and when.grain == "year" and context.within(when):
        until = min(when.last, context.published or when.last)
        so_far = [
            pair for pair in found
            if pair[0].first == when.first and pair[0].last <= until and of_late(pair, until)
        ]  # fmt: skip
        if so_far:
            return Standing(so_far[-1][1], measure, (so_far[-1][0],), "same", score + 1, when=when)
    if (
        when is not None
        and here
        and when.relative
        and (
            when.grain in ("month", "fiscal_year")
            or (context.within(when) and not measure.studies)
            or (measure.adds and all(how != "agrees" for _, how in found))
        )
    ):
        return None  # its time is known, and the number is not of it
    if not measure.studies and all(how != "agrees" for _, how in found) and foretells(context, quantity):
        return None  # what is to come is no older figure
    if context.published is not None:
        told = context.published
        found = [
            pair
            for pair in found
            if not _is_to_come(pair[0], measure, told)
            or (_exact(quantity, pair[1]) and not measure.adds and pair[0].first <= told)
        ]
        if not found:
            return None  # no text tells of what came after it
    one, how = max(found, key=lambda pair: (pair[1] == "agrees", -_gap(quantity, pair[0]), pair[0].last))
    known = [other for other in observations if other.last <= today]
    latest = known[-1] if known else observations[-1]
    if when is not None and here and when.grain == "since" and one.grain == "span" and not measure.moves:
        return Standing("another_thing", measure, (one,), "trap", score, _SINCE_ANOTHER_DAY, when=when)
    if when is not None and here and not when.relative:
        paired = quantity.start in own_of(context, "time", quantity, context.times)
        theirs = [pair for pair in found if not paired and of_a_time_named(pair[0], when, measure, context)]
        if theirs and not any(of_one_grain(pair, when, measure) for pair in theirs):
            return None  # the rounded count of eight months is not the year's
        ours = of_time(observations, when, measure)
        # A number that is only set beside this one ("down from", "contre") is of a time of its own.
        told_after = 0 <= when.start - quantity.end <= _RIGHT_AFTER  # "up from 755 in March"
        aside = _exact(quantity, how) and context.compared(quantity) and not told_after
        another = not theirs and not aside and of_another_time(one, when, measure, bool(ours), context.plain)
        if measure.range or measure.differs is not True:
            if another:
                return _told_of_another_time(quantity, one, how, measure, score - 1, when)
            one, how = theirs[-1] if theirs else (one, how)
            return Standing(how, measure, (one,), "same", score - 1, when=when)
        if measure.disputed and not publisher_named(context, observations):
            return None
        if theirs:  # the sentence names several times, and the number is another's
            return Standing(theirs[-1][1], measure, (theirs[-1][0],), "same", score, when=when)
        if (
            ours
            and significant_digits(quantity.value, quantity.step) >= 2
            and not _one_of_several(quantity, context)
        ):
            return Standing("differs", measure, (ours[-1],), "other_period", score, other=one, when=when)
        if another:
            return _told_of_another_time(quantity, one, how, measure, score - 1.5, when)
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


#: Why a count of one kind of year is not that of the other.
_YEARS: Final = {
    "year": Mistaken(
        because=Bilingual(
            en="This is the count of the calendar year, not of the fiscal year that the text names.",
            fr="C’est le compte de l’année civile, et non de l’exercice que le texte nomme.",
        )
    ),
    "fiscal_year": Mistaken(
        because=Bilingual(
            en="This is the count of the fiscal year, not of the calendar year that the text names.",
            fr="C’est le compte de l’exercice, et non de l’année civile que le texte nomme.",
        )
    ),
}

_SINCE_ANOTHER_DAY: Final = Mistaken(
    because=Bilingual(
        en="This is counted from another time than the one that the text names.",
        fr="Le compte ne commence pas au moment que le texte nomme.",
    )
)

_ANOTHER_TIME: Final = Mistaken(
    because=Bilingual(
        en="This is the figure of another time than the one that the text names.",
        fr="C’est le chiffre d’un autre moment que celui que le texte nomme.",
    )
)


def _told_of_another_time(
    quantity: Quantity, one: Observation, how: str, measure: Measure, score: float, when: When
) -> Standing | None:
    """The very number of another time is another thing; a round one is so of many times."""
    if not _exact(quantity, how):
        return None
    return Standing("another_thing", measure, (one,), "trap", score, _ANOTHER_TIME, when=when)


def _of_another_year(
    timely: list[tuple[Observation, str]], when: When, measure: Measure
) -> Observation | None:
    """The count that a number is, where it is that of a calendar year told of a fiscal year, or the other way round."""
    if not measure.adds or when.grain not in _YEARS:
        return None
    if any(one.grain not in _YEARS or is_forecast(one) for one, _ in timely):
        return None
    return timely[-1][0] if all(one.grain != when.grain for one, _ in timely) else None


_A_PART: Final = Mistaken(
    because=Bilingual(
        en="This is the count of a part of the year that the text names.",
        fr="C’est le compte d’une partie de l’année que le texte nomme.",
    )
)


def _of_a_part(
    timely: list[tuple[Observation, str]], when: When, measure: Measure, context: Context
) -> Observation | None:
    """The count that a number is, where it ends months before the year named does, and the text is not of that year itself."""
    if not measure.adds or when.grain != "year" or context.within(when):
        return None
    if any(one.grain != "span" or one.last.year > when.last.year or one.last.month > 10 for one, _ in timely):
        return None
    return timely[-1][0]


#: Longer than this many days, up to a year, a value of a level is its mean over the period.
_MEAN = 300


#: How many days before a text a value may lie that it tells in round numbers and without its time.
_LATELY = 1_200
#: And one that the text says holds now.
_AT_PRESENT = 500
_NOWADAYS = plain_pattern(
    r"\b(?:currently|at present|right now|these days|today|actuellement|presentement|a l'heure actuelle)\b"
)


def _lately(one: Observation, published: date, now: bool) -> bool:
    return one.grain == "undated" or (published - one.last).days <= (_AT_PRESENT if now else _LATELY)


#: How many characters lie at most between a number and a time that is its own.
_RIGHT_AFTER: Final = 6


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
    if one.figure and one.grain in ("month", "day"):
        return (
            one.first > published
        )  # what was told that month may be told before our source of it was written
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


def of_one_grain(pair: tuple[Observation, str], when: When, measure: Measure) -> bool:
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


def _aptness(pair: tuple[Observation, str], quantity: Quantity, context: Context) -> tuple[object, ...]:
    """How apt a value is among those that a number is: the very number, next to it where it is told finely, in the words of its
    title, printed before the text, close to it, and the newest.
    """
    one, how = pair
    printed = one.published is None or context.published is None or one.published <= context.published
    finely = significant_digits(quantity.value, quantity.step) >= 5
    gap = _gap(quantity, one)
    return how == "agrees", -gap if finely else 0.0, _told(one, context), printed, -gap, one.last


def _one_of_several(quantity: Quantity, context: Context) -> bool:
    """Whether a figure is one of a list, a figure for each time named: "20,593 and 19,419 in 2017 and 2018"."""
    return sum(one.dimension == quantity.dimension for one in context.quantities) > 1


def _gap(quantity: Quantity, one: Observation) -> float:
    return 0.0 if one.value is None else abs(one.value - quantity.value)


def publisher_named(context: Context, observations: tuple[Observation, ...]) -> bool:
    """Whether the text names one of the publishers of some values."""
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


#: How many days apart the values of two publishers may lie that are held against each other.
_BESIDE = 800


#: Words of a sum up to some day, which no single year gainsays.
UP_TO_NOW = plain_pattern(
    r"\b(?:since|so far|to date|cumulative\w*|until now|over the (?:last|past)|in the (?:last|past)|began|depuis|jusqu'ici|"
    r"cumul\w*|a ce jour|au cours des dernier\w*|ont commence)\b"
)
