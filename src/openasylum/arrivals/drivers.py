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

#: Driver -> the channels that feel it, and the assumption that holds its elasticity (None: claims move with
#: it one to one).
DRIVERS: Final[dict[str, tuple[tuple[str, ...], str | None]]] = {
    "us_removals": (_BY_LAND, "arrivals.elasticity_us_removals"),
    "us_asylum_stock": (_BY_LAND, "arrivals.elasticity_us_asylum_stock"),
    "airport_claims": (("airport",), None),
    "inland_claims": (("inland",), None),
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
        channels, elasticity = DRIVERS[change.driver]
        power = 1.0 if elasticity is None else float(values[elasticity])
        active = numbers >= month_number(change.start)
        if change.until is not None:
            active &= numbers <= month_number(change.until)
        rows = [CHANNELS.index(channel) for channel in channels]
        found[rows] *= np.where(active, change.factor**power, 1.0)
    return found
