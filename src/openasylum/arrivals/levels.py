"""A local level on the log scale: the probabilistic forecast of monthly series of claims.

For each series, log(claims + offset) = season + level, and the level

* is smoothed, with a damped trend (Gardner & McKenzie 1985, doi:10.1287/mnsc.31.10.1237);
* is drawn slowly back to its long-run mean;
* moves by heavy-tailed shocks, whose size starts at that of the recent past and returns to the usual one.

Seasons are medians of departures from a centred year (Cleveland & Tiao's ratio to moving average), shrunken
by the number of years seen and pooled over the series of a panel. Settings are data (``levels.yaml``),
chosen on forecasts made to the end of 2021.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from openasylum.documents import shipped

Floats = NDArray[np.float64]

#: Mean of the absolute value of a standard normal variable.
_MEAN_ABSOLUTE: Final = 0.7978845608028654


@cache
def settings() -> Mapping[str, Any]:
    """The settings of ``levels.yaml``; ``land`` and ``other`` hold those that differ between series.

    ``offset`` is added to claims before the logarithm: months of 5 to 50 claims, rounded to 5, would
    otherwise swing without meaning.
    """
    found: Mapping[str, Any] = shipped("openasylum.arrivals", "levels.yaml").data["settings"]
    return found


def to_log(claims: Floats) -> Floats:
    """log(claims + offset)."""
    return np.log(np.asarray(claims, dtype=np.float64) + settings()["offset"])


def from_log(logs: Floats) -> Floats:
    """Claims whose log(claims + offset) is given; never negative."""
    return np.maximum(np.exp(logs) - settings()["offset"], 0.0)


@dataclass(frozen=True)
class Level:
    """A fitted series at its last month: log ``level`` and ``trend``, size of a month's shock lately
    (``recent``) and usually (``usual``), ``season`` by calendar month, ``long_run`` mean, and how it moves
    (``kind``).
    """

    level: float
    trend: float
    recent: float
    usual: float
    season: Floats
    long_run: float
    last_month: int
    kind: str
    surprise: float

    def location(self, horizon: int) -> Floats:
        """The middle of log(claims + offset) for 1 to ``horizon`` months ahead."""
        return _log_paths(self, np.zeros((1, horizon)), settings()[self.kind]["reversion"])[0]

    def spread(self, horizon: int) -> Floats:
        """The width of log(claims + offset) for 1 to ``horizon`` months ahead, in standard units."""
        chosen = settings()
        own = chosen[self.kind]
        variance, spread = 0.0, np.empty(horizon)
        for ahead in range(1, horizon + 1):
            carried = own["damping"] ** (ahead - 1)
            response = own["smoothing"] * (
                1 + chosen["trend_width"] * own["momentum"] * (1 - carried) / (1 - own["damping"])
            )
            variance = variance * (1 - own["reversion"]) ** 2
            variance += (self.shock(ahead) * (1.0 if ahead == 1 else response)) ** 2
            spread[ahead - 1] = np.sqrt(variance) * ahead ** own["widening"]
        return spread

    def shock(self, ahead: int) -> float:
        """The size of the shock so many months ahead: the recent size, forgotten exponentially."""
        chosen = settings()
        kept = np.exp(-(ahead - 1) / chosen["volatility_memory"]) * chosen["volatility_recent"]
        return float(chosen["width"] * self.usual * (self.recent / self.usual) ** kept)


def fit(panel: Mapping[str, Floats], first_month: int, kinds: Mapping[str, str]) -> dict[str, Level]:
    """Fit the series of a panel (name -> claims a month from ``first_month``, a month number; at least 13).

    ``kinds`` says which settings each takes (``land`` or ``other``). The sizes of recent shocks are pooled
    over the panel.
    """
    logs = {name: to_log(claims) for name, claims in panel.items()}
    seasons = _seasons(logs, first_month, kinds)
    found = {name: _fit_one(logs[name], first_month, seasons[name], kinds[name]) for name in panel}
    share = settings()["volatility_common"]
    common = float(np.mean([np.log(level.recent / level.usual) for level in found.values()]))
    return {
        name: replace(
            level,
            recent=_blend(level.recent, level.usual * np.exp(common), share),
            level=level.level + _lead(name, found),
        )
        for name, level in found.items()
    }


def _lead(name: str, found: Mapping[str, Level]) -> float:
    """How far another series' surprise moves the level of this one: more people claim at airports one month, and
    more of those who came through them claim inland the next.
    """
    leader = settings()["led_by"].get(name)
    if leader not in found:
        return 0.0
    return float(settings()["lead"] * found[name].usual * np.clip(found[leader].surprise, -3.0, 3.0))


def _blend(own: float, pooled: float, share: float) -> float:
    return float(own ** (1 - share) * pooled**share)


def _fit_one(logs: Floats, first_month: int, season: Floats, kind: str) -> Level:
    own, chosen = settings()[kind], settings()
    course = logs - season[(first_month + np.arange(len(logs))) % 12]
    level, trend = float(course[0]), 0.0
    errors = np.empty(len(course) - 1)
    for step, seen in enumerate(course[1:]):
        expected = level + own["damping"] * trend
        errors[step] = seen - expected
        level = expected + own["smoothing"] * errors[step]
        trend = own["damping"] * trend + own["momentum"] * own["smoothing"] * errors[step]
    size = np.abs(errors)
    # A break of rule is one very large error; it tells of the next month's width no more than a large one.
    size = np.minimum(size, chosen["largest_error"] * max(float(np.median(size)) / 0.6745, 1e-3))
    weight = 0.5 ** (np.arange(len(size))[::-1] / chosen["volatility_halflife"])
    recent = max(float(np.sum(weight * size) / weight.sum()) / _MEAN_ABSOLUTE, 1e-3)
    usual = max(float(size.mean()) / _MEAN_ABSOLUTE, 1e-3)
    last = first_month + len(logs) - 1
    surprise = float(errors[-1]) / usual
    return Level(
        float(level), float(trend), recent, usual, season, float(course.mean()), last, kind, surprise
    )


def _seasons(logs: Mapping[str, Floats], first_month: int, kinds: Mapping[str, str]) -> dict[str, Floats]:
    """Log seasonal factors by calendar month, none where fewer than two years are seen."""
    chosen = settings()
    kernel = np.concatenate([[0.5], np.ones(11), [0.5]]) / 12
    own = {}
    for name, series in logs.items():
        factors = np.zeros(12)
        if len(series) >= 13:
            away = series[6:-6] - np.convolve(series, kernel, mode="valid")
            month = (first_month + 6 + np.arange(len(away))) % 12
            for calendar in np.unique(month):
                seen = away[month == calendar]
                factors[calendar] = np.median(seen) * len(seen) / (len(seen) + 2.0)
        own[name] = factors - factors.mean()
    parts = [factors for name, factors in own.items() if name in chosen["season_from"]] or list(own.values())
    pooled = np.mean(parts, axis=0)
    share = chosen["season_pooled"]
    return {name: chosen["season"] * (share * pooled + (1 - share) * own[name]) for name in logs}


def _log_paths(fitted: Level, shocks: Floats, reversion: float) -> Floats:
    """log(claims + offset) after the end of the series for given shocks in log units (paths x months)."""
    own = settings()[fitted.kind]
    level, trend = np.full(len(shocks), fitted.level), fitted.trend
    logs = np.empty(shocks.shape)
    for step in range(shocks.shape[1]):
        trend *= own["damping"]
        level = level + trend + reversion * (fitted.long_run - level) + shocks[:, step]
        logs[:, step] = level + fitted.season[(fitted.last_month + 1 + step) % 12]
    return logs


def paths(fitted: Level, shocks: Floats, reversion: float) -> Floats:
    """Expected claims a month after the end of the series for given standard ``shocks`` (paths x months).

    Shocks are those of months in which no rule changes: no surges, no widening of later months. On windows
    without a change of rule ahead, 80 % intervals made so held 79 to 86 % of what came (1 to 12 months
    ahead, 2017-2024).
    """
    size = np.array([fitted.shock(ahead) for ahead in range(1, shocks.shape[1] + 1)])
    return from_log(_log_paths(fitted, shocks * size, reversion))


@cache
def _standard_table() -> tuple[Floats, Floats]:
    """Distribution function of a standard shock on a fine grid: Student t, with now and then a wider one."""
    chosen = settings()
    grid = np.sinh(np.linspace(-6, 6, 24001))
    surge, freedom = chosen["surge_share"], chosen["degrees_of_freedom"]
    # Student's t as scipy.stats has it, which takes a third of a second to import.
    reached = (1 - surge) * stdtr(freedom, grid) + surge * stdtr(freedom, grid / chosen["surge_width"])
    return grid, reached


def standard_quantiles(u: Floats) -> Floats:
    """Quantiles of a standard shock at ``u`` (any shape), surges among them."""
    grid, reached = _standard_table()
    return np.interp(u, reached, grid)


def calm_quantiles(u: Floats) -> Floats:
    """Quantiles at ``u`` (any shape) of a standard shock of a month in which no rule changes."""
    return np.asarray(stdtrit(settings()["degrees_of_freedom"], np.clip(u, 1e-9, 1 - 1e-9)))
