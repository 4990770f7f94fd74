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


#: Those who come by land, told apart: *transit*, people who came to the United States to go on (recent arrivals at
#: its south-west border, holders of its visas); *resident push*, people who live there and lose status or fear
#: removal. Flow -> whether its share is ``arrivals.resident_push_share`` or what that leaves.
FLOWS: Final = {"resident_push": True, "transit": False}


@dataclass(frozen=True)
class Driver:
    """Whom a pressure moves: ``channels``; the assumption with the ``elasticity`` (None: claims move with it one to
    one); the ``flow`` of claimants who feel it (None: all).
    """

    channels: tuple[str, ...]
    elasticity: str | None = None
    flow: str | None = None

    def felt_by(self, values: Values) -> float:
        """The share of claimants who feel it."""
        if self.flow is None:
            return 1.0
        residents = float(values["arrivals.resident_push_share"])
        return residents if FLOWS[self.flow] else 1.0 - residents


#: Every driver that moves claims by a factor, by name.
FACTORS: Final[dict[str, Driver]] = {
    "us_removals": Driver(_BY_LAND, "arrivals.elasticity_us_removals", "resident_push"),
    "us_southwest_arrivals": Driver(_BY_LAND, "arrivals.elasticity_us_southwest", "transit"),
    "us_asylum_stock": Driver(_BY_LAND, "arrivals.elasticity_us_asylum_stock"),
    "airport_claims": Driver(("airport",)),
    "inland_claims": Driver(("inland",)),
}

#: The driver that adds people by number (``protection``).
PROTECTION: Final = "us_protection"

DRIVERS: Final = (*FACTORS, PROTECTION)


@dataclass(frozen=True)
class DriverChange:
    """A driver moved by ``factor`` from a day on (until a day, both included; None: to the end). Of ``PROTECTION``
    ``factor`` is the share who keep it, unless ``persons`` says how many lose it on that day.
    """

    driver: str
    factor: float
    start: date
    until: date | None = None
    persons: float | None = None


def multipliers(changes: Sequence[DriverChange], values: Values, first_month: int, months: int) -> Floats:
    """By what each channel's expected claims are multiplied, channel x month; changes of one driver multiply.

    A change counts from the month it starts in. Raises ``UserError`` for a driver that does not exist, with
    the nearest.
    """
    found = np.ones((len(CHANNELS), months))
    numbers = first_month + np.arange(months)
    for change in changes:
        if change.driver not in DRIVERS:
            raise UserError(
                f"there is no driver {change.driver!r}",
                f"il n'y a pas de moteur des arrivées « {change.driver} »",
                nearest=nearest(change.driver, DRIVERS),
            )
        if change.driver == PROTECTION:
            continue
        driver = FACTORS[change.driver]
        power = 1.0 if driver.elasticity is None else float(values[driver.elasticity])
        effect = 1.0 + driver.felt_by(values) * (change.factor**power - 1.0)
        active = numbers >= month_number(change.start)
        if change.until is not None:
            active &= numbers <= month_number(change.until)
        rows = [CHANNELS.index(channel) for channel in driver.channels]
        found[rows] *= np.where(active, effect, 1.0)
    return found
