"""A local level on the log scale: the probabilistic projection of one monthly series of claims.

log(y + c) = season + level; the level keeps a small damped trend, is drawn slowly back to its long-run
mean, and moves by heavy-tailed shocks whose size follows the recent past (exponentially weighted, pooled
with the whole past):

    trend[t+1] = damping * trend[t]
    level[t+1] = level[t] + trend[t] + reversion * (long_run - level[t]) + sigma * shock[t]

Structure: Harvey, *Forecasting, Structural Time Series Models and the Kalman Filter* (1989), ch. 2; damped
trend: Gardner & McKenzie (1985), doi:10.1287/mnsc.31.10.1237.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Added to counts before the logarithm: months of 5 to 50 claims, rounded to 5, would otherwise swing
#: without meaning.
OFFSET: Final = 50.0


@dataclass(frozen=True)
class Level:
    """A fitted series: ``level`` and ``trend`` at its end, ``sigma`` of one month's shock, ``season`` (12,
    by calendar month).
    """

    level: float
    trend: float
    sigma: float
    season: Floats
    long_run: float
    last_month: int


def fit(claims: Floats, first_month: int, *, halflife: float = 12.0, pooling: float = 0.5) -> Level:
    """Fit one series (claims a month from ``first_month``, a month number; at least two years)."""
    logs = np.log(np.asarray(claims, dtype=np.float64) + OFFSET)
    months = (first_month + np.arange(len(logs))) % 12
    season = _season(logs, months)
    level = logs - season[months]
    steps = np.diff(level)
    weight = 0.5 ** (np.arange(len(steps))[::-1] / halflife)
    usual = np.median(np.abs(steps)) / 0.6745
    recent = np.sum(weight * np.minimum(np.abs(steps), 4 * usual)) / weight.sum() / 0.7979
    sigma = pooling * usual + (1 - pooling) * recent
    trend = float(np.clip(np.sum(weight * steps) / weight.sum(), -0.5 * sigma, 0.5 * sigma)) * 0.3
    return Level(
        float(level[-1]), trend, float(sigma), season, float(level.mean()), first_month + len(logs) - 1
    )


def _season(logs: Floats, months: NDArray[np.integer], shrink: float = 0.5) -> Floats:
    """Log seasonal factors by calendar month: medians of departures from a centred year's mean, shrunk by
    half.
    """
    if len(logs) < 25:
        return np.zeros(12)
    kernel = np.concatenate([[0.5], np.ones(11), [0.5]]) / 12
    course = np.convolve(logs, kernel, mode="valid")
    away, of = logs[6:-6] - course, months[6:-6]
    factors = np.array([np.median(away[of == month]) for month in range(12)])
    return shrink * (factors - factors.mean())


def paths(fitted: Level, shocks: Floats, *, reversion: float, damping: float = 0.9) -> Floats:
    """Expected claims a month after the end of the series for given standard ``shocks`` (... x months; same
    shape).
    """
    level = np.full(shocks.shape[:-1], fitted.level)
    trend = fitted.trend
    claims = np.empty(shocks.shape)
    for step in range(shocks.shape[-1]):
        level = level + trend + reversion * (fitted.long_run - level) + fitted.sigma * shocks[..., step]
        trend *= damping
        season = fitted.season[(fitted.last_month + 1 + step) % 12]
        claims[..., step] = np.exp(level + season) - OFFSET
    return np.maximum(claims, 0.0)
