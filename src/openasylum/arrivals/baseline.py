"""The months after the data if law and pressure stay as they are: expected claims by channel, one path a
draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals import levels, open_days
from openasylum.arrivals.channels import CHANNEL_INDEX, PROTOCOL_ROW
from openasylum.arrivals.circumstances import Values
from openasylum.arrivals.history import History, history
from openasylum.arrivals.published import FIRST_MONTH
from openasylum.keyed_random import uniform

Floats = NDArray[np.float64]

#: The series that are projected, and the channels of each.
SERIES: Final = {
    "land": ("land_port", "between_ports"),
    "airport": ("airport",),
    "inland": ("inland",),
    "undetected": ("undetected",),
}

#: Settings of the level model that each takes, and whether only the months since the Protocol speak of it:
#: the rule of 25 March 2023 holds on, so what came before says nothing of the level of land claims since.
_KINDS: Final = {"land": "land", "undetected": "land", "airport": "other", "inland": "other"}
_SINCE_PROTOCOL: Final = ("land", "undetected")


@dataclass(frozen=True)
class Baseline:
    """Expected claims a month, channel x month; ``land_shift`` is the log of land against its own middle
    path, by month.
    """

    claims: Floats
    land_shift: Floats


def baseline(values: Values, seed: int, draw: int, first_month: int, last_month: int) -> Baseline:
    """One path of expected claims by channel from ``first_month`` to ``last_month`` (numbers, after the
    published series).

    Shocks are heavy-tailed (``levels``), keyed by (seed, draw, series, month); a share
    ``arrivals.common_shock`` of their variance is common to the series. ``arrivals.reversion`` is the share
    of the distance to the long-run mean that a month closes.
    """
    past = history()
    fitted = _fits(past_key(past))
    steps = last_month - past.last_month
    months = (past.last_month + 1 + np.arange(steps)).astype(np.uint64)
    common = _shocks(seed, draw, "common", months)
    share = float(values["arrivals.common_shock"])
    reversion = float(values["arrivals.reversion"])
    window = slice(first_month - past.last_month - 1, None)
    claims = np.zeros((len(CHANNEL_INDEX), steps))
    shift = np.zeros(steps)
    for name, channels in SERIES.items():
        shocks = np.sqrt(share) * common + np.sqrt(1 - share) * _shocks(seed, draw, name, months)
        path = levels.paths(fitted[name], shocks[None], reversion)[0]
        if name == "land":
            middle = levels.paths(fitted[name], np.zeros((1, steps)), reversion)[0]
            shift = levels.to_log(path) - levels.to_log(middle)
        days = open_days.relative(name, past.last_month + 1, steps)
        for channel, part in zip(channels, _split(past, channels), strict=True):
            claims[CHANNEL_INDEX[channel]] = part * path * days
    return Baseline(claims[:, window], shift[window])


def past_key(past: History) -> tuple[bytes, int]:
    """What the fits depend on."""
    return past.claims.sum(axis=2).tobytes(), past.claims.shape[1]


@lru_cache(maxsize=4)
def _fits(key: tuple[bytes, int]) -> dict[str, levels.Level]:
    claims = np.frombuffer(key[0], dtype=np.int64).reshape(-1, key[1]).astype(np.float64)
    series = {
        name: claims[[CHANNEL_INDEX[c] for c in channels]].sum(axis=0) for name, channels in SERIES.items()
    }
    found: dict[str, levels.Level] = {}
    for names, start in ((_SINCE_PROTOCOL, PROTOCOL_ROW), (tuple(set(SERIES) - set(_SINCE_PROTOCOL)), 0)):
        panel = {name: series[name][start:] for name in sorted(names)}
        steady = open_days.in_mean_months(panel, FIRST_MONTH + start)
        found |= levels.fit(steady, FIRST_MONTH + start, _KINDS)
    return found


def _split(past: History, channels: tuple[str, ...]) -> Floats:
    """Share of each channel in its series over the last twelve months."""
    recent = past.claims[[CHANNEL_INDEX[channel] for channel in channels], -12:].sum(axis=(1, 2))
    return recent / recent.sum()


def _shocks(seed: int, draw: int, name: str, months: NDArray[np.uint64]) -> Floats:
    """Standard shocks of months in which no rule changes (``levels.calm_quantiles``)."""
    return levels.calm_quantiles(uniform(seed, draw, f"arrivals.shock.{name}", months))
