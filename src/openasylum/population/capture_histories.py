"""Lists that overlap, as a table of every possible capture history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError

Vector = NDArray[np.float64]
Pair = tuple[int, int]

#: 2^12 histories are as many as a log-linear model is fitted to in a moment; no study in the field has had
#: more than eight lists.
_MOST_LISTS = 12


@dataclass(frozen=True)
class CaptureHistories:
    """``cells`` (2^t - 1, t) of zeros and ones, every history but the empty one, and ``counts`` of persons
    (2^t - 1,).
    """

    lists: tuple[str, ...]
    cells: Vector
    counts: Vector

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every pair of lists, by position."""
        return list(combinations(range(len(self.lists)), 2))

    def overlap(self, pair: Pair) -> float:
        """Persons who are on both lists of a pair, whatever other list they are on."""
        return float(self.counts @ (self.cells[:, pair[0]] * self.cells[:, pair[1]]))

    def name(self, pair: Pair) -> str:
        """``"PF x NCA"``."""
        return f"{self.lists[pair[0]]} x {self.lists[pair[1]]}"

    @property
    def persons(self) -> float:
        """Persons on at least one list."""
        return float(self.counts.sum())


def histories(table: pl.DataFrame, lists: list[str]) -> CaptureHistories:
    """The full table behind rows of 0/1 columns and a ``count``; histories not in it have count 0.

    Persons on none of ``lists`` are left out, so a list can be dropped by not naming it. Raises ``UserError``
    for fewer than two lists, or more than twelve.
    """
    if not 2 <= len(lists) <= _MOST_LISTS:
        raise UserError(
            f"multiple systems estimation takes 2 to {_MOST_LISTS} lists; this table has {len(lists)}",
            f"l'estimation par systèmes multiples prend de 2 à {_MOST_LISTS} listes ; ce tableau "
            f"en a {len(lists)}",
        )
    cells = np.array(list(product((0.0, 1.0), repeat=len(lists))))[1:]
    order = 2 ** np.arange(len(lists))[::-1]
    codes = table.select(lists).to_numpy().astype(int) @ order
    persons = table["count"].to_numpy().astype(float)
    counts: Vector = np.zeros(2 ** len(lists))
    np.add.at(counts, codes, persons)
    return CaptureHistories(tuple(lists), cells, counts[1:])
