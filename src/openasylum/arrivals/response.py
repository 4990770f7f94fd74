"""How arrivals answer a change of law: expected claims by channel, given what the law does with typical
claims.

The law in force is the reference. Three things can change at the land border, each read off the regime:

* **ports and crossings heard** (the United States not designated): land claims rise to a level argued in
  ``arguments``;
* **crossings heard** (the Agreement at ports only): claims between ports return toward their level before
  25 March 2023, an observed regime;
* **exceptions gone**: those who would have met one still come in part, and in part enter undetected.

Opening works its way in over months (November 2021 to mid-2022), closing at once (25 March 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.arguments import argument
from openasylum.arrivals.baseline import Baseline
from openasylum.arrivals.circumstances import (
    AIRPORT,
    BETWEEN_PORTS,
    INLAND,
    LAND_PORT,
    UNDETECTED,
    Values,
    exception_shares,
)
from openasylum.arrivals.regime import Regime

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_FIRST_YEAR: Final = 12


@dataclass(frozen=True)
class Response:
    """Expected claims, channel x month: ``usual`` of the people who come under the law in force, ``extra``
    of those it kept away.
    """

    usual: Floats
    extra: Floats


def respond(base: Baseline, regime: Regime, values: Values, before_protocol: float) -> Response:
    """The response of every channel. ``base.claims`` already holds the drivers; ``before_protocol`` is the
    mean number of interceptions a month from December 2022 to March 2023.
    """
    usual, extra = base.claims.copy(), np.zeros_like(base.claims)
    ports, crossings = regime.heard("port"), regime.heard("crossing")
    _open_border(usual, extra, base, ports, values)
    _open_crossings(usual, extra, base, crossings & ~ports, values, before_protocol)
    _end_exceptions(usual, extra, regime, values)
    _draw_from_other_channels(usual, extra, values)
    return Response(usual, extra)


def opening(active: Bools, months_to_answer: float) -> Floats:
    """How far an opening has worked its way in, month by month, from 0 to 1: exponentially, and at once
    back to 0 when it ends.
    """
    reached = np.zeros(len(active))
    keep = np.exp(-1.0 / months_to_answer)
    level = 0.0
    for month, is_open in enumerate(active):
        level = 1.0 - keep * (1.0 - level) if is_open else 0.0
        reached[month] = level
    return reached


def _open_border(usual: Floats, extra: Floats, base: Baseline, ports: Bools, values: Values) -> None:
    """Land claims at the argued level, which speaks of the mean of the first full year; never below those
    in force.
    """
    level = argument(str(values["arrivals.undesignation_argument"])).quantile(
        float(values["arrivals.undesignation_place"])
    )
    reached = opening(ports, float(values["arrivals.months_to_answer"]))
    first_year = opening(np.ones(_FIRST_YEAR, dtype=bool), float(values["arrivals.months_to_answer"])).mean()
    wanted = level / first_year * reached * _drift(base, ports)
    land = usual[LAND_PORT] + usual[BETWEEN_PORTS]
    more = np.where(ports, np.maximum(wanted - land, 0.0), 0.0)
    between = float(values["arrivals.open_border_between_ports_share"])
    extra[LAND_PORT] += more * (1.0 - between)
    extra[BETWEEN_PORTS] += more * between
    usual[UNDETECTED] *= 1.0 - reached * float(values["arrivals.open_border_undetected_fall"])


def _open_crossings(
    usual: Floats, extra: Floats, base: Baseline, active: Bools, values: Values, before_protocol: float
) -> None:
    """Between ports toward the level before the Protocol; some leave the ports, some need not enter
    undetected any more.
    """
    reached = opening(active, float(values["arrivals.months_to_answer"]))
    wanted = before_protocol * float(values["arrivals.ports_only_recovery"]) * reached * _drift(base, active)
    extra[BETWEEN_PORTS] += np.where(active, np.maximum(wanted - usual[BETWEEN_PORTS], 0.0), 0.0)
    usual[LAND_PORT] *= 1.0 - reached * float(values["arrivals.ports_only_port_fall"])
    usual[UNDETECTED] *= 1.0 - reached * float(values["arrivals.open_border_undetected_fall"])


def _drift(base: Baseline, active: Bools) -> Floats:
    """How pressure at the land border has moved since the opening: the path of land claims in force,
    against the opening month.
    """
    if not active.any():
        return np.ones(len(active))
    return np.exp(base.land_shift - base.land_shift[int(np.argmax(active))])


def _end_exceptions(usual: Floats, extra: Floats, regime: Regime, values: Values) -> None:
    """Where those who meet an exception are returned too, most of them no longer come to a port."""
    kinds = exception_shares(values)
    for channel, claim, share in (
        (LAND_PORT, "port", "arrivals.port_exception_share"),
        (BETWEEN_PORTS, "crossing", "arrivals.between_ports_exception_share"),
    ):
        returned = sum(part * regime.returned(f"{claim}_with_{kind}") for kind, part in kinds.items())
        gone = returned * float(values[share]) * (1.0 - float(values["arrivals.coming_without_exception"]))
        lost = usual[channel] * gone
        usual[channel] -= lost
        extra[UNDETECTED] += lost * float(values["arrivals.diverted_to_undetected"])


def _draw_from_other_channels(usual: Floats, extra: Floats, values: Values) -> None:
    """Some of those whom an open border brings would otherwise have come by air or claimed inland."""
    brought = (extra[LAND_PORT] + extra[BETWEEN_PORTS]) * float(values["arrivals.substitution"])
    elsewhere = usual[AIRPORT] + usual[INLAND]
    keep = 1.0 - np.minimum(brought / np.maximum(elsewhere, 1.0), 0.5)
    usual[AIRPORT] *= keep
    usual[INLAND] *= keep
