"""The observed history as arrays: claims by channel, month and province, and the origin shares of each
year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.arrivals import published
from openasylum.arrivals.channels import claims_by_channel, undetected_claims
from openasylum.arrivals.interceptions import interceptions_by_month
from openasylum.arrivals.office_claims import office_claims
from openasylum.arrivals.origins import shares_by_channel
from openasylum.arrivals.published import FIRST_MONTH, OFFICES
from openasylum.arrivals.reconcile import Counts
from openasylum.timeline import first_day_of_month
from openasylum.vocabulary import CHANNELS, PROVINCES

#: Share of the claims after undetected entry that are made in Ontario ("mostly Greater Toronto Area", CBSA): the
#: assumption ``arrivals.undetected_ontario_share``, fixed because the observed history is the same in every draw.
ONTARIO_SHARE: Final = 0.7


@dataclass(frozen=True)
class History:
    """``claims``: channel x month x province, whole persons from ``FIRST_MONTH`` on. ``origins``: year ->
    channel x origin group.
    """

    claims: Counts
    origins: dict[int, NDArray[np.float64]]

    @property
    def last_month(self) -> int:
        """The last month (number)."""
        return FIRST_MONTH + self.claims.shape[1] - 1


@facts.remembered
def history() -> History:
    """The published claims by channel, month and province; newer tables laid over the shipped ones are read.

    Claims add up to IRCC's printed total of each year (within 0.3 %), interceptions to the RCMP's. See
    ``channels``.
    """
    offices = office_claims(published.claims_by_office())
    caught = interceptions_by_month(
        published.interceptions(), offices[OFFICES.index("Border")].astype(np.float64)
    )
    hidden = undetected_claims(
        published.claims_by_mode("Irregular"),
        published.clandestine_claims(),
        caught,
        offices[OFFICES.index("Inland")],
        ONTARIO_SHARE,
    )
    claims = claims_by_channel(offices, caught, hidden)
    by_year = {
        (FIRST_MONTH + first) // 12: claims[:, first : first + 12].sum(axis=(1, 2))
        for first in range(0, claims.shape[1], 12)
    }
    return History(claims, {year: shares_by_channel(year, total) for year, total in by_year.items()})


def history_series() -> pl.DataFrame:
    """Observed claims by month, channel and province: ``month`` (Date, first of month), ``channel``,
    ``province``, ``claims`` (i64).

    Persons; provinces without a claim in the whole series are left out. For charts and scores.
    """
    claims = history().claims
    channels, months, provinces = claims.shape
    frame = pl.DataFrame(
        {
            "month": np.tile(np.repeat(_days(FIRST_MONTH, months), provinces), channels),
            "channel": np.repeat(np.array(CHANNELS), months * provinces),
            "province": np.tile(np.array(PROVINCES), channels * months),
            "claims": claims.ravel(),
        },
        schema_overrides={"channel": pl.Enum(CHANNELS), "province": pl.Enum(PROVINCES)},
    )
    return frame.filter(pl.col("claims").sum().over("channel", "province") > 0)


def _days(first_month: int, months: int) -> NDArray[np.datetime64]:
    start: date = first_day_of_month(first_month)
    return np.arange(np.datetime64(start, "M"), np.datetime64(start, "M") + months).astype("datetime64[D]")
