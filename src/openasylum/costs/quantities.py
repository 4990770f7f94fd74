"""What people do that costs money, counted: entries into stages, exits from them, and days spent in them, by
fiscal year.

Counts are whole numbers of thousandths (a day is 1000 milli-days, an event 1000 milli-events), so sums are
exact however the people are grouped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.costs.profiles import MILLI, profile_table
from openasylum.timeline import day_number, fiscal_years_of_days

Values = Mapping[str, float | str]
Grouping = Literal["none", "cohort", "person"]
Ints = NDArray[np.int64]

#: People counted one by one are taken this many at a time: a block's counts stand in dense arrays.
_PERSONS_AT_ONCE = 500


@dataclass(frozen=True)
class Visits:
    """Visits as arrays: one element a visit (``person`` to ``gone``), one element a person (``channel``,
    ``claimed``).

    ``way`` numbers the (stage, exit) pairs that occur; ``first`` is 1 for a person's first visit; ``leaves``
    is the day of leaving, or the day after the last one counted; ``gone`` marks visits that are over by then.
    """

    person: NDArray[np.int32]
    stage: NDArray[np.int16]
    way: NDArray[np.int16]
    first: NDArray[np.int8]
    enters: NDArray[np.int32]
    leaves: NDArray[np.int32]
    gone: NDArray[np.bool_]
    channel: NDArray[np.int16]
    claimed: NDArray[np.int32]
    stages: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """Quantities by cell: each array has one element a cell that holds anything.

    ``group`` is 0, the fiscal year of the claim, or the person's row; ``place`` is the stage (for exits, the
    way out) and ``channel`` the channel, as numbers of ``Visits``; ``first`` tells a person's first visit;
    ``milli`` is how many thousandths.
    """

    group: Ints
    fiscal_year: Ints
    place: Ints
    channel: Ints
    first: Ints
    milli: Ints


def read_visits(visits: pl.DataFrame, people: pl.DataFrame, until: date) -> Visits:
    """The frames of the pipeline as arrays, up to and with the day ``until``; visits that begin later are
    dropped.

    ``visits`` are sorted by ``row`` and, within it, in the order of the person's way. A person without
    ``claim_date`` claimed on ``enter_date``.
    """
    end = day_number(until) + 1
    visits = visits.filter(pl.col("date_in") <= until)
    person = visits["row"].cast(pl.Int32).to_numpy()
    stage, stages = _numbered(visits["stage"])
    exit_, exits = _numbered(visits["exit"])
    left = visits["date_out"].to_physical().fill_null(end).to_numpy()
    gone = (left < end) & (exit_ < len(exits))
    pair = stage.astype(np.int64) * (len(exits) + 1) + exit_
    occurring = np.flatnonzero(np.bincount(pair, minlength=1))
    numbers = np.zeros(int(occurring.max(initial=0)) + 1, dtype=np.int16)
    numbers[occurring] = np.arange(occurring.size)
    channel, channels = _numbered(people["channel"])
    claim_days = [pl.col(name) for name in ("claim_date", "enter_date") if name in people.columns]
    claimed = people.select(pl.coalesce(claim_days).alias("claimed"))["claimed"].to_physical()
    return Visits(
        person=person,
        stage=stage,
        way=numbers[pair],
        first=np.concatenate([[True], person[1:] != person[:-1]]).astype(np.int8)[: person.size],
        enters=visits["date_in"].to_physical().to_numpy(),
        leaves=np.minimum(left, end).astype(np.int32),
        gone=gone,
        channel=channel,
        claimed=claimed.to_numpy(),
        stages=stages,
        ways=tuple(
            (stages[int(p) // (len(exits) + 1)], [*exits, ""][int(p) % (len(exits) + 1)]) for p in occurring
        ),
        channels=channels,
    )


def _numbered(column: pl.Series) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    """A column of words as numbers, and the words; null is the number after the last."""
    if not isinstance(column.dtype, pl.Enum):
        column = column.cast(pl.String)
        column = column.cast(pl.Enum(column.drop_nulls().unique().sort()))
    assert isinstance(column.dtype, pl.Enum)
    words = tuple(column.dtype.categories)
    return column.to_physical().cast(pl.Int16).fill_null(len(words)).to_numpy(), words


def count(
    v: Visits, grouping: Grouping, profiles: Sequence[str], values: Values
) -> Iterator[tuple[Counted, Counted, dict[str, Counted]]]:
    """``(entries, exits, days by profile)``, split exactly at the ends of fiscal years; persons come in
    several blocks.
    """
    from openasylum.costs.tally import tally

    if not v.person.size:
        return
    day_zero = int(min(v.enters.min(), v.claimed.min()))
    calendar = np.arange(day_zero, int(v.leaves.max()) + 1)
    years = fiscal_years_of_days(calendar)
    first_year = int(years[0])
    new_years = np.array(
        [day_number(date(first_year + n, 4, 1)) for n in range(int(years[-1]) - first_year + 2)]
    )
    longest = max(int(calendar[-1]) - int(v.claimed.min()), 0)
    tables = np.array([profile_table(name, longest, values) for name in profiles]).reshape(
        len(profiles), longest + 1
    )
    for visits, group, label in _blocks(v, grouping):
        groups, channels = int(group.max(initial=0)) + 1, len(v.channels) + 1
        shape = (groups, new_years.size - 1)
        entries = np.zeros((*shape, len(v.stages), channels, 2), dtype=np.int64)
        exits = np.zeros((*shape, len(v.ways), channels, 2), dtype=np.int64)
        days = np.zeros((len(profiles), *shape, len(v.stages), channels), dtype=np.int64)
        by_visit = (v.person, v.stage, v.way, v.first, v.enters, v.leaves, v.gone)
        tally(
            *(array[visits] for array in by_visit),
            *(group, v.channel, v.claimed),
            *(day_zero, (years - first_year).astype(np.int64), new_years, tables),
            *(entries, exits, days),
        )
        yield (
            _filled(entries * MILLI, label, first_year),
            _filled(exits * MILLI, label, first_year),
            {name: _filled(days[n][..., None], label, first_year) for n, name in enumerate(profiles)},
        )


def _blocks(v: Visits, grouping: Grouping) -> Iterator[tuple[slice, Ints, int]]:
    """Which visits to count together, the group of each person (from 0), and what group 0 stands for."""
    everything = slice(0, v.person.size)
    if grouping == "none":
        yield everything, np.zeros(v.claimed.size, dtype=np.int64), 0
    elif grouping == "cohort":
        cohorts = fiscal_years_of_days(v.claimed).astype(np.int64)
        yield everything, cohorts - cohorts.min(), int(cohorts.min())
    else:
        for start in range(0, v.claimed.size, _PERSONS_AT_ONCE):
            begin, end = np.searchsorted(v.person, [start, start + _PERSONS_AT_ONCE])
            group = np.clip(np.arange(v.claimed.size) - start, 0, _PERSONS_AT_ONCE - 1)
            yield slice(int(begin), int(end)), group, start


def _filled(dense: Ints, label: int, first_year: int) -> Counted:
    """The cells of a dense array that hold anything."""
    places = np.nonzero(dense)
    group, year, place, channel, first = (np.asarray(axis, dtype=np.int64) for axis in places)
    return Counted(group + label, year + first_year, place, channel, first, dense[places])
