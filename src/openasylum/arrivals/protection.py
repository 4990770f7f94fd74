"""Resident push: people whose protection in the United States is ended, and who come north.

In 2017 the end of temporary protection was announced to Haitians in May; crossings of Haitians went from 140 to
1,355 and 3,505 a month by August, and fell again. About 7 % of those protected had come within two years, when
whoever crossed between ports was heard. Under another law the same people choose among the ways that it leaves
(``choice``), and fewer come.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts, population
from openasylum.arrivals import choice
from openasylum.arrivals.calibration import posterior
from openasylum.arrivals.circumstances import Values
from openasylum.arrivals.drivers import PROTECTION, DriverChange
from openasylum.timeline import month_number

Floats = NDArray[np.float64]

#: The years in which the share who came was counted.
_MONTHS: Final = 24


def movers(changes: Sequence[DriverChange], values: Values, first_month: int, months: int) -> Floats:
    """The market that ended protection adds, month by month: people who would come if it were worth it.

    Each ``DriverChange`` of ``us_protection`` tells of people who lose protection on ``start``.
    ``arrivals.move_if_protection_ends`` of them would come by land within two years were crossing heard, most of
    them in the first months (``arrivals.months_of_alarm``).
    """
    p = posterior.choice_parameters(float(values["arrivals.choice_draw"]))
    before = choice.mixed_shares(p, *choice.AGREEMENT_AT_PORTS)
    by_land = before[0] + before[1]
    found = np.zeros(months)
    for change in changes:
        if change.driver != PROTECTION:
            continue
        losing = (1.0 - change.factor) * protected() if change.persons is None else change.persons
        since = first_month + np.arange(months) - month_number(change.start)
        people = losing * float(values["arrivals.move_if_protection_ends"]) / by_land
        found += people * course(since, float(values["arrivals.months_of_alarm"]))
    return found


@facts.remembered
def protected() -> float:
    """People with temporary protection in the United States: the middle of the published counts, all origins."""
    table = population.at_risk().filter(pl.col("kind") == "temporary_protected_status")
    return float((table["low"] * table["high"]).sqrt().sum())


def course(since: NDArray[np.integer], alarm: float) -> Floats:
    """Share of those who come that does so in each month ``since`` the announcement (0 the month itself): it rises
    and ebbs (a gamma density of shape 2, scale ``alarm`` months), and adds up to one over two years.
    """
    middle = np.arange(_MONTHS) + 0.5
    density = middle * np.exp(-middle / alarm)
    inside = (since >= 0) & (since < _MONTHS)
    return np.where(inside, density[np.clip(since, 0, _MONTHS - 1)] / density.sum(), 0.0)
