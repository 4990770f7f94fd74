"""On which assumptions does the answer turn? Sobol indices of the claims that a scenario adds.

First-order index: the share of the variance that fixing one assumption would take away; total index: the
share that is left when all the others are fixed (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018;
computed by ``scipy.stats.sobol_indices``). ``chance`` stands for the course of arrivals that no assumption
fixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import sobol_indices, uniform

from openasylum import arrivals, facts
from openasylum.backends import map_reduce
from openasylum.scenario.assumptions import central_values, register
from openasylum.scenario.priors import Fixed
from openasylum.scenario.scenario import FIRST_DAY, LAW_IN_FORCE, Scenario, load_scenario
from openasylum.simulate.draw import driver_changes
from openasylum.timeline import month_number

Floats = NDArray[np.float64]

CHANCE: Final = "chance"
_DRAWS: Final = 4096

#: Points of a design in one piece of work.
_POINTS: Final = 256


@dataclass(frozen=True)
class Index:
    """One assumption (or chance): first-order and total index, as shares of the variance."""

    name: str
    first: float
    total: float


def sensitivity(scenario: Scenario, year: int, *, sample: int = 128, seed: int = 1) -> list[Index]:
    """Indices of the claims that ``scenario`` adds to the law in force in ``year``, largest total first.

    ``sample`` is a power of two; the model runs ``sample`` x (assumptions + 3) times for each of the two.
    Only assumptions of the arrivals room, answers to bars on late claims apart.
    """
    first, last = month_number(date(year - 1, 1, 1)), month_number(date(year, 12, 1))
    first = max(first, month_number(FIRST_DAY))
    reference = load_scenario(LAW_IN_FORCE)
    regimes = [arrivals.regime_of(one.law, first, last) for one in (reference, scenario)]
    names = [
        name
        for name, entry in register().items()
        if name.startswith("arrivals.")
        and not isinstance(entry.prior, Fixed)
        and name not in scenario.assumptions
    ]
    middle = central_values(scenario.assumptions)

    changes = tuple(driver_changes(one) for one in (reference, scenario))
    design = _Design(tuple(names), middle, tuple(regimes), changes, seed, first, last)

    def added(u: Floats) -> Floats:
        points = u.T
        chunks = [points[start : start + _POINTS] for start in range(0, len(points), _POINTS)]
        parts = map_reduce(
            _all_added, chunks, otherwise="serial", common=design, set_up=facts.worker_set_up()
        )
        return np.concatenate(parts)

    dists: Any = [uniform()] * (len(names) + 1)
    found = sobol_indices(func=added, n=sample, dists=dists, rng=np.random.default_rng(seed))
    pairs = zip([*names, CHANCE], found.first_order, found.total_order, strict=True)
    indices = [Index(name, float(one), float(whole)) for name, one, whole in pairs]
    return sorted(indices, key=lambda index: -index.total)


@dataclass(frozen=True)
class _Design:
    """What every point of the unit cube has in common."""

    names: tuple[str, ...]
    middle: dict[str, Any]
    regimes: tuple[arrivals.Regime, ...]
    changes: tuple[list[arrivals.DriverChange], ...]
    seed: int
    first: int
    last: int


def _all_added(design: _Design, points: Floats) -> Floats:
    return np.array([_added(point, design) for point in points])


def _added(u: Floats, design: _Design) -> float:
    """Claims that the scenario adds in its last twelve months, at one point of the unit cube."""
    drawn = {
        name: register()[name].prior.quantile(float(place))
        for name, place in zip(design.names, u[:-1], strict=True)
    }
    values, draw = {**design.middle, **drawn}, int(u[-1] * _DRAWS)
    claims = []
    for regime, changes in zip(design.regimes, design.changes, strict=True):
        answer = arrivals.expected_claims(
            regime, changes, values, design.seed, draw, design.first, design.last
        )
        claims.append(float((answer.usual + answer.extra)[:, -12:].sum()))
    return claims[1] - claims[0]
