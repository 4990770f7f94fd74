"""The counts that are fitted, and which rule held in each month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.channels import CHANNEL_INDEX
from openasylum.arrivals.history import history
from openasylum.arrivals.interceptions import row_of

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

FIRST: Final = row_of(2017, 1)

#: Half the width of a rounded count of claims at ports: multiples of five, plus up to as much from the
#: splice.
ROUNDING: Final = 2


@dataclass(frozen=True)
class Counts:
    """Monthly counts from January 2017, and the share of each month under each rule.

    ``crossings`` are RCMP interceptions (exact), ``ports`` claims at land ports (rounded: each stands for
    the counts within ``ROUNDING``), ``hidden`` claims after undetected entry, added up over ``periods``
    (period x month, 0 or 1) since no month of them is published. ``ports_only``, ``closed`` and
    ``protocol`` add up to one; ``reopened`` is the months since the border reopened (infinite before).
    """

    crossings: Whole
    ports: Whole
    hidden: Whole
    periods: Floats
    ports_only: Floats
    closed: Floats
    protocol: Floats
    reopened: Floats

    @property
    def months(self) -> int:
        """How many months there are."""
        return len(self.crossings)


def observed() -> Counts:
    """The published counts of January 2017 to the last full year."""
    claims = history().claims.sum(axis=2)[:, FIRST:]
    months = claims.shape[1] - claims.shape[1] % 12
    claims = claims[:, :months]
    hidden = claims[CHANNEL_INDEX["undetected"]]
    spans = [(12 * year, 12 * year + 12) for year in range(1, 6)]
    spans += [(75, 81), (81, 84), *((first, first + 12) for first in range(84, months, 12))]
    periods = np.zeros((len(spans), months))
    for row, (first, last) in enumerate(spans):
        periods[row, first:last] = 1.0
    closed, protocol = rules(months)
    position = np.arange(months) - (row_of(2021, 11) - FIRST)
    # The border reopened on 21 November 2021: the middle of what is left of that month, then of each month.
    reopened = np.where(position < 0, np.inf, np.where(position == 0, 1 / 6, position - 1 / 6))
    return Counts(
        crossings=claims[CHANNEL_INDEX["between_ports"]],
        ports=claims[CHANNEL_INDEX["land_port"]],
        hidden=np.rint(periods @ hidden).astype(np.int64),
        periods=periods,
        ports_only=1.0 - closed - protocol,
        closed=closed,
        protocol=protocol,
        reopened=reopened,
    )


def rules(months: int) -> tuple[Floats, Floats]:
    """Share of each month from January 2017 in which the border was closed (21 March 2020 to 20 November
    2021), and in which the Protocol held (from 25 March 2023).
    """
    closed, protocol = np.zeros(months), np.zeros(months)
    closed[row_of(2020, 3) - FIRST : row_of(2021, 11) - FIRST + 1] = 1.0
    closed[row_of(2020, 3) - FIRST] = 11 / 31
    closed[row_of(2021, 11) - FIRST] = 20 / 30
    protocol[row_of(2023, 3) - FIRST :] = 1.0
    protocol[row_of(2023, 3) - FIRST] = 7 / 31
    return closed, protocol
