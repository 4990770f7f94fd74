"""Persons out of counts: ids that stay the same between scenarios, and the day of the month.

A person's id is its cell (month, channel, province, origin group) and its number in the cell. When a policy
adds people to a cell the ones already there keep their ids, and with them every keyed random number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.reconcile import Counts
from openasylum.keyed_random import uniform
from openasylum.timeline import day_number, days_in_month, first_day_of_month
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS, PROVINCES

_NUMBER_BITS = 24
_ORIGINS, _PROVINCES, _CHANNELS = 16, 16, 8  # room for each list to grow without renumbering anyone
assert len(ORIGIN_GROUPS) <= _ORIGINS and len(PROVINCES) <= _PROVINCES and len(CHANNELS) <= _CHANNELS


@dataclass(frozen=True)
class Persons:
    """Persons as parallel arrays: ``person`` (u64), ``month`` (number), ``channel``, ``province``,
    ``origin`` (positions).
    """

    person: NDArray[np.uint64]
    month: NDArray[np.int32]
    channel: NDArray[np.int8]
    province: NDArray[np.int8]
    origin: NDArray[np.int8]

    def claim_days(self, seed: int, draw: int) -> NDArray[np.int32]:
        """The day number on which each makes the claim: uniform over the days of the month, keyed by
        person.
        """
        first = int(self.month.min()) if len(self.month) else 0
        months = range(first, int(self.month.max()) + 1 if len(self.month) else first)
        starts = np.array([day_number(first_day_of_month(month)) for month in months], dtype=np.int32)
        lengths = np.array([days_in_month(month) for month in months], dtype=np.int32)
        row = self.month - first
        return (starts[row] + uniform(seed, draw, "arrivals.day", self.person) * lengths[row]).astype(
            np.int32
        )


def cell_ids(first_month: int, months: int) -> NDArray[np.uint64]:
    """The id of every cell: month x channel x province x origin group."""
    month, channel, province, origin = np.ogrid[
        first_month : first_month + months, : len(CHANNELS), : len(PROVINCES), : len(ORIGIN_GROUPS)
    ]
    cell = ((month * _CHANNELS + channel) * _PROVINCES + province) * _ORIGINS + origin
    return cell.astype(np.uint64)


def persons_of(counts: Counts, first_month: int) -> Persons:
    """One person for each count of an array month x channel x province x origin group, in that order."""
    flat = counts.ravel()
    cells = np.flatnonzero(flat)
    sizes = flat[cells]
    number = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    ids = cell_ids(first_month, counts.shape[0]).ravel()[cells]
    month, channel, province, origin = np.unravel_index(cells, counts.shape)
    return Persons(
        (np.repeat(ids, sizes) << np.uint64(_NUMBER_BITS)) | number.astype(np.uint64),
        np.repeat(month.astype(np.int32) + first_month, sizes),
        np.repeat(channel.astype(np.int8), sizes),
        np.repeat(province.astype(np.int8), sizes),
        np.repeat(origin.astype(np.int8), sizes),
    )
