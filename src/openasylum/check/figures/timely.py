"""Whether a value is of the time that a sentence names, and a number telling enough to be recognised."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.figures.another_time import of_its_end
from openasylum.check.figures.measures import Measure
from openasylum.check.figures.observations import Observation, Observed
from openasylum.check.figures.rounding import significant_digits
from openasylum.check.language.dates import When
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context


def telling_enough(
    quantity: Quantity, context: Context, measure: Measure, one: Observation, when: When | None, here: bool
) -> bool:
    """A round or small number fits many things by chance: it must be of the time that the sentence names, or the
    measure must be one of a kind.
    """
    digits = significant_digits(quantity.value, quantity.step)
    timely = when is not None and fits(one, when, measure)
    if one.value is not None and not measure.moves and not timely and _rounder(one.value, quantity):
        return False
    if one.grain == "month" and not one.figure and not measure.moves and not timely:
        # Among hundreds of monthly counts there is one for every number: its month must be named, if without its year.
        return (
            when is None and digits >= 3 and one.first.month in context.months and one.value == quantity.value
        )
    if one.grain == "month" and one.value and digits < 3 and measure.adds and not timely:
        return False
    if (
        digits < 3
        and not timely
        and not one.figure
        and not measure.moves
        and one.grain in ("span", "quarter", "month")
    ):
        return False
    if digits == 1 and when is None and not one.figure and not measure.moves:
        return False
    if quantity.dimension == "count" and digits < 3 and not timely and not _said_here(context, measure):
        return False  # what it is of was only spoken of before
    if (
        quantity.dimension == "share"
        and digits < 3
        and when is not None
        and _of_other_months(one, when, here)
    ):
        return False  # "fell 36% in January and February" is not what January to April fell by
    if digits >= 3 or len(measure.needs) + len(measure.about) >= 3 or measure.near:
        return True
    if when is None or not here or fits(one, when, measure) or counted_beside(one, when, measure):
        return True
    # What is one of a kind may be told of any time within its own: "a plan of $1.3 billion, announced in December 2024".
    return measure.exact_only and one.first <= when.first and when.last <= one.last


def _of_other_months(one: Observation, when: When, here: bool) -> bool:
    """Whether a value of some months stands beside other months of the same year, named for themselves."""
    return (
        here and not when.relative and one.grain == when.grain == "span" and when.first.year == one.first.year
        and (one.first, one.last) != (when.first, when.last)
    )  # fmt: skip


#: How many days apart a level may have been counted that is told in round numbers of the month beside it.
_NEIGHBOURS = 45


def counted_beside(one: Observation, when: When, measure: Measure) -> bool:
    """Whether a value of a level was counted so close to the day or month named that a round number tells of both."""
    return (
        measure.moves and when.grain in ("month", "day") and abs((one.last - when.last).days) <= _NEIGHBOURS
    )


#: Before a time up to the end of which a text counts what came before it too: "at the end of 2018, 9,330 had been decided".
_AT_ITS_END: Final = plain_pattern(
    r"\b(?:end of|close of|fin(?: de)?|as (?:of|at)|en date du|au) ?(?:the |l'annee )?$"
)


def _told_to_its_end(one: Observation, when: When, plain: str) -> bool:
    """Whether a value counted over years is one to the end of the time that is named."""
    to_date = one.grain == "span" and one.last == when.last and one.first < when.first
    return to_date and _AT_ITS_END.search(plain, max(0, when.start - 24), when.start) is not None


def of_a_time_named(one: Observation, when: When, measure: Measure, context: Context) -> bool:
    """Whether a value is of any time that the sentence names, or goes on speaking of, or counted up to the end of the one told."""
    named = [*context.times, *(context.kept_times if context.goes_on else ())]
    if measure.moves:
        named = [of_its_end(other, context.plain) if other in context.times else other for other in named]
    return _told_to_its_end(one, when, context.plain) or any(fits(one, other, measure) for other in named)


#: A round number of the time so far was counted at most so many days before the text.
OF_LATE: Final = 120
#: And was not counted later than the month in which it was told was over.
_TO_COME: Final = 31


def of_late(pair: tuple[Observation, str], told: date | None) -> bool:
    """Whether a value can be what a text told on a day of the time so far: the very number, or one counted not long before."""
    one, how = pair
    return how == "agrees" or told is None or -_TO_COME <= (told - one.last).days <= OF_LATE


def is_forecast(one: Observation) -> bool:
    """Whether a figure of the register was published before the time that it is of was over."""
    return one.figure and one.published is not None and one.last > one.published


def _said_here(context: Context, measure: Measure) -> bool:
    """Whether the sentence itself names all that a measure is about."""
    here = {one.concept for one in context.mentions if one.end}  # what is carried over stands nowhere
    return not any(here.isdisjoint(group) for group in measure.about)


def _rounder(value: float, quantity: Quantity) -> bool:
    """Whether ours is told less finely than the stated number, and so says little by itself."""
    return value % max(10 * quantity.step, 100) == 0 and abs(value - quantity.value) > quantity.step


def of_time(observations: Observed, when: When, measure: Measure) -> Observed:
    """The values of the time that is named."""
    return observations.selected(
        (when.first, when.last, when.grain), lambda: _of_time(observations, when, measure)
    )


#: Values of such periods can be of a time that they have no day in common with: sums, forecasts.
_LOOSE = frozenset({"undated", "span", "fiscal_year"})


def _of_time(observations: Observed, when: When, measure: Measure) -> list[Observation]:
    first, last, loose = when.first, when.last, measure.studies
    return [
        one
        for one in observations
        if (loose or one.grain in _LOOSE or (one.last >= first and one.first <= last))  # as most are not
        and fits(one, when, measure)
    ]


def of_about_then(observations: Observed, when: When | None, measure: Measure) -> Observed:
    """What to show beside a number that is none of ours: the values of the time that is named, those as long as it first;
    failing that those that share a part of it, then those of its year, then all of them.
    """
    # A month that nobody spoke of says nothing, but of a level.
    spoken_of = observations if measure.moves else observations.spoken_of
    if when is None:
        return spoken_of
    first, last, year = when.first, when.last, (when.first.year, when.last.year)
    if timely := of_time(observations, when, measure):
        grains = grains_of(when)
        return (
            timely.selected(("grains", when.grain), lambda: (one for one in timely if one.grain in grains))
            or timely
        )
    return (
        spoken_of.selected(
            ("shares", first, last),
            lambda: (one for one in spoken_of if one.first <= last and first <= one.last),
        )
        or spoken_of.selected(
            ("year", year),
            lambda: (one for one in spoken_of if year[0] <= one.last.year and one.first.year <= year[1]),
        )
        or spoken_of
    )


def fits(one: Observation, when: When, measure: Measure) -> bool:
    """Whether a value is of the time that is named."""
    if one.grain == "undated":
        return True
    if when.grain == "since":
        return (
            one.first >= when.first.replace(day=1)
            and one.grain in ("span",)
            and abs((one.first - when.first).days) < 200
        )
    if one.grain == "fiscal_year" and when.grain == "year" and is_forecast(one):
        return when.first.year in (
            one.first.year,
            one.last.year,
        )  # "by 2030" is any year that ends or begins then
    apart = one.last < when.first or when.last < one.first
    if apart and one.grain != "span" and not measure.studies:
        return False  # as most are
    if (
        measure.studies
        and one.published is not None
        and one.published.year == when.first.year
        and when.grain in ("year", "month", "day")
    ):
        return True
    if (
        one.grain == "span"
        and when.grain in ("month", "day")
        and (one.last.year, one.last.month) == (when.last.year, when.last.month)
    ):
        return True  # "by June 2018": a sum up to that month
    if (
        measure.moves
        and measure.dimension == "count"
        and one.grain == "span"
        and when.grain in ("month", "day")
    ):
        return False  # a level printed for some months is that of their end
    if measure.studies and one.first.year == when.first.year and when.grain == "year":
        return True
    if apart:
        return False
    lengths = (one.last - one.first).days + 1, (when.last - when.first).days + 1
    overlap = (min(one.last, when.last) - max(one.first, when.first)).days + 1
    if lengths[0] <= 1 or measure.moves:
        return overlap >= 0.5 * min(lengths)
    if lengths[1] <= 1 or (when.grain == "month" and one.grain == "day"):
        return overlap >= 0.6 * max(lengths) or measure.studies
    return overlap >= 0.6 * max(lengths) or (measure.studies and overlap >= 0.25 * max(lengths))


def grains_of(when: When) -> set[str]:
    """The grains of values that can be held against a number of this time."""
    return {
        "year": {"year", "day", "month", "us_fiscal_year"},
        "month": {"month", "day"},
        "fiscal_year": {"fiscal_year"},
        "day": {"day", "month"},
        "span": {"span"},
    }.get(when.grain, set())
