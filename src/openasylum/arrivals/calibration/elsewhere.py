"""The shift to airports and inland offices after 25 March 2023: what the published series allow, never an input.

Two readings of ``arrivals.substitution``, the share of those stopped between ports who come by air or claim inland:

* the series: claims at airports and inland from April to September 2023 over what was forecast from the months to
  March. They rose by more than the whole flow that was stopped, month after month and not at once, so they cannot
  say how much of the rise it was;
* the nationalities: of four whose share of crossings is published, every claim of 2024 in any channel, less those that
  they made otherwise than between ports in 2022. Claims at ports and after undetected entry are among them, so it
  is a ceiling; had their other claims grown as everyone's did, nothing would be left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.arrivals import levels, open_days
from openasylum.arrivals.channels import CHANNEL_INDEX
from openasylum.arrivals.history import history
from openasylum.arrivals.interceptions import row_of, rows_of
from openasylum.arrivals.published import FIRST_MONTH
from openasylum.timeline import month_number

#: Months over which the rise is read, and over which crossings had their last level.
_AFTER: Final = rows_of((2023, 4), (2023, 9))
_BEFORE: Final = rows_of((2022, 12), (2023, 3))

#: The period for which shares of crossings by citizenship are published (IRCC), in the table's words.
_SHARES: Final = "2021-11-21/2022-09-30"


@dataclass(frozen=True)
class Shift:
    """Claims a month: ``stopped`` between ports; ``rise`` at airports and inland over the forecast (10, 50, 90 %).
    ``ceiling`` and ``floor``: the share of those stopped, of the four nationalities, who can have come by any other way,
    if their other claims had stayed as in 2022, and if they had grown as everyone else's.
    """

    stopped: float
    rise: tuple[float, float, float]
    ceiling: float
    floor: float


def shift() -> Shift:
    """What the months after 25 March 2023 say of airports and inland offices."""
    claims = history().claims.sum(axis=2).astype(np.float64)
    crossings = claims[CHANNEL_INDEX["between_ports"]]
    stopped = float(crossings[_BEFORE].mean() - crossings[_AFTER].mean())
    ceiling, floor = _by_nationality(float(crossings[rows_of((2022, 1), (2022, 12))].sum()))
    return Shift(stopped, _rise(claims), ceiling, floor)


def _rise(claims: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> tuple[float, float, float]:
    """Airport and inland claims a month over their forecast from March 2023; their errors taken as moving together."""
    series = {name: claims[CHANNEL_INDEX[name]] for name in ("airport", "inland")}
    known = {name: values[: row_of(2023, 4)] for name, values in series.items()}
    fitted = levels.fit(
        open_days.in_mean_months(known, FIRST_MONTH), FIRST_MONTH, dict.fromkeys(series, "other")
    )
    ahead = _AFTER.stop - _AFTER.start
    standard = levels.standard_quantiles(np.array([0.9, 0.5, 0.1]))
    rise = np.zeros(3)
    for name, level in fitted.items():
        logs = level.location(ahead)[:, None] + level.spread(ahead)[:, None] * standard
        days = open_days.relative(name, FIRST_MONTH + _AFTER.start, ahead)
        rise += (series[name][_AFTER, None] - levels.from_log(logs) * days[:, None]).mean(axis=0)
    low, middle, high = (float(value) for value in rise)
    return low, middle, high


def _by_nationality(crossings_2022: float) -> tuple[float, float]:
    shares = dict(
        facts.table("irregular_claims_by_nationality")
        .filter(pl.col("period") == _SHARES, pl.col("category") == "share of irregular claimants pct")
        .select("citizenship", pl.col("value") / 100)
        .iter_rows()
    )
    yearly = facts.table("ircc_claimants_by_citizenship_yearly").filter(
        pl.col("citizenship").is_in(list(shares)), pl.col("grain").cast(pl.String) == "year"
    )
    in_2022, in_2024 = (
        float(yearly.filter(pl.col("first_day") == date(year, 1, 1))["value"].sum()) for year in (2022, 2024)
    )
    stopped = crossings_2022 * sum(shares.values())
    otherwise = in_2022 - stopped
    return (in_2024 - otherwise) / stopped, (in_2024 - otherwise * _growth_of_others()) / stopped


def _growth_of_others() -> float:
    """Claims at airports and inland, 2024 over 2022."""
    claims = history().claims.sum(axis=2)[[CHANNEL_INDEX[name] for name in ("airport", "inland")]].sum(axis=0)
    first = (month_number(date(year, 1, 1)) - FIRST_MONTH for year in (2022, 2024))
    before, after = (float(claims[start : start + 12].sum()) for start in first)
    return after / before
