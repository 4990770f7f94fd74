"""The values behind the measures, each with its period, place and source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice, takewhile
from math import inf, log
from typing import Any

from openasylum import facts
from openasylum.bilingual import Text as Bilingual
from openasylum.check.figures.measures import Measure, Values, measures_of, shipped_measures
from openasylum.check.figures.reach import HARDLY, PRINTED_ANEW, Reach
from openasylum.check.figures.showing import shown
from openasylum.check.findings import Ours
from openasylum.errors import UserError

#: What a unit of the register is in base units: dollars, persons, shares, months.
FACTORS = {
    "CAD billion": 1e9, "CAD million": 1e6, "CAD million/year": 1e6, "CAD million/month": 1e6, "percent": 0.01,
    "years": 12.0, "days": 12 / 365.25, "weeks": 12 / 52.18,
}  # fmt: skip


@dataclass(eq=False)
class Observation:
    """One value of a measure: in base units, with the half-open width that its own rounding leaves. Never changed, but not
    frozen: ten thousand are made at the start, and what is frozen takes three times as long to make.
    """

    value: float | None
    low: float
    high: float
    first: date
    last: date
    grain: str
    place: str
    origin: str | None
    by: str | None
    published: date | None
    row: Any
    values: Values
    figure: bool

    @cached_property
    def told(self) -> dict[tuple[str, str], Bilingual]:
        """Sentences about it, by the name of the sentence and of the measure (``reasons``)."""
        return {}

    @cached_property
    def _shown(self) -> dict[str, Ours]:
        return {}

    def apart(self, said: float) -> float:
        """How far a stated number lies from the value or range, as the logarithm of their ratio."""
        low, high = (self.low, self.high) if self.value is None else (self.value, self.value)
        if said <= 0 or low <= 0:
            return inf
        if low == high:
            return log(low / said) if low > said else log(said / low)
        return max(
            log(low / said), log(said / high), 0.15
        )  # a range that holds it says less than a number beside it

    def ours(self, measure: Measure) -> Ours:
        """For a report: what it is and where it comes from; worked out once."""
        if measure.id not in self._shown:
            self._shown[measure.id] = self._ours(measure)
        return self._shown[measure.id]

    def _ours(self, measure: Measure) -> Ours:
        if self.figure:
            one = self.row
            return Ours(
                one.id, dict(one.title), shown(self, measure), one.value, one.low, one.high, one.unit, one.period,
                one.geography, one.includes or one.basis, one.excludes, one.source, one.url, one.confidence,
            )  # fmt: skip
        row = self.row
        period = str(row.get("period") or row.get("year") or row.get("fiscal_year") or row.get("date") or "")
        where = " · ".join(part for part in (self.place, self.origin) if part)
        name = f"{self.values.table}[{', '.join(part for part in (period, where) if part)}]"
        source, url = _source(row.get("source"))
        title = self.values.title or measure.title
        return Ours(
            name, {"en": title.en, "fr": title.fr}, shown(self, measure), row[self.values.column], row.get("low"),
            row.get("high"), row.get("unit"), period, self.place, None, None, source, url, row.get("confidence"), row.get("note"),
        )  # fmt: skip


def _source(name: str | None) -> tuple[str | None, str | None]:
    known = _sources()
    return known.get(name or "", (name, None))


@facts.remembered
def _sources() -> dict[str, tuple[str | None, str | None]]:
    return {row["id"]: (row["title"], row["url"]) for row in facts.table("sources").iter_rows(named=True)}


#: Places inside a country of which counts are kept.
PROVINCES = frozenset(
    {
        "Quebec",
        "Ontario",
        "Manitoba",
        "British Columbia",
        "Alberta",
        "Saskatchewan",
        "New Brunswick",
        "Nova Scotia",
    }
)


class Observed(tuple[Observation, ...]):
    """Values of one place and origin, so kept that those near a number or of a time are found quickly."""

    #: How many selections are remembered.
    REMEMBERED = 500

    @cached_property
    def _by_low(self) -> tuple[list[float], list[int], list[int]]:
        narrow = sorted((one.low, place) for place, one in enumerate(self) if one.high <= 1.05 * one.low)
        wide = [place for place, one in enumerate(self) if one.high > 1.05 * one.low]
        return [low for low, _ in narrow], [place for _, place in narrow], wide

    @cached_property
    def _ends(self) -> list[tuple[float, float]]:
        return [(one.low, one.high) for one in self]

    @cached_property
    def _by_value(self) -> tuple[list[float], list[int], list[int]]:
        told = sorted((one.value, place) for place, one in enumerate(self) if one.value is not None)
        ranges = [place for place, one in enumerate(self) if one.value is None]
        return [value for value, _ in told], [place for _, place in told], ranges

    @cached_property
    def _selected(self) -> dict[Hashable, Observed]:
        return {}

    @cached_property
    def spoken_of(self) -> Observed:
        """Those that a text can mean without naming their month."""
        return Observed(one for one in self if one.grain != "month")

    def near(self, said: float, reach: float = 0.2) -> list[Observation]:
        """Those that a stated number lies within, or no further from than a part of theirs, in their order."""
        lows, places, wide = self._by_low
        below, above = 1 - reach, 1 + reach
        first = bisect_left(lows, said / (1.06 * above))  # a narrow one's high is at most 1.05 of its low
        last = bisect_right(lows, said / below, lo=first)
        if first == last and not wide:
            return []
        ends = self._ends
        return [
            self[place]
            for place in sorted(places[first:last] + wide)
            if below * ends[place][0] <= said <= above * ends[place][1]
        ]

    def closest(self, said: float) -> Observation | None:
        """The one that a stated number lies the least apart from, the first of several; see ``Observation.apart``."""
        values, places, ranges = self._by_value
        at = bisect_left(values, said)
        near = [*ranges, *places[at : at + 1]]
        if at > 0:
            near.append(places[bisect_left(values, values[at - 1])])
        if len(near) == 1:
            return self[near[0]]
        return min((self[place] for place in sorted(near)), key=lambda one: one.apart(said), default=None)

    def by(self, publishers: frozenset[str]) -> Observed:
        """Those of some publishers."""
        return self.selected(publishers, lambda: (one for one in self if one.by in publishers))

    def selected(self, key: Hashable, select: Callable[[], Iterable[Observation]]) -> Observed:
        """What follows from these for a key; what was asked before is remembered, up to a bound."""
        found = self._selected.get(key)
        if found is None:
            found = Observed(select())
            if len(self._selected) < self.REMEMBERED:
                self._selected[key] = found
        return found


class Held:
    """A measure with all its observations, read when first asked for and sorted once by place and origin: a text speaks
    of few measures.
    """

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self._chosen: dict[tuple[str | None, str | None], Observed] = {}

    @cached_property
    def observations(self) -> tuple[Observation, ...]:
        """All of them, the newest last. Raises ``UserError`` where a table has not the columns that are asked for."""
        return tuple(
            sorted(
                _observations(self.measure), key=lambda one: (one.last, one.first, not one.values.superseded)
            )
        )

    @cached_property
    def reach(self) -> Reach:
        """The numbers that any of them can be told as."""
        return Reach(self.observations, HARDLY)

    @cached_property
    def reach_of_prints(self) -> Reach:
        """Those, and the numbers that can have been printed for any of them."""
        return Reach(self.observations, PRINTED_ANEW)

    @cached_property
    def origins(self) -> frozenset[str | None]:
        """The origins that are told apart; None: all together."""
        return frozenset(one.origin for one in self.observations)

    @cached_property
    def by_origin(self) -> bool:
        """Whether any origin is told apart."""
        return self.origins != {None}

    @cached_property
    def publishers(self) -> frozenset[str]:
        """The concepts that name who publishes them."""
        return frozenset(one.by for one in self.observations if one.by)

    @cached_property
    def of_provinces(self) -> dict[float | None, list[Observation]]:
        """The observations of one province and of no origin, by their value."""
        found: dict[float | None, list[Observation]] = {}
        for one in self.observations:
            if one.place in PROVINCES and one.origin is None:
                found.setdefault(one.value, []).append(one)
        return found

    @cached_property
    def whole(self) -> Observed:
        """The observations of the country as a whole and of no origin."""
        return self.at(None, None)

    def at(self, origin: str | None, place: str | None) -> Observed:
        """The observations of an origin (None: of all) and a place (None: of the country as a whole)."""
        key = (origin, place)
        if key not in self._chosen:
            self._chosen[key] = Observed(self._choose(origin, place))
        return self._chosen[key]

    def at_both(self, origin: str | None, place: str, other: str | None) -> Observed:
        """The observations of an origin and two places, those of the first before those of the second."""
        first = self.at(origin, place)
        return first.selected((origin, other), lambda: (*first, *self.at(origin, other)))

    def _choose(self, origin: str | None, place: str | None) -> tuple[Observation, ...]:
        of_origin = tuple(one for one in self.observations if one.origin == origin)
        if place is not None:
            return tuple(one for one in of_origin if one.place == place)
        whole = tuple(one for one in of_origin if one.place not in PROVINCES)
        return tuple(one for one in whole if one.place == self.measure.country) or whole or of_origin


@facts.remembered
def held_measures() -> tuple[Held, ...]:
    """Every measure: a user's own first, then the shipped ones. Where a user's tables are laid over, all are read at
    once, so that what is wrong in them is said whatever the text speaks of.
    """
    laid = facts.current_overlay()
    if laid is None:
        return tuple(map(Held, shipped_measures()))
    held = tuple(map(Held, (*measures_of(laid.directory), *shipped_measures())))
    for one in held:
        _ = one.observations
    return held


def _observations(measure: Measure) -> Iterator[Observation]:
    for values in measure.values:
        if values.table is not None:
            yield from _of_table(values)
        for name in values.figures:
            found = _of_figures(name, values)
            yield from (one for one in found if measure.dimension != "money" or _is_money(one.row.unit))


def _is_money(unit: str) -> bool:
    """Whether a unit is one of money: under one name stand the money of a year and the claims it was to decide."""
    return any(currency in unit for currency in ("CAD", "USD", "GBP", "EUR"))


def _of_figures(name: str, values: Values) -> Iterator[Observation]:
    for one in _figures_named(name):
        if one.value is None and one.low is None and one.high is None:
            continue
        factor = FACTORS.get(one.unit, 1.0) * values.scale
        span = facts.parse_period(one.period) if one.period else None
        value = None if one.value is None else one.value * factor
        low = one.low if one.low is not None else one.value if one.value is not None else one.high
        high = one.high if one.high is not None else one.value if one.value is not None else one.low
        if value is None and low == high and low is not None:
            value = low * factor  # "more than" or "at most" a number: the number itself
        yield Observation(
            value, low * factor, high * factor,  # type: ignore[operator]
            span.first_day if span else date.min, span.last_day if span else date.max, span.grain if span else "undated",
            values.at or one.geography or "Canada", values.of, values.by, one.published, one, values, True,
        )  # fmt: skip


def _figures_named(name: str) -> list[facts.Figure]:
    """The figure of an id, or all whose ids begin as ``name`` does before its ``*``."""
    if not name.endswith("*"):
        return [facts.figure(name)]
    figures, ids = _figures()
    first = bisect_left(ids, name[:-1])
    return list(takewhile(lambda one: one.id.startswith(name[:-1]), islice(figures, first, None)))


@facts.remembered
def _figures() -> tuple[list[facts.Figure], list[str]]:
    """Every figure, in the order of their ids, and those."""
    figures = facts.figures()
    return figures, [one.id for one in figures]


def _summed(frame: Any, values: Values) -> Any:
    """Rows of one period and place as one, their values added up; what else they say is the first one's. The rounding of
    single cells evens out in a sum, so it is taken as it stands.
    """
    import polars as pl

    added = (values.column,)
    same = ["first_day", "last_day", "grain", *(one for one in (values.place, values.origin) if one)]
    rest = [one for one in frame.columns if one not in {*added, "low", "high", *same, values.summed}]
    return frame.group_by(same, maintain_order=True).agg(
        *(pl.col(one).sum() for one in added), *(pl.col(one).first() for one in rest)
    )


def _of_table(values: Values) -> Iterator[Observation]:
    frame = _picked(values)
    if values.summed:
        frame = _summed(frame, values)
    half = "low" in frame.columns and values.column == "value"
    everyone = (None, values.total, "all", "All")
    for row in frame.rows(named=True):
        if row.get("suppressed") or row.get("first_day") is None:
            continue
        value = float(row[values.column]) * values.scale
        low = value if not half or row["low"] is None else row["low"] * values.scale
        high = value if not half or row["high"] is None else row["high"] * values.scale
        origin = row[values.origin] if values.origin else values.of
        yield Observation(
            value, low, high, values.since or row["first_day"], row["last_day"], "span" if values.since else row["grain"],
            row[values.place] if values.place else values.at or "Canada", None if origin in everyone else origin,
            values.by, row.get("published"), row, values, False,
        )  # fmt: skip


def _picked(values: Values) -> Any:
    """The rows of a table that values are of."""
    import polars as pl

    assert values.table is not None
    frame = facts.table(values.table)
    conditions = [pl.col(values.column).is_not_null()]
    for name, picked in (("where", values.where), ("without", values.without)):
        for column, wanted in picked.items():
            if column not in frame.columns:
                raise UserError(
                    f"the table {values.table} has no column {column!r}",
                    f"le tableau {values.table} n'a pas de colonne « {column} »",
                    field=name,
                )
            named = pl.col(column).cast(pl.String).is_in(wanted if isinstance(wanted, list) else [wanted])
            conditions.append(named if name == "where" else ~named)
    if values.grains:
        conditions.append(pl.col("grain").is_in(values.grains))
    return frame.filter(conditions)
