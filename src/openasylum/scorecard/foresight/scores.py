"""Scores of a probabilistic forecast that is given as quantiles."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: The scale of logarithms: log(claims + 50), since months of 5 to 50 claims are rounded to 5.
LOG_OFFSET: Final = 50.0

#: Probabilities at which every forecast is given: the middles of 199 equal parts.
PROBABILITIES: Final = (np.arange(199) + 0.5) / 199


def crps(quantiles: Floats, observed: Floats) -> Floats:
    """Continuous ranked probability score from quantiles at ``PROBABILITIES`` (last axis): twice the mean
    quantile score (Laio & Tamea 2007, doi:10.5194/hess-11-1267-2007, eq. 13).
    """
    away = observed[..., None] - quantiles
    loss = np.where(away >= 0, PROBABILITIES * away, (PROBABILITIES - 1) * away)
    return np.asarray(2 * loss.mean(axis=-1))


def crps_log(quantiles: Floats, observed: Floats) -> Floats:
    """The same on the scale of log(claims + 50)."""
    return crps(np.log(quantiles + LOG_OFFSET), np.log(observed + LOG_OFFSET))


def covered(quantiles: Floats, observed: Floats, share: float) -> NDArray[np.bool_]:
    """Whether the central interval of ``share`` holds what was observed, forecast by forecast (rows)."""
    tail = (1 - share) / 2
    ends = np.array([np.interp([tail, 1 - tail], PROBABILITIES, row) for row in quantiles])
    return np.asarray((observed >= ends[:, 0]) & (observed <= ends[:, 1]))


def scale(claims: Floats) -> float:
    """Mean absolute error of the seasonal naive forecast inside the series: the unit of MASE (Hyndman &
    Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001).
    """
    return float(np.abs(claims[12:] - claims[:-12]).mean())
