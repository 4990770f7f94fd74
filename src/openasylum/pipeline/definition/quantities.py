"""Numbers in a stage file: a constant, an assumption, an observed table, dated steps, values by group, or a
product of these.

A quantity is resolved once per run into an array ``[period, origin, channel]``, so that the kernel only ever
looks numbers up.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, nearest
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


def constants(quantity: Quantity) -> list[float]:
    """Every literal number in it."""
    return [part.value for part in quantity.parts() if isinstance(part, Constant)]
