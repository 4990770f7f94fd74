"""Tables that go with the numbers of a process: how they change with the wait, and until when they stay the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Longer than anyone waits.
_FAR = 1e18


def wait_table(waits: Sequence[Sequence[tuple[float, float]]], per_day: int) -> Array:
    """``[row, step of the wait, (steps waited, factor)]`` of effects of the wait, given in days; padded to one length."""
    rows = [[(0.0, 1.0), *((days * per_day, factor) for days, factor in steps)] for steps in waits]
    table = np.full((len(rows), max((len(row) for row in rows), default=1), 2), (_FAR, 1.0))
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table


def same_until(numbers: Array, period_end: NDArray[np.int64]) -> NDArray[np.int64]:
    """``[number, period]``: the end of the last period of the stretch in which the number stays the same."""
    found = np.broadcast_to(period_end, (numbers.shape[0], len(period_end))).copy()
    stays = (numbers[..., 1:] == numbers[..., :-1]).all(axis=(1, 2))
    for period in range(len(period_end) - 2, -1, -1):
        found[:, period] = np.where(stays[:, period], found[:, period + 1], found[:, period])
    return found
