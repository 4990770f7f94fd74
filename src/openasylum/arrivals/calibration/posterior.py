"""The shipped posterior: draws and manifest, read without any of the libraries that made them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl

from openasylum.arrivals import choice
from openasylum.documents import shipped

_HERE = "openasylum.arrivals.calibration"


@cache
def draws() -> pl.DataFrame:
    """Joint posterior draws, one row each; a column for each parameter (``model.PARAMETERS``) and for the
    mean demand to cross (crossings a month, were they heard) before the Protocol and in the last year.
    """
    return pl.read_parquet(files(_HERE).joinpath("posterior.parquet").read_bytes())


@cache
def _choices() -> list[dict[str, float]]:
    """The parameters of the choice of way, a draw each, in order of what the way between ports draws."""
    ordered = draws().sort("way_between").select(choice.PARAMETERS)
    return [dict(zip(choice.PARAMETERS, map(float, row), strict=True)) for row in ordered.iter_rows()]


def choice_parameters(place: float) -> dict[str, float]:
    """One joint draw of the parameters of ``choice``: the one at ``place`` (0 to 1) of the posterior."""
    every = _choices()
    return every[min(int(place * len(every)), len(every) - 1)]


@cache
def manifest() -> Mapping[str, Any]:
    """How the draws were made, their diagnostics, and prior and posterior quantiles (5, 50, 95 %)."""
    found: Mapping[str, Any] = shipped(_HERE, "posterior.yaml").data
    return found


def quantiles(parameter: str) -> tuple[float, float, float]:
    """The 5, 50 and 95 % points of a parameter. Raises ``KeyError`` for a name that is none."""
    low, middle, high = manifest()["parameters"][parameter]["posterior"]
    return float(low), float(middle), float(high)
