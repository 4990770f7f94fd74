"""Structural alternatives side by side: what a scenario adds under different beliefs about behaviour, never averaged.

Each alternative fixes a few assumptions and leaves every other draw as it is, so that two rows differ by the belief
alone (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from openasylum import arrivals
from openasylum.bilingual import Text
from openasylum.documents import shipped, validate
from openasylum.scenario.assumptions import draw_values
from openasylum.scenario.priors import Value
from openasylum.scenario.scenario import FIRST_DAY, LAW_IN_FORCE, Scenario, load_scenario
from openasylum.simulate.draw import driver_changes
from openasylum.timeline import month_number
from openasylum.vocabulary import CHANNELS

Floats = NDArray[np.float64]

#: Groups of channels that are shown.
SHOWN: Final = {
    "land": ("land_port", "between_ports"),
    "undetected": ("undetected",),
    "elsewhere": ("airport", "inland"),
    "all": CHANNELS,
}


class Alternative(BaseModel):
    """A belief about behaviour: the assumptions it fixes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: Text
    assumptions: dict[str, Value]


class _Alternatives(BaseModel):
    model_config = ConfigDict(extra="forbid")
    alternatives: list[Alternative]


@dataclass(frozen=True)
class Added:
    """Claims that a scenario adds in a calendar year under one alternative: group of channels (``SHOWN``) -> 5, 50 and
    95 % points over draws; ``land_a_month``, the level of land claims.
    """

    alternative: Alternative
    added: dict[str, tuple[float, float, float]]
    land_a_month: tuple[float, float, float]


@cache
def alternatives() -> tuple[Alternative, ...]:
    """The alternatives, in the order in which they are shown; the first fixes nothing."""
    return tuple(
        validate(_Alternatives, shipped("openasylum.scorecard.foresight", "alternatives.yaml")).alternatives
    )


def side_by_side(scenario: Scenario, year: int, *, draws: int = 200, seed: int = 20241231) -> list[Added]:
    """What ``scenario`` adds to the law in force in ``year``, under each alternative. Bars on late claims are left
    out: they take claims from both sides alike.
    """
    first = month_number(FIRST_DAY)
    last = month_number(date(year, 12, 1))
    reference = load_scenario(LAW_IN_FORCE)
    regimes = [arrivals.regime_of(one.law, first, last) for one in (reference, scenario)]
    changes = [driver_changes(one) for one in (reference, scenario)]

    def claims(which: int, values: Any, draw: int) -> Floats:
        answer = arrivals.expected_claims(regimes[which], changes[which], values, seed, draw, first, last)
        return np.asarray((answer.usual + answer.extra)[:, -12:].sum(axis=1))

    found = []
    for alternative in alternatives():
        fixed = {**scenario.assumptions, **alternative.assumptions}
        values = [{**draw_values(seed, draw, scenario.assumptions), **fixed} for draw in range(draws)]
        before = np.array([claims(0, one, draw) for draw, one in enumerate(values)])
        after = np.array([claims(1, one, draw) for draw, one in enumerate(values)])
        groups = {name: [CHANNELS.index(channel) for channel in rows] for name, rows in SHOWN.items()}
        more = {name: _three((after - before)[:, rows].sum(axis=1)) for name, rows in groups.items()}
        found.append(Added(alternative, more, _three(after[:, groups["land"]].sum(axis=1) / 12)))
    return found


def _three(sample: Floats) -> tuple[float, float, float]:
    low, middle, high = np.quantile(sample, [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)
