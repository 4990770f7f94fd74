"""Holding a figure against the measures: which one it is of, and how it stands to our values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openasylum.check.contexts import Context
from openasylum.check.dates import When
from openasylum.check.measures import Measure, Mistaken
from openasylum.check.observations import Held, Observation
from openasylum.check.quantities import Quantity
from openasylum.check.rounding import agreement, close, significant_digits

_PROVINCES = {
    "Quebec",
    "Ontario",
    "Manitoba",
    "British Columbia",
    "Alberta",
    "Saskatchewan",
    "New Brunswick",
    "Nova Scotia",
}
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


@dataclass
class Candidates:
    """The measures of one dimension that a sentence can be about."""

    by_dimension: dict[str, list[Held]] = field(default_factory=dict)

    @classmethod
    def of(cls, held: tuple[Held, ...]) -> Candidates:
        """The measures sorted by dimension."""
        sorted_: dict[str, list[Held]] = {}
        for one in held:
            sorted_.setdefault(one.measure.dimension, []).append(one)
        return cls(sorted_)


def hold(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """The best standing of a figure over all measures, or None where none is meant."""
    best: Standing | None = None
    for held in candidates.by_dimension.get(quantity.dimension, ()):
        standing = _against(quantity, context, held, today)
        if standing is not None and (best is None or _better(standing, best)):
            best = standing
    return best


def nearest(quantity: Quantity, context: Context, candidates: Candidates) -> Standing | None:
    """The measure that the words fit best, with its value of the time named or its last: what to look at where no
    value is the stated one.
    """
    best: Standing | None = None
    for held in candidates.by_dimension.get(quantity.dimension, ()):
        score = _words_score(quantity, context, held.measure)
        if score is None or (best is not None and score <= best.score):
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


def _against(quantity: Quantity, context: Context, held: Held, today: date) -> Standing | None:
    measure = held.measure
    score = _words_score(quantity, context, measure)
    if score is None:
        return None
    when, here = context.when(quantity)
    observations, place_named = _of_place(quantity, context, held)
    observations = _of_publisher(context, observations)
    if not observations:
        return None
    found = [(one, how) for one in observations if (how := _agreement(quantity, one, measure))]
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


def _words_score(quantity: Quantity, context: Context, measure: Measure) -> float | None:
    """How well the words fit; None where the sentence cannot be about the measure."""
    named = context.named
    if measure.per == "any":
        pass
    elif measure.per in (None, "year") and quantity.per in ("day", "month", "week", "person"):
        return None
    if measure.per == "person" and quantity.per in ("day", "month", "week"):
        return None
    if measure.per in ("day", "month") and quantity.per != measure.per and f"per_{measure.per}" not in named:
        return None
    if measure.per == "person" and quantity.per != "person" and not named & {"per_person", "average"}:
        return None
    if any(not named & set(group) for group in measure.needs):
        return None
    if context.counts_something_else(quantity):
        return None
    if barred := named & set(measure.never):
        several = sum(one.dimension == quantity.dimension for one in context.quantities) > 1
        if not several or context.close_to(quantity, barred, 70):
            return None
    around = context.around
    if any(not around & set(group) for group in measure.about):
        return None
    if measure.near and not context.close_to(quantity, set(measure.near)):
        return None
    here = sum(bool(named & set(group)) for group in measure.about)
    return (
        1.0 * len(measure.needs)
        + 1.0 * here
        + 0.4 * (len(measure.about) - here)
        + (0.5 if measure.near else 0)
    )


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
    if one.grain == "month" and not measure.moves and (when is None or not fits(one, when, measure)):
        return False  # among hundreds of monthly counts there is one for every number
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
    places = context.nearest("place.", quantity)
    origins = context.nearest("origin.", quantity)
    observations = held.observations
    known_origins = {one.origin for one in observations}
    if known_origins != {None}:
        chosen = next((name for name in origins if name in known_origins), None)
        if chosen is None and None not in known_origins:
            return (), False
        observations = tuple(one for one in observations if one.origin == chosen)
        if chosen is None and origins:
            return observations, False
    elif origins and significant_digits(quantity.value, quantity.step) < 4:
        named = {f"origin.{name}" for name in origins}
        if context.close_to(quantity, named, 50):
            return (), False
    known = {one.place for one in observations}
    local = [name for name in places if name not in ("Canada", "United States")]
    if local and local[0] in known:
        of_place = tuple(one for one in observations if one.place == local[0])
        if "Canada" in places and held.measure.country == "Canada":
            return (*of_place, *(one for one in observations if one.place == "Canada")), False
        if places[0] == local[0] or not any(one.place == places[0] for one in observations):
            return of_place, len(local) == 1
        national = tuple(one for one in observations if one.place == places[0])
        return (*of_place, *national), False
    whole = tuple(one for one in observations if one.place not in _PROVINCES or one.place == "Canada")
    country = tuple(one for one in whole if one.place == held.measure.country)
    certain = not local and not (origins and known_origins == {None})
    return (country or whole or observations), certain


def _of_publisher(context: Context, observations: tuple[Observation, ...]) -> tuple[Observation, ...]:
    publishers = {one.by for one in observations if one.by}
    named = [name for name in publishers if name in context.named]
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
