"""Which way people come: a conditional logit over the ways that the law leaves open (McFadden 1974).

Each person of the market (those in the United States who would come if it were worth it) takes the way of the
largest utility, or does not come (utility 0)::

    land port       way_port       less lost_where_returned  if a claim made there is returned
    between ports   way_between    less lost_where_returned  if those who cross are returned
    undetected      way_undetected less lost_where_returned  if a claim made later is returned

A closed border takes ``lost_while_closed`` from crossing instead. Whether a claim is heard or returned is what
the law engine makes of the person's facts: a person who meets an exception is heard at a port; one who does not
is returned there while the Agreement holds. Between ports ``heard`` is what becomes of a person without an
exception, for everyone: whoever meets one still has to be believed by the side of a road.

The independence of irrelevant alternatives is what makes a closing divert: the other ways, and not coming, gain in
proportion to what they had. How far undetected claims rose when crossing was closed in 2023 therefore tells
how many had stayed away before. Works on NumPy and JAX arrays alike (``array_module``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Final

import numpy as np

#: The ways, in the order of ``shares``; not coming is what they leave.
WAYS: Final = ("land_port", "between_ports", "undetected")

#: The parameters of the choice (``calibration.model`` fits them).
PARAMETERS: Final = (
    "way_port",
    "way_between",
    "way_undetected",
    "lost_where_returned",
    "lost_while_closed",
    "exception_share",
)

Parameters = Mapping[str, Any]


@dataclass(frozen=True)
class Options:
    """What the law of a month makes of a person: 1 where a claim is heard, 0 where it means return (or shares of
    the month); ``closed`` is 1 where the border is closed to claimants.
    """

    port: Any
    crossing: Any
    undetected: Any = 1.0
    closed: Any = 0.0


def shares(
    p: Parameters, options: Options, array_module: ModuleType = np, likeness: float = 1.0
) -> tuple[Any, Any, Any]:
    """Share of the market that takes each way (order of ``WAYS``); what is left does not come.

    With a ``likeness`` below 1 crossing seen and unseen are a nest (McFadden 1978): closing the one then fills the other
    before any other way. ``calibration.nested`` holds it against the counts; the model leaves it at 1.
    """
    lost = p["lost_where_returned"]
    port = p["way_port"] - lost * (1.0 - options.port)
    between = p["way_between"] - lost * (1.0 - options.crossing) - p["lost_while_closed"] * options.closed
    undetected = p["way_undetected"] - lost * (1.0 - options.undetected)
    if likeness != 1.0:
        inclusive = likeness * array_module.logaddexp(between / likeness, undetected / likeness)
        between, undetected = (
            inclusive + (utility - inclusive) / likeness for utility in (between, undetected)
        )
    weights = [array_module.exp(utility) for utility in (port, between, undetected)]
    whole = 1.0 + weights[0] + weights[1] + weights[2]
    return weights[0] / whole, weights[1] / whole, weights[2] / whole


def mixed_shares(
    p: Parameters,
    without: Options,
    with_exception: Options,
    array_module: ModuleType = np,
    likeness: float = 1.0,
) -> tuple[Any, Any, Any]:
    """``shares`` of a market in which ``exception_share`` meet an exception and the others do not."""
    share = p["exception_share"]
    plain = shares(p, without, array_module, likeness)
    excepted = shares(p, with_exception, array_module, likeness)
    first, second, third = ((1.0 - share) * a + share * b for a, b in zip(plain, excepted, strict=True))
    return first, second, third


#: The laws that were observed: for those without an exception, and for those who meet one. Used to fit; a
#: projection asks the law engine.
AGREEMENT_AT_PORTS: Final = (Options(port=0.0, crossing=1.0), Options(port=1.0, crossing=1.0))
PROTOCOL: Final = (Options(port=0.0, crossing=0.0), Options(port=1.0, crossing=0.0))
CLOSED: Final = (
    Options(port=0.0, crossing=1.0, closed=1.0),
    Options(port=0.0, crossing=1.0, closed=1.0),
)
#: ... and the one that nobody has observed.
NO_AGREEMENT: Final = (Options(port=1.0, crossing=1.0), Options(port=1.0, crossing=1.0))
