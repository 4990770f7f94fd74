"""Numbers in a stage file: a constant, an assumption, an observed table, dated steps, values by group, or a
product of these.

A quantity is resolved once per run into an array ``[period, origin, channel]``, so that the kernel only ever
looks numbers up.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import BeforeValidator, InstanceOf, WithJsonSchema

from openasylum.errors import UnusableValue, UserError, inside, nearest
from openasylum.timeline import day_number

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """What a quantity is resolved against: the first day number of each period, the groups, and the values
    given.
    """

    periods: NDArray[np.int64]
    origins: tuple[str, ...]
    channels: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    observed: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    #: Observed tables already resolved: the same for every draw of the values.
    resolved: dict[str, Array] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Periods, origins, channels."""
        return len(self.periods), len(self.origins), len(self.channels)


class Quantity(ABC):
    """A number that may vary by date, by origin and by channel."""

    @abstractmethod
    def resolve(self, setting: Setting) -> Array:
        """The number in every period, origin and channel: an array of ``setting.shape``, not to be written to."""

    def parts(self) -> Iterator[Quantity]:
        """This quantity and everything it is made of."""
        yield self

    def breakpoints(self, observed: Mapping[str, pl.DataFrame]) -> set[int]:
        """The day numbers on which it may change."""
        return set().union(*(part.own_breakpoints(observed) for part in self.parts()))

    def own_breakpoints(self, observed: Mapping[str, pl.DataFrame]) -> set[int]:
        """The day numbers on which this part of it changes."""
        return set()


@dataclass(frozen=True)
class Constant(Quantity):
    """One number, always."""

    value: float

    def resolve(self, setting: Setting) -> Array:
        return np.full(setting.shape, self.value)


@dataclass(frozen=True)
class Assumed(Quantity):
    """An entry of the assumption register, reached by its id."""

    name: str

    def resolve(self, setting: Setting) -> Array:
        if self.name not in setting.values:
            raise UserError(
                f"no value was given for the assumption {self.name!r}",
                f"aucune valeur n'a été donnée à l'hypothèse « {self.name} »",
                nearest=nearest(self.name, setting.values),
            )
        return np.full(setting.shape, float(setting.values[self.name]))


@dataclass(frozen=True)
class Observed(Quantity):
    """A table computed from published figures: columns ``from`` (Date), ``value`` and, where it varies so,
    ``origin``, ``channel``.
    """

    name: str

    def resolve(self, setting: Setting) -> Array:
        if self.name not in setting.resolved:
            setting.resolved[self.name] = self._resolved(setting)
        return setting.resolved[self.name]

    def _resolved(self, setting: Setting) -> Array:
        table = setting.observed[self.name].sort("from", maintain_order=True)
        day = table["from"].to_physical().to_numpy()
        value = table["value"].to_numpy().astype(np.float64)
        found = np.empty(setting.shape)
        for axis_origin, axis_channel, rows in _groups(table, setting):
            # The latest published by each period; before the first, the first.
            latest = np.maximum(np.searchsorted(day[rows], setting.periods, side="right") - 1, 0)
            found[:, axis_origin, axis_channel] = value[rows][latest][:, None, None]
        return found

    def own_breakpoints(self, observed: Mapping[str, pl.DataFrame]) -> set[int]:
        return {day_number(day) for day in observed[self.name]["from"]}


def _groups(table: pl.DataFrame, setting: Setting) -> Iterator[tuple[slice, slice, NDArray[np.int64]]]:
    """The rows of an observed table for each origin and channel: (origins, channels, row numbers)."""
    everything = np.arange(table.height)
    origin = table["origin"].to_numpy() if "origin" in table.columns else None
    channel = table["channel"].to_numpy() if "channel" in table.columns else None
    for o, name in enumerate(setting.origins) if origin is not None else [(None, None)]:
        of_origin = everything if origin is None else everything[origin == name]
        for c, other in enumerate(setting.channels) if channel is not None else [(None, None)]:
            rows = of_origin if channel is None else of_origin[channel[of_origin] == other]
            yield _one(o), _one(c), rows


def _one(position: int | None) -> slice:
    return slice(None) if position is None else slice(position, position + 1)


@dataclass(frozen=True)
class Dated(Quantity):
    """Steps: each value holds from its day on; the first holds before it too."""

    steps: tuple[tuple[date, Quantity], ...]

    def resolve(self, setting: Setting) -> Array:
        found = self.steps[0][1].resolve(setting).copy()
        for day, value in self.steps[1:]:
            later = setting.periods >= day_number(day)
            found[later] = value.resolve(setting)[later]
        return found

    def parts(self) -> Iterator[Quantity]:
        yield self
        for _, value in self.steps:
            yield from value.parts()

    def own_breakpoints(self, observed: Mapping[str, pl.DataFrame]) -> set[int]:
        return {day_number(day) for day, _ in self.steps}


@dataclass(frozen=True)
class ByGroup(Quantity):
    """A value for each origin (axis 1) or channel (axis 2), and one for the rest."""

    axis: int
    values: Mapping[str, Quantity]
    otherwise: Quantity

    def resolve(self, setting: Setting) -> Array:
        found = self.otherwise.resolve(setting).copy()
        names = setting.origins if self.axis == 1 else setting.channels
        for name, value in self.values.items():
            if name not in names:
                raise UserError(
                    f"there is no group {name!r}",
                    f"il n'y a pas de groupe « {name} »",
                    nearest=nearest(name, names),
                )
            position = names.index(name)
            index = (slice(None), position) if self.axis == 1 else (slice(None), slice(None), position)
            found[index] = value.resolve(setting)[index]
        return found

    def parts(self) -> Iterator[Quantity]:
        yield self
        for value in (*self.values.values(), self.otherwise):
            yield from value.parts()


@dataclass(frozen=True)
class Ramp(Quantity):
    """From one level to another, evenly on a logarithmic scale and month by month, between two days."""

    since: date
    until: date
    start: Quantity
    end: Quantity

    def resolve(self, setting: Setting) -> Array:
        first, last = day_number(self.since), day_number(self.until)
        way = np.clip((setting.periods - first) / (last - first), 0.0, 1.0)[:, None, None]
        start, end = self.start.resolve(setting), self.end.resolve(setting)
        return np.asarray(start ** (1 - way) * end**way)

    def parts(self) -> Iterator[Quantity]:
        yield self
        yield from self.start.parts()
        yield from self.end.parts()

    def own_breakpoints(self, observed: Mapping[str, pl.DataFrame]) -> set[int]:
        return {day_number(day) for day in pl.date_range(self.since, self.until, "1mo", eager=True)}


@dataclass(frozen=True)
class Product(Quantity):
    """Several quantities multiplied."""

    factors: tuple[Quantity, ...]

    def resolve(self, setting: Setting) -> Array:
        found = np.ones(setting.shape)
        for factor in self.factors:
            found *= factor.resolve(setting)
        return found

    def parts(self) -> Iterator[Quantity]:
        yield self
        for factor in self.factors:
            yield from factor.parts()


@dataclass(frozen=True)
class Sum(Quantity):
    """Several quantities added."""

    terms: tuple[Quantity, ...]

    def resolve(self, setting: Setting) -> Array:
        found = np.zeros(setting.shape)
        for term in self.terms:
            found += term.resolve(setting)
        return found

    def parts(self) -> Iterator[Quantity]:
        yield self
        for term in self.terms:
            yield from term.parts()


@dataclass(frozen=True)
class Complement(Quantity):
    """What a share leaves of the whole: one less it."""

    of: Quantity

    def resolve(self, setting: Setting) -> Array:
        return 1.0 - self.of.resolve(setting)

    def parts(self) -> Iterator[Quantity]:
        yield self
        yield from self.of.parts()


_FORMS = (
    "a number, {assumption: …}, {observed: …}, {product: […]}, {sum: […]}, {complement: …}, {by: origin, values: {…}, otherwise: …}, "
    "{ramp: {from: …, until: …, start: …, end: …}} or a list of {from: …, value: …}"
)


_FORMES = (
    "un nombre, {assumption: …}, {observed: …}, {product: […]}, {sum: […]}, {complement: …}, {by: origin, values: {…}, otherwise: …}, "
    "{ramp: {from: …, until: …, start: …, end: …}} ou une liste de {from: …, value: …}"
)


def parse_quantity(data: Any) -> Quantity:
    """A quantity from plain data. Raises ``ValueError`` that names the forms it may take."""
    if isinstance(data, Quantity):
        return data
    if isinstance(data, (int, float)) and not isinstance(data, bool):
        return Constant(_finite(data))
    if isinstance(data, list) and data:
        return _parse_dated(data)
    if isinstance(data, dict):
        keys = set(data)
        if keys == {"assumption"}:
            return Assumed(str(data["assumption"]))
        if keys == {"observed"}:
            return Observed(str(data["observed"]))
        if (
            keys == {"ramp"}
            and isinstance(data["ramp"], dict)
            and set(data["ramp"]) == {"from", "until", "start", "end"}
        ):
            with inside("ramp"):
                return _parse_ramp(data["ramp"])
        for name, kind in (("product", Product), ("sum", Sum)):
            if keys == {name} and isinstance(data[name], list) and data[name]:
                return kind(tuple(_part(data, name, k) for k in range(len(data[name]))))
        if keys == {"complement"}:
            return Complement(_part(data, "complement"))
        if (
            keys == {"by", "values", "otherwise"}
            and data["by"] in ("origin", "channel")
            and isinstance(data["values"], dict)
        ):
            values = {str(name): _part(data, "values", name) for name in data["values"]}
            return ByGroup(1 if data["by"] == "origin" else 2, values, _part(data, "otherwise"))
    raise UnusableValue(f"should be {_FORMS}", f"il faut ici {_FORMES}")


def _part(data: Any, *steps: Hashable) -> Quantity:
    """The quantity at the path ``steps`` of a larger one."""
    with inside(*steps):
        for step in steps:
            data = data[step]
        return parse_quantity(data)


def _finite(number: float) -> float:
    """As a float. A whole number in YAML may have a thousand digits."""
    try:
        found = float(number)
    except OverflowError:
        raise UnusableValue(
            "a number of more than 308 digits is none that a stage can have",
            "aucune étape ne peut avoir un nombre de plus de 308 chiffres",
        ) from None
    if not math.isfinite(found):
        raise UnusableValue("should be a number that is finite", "il faut un nombre fini")
    return found


def _parse_day(data: Mapping[str, Any], name: str) -> date:
    with inside(name):
        try:
            return date.fromisoformat(str(data[name]))
        except ValueError:
            raise UnusableValue(
                f"{data[name]} is not a date that exists", f"{data[name]} n'est pas une date qui existe"
            ) from None


def _parse_ramp(data: Mapping[str, Any]) -> Ramp:
    since, until = _parse_day(data, "from"), _parse_day(data, "until")
    if until <= since:
        raise UnusableValue("a ramp should end after it begins", "une rampe doit finir après son début")
    start, end = _part(data, "start"), _part(data, "end")
    if any(value <= 0 for level in (start, end) for value in constants(level)):
        raise UnusableValue(
            "a ramp is even on a logarithmic scale, so it begins and ends above 0",
            "une rampe est régulière en logarithme : elle commence et finit au-dessus de 0",
        )
    return Ramp(since, until, start, end)


def _parse_dated(data: Sequence[Any]) -> Dated:
    steps = []
    for number, step in enumerate(data):
        with inside(number):
            if not isinstance(step, dict) or set(step) != {"from", "value"}:
                raise UnusableValue(f"should be {_FORMS}", f"il faut ici {_FORMES}")
            steps.append((_parse_day(step, "from"), _part(step, "value")))
    if any(later <= earlier for (earlier, _), (later, _) in pairwise(steps)):
        raise UnusableValue(
            "dates should rise from one step to the next", "les dates doivent croître d'un palier au suivant"
        )
    return Dated(tuple(steps))


def constants(quantity: Quantity) -> list[float]:
    """Every literal number in it."""
    return [part.value for part in quantity.parts() if isinstance(part, Constant)]


def _not_negative(quantity: Quantity) -> Quantity:
    if any(value < 0 for value in constants(quantity)):
        raise UnusableValue("cannot be negative", "ne peut pas être négatif")
    return quantity


def _a_share(quantity: Quantity) -> Quantity:
    if any(not 0 <= value <= 1 for value in constants(quantity)):
        raise UnusableValue("a share lies between 0 and 1", "une part est entre 0 et 1")
    return quantity


_SCHEMA = WithJsonSchema({"description": f"A quantity: {_FORMS}."})

#: A number of people, days or decisions: never negative.
Amount = Annotated[
    InstanceOf[Quantity], BeforeValidator(lambda data: _not_negative(parse_quantity(data))), _SCHEMA
]

#: A probability.
Share = Annotated[InstanceOf[Quantity], BeforeValidator(lambda data: _a_share(parse_quantity(data))), _SCHEMA]
