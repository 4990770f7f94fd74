"""The forecasts that are compared, each as quantiles of claims: horizon (1 to 12) x
``scores.PROBABILITIES``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from openasylum.arrivals import levels, open_days
from openasylum.scorecard.foresight.scores import LOG_OFFSET, PROBABILITIES
from openasylum.scorecard.foresight.targets import HORIZONS, KINDS, PARTS, TARGETS, Panel

Floats = NDArray[np.float64]
Forecasts = dict[str, Floats]  # target -> horizon x probability

HORIZON: Final = max(HORIZONS)
_Z: Final = ndtri(PROBABILITIES)


def from_logs(location: Floats, spread: Floats) -> Floats:
    """Quantiles of claims whose log(claims + 50) is normal with the given middle and width at each
    horizon.
    """
    return np.maximum(np.exp(location[:, None] + spread[:, None] * _Z) - LOG_OFFSET, 0.0)


def openasylum(known: Panel) -> Forecasts:
    """Our own: a local level for each target (``arrivals.levels``) of what would come in a month of usual length
    (``arrivals.open_days``); the middle of the total is the sum of the middles of its parts.
    """
    ahead = known.first_month + known.months
    steady = open_days.in_mean_months({name: known.claims[name] for name in TARGETS[:-1]}, known.first_month)
    steady["total"] = np.sum([steady[name] for name in PARTS], axis=0)
    fitted = levels.fit(steady, known.first_month, KINDS)
    location = {name: level.location(HORIZON) for name, level in fitted.items()}
    parts = {name: levels.from_log(location[name]) for name in PARTS}
    whole = np.sum(list(parts.values()), axis=0)
    location["total"] = levels.to_log(whole)
    days = {name: open_days.relative(name, ahead, HORIZON) for name in TARGETS[:-1]}
    days["total"] = np.sum([parts[name] * days[name] for name in PARTS], axis=0) / np.maximum(whole, 1e-9)
    standard = levels.standard_quantiles(PROBABILITIES)
    return {
        name: levels.from_log(location[name][:, None] + level.spread(HORIZON)[:, None] * standard)
        * days[name][:, None]
        for name, level in fitted.items()
    }


def random_walk(known: Panel) -> Forecasts:
    """The last month, with normal steps on the log scale as large as all steps so far."""
    found = {}
    for name, claims in known.claims.items():
        logs = np.log(claims + LOG_OFFSET)
        spread = np.diff(logs).std(ddof=1) * np.sqrt(np.arange(1, HORIZON + 1))
        found[name] = from_logs(np.full(HORIZON, logs[-1]), spread)
    return found


def seasonal_naive(known: Panel) -> Forecasts:
    """The same month a year before, with normal errors on the log scale as large as such errors so far."""
    found = {}
    for name, claims in known.claims.items():
        logs = np.log(claims + LOG_OFFSET)
        spread = np.sqrt(np.mean((logs[12:] - logs[:-12]) ** 2))
        found[name] = from_logs(logs[-12:], np.full(HORIZON, spread))
    return found


OURS: Final = "openasylum"
RANDOM_WALK: Final = "random_walk"

#: Models that need nothing but this package.
OWN_MODELS: Final[dict[str, Callable[[Panel], Forecasts]]] = {
    OURS: openasylum,
    RANDOM_WALK: random_walk,
    "seasonal_naive": seasonal_naive,
}

COMBINATION: Final = "combination"
COMBINED: Final = ("ets_log", "arima", "theta")


def combination(parts: Iterable[Forecasts]) -> Forecasts:
    """The mean of the quantiles of several models."""
    parts = list(parts)
    return {name: np.mean([part[name] for part in parts], axis=0) for name in parts[0]}
