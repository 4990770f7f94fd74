"""Foreseeing a change of rule: what could have been said before 25 March 2023, scored once.

The Agreement came to reach people who cross between ports. Level of land claims from April 2023 to December
2024, from what was known by February 2023:

    land = claims at ports + crossings * (share who turn to a port + share who cross all the same)

* claims at ports: the mean of the last twelve months, times a lognormal;
* share who turn to a port: those who meet an exception mostly used a port already (0.81 to 0.87 of port
  claimants did), so among crossers it is small; between "nobody" and the 45 % of border claimants who still
  came in 2005, after the Agreement had closed the ports (8,900 to 4,000 claims);
* share who cross all the same: what the closure of April 2020 to July 2021 left of crossings.

Scored as one level, not as 21 months: the months share one cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.channels import CHANNEL_INDEX
from openasylum.arrivals.history import history
from openasylum.arrivals.interceptions import row_of, rows_of
from openasylum.arrivals.published import PROVINCE_INDEX
from openasylum.keyed_random import uniform
from openasylum.scenario.priors import Lognormal, Triangular
from openasylum.scorecard.foresight import scores

Floats = NDArray[np.float64]

#: Growth or fall of port claims in the first two years, on the log scale: their twelve-month changes
#: 2016-2022.
PORT_CHANGE: Final = Lognormal(kind="lognormal", median=1.0, sigma=0.35)
TURN_TO_A_PORT: Final = Triangular(kind="triangular", low=0.0, mode=0.12, high=0.3)
CROSS_ALL_THE_SAME: Final = Triangular(kind="triangular", low=0.0, mode=0.02, high=0.08)

#: Change of a small province's share of crossings from one complete year to the next (log scale): nothing was
#: known in 2017 of how a way like Manitoba's lasts, so a factor of three either way.
SHARE_CHANGE: Final = Lognormal(kind="lognormal", median=1.0, sigma=0.85)


@dataclass(frozen=True)
class Experiment:
    """What was said (5 to 95 %, 80 % interval, median) and what came, with the CRPS in the unit of the
    target.
    """

    name: str
    unit: str
    p10: float
    p50: float
    p90: float
    observed: float
    crps: float

    @property
    def inside(self) -> bool:
        """Whether the 80 % interval holds what came."""
        return self.p10 <= self.observed <= self.p90


def _experiment(name: str, unit: str, sample: Floats, observed: float) -> Experiment:
    quantiles = np.quantile(sample, scores.PROBABILITIES)
    low, middle, high = np.interp([0.1, 0.5, 0.9], scores.PROBABILITIES, quantiles)
    score = float(scores.crps(quantiles, np.asarray(observed)))
    return Experiment(name, unit, float(low), float(middle), float(high), float(observed), score)


def _draws(name: str, prior: Lognormal | Triangular, size: int = 4000) -> Floats:
    people = np.arange(size, dtype=np.uint64)
    return np.array(
        [prior.quantile(u) for u in uniform(20230201, 0, f"foresight.{name}", people)], dtype=float
    )


def land_after_protocol() -> Experiment:
    """Land claims a month, April 2023 to December 2024, from figures to February 2023."""
    claims = history().claims.sum(axis=2).astype(np.float64)
    ports, crossings = (claims[CHANNEL_INDEX[channel]] for channel in ("land_port", "between_ports"))
    before = rows_of((2022, 3), (2023, 2))
    lately = rows_of((2022, 12), (2023, 2))
    sample = ports[before].mean() * _draws("ports", PORT_CHANGE) + crossings[lately].mean() * (
        _draws("turn", TURN_TO_A_PORT) + _draws("cross", CROSS_ALL_THE_SAME)
    )
    after = rows_of((2023, 4), (2024, 12))
    return _experiment(
        "land_after_protocol", "claims a month", sample, float((ports + crossings)[after].mean())
    )


def small_province(province: str = "MB", year: int = 2018) -> Experiment:
    """Interceptions of a small province in ``year`` (January to December), given Canada's, from its share
    the year before.
    """
    crossings = history().claims[CHANNEL_INDEX["between_ports"]].astype(np.float64)
    last = crossings[row_of(year - 1, 1) : row_of(year, 1)].sum(axis=0)
    this = crossings[row_of(year, 1) : row_of(year + 1, 1)].sum(axis=0)
    share = last[PROVINCE_INDEX[province]] / last.sum()
    sample = np.minimum(share * _draws(f"share.{province}.{year}", SHARE_CHANGE), 1.0) * this.sum()
    return _experiment(f"{province}_{year}", "interceptions", sample, float(this[PROVINCE_INDEX[province]]))


def undetected_after_protocol() -> Experiment:
    """Claims after undetected entry, April to September 2023, from figures to February 2023.

    Of those whom the Protocol keeps from crossing, some pay to cross unseen: the share is a guess made
    wide, from the 1 in 100 of 2022 (irregular mode less interceptions) to 1 in 7.
    """
    claims = history().claims.sum(axis=2).astype(np.float64)
    crossings = claims[CHANNEL_INDEX["between_ports"]][rows_of((2022, 12), (2023, 2))].mean()
    unseen = Triangular(kind="triangular", low=0.01, mode=0.04, high=0.15)
    observed = claims[CHANNEL_INDEX["undetected"]][rows_of((2023, 4), (2023, 9))].sum()
    return _experiment(
        "undetected_after_protocol", "claims", 6 * crossings * _draws("unseen", unseen), observed
    )


def experiments() -> list[Experiment]:
    """The rule changes and small regions that are scored."""
    return [land_after_protocol(), undetected_after_protocol(), small_province("MB", 2018)]
