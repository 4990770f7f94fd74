"""Normal and log-normal intervals."""

from __future__ import annotations

import math
from statistics import NormalDist


def half_width_in_errors(level: float) -> float:
    """How many standard errors lie on each side of a two-sided normal interval: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def normal_interval(value: float, standard_error: float, level: float) -> tuple[float, float]:
    """``value`` plus and minus so many standard errors."""
    reach = half_width_in_errors(level) * standard_error
    return value - reach, value + reach


def log_normal_interval(value: float, standard_error: float, level: float) -> tuple[float, float]:
    """The interval on the log scale (delta method), which cannot fall below zero. Degenerate where ``value``
    is 0.
    """
    if value <= 0 or standard_error <= 0:
        return value, value
    factor = math.exp(half_width_in_errors(level) * standard_error / value)
    return value / factor, value * factor
