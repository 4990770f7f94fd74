"""Parts that a text states: "Quebec received 45% of the claims", "Roxham Road, 42% of the claims in 2022". The part is held against
the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from openasylum.check.figures.added_up import added_up
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.changes import Pair, judged, meant_of, province
from openasylum.check.figures.observations import Held, Observation
from openasylum.check.figures.parts_side_by_side import (
    counted_before,
    leading_part,
    place_spoken_of,
    told_together,
)
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.timely import OF_LATE, fits
from openasylum.check.language.dates import When, whole_year
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_OF_WHOLE = plain_pattern(
    r"^\)? (?:(?:of|des?|du|for) )?(?:all |the |toutes? |tous |les |l'ensemble des |total |canada's |national |new )*"
    r"(?:[\d ,.]{1,12} )?"
)
_OF_TOTAL = plain_pattern(r"^\)? (?:of|du|de) (?:the |le )?(?:\w+ )?total\b")
_MADE = plain_pattern(
    r"\b(?:were|was|are|is|made|filed|lodged|arrived|came|landed|recorded|received|sont|ont ete|etaient|presentees|deposees|"
    r"faites|recues|enregistrees)\b"
)
#: How far a count may lie from ours, as a part of it, to be that very count.
_THE_SAME: Final = 0.003
_NEGATED = plain_pattern(r"\b(?:not|never|n't|ne|n'\w+)\b(?! que)")
#: The measures of those who came in by each way.
_BY_WAY: Final = {
    "airport": ("claims.airport",),
    "inland": ("claims.inland",),
    "roxham": ("claims.irregular", "interceptions"),
    "between_ports": ("claims.irregular", "interceptions"),
}


def part(quantity: Quantity, context: Context, candidates: Candidates) -> Standing | None:
    """How a stated share of a place, or of a country of origin, in the whole stands to ours, or None."""
    if quantity.dimension != "share" or quantity.value_to is not None:
        return None
    if "last_address" in context.named:
        return None  # where claimants live is not where their claims were made
    origin = next(iter(context.nearest("origin.", quantity)), None)
    count = counted_before(quantity, context)
    place = province(context, count or quantity)
    if origin is not None and place is not None:
        return None
    if _NEGATED.search(context.plain):
        return None
    named, beside = _whole(quantity, context), False
    if not named and (leading := leading_part(quantity, context)):
        named, beside = _whole(leading, context), True
    if not named:
        return None
    if origin is None and place is None and _of_total(quantity, context):
        place = place_spoken_of(context)
        beside = place is not None
    inside = f"origin.{origin}" if origin else f"place.{place}"
    if (origin or place) and not beside and not _there(context, quantity, inside):
        return None
    found = _of_origin if origin else _of_place if place else _of_way_in
    pairs = [
        pair
        for pair in (
            *found(quantity, context, candidates, origin or place or ""),
            *(_of_count(count, quantity, context, candidates, place) if count and place else ()),
        )
        if named & _counted(pair.held)
    ]
    _, here = context.when(quantity)
    return judged(
        quantity,
        pairs,
        quantity.value,
        "part",
        0.0,
        gainsaid=place is not None and here and not (beside or count),
    )


def _of_total(quantity: Quantity, context: Context) -> bool:
    return _OF_TOTAL.match(context.plain[quantity.end :]) is not None


def _whole(quantity: Quantity, context: Context) -> set[str]:
    """The concepts that name the whole of which a share is told: those right after it, or, of "46% of the national total", all
    that the sentence names.
    """
    of_whole = _OF_WHOLE.match(context.plain[quantity.end :])
    at = quantity.end + (of_whole.end() if of_whole else 0)
    total = _of_total(quantity, context)
    return {
        one.concept
        for one in context.mentions
        if (total or at <= one.start <= at + 24) and not one.concept.startswith("place.")
    }


def _there(context: Context, quantity: Quantity, inside: str) -> bool:
    """Whether the share is the place's or origin's in the whole ("Quebec received 45% of the claims", "45% of the claims were made in
    Quebec"), not one within the place ("a third of the claims in Quebec").
    """
    for one in context.mentions:
        if one.concept == inside:
            if one.start < quantity.start:
                return True
            return _MADE.search(context.plain[quantity.end : one.start]) is not None
    return False


def _counted(held: Held) -> set[str]:
    return {name for group in (*held.measure.needs, *held.measure.about) for name in group} - {"place.Canada"}


def _of_place(quantity: Quantity, context: Context, candidates: Candidates, place: str) -> Iterator[Pair]:
    when, here = context.when(quantity)
    if when is None and context.published is not None and context.present_tense(quantity):
        when = whole_year(context.published.year - 1)  # "Quebec takes in 45%" is told of the last whole year
    if when is None or when.grain not in ("year", "month", "span"):
        return
    if (
        when.grain == "month" and not here
    ):  # a share told without its month is of no month that was spoken of before
        return
    within = when.grain == "year" and context.within(when)

    def so_far(one: Observation) -> bool:
        """Whether a value is that of the year up to shortly before the text."""
        told = context.published
        return (
            one.grain == "span"
            and one.first == when.first
            and told is not None
            and 0 < (told - one.last).days <= OF_LATE
        )

    for held, score in meant_of(quantity, context, candidates, ("count",)):
        if not held.measure.adds:
            continue
        whole, inside = (
            [
                one
                for one in (*held.at(None, name), *added_up(held.at(None, name), when))
                if one.value
                and (so_far(one) if within else one.grain == when.grain and fits(one, when, held.measure))
            ]
            for name in (held.measure.country, place)
        )
        for first in whole:
            for second in inside:
                if first.place != second.place and told_together(first, second):
                    yield Pair(held, score, first, second)


def _of_count(
    count: Quantity, quantity: Quantity, context: Context, candidates: Candidates, place: str
) -> Iterator[Pair]:
    """A count of a place that the text tells just before its share, and that of the country for the same time."""
    for held, score in meant_of(quantity, context, candidates, ("count",)):
        if held.measure.adds:
            for second in held.at(None, place).near(count.value, _THE_SAME):
                for first in held.at(None, held.measure.country):
                    if second.place == place != first.place and first.value and told_together(first, second):
                        yield Pair(held, score, first, second)


def _of_origin(quantity: Quantity, context: Context, candidates: Candidates, origin: str) -> Iterator[Pair]:
    """The claimants of an origin and all of the same time, which stand in two measures."""
    when, _ = context.when(quantity)
    if when is None or when.grain != "year":
        return
    meant = [
        (held, score)
        for held, score in meant_of(quantity, context, candidates, ("count",))
        if held.measure.adds
    ]
    for whole in (held for held, _ in meant if held.measure.id == "claims.total"):
        for held, score in meant:
            inside = held.at(origin, None) if origin in held.origins else ()
            for first in _of_year(whole.at(None, whole.measure.country), when, held):
                for second in _of_year(inside, when, held):
                    yield Pair(held, score, first, second)


def _of_way_in(quantity: Quantity, context: Context, candidates: Candidates, _: str) -> Iterator[Pair]:
    """The claims of those who came by one way in, and all of the same year: "Roxham Road, 42% of the claims in 2022"."""
    when, _here = context.when(quantity)
    if when is None or when.grain != "year":
        return
    named = {one.concept for one in context.mentions if one.start < quantity.start}
    if context.goes_on or not named & _BY_WAY.keys():
        named |= context.before[-1].named if context.before else frozenset()
    ways = [way for way in ("airport", "inland", "roxham", "between_ports") if way in named]
    if not ways or len({_BY_WAY[way] for way in ways}) > 1:
        return
    measures = {held.measure.id: (held, score) for held, score in candidates.every("count")}
    whole, _score = measures["claims.total"]
    for name in _BY_WAY[ways[0]]:
        held, score = measures[name]
        for first in _of_year(whole.at(None, "Canada"), when, held):
            for second in _of_year(held.at(None, "Canada"), when, held):
                yield Pair(whole, score, first, second)


def _of_year(observations: Iterable[Observation], when: When, held: Held) -> list[Observation]:
    return [
        one for one in observations if one.value and one.grain == "year" and fits(one, when, held.measure)
    ]
