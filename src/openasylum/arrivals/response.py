"""How arrivals answer a change of law: expected claims by channel, given what the law does with typical
claims.

The law of the last published months is the reference (``choice.PROTOCOL``); under it nothing moves. Where the law
engine makes something else of typical claims, people choose their way anew (``choice``), in two populations:

* those who would cross between ports were they heard, and meet no exception: their number from the demand before
  25 March 2023;
* those who come to a port because they meet an exception: their number from the claims made there.

One law is beyond what the choice was fitted on: where everyone is heard at ports (the United States not
designated), the level of land claims is argued (``arguments``), unless a user asks for the choice's own
answer (``BY_CHOICE``); otherwise the choice then speaks only of undetected entry.
Opening works its way in over months (November 2021 to mid-2022), closing at once (25 March 2023).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals import choice
from openasylum.arrivals.arguments import argument
from openasylum.arrivals.baseline import Baseline
from openasylum.arrivals.calibration import posterior
from openasylum.arrivals.choice import Options
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

#: In place of an argument: the level that the fitted choice implies, carried beyond the laws it was fitted on.
BY_CHOICE: Final = "choice"

_BY_LAND: Final = (LAND_PORT, BETWEEN_PORTS, UNDETECTED)


@dataclass(frozen=True)
class Response:
    """Expected claims, channel x month: ``usual`` of the people who come under the law in force, ``extra``
    of those it kept away.
    """

    usual: Floats
    extra: Floats


@dataclass(frozen=True)
class Ways:
    """Share of a population that takes each way (``choice.WAYS``), month by month; those who meet no exception,
    and those who do.
    """

    plain: Floats
    excepted: Floats


def respond(
    base: Baseline, regime: Regime, values: Values, before_protocol: float, movers: Floats
) -> Response:
    """The response of every channel. ``base.claims`` already holds the drivers; ``before_protocol`` is the
    mean number of interceptions a month from December 2022 to March 2023; ``movers`` (``protection``) are people
    added to the market, month by month.
    """
    usual, extra = base.claims.copy(), np.zeros_like(base.claims)
    p = posterior.choice_parameters(float(values["arrivals.choice_draw"]))
    ways, reference = ways_of(regime, p, values), _reference(p)
    argued = regime.heard("port") & (values["arrivals.undesignation_argument"] != BY_CHOICE)
    _choose(usual, extra, ways, reference, base, p, values, before_protocol, ~argued)
    _open_border(usual, extra, base, argued, values)
    _draw_from_other_channels(usual, extra, base.claims, values)
    _add_movers(extra, movers, ways, p, values)
    return Response(usual, extra)


def ways_of(regime: Regime, p: choice.Parameters, values: Values) -> Ways:
    """The shares of each way under the law of each month, as the law engine reads typical claims; those who meet an
    exception are weighted by its kind.
    """
    crossing = regime.heard("crossing").astype(float)
    plain = np.array(choice.shares(p, Options(regime.heard("port").astype(float), crossing)))
    excepted = sum(
        part * np.array(choice.shares(p, Options(regime.heard(f"port_with_{kind}").astype(float), crossing)))
        for kind, part in exception_shares(values).items()
    )
    return Ways(plain, np.asarray(excepted))


def _reference(p: choice.Parameters) -> Ways:
    plain, excepted = (np.array(choice.shares(p, law))[:, None] for law in choice.PROTOCOL)
    return Ways(plain, excepted)


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


def _choose(
    usual: Floats,
    extra: Floats,
    ways: Ways,
    reference: Ways,
    base: Baseline,
    p: choice.Parameters,
    values: Values,
    before_protocol: float,
    chosen: Bools,
) -> None:
    """Both populations choose anew where the law differs from the reference. Months whose level at and between ports
    is argued are not ``chosen``; undetected entry is, in all.
    """
    months_to_answer = float(values["arrivals.months_to_answer"])
    opened = _gain(ways.plain, reference.plain) > 1e-12
    at_ports_only = choice.mixed_shares(p, *choice.AGREEMENT_AT_PORTS)[1]
    demand = before_protocol * float(values["arrivals.demand_to_cross"]) * _drift(base, opened)
    crossers = demand * (1.0 - p["exception_share"]) / at_ports_only
    share = float(values["arrivals.port_exception_share"])
    excepted = usual[LAND_PORT] * share / reference.excepted[0]
    moved = np.zeros((len(_BY_LAND), len(demand)))
    for people, now, then in (
        (crossers, ways.plain, reference.plain),
        (excepted, ways.excepted, reference.excepted),
    ):
        widened = _gain(now, then) > 1e-12
        moved += people * (now - then) * np.where(widened, opening(widened, months_to_answer), 1.0)
    # Undetected claims are observed, not the market behind them: they move in proportion.
    fewer = 1.0 + (ways.plain[2] / reference.plain[2] - 1.0) * np.where(
        opened, opening(opened, months_to_answer), 1.0
    )
    moved[2] = usual[UNDETECTED] * (fewer - 1.0) + excepted * (ways.excepted[2] - reference.excepted[2])
    moved[:2] *= chosen
    for channel, change in zip(_BY_LAND, moved, strict=True):
        extra[channel] += np.maximum(change, 0.0)
        usual[channel] -= np.minimum(np.maximum(-change, 0.0), usual[channel])


def _gain(now: Floats, then: Floats) -> Floats:
    """How many more of a population come by land (negative: fewer)."""
    return np.asarray((now - then).sum(axis=0))


def _open_border(usual: Floats, extra: Floats, base: Baseline, ports: Bools, values: Values) -> None:
    """Where everyone is heard at ports: land claims at the argued level, which speaks of the mean of the first full year; never below those
    in force.
    """
    if not ports.any():
        return
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


def _drift(base: Baseline, active: Bools) -> Floats:
    """How pressure at the land border has moved since the opening: the path of land claims in force,
    against the opening month.
    """
    if not active.any():
        return np.ones(len(active))
    return np.exp(base.land_shift - base.land_shift[int(np.argmax(active))])


def _draw_from_other_channels(usual: Floats, extra: Floats, before: Floats, values: Values) -> None:
    """Of those who do not come by land a share comes by air or claims inland (``arrivals.substitution``): the land
    gains from them and loses to them in that proportion.
    """
    land = list(_BY_LAND)
    gained = (usual[land] + extra[land] - before[land]).sum(axis=0) * float(values["arrivals.substitution"])
    elsewhere = usual[AIRPORT] + usual[INLAND]
    factor = 1.0 - np.clip(gained / np.maximum(elsewhere, 1.0), -1.0, 0.95)
    for channel in (AIRPORT, INLAND):
        extra[channel] += usual[channel] * np.maximum(factor - 1.0, 0.0)
        usual[channel] *= np.minimum(factor, 1.0)


def _add_movers(extra: Floats, movers: Floats, ways: Ways, p: choice.Parameters, values: Values) -> None:
    """Those who lost protection take the ways that the law of the month leaves them."""
    share: Any = p["exception_share"]
    by_way = (1.0 - share) * ways.plain + share * ways.excepted
    for channel, part in zip(_BY_LAND, by_way, strict=True):
        extra[channel] += movers * part
    elsewhere = movers * (1.0 - by_way.sum(axis=0)) * float(values["arrivals.substitution"])
    extra[AIRPORT] += elsewhere / 2
    extra[INLAND] += elsewhere / 2
