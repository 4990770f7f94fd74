"""What the law in a scenario does with typical claims, month by month, as told by the law itself.

Behaviour responds to what becomes of people, not to the name of a scenario: a few typical claims are put to
``law.decide`` under the amendments, and every response in this room reads the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import law
from openasylum.arrivals.circumstances import (
    AIRPORT,
    BETWEEN_PORTS,
    EXCEPTIONS,
    INLAND,
    LAND_PORT,
    UNDETECTED,
    place_facts,
)
from openasylum.timeline import first_day_of_month

#: Upper bounds (days) of the classes of time between entry and claim; the last is open.
LAG_BOUNDS: Final = (30, 91, 182, 365, 730, 1095, 1826)

#: A typical number of days for each class.
_TYPICAL_LAGS: Final = (15, 60, 136, 273, 547, 912, 1460, 2400)

#: Pathways on which the refugee claim itself is heard.
_HEARD: Final = ("referred_to_rpd", "eligibility_suspended")

#: Typical claims: name -> channel, days since entry, the fact by which an exception of IRPR 159.5 is met (or none).
TYPICAL_CLAIMS: Final[dict[str, tuple[int, int, str | None]]] = {
    "port": (LAND_PORT, 0, None),
    "crossing": (BETWEEN_PORTS, 0, None),
    **{f"port_with_{fact}": (LAND_PORT, 0, fact) for fact in EXCEPTIONS},
    **{f"crossing_with_{fact}": (BETWEEN_PORTS, 0, fact) for fact in EXCEPTIONS},
    "airport": (AIRPORT, 0, None),
    **{f"inland_{lag}": (INLAND, lag, None) for lag in _TYPICAL_LAGS},
    # Well clear of the fourteenth day, whose count is unsettled where it ends on a holiday.
    **{f"undetected_{lag}": (UNDETECTED, max(lag, 21), None) for lag in _TYPICAL_LAGS},
}


@dataclass(frozen=True)
class Regime:
    """Pathway of each typical claim in each month from ``first_month`` (a number) on: name -> pathways,
    month by month.
    """

    first_month: int
    pathways: dict[str, NDArray[Any]]

    def heard(self, claim: str) -> NDArray[np.bool_]:
        """Month by month, whether the typical claim is heard by the RPD."""
        return np.isin(self.pathways[claim], _HEARD)

    def returned(self, claim: str) -> NDArray[np.bool_]:
        """Month by month, whether the typical claimant is returned to the United States."""
        return np.asarray(self.pathways[claim] == "returned_to_us")

    def by_lag(self, channel: str) -> NDArray[Any]:
        """Pathways of the ``inland`` or ``undetected`` claims, month x class of days since entry
        (``LAG_BOUNDS``).
        """
        return np.stack([self.pathways[f"{channel}_{lag}"] for lag in _TYPICAL_LAGS], axis=1)


def regime_of(amendments: Sequence[Any], first_month: int, last_month: int) -> Regime:
    """What becomes of typical claims made in the middle of each month, under the law of that day as amended.

    Months are numbers (``timeline``), both included. ``amendments`` in the form of
    ``law/schemas/policy.schema.json``.
    """
    return _regime(tuple(amendments), first_month, last_month)


@lru_cache(maxsize=64)
def _regime(amendments: tuple[Any, ...], first_month: int, last_month: int) -> Regime:
    facts = _typical_claims(first_month, last_month)
    decided = law.decide(facts, amendments=amendments)["pathway"].cast(pl.String).to_numpy()
    by_claim = decided.reshape(len(TYPICAL_CLAIMS), last_month - first_month + 1)
    return Regime(first_month, dict(zip(TYPICAL_CLAIMS, by_claim, strict=True)))


@lru_cache(maxsize=8)
def _typical_claims(first_month: int, last_month: int) -> pl.DataFrame:
    """The typical claims of every month, one after another: the same under every law."""
    months = range(first_month, last_month + 1)
    days = [first_day_of_month(month) + timedelta(days=14) for month in months]
    return pl.concat(
        [law.fill_known(_typical(days, *claim)) for claim in TYPICAL_CLAIMS.values()], how="diagonal"
    )


def _typical(days: list[Any], channel: int, lag: int, exception: str | None) -> pl.DataFrame:
    codes = np.full(len(days), channel, dtype=np.int8)
    claim = pl.Series(days, dtype=pl.Date)
    met = (
        {}
        if exception is None
        else {exception: pl.lit(EXCEPTIONS[exception], dtype=law.FLAT_FACTS[exception].dtype)}
    )
    return pl.DataFrame({"claim_date": claim, "entry_date": claim.dt.offset_by(f"-{lag}d")}).with_columns(
        **place_facts(codes),
        first_entry_date=pl.col("entry_date"),
        **met,
    )
