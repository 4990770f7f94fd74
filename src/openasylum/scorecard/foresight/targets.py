"""What is forecast: five monthly series of claims, spliced once over the coding break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.history import history
from openasylum.arrivals.published import FIRST_MONTH, PROVINCE_INDEX, province_known_to
from openasylum.vocabulary import CHANNELS

Floats = NDArray[np.float64]

#: The targets, in the order of the tables; ``total`` is also read off its parts.
TARGETS: Final = ("land", "airport", "inland", "quebec_land", "total")
PARTS: Final = ("land", "airport", "inland")
HORIZONS: Final = (1, 3, 6, 12)

#: Months (numbers) from which a changed rule or policy moved a series: U.S. protected status of Haitians,
#: closure, reopening, Additional Protocol, visa for Mexicans.
BREAKS: Final = tuple(
    12 * year + month - 1 for year, month in ((2017, 7), (2020, 3), (2021, 11), (2023, 3), (2024, 3))
)

#: Settings of the level model that each target takes.
KINDS: Final = {target: "land" if "land" in target.split("_") else "other" for target in TARGETS}


@dataclass(frozen=True)
class Panel:
    """Claims a month of every target, from ``first_month`` (a month number).

    ``printed_to`` names the last month (number) for which a target is printed, where that is before the others'
    last: months after it are filled in, so that they can be forecast from and not scored.
    """

    claims: dict[str, Floats]
    first_month: int
    printed_to: Mapping[str, int] = field(default_factory=dict)

    @property
    def last_month(self) -> int:
        """The last month (number)."""
        return self.first_month + self.months - 1

    def can_score(self, target: str, position: int) -> bool:
        """Whether a target is printed for the month at ``position``."""
        month = self.first_month + position
        return month <= self.printed_to.get(target, self.last_month)

    @property
    def months(self) -> int:
        """How many months are known."""
        return len(self.claims["total"])

    def until(self, origin: int) -> Panel:
        """The panel as it stood with ``origin`` (a position) as its last month; figures are of the last
        vintage.
        """
        return replace(self, claims={name: series[: origin + 1] for name, series in self.claims.items()})


def panel() -> Panel:
    """The observed targets. Land is at and between land ports (``arrivals.channels`` makes the splice);
    inland includes claims after undetected entry, which are made inland.
    """
    claims = dict(zip(CHANNELS, history().claims.astype(np.float64), strict=True))
    land = claims["land_port"] + claims["between_ports"]
    series = {
        "land": land.sum(axis=1),
        "airport": claims["airport"].sum(axis=1),
        "inland": (claims["inland"] + claims["undetected"]).sum(axis=1),
        "quebec_land": land[:, PROVINCE_INDEX["QC"]],
        "total": sum(claims.values()).sum(axis=1),
    }
    return Panel(series, FIRST_MONTH, {"quebec_land": province_known_to("QC", "Border")})


def break_ahead(first_month: int, origin: int, horizon: int) -> bool:
    """Whether a break lies after the origin and up to the month that is forecast."""
    start = first_month + origin
    return any(start < month <= start + horizon for month in BREAKS)
