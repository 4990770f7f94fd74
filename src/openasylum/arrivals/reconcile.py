"""Whole persons from rounded, withheld and summed figures: the two ways in which a printed total is shared
out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Counts = NDArray[np.int64]


def apportion(total: int, weights: ArrayLike) -> Counts:
    """``total`` persons shared out in proportion to ``weights`` (any shape, none negative): largest
    remainders.

    The shares add up to ``total`` exactly; ties go to the earlier cell. Where every weight is zero the
    cells count alike. Raises ``ValueError`` for a negative total or weight.
    """
    weight = np.asarray(weights, dtype=np.float64)
    if total < 0 or (weight < 0).any():
        raise ValueError("a total and its weights cannot be negative")
    if weight.size == 0 or total == 0:
        return np.zeros(weight.shape, dtype=np.int64)
    flat = weight.ravel() / weight.max() if weight.max() > 0 else np.ones(weight.size)
    exact = flat / flat.sum() * total
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole.reshape(weight.shape)


def within_intervals(value: ArrayLike, low: ArrayLike, high: ArrayLike, target: int) -> Counts:
    """Whole numbers near ``value``, each inside its interval [``low``, ``high``], that add up to ``target``
    if any can.

    Rounded cells (a printed 40 is 38 to 42) and withheld ones (0 to 5) seldom add up to the printed total.
    The gap is shared out in proportion to the room that each cell's interval leaves. Where the intervals
    cannot reach the target, they go as far as they can.
    """
    floor, ceiling = np.asarray(low, dtype=np.int64), np.asarray(high, dtype=np.int64)
    near = np.clip(np.rint(np.asarray(value, dtype=np.float64)).astype(np.int64), floor, ceiling)
    gap = int(target) - int(near.sum())
    room = ceiling - near if gap > 0 else near - floor
    share = _apportion_bounded(min(abs(gap), int(room.sum())), room)
    return near + share if gap > 0 else near - share


def _apportion_bounded(total: int, room: Counts) -> Counts:
    """``apportion`` with the room of each cell as its weight; no cell is given more than its room."""
    share = np.minimum(apportion(total, room), room)
    missing = total - int(share.sum())
    spare = np.flatnonzero((room - share).ravel() > 0)[:missing]
    share.ravel()[spare] += 1
    return share
