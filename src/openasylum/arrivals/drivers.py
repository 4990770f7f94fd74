"""Pressures on arrivals that a scenario may move: what each does to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.circumstances import Values
from openasylum.errors import UserError, nearest
from openasylum.timeline import month_number
from openasylum.vocabulary import CHANNELS

Floats = NDArray[np.float64]
_BY_LAND: Final = ("land_port", "between_ports", "undetected")


@dataclass(frozen=True)
class Driver:
    """Whom a pressure moves: ``channels``; the assumption with the ``elasticity`` (None: claims move with it one to
    one); the assumption with the share of claimants who feel it (``felt_by``; None: all). The others are in transit:
    they came to the United States to go on to Canada.
    """

    channels: tuple[str, ...]
    elasticity: str | None = None
    felt_by: str | None = None


#: Every driver by name.
DRIVERS: Final[dict[str, Driver]] = {
    "us_removals": Driver(_BY_LAND, "arrivals.elasticity_us_removals", "arrivals.resident_push_share"),
    "us_asylum_stock": Driver(_BY_LAND, "arrivals.elasticity_us_asylum_stock"),
    "airport_claims": Driver(("airport",)),
    "inland_claims": Driver(("inland",)),
}


@dataclass(frozen=True)
class DriverChange:
    """A driver moved by ``factor`` from a day on (until a day, both included; None: to the end)."""

    driver: str
    factor: float
    start: date
    until: date | None = None


def multipliers(changes: Sequence[DriverChange], values: Values, first_month: int, months: int) -> Floats:
    """By what each channel's expected claims are multiplied, channel x month; changes of one driver multiply.

    A change counts from the month it starts in. Raises ``UserError`` for a driver that does not exist, with
    the nearest.
    """
    found = np.ones((len(CHANNELS), months))
    numbers = first_month + np.arange(months)
    for change in changes:
        if change.driver not in DRIVERS:
            raise UserError(f"there is no driver {change.driver!r}", nearest=nearest(change.driver, DRIVERS))
        driver = DRIVERS[change.driver]
        power = 1.0 if driver.elasticity is None else float(values[driver.elasticity])
        felt = 1.0 if driver.felt_by is None else float(values[driver.felt_by])
        effect = 1.0 + felt * (change.factor**power - 1.0)
        active = numbers >= month_number(change.start)
        if change.until is not None:
            active &= numbers <= month_number(change.until)
        rows = [CHANNELS.index(channel) for channel in driver.channels]
        found[rows] *= np.where(active, effect, 1.0)
    return found
