"""Holding a figure against the measures: which one it is of, and how it stands to our values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openasylum.check.contexts import Context
from openasylum.check.dates import When
from openasylum.check.measures import Measure, Mistaken
from openasylum.check.observations import Held, Observation
from openasylum.check.quantities import Quantity
from openasylum.check.rounding import agreement, close, significant_digits

_RANK = {
    "another_thing": 6,
    "agrees": 5,
    "agrees_rounded": 4,
    "disputed": 4,
    "was_so_has_changed": 3,
    "differs": 1,
}


@dataclass(frozen=True)
class Standing:
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


class Candidates:
    """The measures by dimension, with what each needs as sets of bits, so that the words of a sentence are held
    against all of them quickly.
    """

    def __init__(self, held: tuple[Held, ...]) -> None:
        names = sorted(
            {name for one in held for group in (*one.measure.needs, *one.measure.about) for name in group}
        )
        self._bit = {name: 1 << place for place, name in enumerate(names)}
        self._by_dimension: dict[str, list[tuple[Held, tuple[int, ...], tuple[int, ...]]]] = {}
        for one in held:
            needs = tuple(self._bits(group) for group in one.measure.needs)
            about = tuple(self._bits(group) for group in one.measure.about)
            self._by_dimension.setdefault(one.measure.dimension, []).append((one, needs, about))

    def _bits(self, names: Iterable[str]) -> int:
        total = 0
        for name in names:
            total |= self._bit.get(name, 0)
        return total

    def of(self, context: Context, dimension: str) -> list[tuple[Held, float]]:
        """The measures that a sentence can be about, each with how well its words fit."""
        if dimension not in context.candidates:
            named, around = self._bits(context.named), self._bits(context.around)
            fitting = []
            for held, needs, about in self._by_dimension.get(dimension, ()):
                if all(named & group for group in needs) and all(around & group for group in about):
                    here = sum(bool(named & group) for group in about)
                    score = len(needs) + here + 0.4 * (len(about) - here) + (0.5 if held.measure.near else 0)
                    fitting.append((held, score))
            context.candidates[dimension] = fitting
        return context.candidates[dimension]


def hold(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """The best standing of a figure over all measures, or None where none is meant."""
    best: Standing | None = None
    if context.counts_something_else(quantity):
        return None
    for held, score in candidates.of(context, quantity.dimension):
        standing = _against(quantity, context, held, score, today)
        if standing is not None and (best is None or _better(standing, best)):
            best = standing
    return best


def nearest(quantity: Quantity, context: Context, candidates: Candidates) -> Standing | None:
    """The measure that the words fit best, with its value of the time named or its last: what to look at where no
    value is the stated one.
    """
    best: Standing | None = None
    for held, score in candidates.of(context, quantity.dimension):
        if not _meant(quantity, context, held.measure) or (best is not None and score <= best.score):
            continue
        observations, _ = _of_place(quantity, context, held)
        if not observations:
            continue
        when, _ = context.when(quantity)
        timely = [one for one in observations if when is not None and fits(one, when, held.measure)]
        shown = (timely or observations)[-1]
        if not 0.2 <= quantity.value / ((shown.value or shown.high) or 1) <= 5:
            continue
        best = Standing(
            "not_in_register", held.measure, tuple((timely or observations)[-1:]), "nearest", score, when=when
        )
    return best


def _better(one: Standing, other: Standing) -> bool:
    return (one.score + 1.2 * _RANK[one.verdict]) > (other.score + 1.2 * _RANK[other.verdict])


def _against(quantity: Quantity, context: Context, held: Held, score: float, today: date) -> Standing | None:
    measure = held.measure
    if not _meant(quantity, context, measure):
        return None
    when, here = context.when(quantity)
    observations, place_named = _of_place(quantity, context, held)
    observations = _of_publisher(context, held, observations)
    if not observations:
        return None
    found = [
        (one, how)
        for one in observations
        if one.near(quantity.value) and (how := _agreement(quantity, one, measure))
    ]
    if trap := _trap(quantity, context, measure):
        if found or _pair(quantity, observations):
            return Standing(
                "another_thing",
                measure,
                tuple(one for one, _ in found) or observations[-1:],
                "trap",
                score + 2,
                trap,
                when=when,
            )
        return None
    if found:
        found = [pair for pair in found if _strong_enough(quantity, context, measure, pair[0], when, here)]
    if not found and (pair := _pair(quantity, observations)):
        return Standing("agrees", measure, pair, "range", score + 1, when=when)
    if found:
        return _matching(quantity, context, measure, observations, found, when, here, score, today)
    return _not_matching(quantity, context, measure, observations, when, here, place_named, score)


def _meant(quantity: Quantity, context: Context, measure: Measure) -> bool:
    """Whether what stands beside the figure lets it be of the measure: what it is per, what is named close by."""
    named = context.named
    if measure.per in (None, "year") and quantity.per in ("day", "month", "week", "person"):
        return False
    if measure.per == "person" and quantity.per in ("day", "month", "week"):
        return False
    if measure.per in ("day", "month") and quantity.per != measure.per and f"per_{measure.per}" not in named:
        return False
    if measure.per == "person" and quantity.per != "person" and not named & {"per_person", "average"}:
        return False
    if barred := named & measure.barred:
        several = sum(one.dimension == quantity.dimension for one in context.quantities) > 1
        if not several or context.close_to(quantity, barred, 70):
            return False
    return not measure.near or context.close_to(quantity, set(measure.near))


def _agreement(quantity: Quantity, one: Observation, measure: Measure) -> str | None:
    how = agreement(quantity, one.value, one.low, one.high)
    if how is None and measure.range and quantity.value_to is None and one.value is None:
        ends = [end for end in (one.low, one.high) if abs(end - quantity.value) <= 1e-6 * end]
        return "agrees" if ends else None
    if how == "agrees_rounded" and measure.exact_only:
        return None
    return how


def _strong_enough(
    quantity: Quantity, context: Context, measure: Measure, one: Observation, when: When | None, here: bool
) -> bool:
    """A round or small number fits many things by chance: it must be of the time that the sentence names, or the
    measure must be one of a kind.
    """
    digits = significant_digits(quantity.value, quantity.step)
    timely = when is not None and fits(one, when, measure)
    if one.grain == "month" and not one.figure and not measure.moves and not timely:
        # Among hundreds of monthly counts there is one for every number: its month must be named, if without its year.
        return (
            when is None and digits >= 3 and one.first.month in context.months and one.value == quantity.value
        )
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
    if digits >= 3 or len(measure.needs) + len(measure.about) >= 3 or measure.near:
        return True
    return when is None or not here or fits(one, when, measure)


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
    if measure.studies and one.first.year == when.first.year and when.grain == "year":
        return True
    lengths = (one.last - one.first).days + 1, (when.last - when.first).days + 1
    overlap = (min(one.last, when.last) - max(one.first, when.first)).days + 1
    if overlap <= 0:
        return False
    if lengths[0] <= 1 or measure.moves:
        return overlap >= 0.5 * min(lengths)
    if lengths[1] <= 1 or (when.grain == "month" and one.grain == "day"):
        return overlap >= 0.6 * max(lengths) or measure.studies
    return overlap >= 0.6 * max(lengths) or (measure.studies and overlap >= 0.25 * max(lengths))


def _of_place(quantity: Quantity, context: Context, held: Held) -> tuple[tuple[Observation, ...], bool]:
    """The values of the place and origin that the sentence names for the figure; those of the whole country where
    it names none. The second is whether the choice is certain enough to say that another number differs.
    """
    places, origins = context.nearest("place.", quantity), context.nearest("origin.", quantity)
    chosen = None
    if held.origins != {None}:
        chosen = next((name for name in origins if name in held.origins), None)
        if chosen is None and None not in held.origins:
            return (), False
    elif (
        origins
        and significant_digits(quantity.value, quantity.step) < 4
        and context.close_to(quantity, {f"origin.{name}" for name in origins}, 50)
    ):
        return (), False
    local = [name for name in places if name not in ("Canada", "United States")]
    of_place = held.at(chosen, local[0]) if local else ()
    if of_place:
        if "Canada" in places and held.measure.country == "Canada":
            return (*of_place, *held.at(chosen, "Canada")), False
        if places[0] == local[0] or not (other := held.at(chosen, places[0])):
            return of_place, len(local) == 1
        return (*of_place, *other), False
    return held.at(chosen, None), not local and not origins


def _of_publisher(
    context: Context, held: Held, observations: tuple[Observation, ...]
) -> tuple[Observation, ...]:
    named = held.publishers & context.named
    if not named:
        return observations
    return tuple(one for one in observations if one.by in named)


def _trap(quantity: Quantity, context: Context, measure: Measure) -> Mistaken | None:
    for trap in measure.mistaken_for:
        if trap.per and quantity.per not in trap.per:
            continue
        when = set(trap.when)
        if when and not (context.named & when if trap.far else context.close_to(quantity, when, 110)):
            continue
        if context.named & set(trap.unless):
            continue
        return trap
    return None


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


def _matching(
    quantity: Quantity, context: Context, measure: Measure, observations: tuple[Observation, ...],
    found: list[tuple[Observation, str]], when: When | None, here: bool, score: float, today: date,
) -> Standing | None:  # fmt: skip
    """The number is ours, for one period or another."""
    score += 0.4 * min(significant_digits(quantity.value, quantity.step), 5)
    timely = [pair for pair in found if when is not None and fits(pair[0], when, measure)]
    if measure.disputed and not _publisher_named(context, observations):
        rivals = _rivals(observations, timely or found, when if here else None, measure)
        if rivals:
            return Standing(
                "disputed",
                measure,
                (*(one for one, _ in (timely or found)[-1:]), *rivals),
                "rivals",
                score,
                when=when,
            )
    if timely:
        one, how = max(timely, key=lambda pair: (pair[1] == "agrees", pair[0].last))
        return Standing(how, measure, (one,), "same", score + (2 if here else 1), when=when)
    one, how = max(found, key=lambda pair: (pair[1] == "agrees", pair[0].last))
    latest = observations[-1]
    if when is not None and here and not when.relative:
        if measure.range or measure.differs is False:
            return Standing(how, measure, (one,), "same", score - 1, when=when)
        ours = [other for other in observations if fits(other, when, measure)]
        if measure.disputed and not _publisher_named(context, observations):
            return None
        if ours and significant_digits(quantity.value, quantity.step) >= 2:
            return Standing("differs", measure, (ours[-1],), "other_period", score, other=one, when=when)
        if significant_digits(quantity.value, quantity.step) >= 3:
            return Standing(how, measure, (one,), "period_of_source", score - 1.5, when=when)
        return None
    if (
        measure.moves
        and context.present_tense(quantity)
        and latest is not one
        and agreement(quantity, latest.value, latest.low, latest.high) is None
    ):
        return Standing("was_so_has_changed", measure, (one, latest), "older", score, when=when)
    return Standing(how, measure, (one,), "same" if when is None else "period_of_source", score, when=when)


def _publisher_named(context: Context, observations: tuple[Observation, ...]) -> bool:
    return any(one.by in context.named for one in observations if one.by)


def _rivals(
    observations: tuple[Observation, ...],
    found: list[tuple[Observation, str]],
    when: When | None,
    measure: Measure,
) -> list[Observation]:
    """Other publishers' values for the same time that are not the same number."""
    base = found[-1][0]
    rivals: dict[str, Observation] = {}
    for other in observations:
        if other.by == base.by or other.by is None or other.value is None or base.value is None:
            continue
        if when is not None:
            if not fits(other, when, measure):
                continue
        elif abs((other.last - base.last).days) > 800 and other.last < base.last:
            continue
        if not close(other.value, base.value):
            rivals[other.by] = other
    return list(rivals.values())


def _not_matching(
    quantity: Quantity, context: Context, measure: Measure, observations: tuple[Observation, ...],
    when: When | None, here: bool, certain: bool, score: float,
) -> Standing | None:  # fmt: skip
    """Another number than ours: said to differ only where the measure, the place and the time are all plain."""
    if when is not None and here and quantity.value_to is None:
        close_by = [one for one in observations if one.value and fits(one, when, measure)]
        close_by = [
            one for one in close_by if abs(quantity.value - (one.value or 0)) <= 0.003 * (one.value or 0)
        ]
        if close_by and significant_digits(quantity.value, quantity.step) >= 3 and not measure.exact_only:
            return Standing("agrees_rounded", measure, (close_by[-1],), "near", score, when=when)
    if measure.differs_if and not context.named & set(measure.differs_if):
        return None
    if measure.disputed and not _publisher_named(context, observations):
        return None
    if not measure.differs or measure.exact_only or not certain or quantity.bare:
        return None
    if quantity.value_to is not None or quantity.hedge in ("at_most",):
        return None
    if any(not context.named & set(group) for group in measure.about):
        return None
    if when is None or not here or when.grain not in ("year", "month", "fiscal_year", "day") or when.relative:
        return None
    ours = [one for one in observations if fits(one, when, measure)]
    if not ours:
        return None
    nearest = min(ours, key=lambda one: abs((one.value or one.high) - quantity.value))
    reference = nearest.value if nearest.value is not None else nearest.high
    if not reference or not 0.4 <= quantity.value / reference <= 2.5:
        return None
    if quantity.hedge in ("above", "at_least") and quantity.value <= reference:
        return None
    if nearest.grain not in _grains_of(when) and not measure.studies:
        return None
    return Standing("differs", measure, (nearest,), "other_number", score, when=when)


def _grains_of(when: When) -> set[str]:
    return {
        "year": {"year", "day", "month", "us_fiscal_year"},
        "month": {"month", "day"},
        "fiscal_year": {"fiscal_year"},
        "day": {"day", "month"},
    }.get(when.grain, set())
