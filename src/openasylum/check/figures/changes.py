"""Changes that a text states: "rose by 56%", "tripled since 2019". The later value of a measure is held against the earlier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from openasylum.check.figures.added_up import added_up
from openasylum.check.figures.bearing import barred_from
from openasylum.check.figures.candidates import Candidates
from openasylum.check.figures.observations import Held, Observation
from openasylum.check.figures.standing import Standing
from openasylum.check.figures.timely import fits
from openasylum.check.language.dates import When
from openasylum.check.language.ends_of_change import first_and_last_month
from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_UP: Final = (
    r"increas\w*|ris(?:e|en|es|ing)|rose|grow\w*|grew|jump\w*|surg\w*|climb\w*|soar\w*|"
    r"(?<!making )(?<!made )(?<!makes )(?<!make )up|more than in|higher|gain\w*|"
    r"spike\w*|augment\w*|hausse|bond\w*|progress\w*|croissance|grimp\w*|accru\w*|accroissement|explos\w*"
)
_DOWN: Final = (
    r"decreas\w*|declin\w*|drop\w*|fell|fall(?:en|s|ing)?|down|lower|shr[aiu]nk\w*|plung\w*|plummet\w*|reduc\w*|"
    r"baiss\w*|diminu\w*|recul\w*|chut\w*|repli|redui\w*"
)
_BEFORE = plain_pattern(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b[^.;:%\d]{{0,34}}$")
_AFTER = plain_pattern(
    rf"^,? ?(?:-| )?(?:(?:de |la |une |an? |the )*(?P<up>{_UP})|(?:de |la |une |an? |the )*(?P<down>{_DOWN}))\b"
    r"|^ (?:de )?(?:(?P<more>plus|more)|(?P<less>moins|less|fewer)) (?:qu|than)"
)
_YEAR_BEFORE = plain_pattern(
    r"\b(?:(?:from|over|than|on|compared (?:to|with)) (?:the )?(?:previous|prior|preceding) year|than (?:in )?the year before|"
    r"year[- ](?:over|on)[- ]year|(?:over|from|than) (?:a|one) year (?:earlier|before|ago)|l'annee (?:precedente|d'avant)|"
    r"par rapport a l'annee precedente|sur un an|en un an|d'une annee a l'autre)\b"
)
#: Before a time that a change is told against: the later one was named before.
_COMPARED = plain_pattern(
    r"\b(?:par rapport (?:a|au|aux|a l'annee)|comparativement a|compared (?:to|with)|over|from|than(?: in)?|relative to)"
    r"(?: (?:the year|all of|calendar))? ?$"
)
#: After "three times": what it is a multiple of.
_AS_MANY = plain_pattern(
    r" (?:as many|the (?:number|total|figure|count)|that of|those|more than|higher|(?:le|la) (?:nombre|total|chiffre)|celui|ceux|plus)\b"
)
#: Beside a change: growth a year over several years, which is no change between two of them.
_YEARLY = plain_pattern(
    r"\b(?:annual(?:ised|ized)? (?:average|growth|increases?)|(?:average|compound(?:ed)?) (?:yearly|annual)|yearly (?:average|growth)|"
    r"annually|on average each year|(?:a|per|each|every) year(?! (?:earlier|before|ago|prior|over))|"
    r"average (?:growth|increase|rise)|annuelles? moyennes?|moyenne annuelle|annuel moyen|croissance annuelle|taux annuel|"
    r"(?:croissance|hausse|augmentation|progression) moyenne|l'an(?! (?:dernier|passe|prochain))|"
    r"(?:en moyenne )?(?:chaque annee|par an(?:nee)?)|annuellement)\b"
)
_BESIDE: Final = 48
_COUNTRIES: Final = ("Canada", "United States")
#: How far a stated change may lie from ours: as written, and where it is hedged; beyond the last it differs.
_SLACK, _HEDGED, _FAR = 0.012, 0.06, 0.08
#: So far from "five times" it is nearer to four or six; from so many times on they are told in round numbers.
_NEXT_TIMES, _MANY_TIMES = 0.5, 8
#: Hedges that leave one side open, and how far there a part may lie from the bound that is told of it.
_SAME_DAYS: Final = 10
_OPEN: Final = ("above", "at_least", "at_most")
_NEXT_TO: Final = 0.15


@dataclass(frozen=True)
class Pair:
    """Two values of one series: the earlier and the later, or the part and the whole."""

    held: Held
    score: float
    first: Observation
    second: Observation

    @property
    def ratio(self) -> float:
        """The second as a multiple of the first."""
        return (self.second.value or 0.0) / (self.first.value or 1.0)


def change(quantity: Quantity, context: Context, candidates: Candidates, today: date) -> Standing | None:
    """How a stated change stands to ours, or None where none is stated or nothing of ours says it."""
    wanted = multiple(quantity, context)
    if wanted is None:
        return None
    periods = _periods(quantity, context, today)
    tacit = None if periods else _year_alone(context)
    between = periods or tacit
    if between is None:
        return None
    pairs = list(_over_time(quantity, context, candidates, between))
    told = [
        *context.quantities,
        *(context.before[-1].quantities if context.goes_on and context.before else ()),
    ]
    own = any(one.dimension in ("count", "money") and not one.bare for one in told)
    return judged(quantity, pairs, wanted, "change", 1.0, gainsaid=not own and tacit is None)


def _year_alone(context: Context) -> tuple[When, When] | None:
    """The year before and the one year that a sentence names as that of a change: "rose by 30 per cent in 2008"."""
    if len(context.times) == 1 and (ends := first_and_last_month(context.times[0], context.plain)):
        return ends
    years = [one for one in context.times if one.grain == "year" and not one.beside]
    if len(context.times) != 1 or not years or _COMPARED.search(context.plain[: years[0].start]):
        return None
    return _year(years[0], years[0].first.year - 1), years[0]


def province(context: Context, quantity: Quantity) -> str | None:
    """The province or state nearest to a figure: the name of a country says of a border which it is."""
    return next((one for one in context.nearest("place.", quantity) if one not in _COUNTRIES), None)


def multiple(quantity: Quantity, context: Context) -> float | None:
    """The later value as a multiple of the earlier, as stated."""
    if quantity.value_to is not None or quantity.dimension not in ("share", "ratio"):
        return None
    if quantity.dimension == "ratio":
        following = context.plain[quantity.end : quantity.end + 24]
        return quantity.value if quantity.unit_words == "change" or _AS_MANY.match(following) else None
    start, _ = context.clause(quantity)
    before = _BEFORE.search(context.plain[max(start, quantity.start - 60) : quantity.start])
    match = before or _AFTER.match(context.plain[quantity.end : min(len(context.plain), quantity.end + 30)])
    beside = max(0, quantity.start - _BESIDE), quantity.end + _BESIDE
    if match is None or _YEARLY.search(context.plain, *beside):
        return None
    told = match.groupdict()
    return 1 + quantity.value if told["up"] or told.get("more") else 1 - quantity.value


def _periods(quantity: Quantity, context: Context, today: date) -> tuple[When, When] | None:
    """The earlier and the later time that a change is stated between."""
    times = [
        one for one in context.times if one.grain in ("year", "month", "fiscal_year", "day", "since", "span")
    ]
    plain = [one for one in times if one.grain in ("year", "month", "fiscal_year")]
    if len(plain) == 2 and plain[0].grain == plain[1].grain:
        first, second = sorted(plain, key=lambda one: one.first)
        return (first, second) if first.first < second.first else None
    if len(times) == 2 and (same := _same_months(*times)):
        return same
    if len(times) != 1:
        return None
    (only,) = times
    if (
        only.grain == "span"
        and (only.first.month, only.last.month) == (1, 12)
        and only.first.year < only.last.year
    ):
        return _year(only, only.first.year), _year(only, only.last.year)
    if (
        only.grain == "span"
        and (only.first.month, only.last.month) == (4, 3)
        and only.first.year + 1 < only.last.year
    ):
        return _fiscal(only, only.first.year), _fiscal(only, only.last.year - 1)
    spoken = next((left for one in reversed(context.before) if (left := one.time_left) is not None), None)
    later = spoken is not None and spoken.grain == only.grain == "year" and spoken.first > only.first
    if spoken is not None and later and _COMPARED.search(context.plain[: only.start]):
        return only, spoken
    if only.grain == "year" and _YEAR_BEFORE.search(context.plain):
        return _year(only, only.first.year - 1), only
    return None


def _same_months(one: When, other: When) -> tuple[When, When] | None:
    """The same months of two years, the earlier first: "January to April 2024, … than in the same period of 2023"."""
    first, second = sorted((one, other), key=lambda when: when.first)
    alike = first.grain == second.grain == "span" and first.first.year < second.first.year
    months = [
        (when.first.month, when.last.month, when.last.year - when.first.year) for when in (first, second)
    ]
    return (first, second) if alike and months[0] == months[1] else None


def _year(like: When, year: int) -> When:
    return When(like.start, like.end, date(year, 1, 1), date(year, 12, 31), "year")


def _fiscal(like: When, year: int) -> When:
    return When(like.start, like.end, date(year, 4, 1), date(year + 1, 3, 31), "fiscal_year")


def meant_of(
    quantity: Quantity, context: Context, candidates: Candidates, dimensions: tuple[str, ...]
) -> Iterator[tuple[Held, float]]:
    """The measures of counts or sums that a change or part can be of, each with how well its words fit."""
    for dimension in dimensions:
        for held, score in candidates.of(context, dimension):
            measure = held.measure
            one_of_many = measure.per is None and not measure.exact_only and not measure.range
            if one_of_many and not barred_from(quantity, context, measure):
                yield held, score


def _over_time(
    quantity: Quantity, context: Context, candidates: Candidates, periods: tuple[When, When]
) -> Iterator[Pair]:
    place = province(context, quantity)
    if context.nearest("origin.", quantity):
        return
    for held, score in meant_of(quantity, context, candidates, ("count", "money")):
        said_by = context.publishers(held.publishers)
        found = [one for one in held.at(None, place) if not said_by or one.by in said_by]
        earlier, later = (
            [
                one
                for one in (*found, *(added_up(found, when) if held.measure.adds else ()))
                if one.value and _is_of(one, when, held)
            ]
            for when in periods
        )
        for first in earlier:
            for second in later:
                if first.values is second.values:
                    yield Pair(held, score, first, second)


def _is_of(one: Observation, when: When, held: Held) -> bool:
    """Whether a value is of the very time that one end of a change is told of: January to July is not January to August."""
    near = (
        when.grain != "span"
        or max(abs((one.first - when.first).days), abs((one.last - when.last).days)) <= _SAME_DAYS
    )
    return near and one.grain == when.grain and fits(one, when, held.measure)


def judged(
    quantity: Quantity, pairs: list[Pair], wanted: float, kind: str, base: float, gainsaid: bool = True
) -> Standing | None:
    """Whether some pair says what is stated; failing that, whether every pair that can gainsay it does. Not ``gainsaid``
    is a change beside counts of the text's own, which it may be of.
    """
    slack = slack_of(quantity, wanted) if kind != "part" or quantity.hedge else _of_a_part(quantity)
    in_times = quantity.dimension == "ratio"
    told_by_verb = (
        in_times and quantity.unit_words == "change"
    )  # "tripled" is said of 3.6 times too, "three times" is not
    right = [
        one
        for one in pairs
        if abs(one.ratio - wanted) <= (2.5 * slack if told_by_verb and one.ratio > wanted > 1 else slack)
        and _side(quantity, one.ratio, wanted, base)
    ]
    if not right and kind == "part" and quantity.hedge in _OPEN:  # 64% is "more than half"
        right = [
            one for one in pairs if _side(quantity, one.ratio, wanted, base) and _next_to(one.ratio, wanted)
        ]
    if right:
        best = min(right, key=lambda one: (-one.score, abs(one.ratio - wanted)))
        exact = in_times or abs(best.ratio - wanted) <= 0.5 * quantity.step + 1e-9
        verdict = "agrees" if exact else "agrees_rounded"
        return Standing(verdict, best.held.measure, (best.first, best.second), f"{kind}_right", best.score)
    firm = [one for one in pairs if one.held.measure.differs is True and not one.held.measure.disputed]
    if not firm or not gainsaid:
        return None
    if quantity.hedge in _OPEN and any(_side(quantity, one.ratio, wanted, base) for one in firm):
        return None  # on the side that the hedge leaves open nothing is gainsaid
    best = min(firm, key=lambda one: abs(one.ratio - wanted))
    if abs(best.ratio - wanted) < max(_FAR, 1.5 * slack, 0.08 * abs(best.ratio - base)):
        return None
    return Standing("differs", best.held.measure, (best.first, best.second), f"{kind}_wrong", best.score)


def slack_of(quantity: Quantity, wanted: float) -> float:
    """How far a stated change or part may lie from ours, given how it is told."""
    if quantity.dimension == "ratio":  # "more than tripled": up to four times
        if quantity.hedge in ("above", "at_least"):
            return 1.0
        return min(0.12 * wanted, _NEXT_TIMES) if wanted < _MANY_TIMES else 0.12 * wanted
    return _HEDGED if quantity.hedge else _SLACK if quantity.step < 0.05 else 2 * _SLACK


def _of_a_part(quantity: Quantity) -> float:
    """How far a stated part may lie from ours, where nothing hedges it: by its rounding, and a little for another print."""
    return max(0.5 * quantity.step, 0.005) + 0.0015


def _next_to(ratio: float, wanted: float) -> bool:
    """Whether a part lies near enough to a stated bound to be told by it."""
    return abs(ratio - wanted) <= _NEXT_TO


def _side(quantity: Quantity, ratio: float, wanted: float, base: float) -> bool:
    """Whether "more than" and "nearly" stand on the right side; ``base`` is what no change, or no part, comes to."""
    up = wanted >= base
    if quantity.hedge in ("above", "at_least"):
        return ratio >= wanted - 0.006 if up else ratio <= wanted + 0.006
    if quantity.hedge in ("below", "at_most"):
        return ratio <= wanted + 0.006 if up else ratio >= wanted - 0.006
    return True
