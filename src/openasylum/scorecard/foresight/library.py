"""The standard forecasts that ours is held against: exponential smoothing, ARIMA and theta of statsforecast.

Their forecasts from the published series are shipped (``library.parquet``), so that nobody needs the
library to see the comparison. For other series, such as newer tables laid over the shipped ones, the extra
``foresight`` makes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from hashlib import blake2b
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from openasylum.scorecard.foresight.models import HORIZON, Forecasts, from_logs
from openasylum.scorecard.foresight.scores import LOG_OFFSET, PROBABILITIES
from openasylum.scorecard.foresight.targets import HORIZONS, Panel

Floats = NDArray[np.float64]

#: Name -> (class of ``statsforecast.models``, whether it is fitted to log(claims + 50)).
LIBRARY_MODELS: Final = {
    "ets_log": ("AutoETS", True),
    "ets_raw": ("AutoETS", False),
    "arima": ("AutoARIMA", True),
    "theta": ("AutoTheta", True),
}
_SHIPPED: Final = "library.parquet"


def is_installed() -> bool:
    """Whether the extra ``foresight`` is installed."""
    return find_spec("statsforecast") is not None


def stamp(claims: Floats) -> int:
    """A fingerprint of a series: a forecast is reused for exactly the same figures only."""
    whole = np.rint(claims).astype(np.int64).tobytes()
    return int.from_bytes(blake2b(whole, digest_size=7).digest(), "little")


def fit(model: str, claims: Floats) -> tuple[Floats, Floats]:
    """Middle and standard width at 1 to 12 months, by the library, with twelve months to a season."""
    from statsforecast import models  # type: ignore[import-not-found,import-untyped,unused-ignore]

    name, on_logs = LIBRARY_MODELS[model]
    series = np.log(claims + LOG_OFFSET) if on_logs else np.asarray(claims, dtype=np.float64)
    made: Any = getattr(models, name)(season_length=12).forecast(y=series, h=HORIZON, level=[80])
    spread = (np.asarray(made["hi-80"]) - np.asarray(made["lo-80"])) / (2 * ndtri(0.9))
    return np.asarray(made["mean"], dtype=np.float64), spread


@lru_cache(maxsize=1)
def _shipped() -> dict[tuple[str, int], tuple[Floats, Floats]]:
    path = files("openasylum.scorecard.foresight").joinpath(_SHIPPED)
    table = pl.read_parquet(path.read_bytes())
    return {
        (model, key): (np.array(location), np.array(spread))
        for model, key, location, spread in table.select("model", "stamp", "location", "spread").iter_rows()
    }


def forecaster(model: str) -> Callable[[Panel], Forecasts | None]:
    """The named model as a forecaster of a panel; it gives None where its forecast is neither shipped nor to
    be made.
    """
    return partial(_forecast, model)


def _forecast(model: str, known: Panel) -> Forecasts | None:
    if not can_forecast(known):
        return None
    return {name: _quantiles(model, claims) for name, claims in known.claims.items()}


def can_forecast(known: Panel) -> bool:
    """Whether every library model has, or can make, its forecast of this panel."""
    if is_installed():
        return True
    return all(
        (model, stamp(claims)) in _shipped() for model in LIBRARY_MODELS for claims in known.claims.values()
    )


def _quantiles(model: str, claims: Floats) -> Floats:
    found = _shipped().get((model, stamp(claims)))
    if found is None:
        location, spread = fit(model, claims)
    else:  # only the horizons that are scored are kept
        location, spread = np.full(HORIZON, found[0][0]), np.full(HORIZON, found[1][0])
        rows = np.array(HORIZONS) - 1
        location[rows], spread[rows] = found
    if LIBRARY_MODELS[model][1]:
        return from_logs(location, spread)
    return np.maximum(location[:, None] + spread[:, None] * ndtri(PROBABILITIES), 0.0)
