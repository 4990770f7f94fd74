"""The months after the data: claimants drawn for one scenario, one draw."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import pdtrik

from openasylum.arrivals import deterrence
from openasylum.arrivals.baseline import Baseline, baseline, past_key
from openasylum.arrivals.channels import CHANNEL_INDEX
from openasylum.arrivals.circumstances import Values, claimants
from openasylum.arrivals.drivers import DriverChange, multipliers
from openasylum.arrivals.history import history
from openasylum.arrivals.interceptions import rows_of
from openasylum.arrivals.origins import us_citizens_share
from openasylum.arrivals.persons import cell_ids, persons_of
from openasylum.arrivals.protection import movers
from openasylum.arrivals.published import PROVINCE_INDEX
from openasylum.arrivals.reconcile import Counts
from openasylum.arrivals.regime import Regime
from openasylum.arrivals.response import Response, respond
from openasylum.errors import UserError
from openasylum.keyed_random import uniform
from openasylum.vocabulary import CHANNELS

Floats = NDArray[np.float64]

#: Months whose shares by province describe the people who come under the law in force, and those whom it
#: keeps away.
_RECENT_MONTHS: Final = 12
_LARGE_MEAN: Final = 30.0
_BEFORE_PROTOCOL: Final = rows_of((2022, 12), (2023, 3))


def project(
    regime: Regime,
    drivers: Sequence[DriverChange],
    values: Values,
    seed: int,
    draw: int,
    first_month: int,
    last_month: int,
    weight: float = 1.0,
) -> pl.DataFrame:
    """The claimants of the months ``first_month`` to ``last_month`` (numbers, after the data); each row
    stands for ``weight`` people.

    Columns as in ``circumstances.claimants``. The expected number of each cell (month x channel x province
    x origin group) becomes a count by the Poisson quantile of one keyed uniform, so that a policy that adds
    people leaves the others as they were. Raises ``UserError`` for months that are observed, or a weight
    below one.
    """
    counts = project_counts(regime, drivers, values, seed, draw, first_month, last_month, weight)
    persons = persons_of(counts, first_month)
    year = us_citizens_share(history().last_month // 12)
    everyone = claimants(
        persons,
        values,
        seed,
        draw,
        us_citizens=np.full(len(persons.person), year),
        port_exceptions=np.full(len(persons.person), float(values["arrivals.port_exception_share"])),
    )
    return deterrence.answer_bars(everyone, persons, regime, values, seed, draw)


def project_counts(
    regime: Regime,
    drivers: Sequence[DriverChange],
    values: Values,
    seed: int,
    draw: int,
    first_month: int,
    last_month: int,
    weight: float = 1.0,
) -> Counts:
    """Rows of each cell, month x channel x province x origin group (each row stands for ``weight`` people).

    Those whom a bar on late claims will keep from claiming (``deterrence``) are still in it.
    """
    if weight < 1.0:
        raise UserError(
            "a row stands for one person or more: the weight cannot be below 1",
            "une ligne représente une personne ou plus : le poids ne peut pas être inférieur à 1",
        )
    answer = expected_claims(regime, drivers, values, seed, draw, first_month, last_month)
    past = history()
    usual, extra = _shares(past_key(past), float(values["arrivals.open_border_quebec_share"]))
    expected = answer.usual.T[..., None, None] * usual + answer.extra.T[..., None, None] * extra
    return _counts(expected, first_month, seed, draw, weight)


def expected_claims(
    regime: Regime,
    drivers: Sequence[DriverChange],
    values: Values,
    seed: int,
    draw: int,
    first_month: int,
    last_month: int,
) -> Response:
    """Expected claims, channel x month, of one draw: of those who come under the law in force, and of those
    it keeps away. Before chance by cell, and before bars on late claims are answered (``deterrence``).
    """
    past = history()
    if first_month <= past.last_month or last_month < first_month:
        raise UserError(
            "a projection begins after the observed months and does not end before it begins",
            "une projection commence après les mois observés et ne finit pas avant d'avoir commencé",
        )
    base = baseline(values, seed, draw, first_month, last_month)
    moved = multipliers(drivers, values, first_month, base.claims.shape[1])
    base = Baseline(base.claims * moved, base.land_shift)
    before = float(past.claims[CHANNEL_INDEX["between_ports"], _BEFORE_PROTOCOL].sum()) / 4
    leaving = movers(drivers, values, first_month, base.claims.shape[1])
    return respond(base, regime, values, before, leaving)


@lru_cache(maxsize=64)
def _shares(key: tuple[bytes, int], quebec: float) -> tuple[Floats, Floats]:
    """Province x origin shares by channel: of those who come under the law in force, and of those whom it
    keeps away.

    The first are those of the last twelve months; the second, origins before the Protocol, and provinces of
    today with ``quebec`` for Quebec (every province's part at land ports of 2004 is not published).
    """
    past = history()
    recent = past.claims[:, -_RECENT_MONTHS:].sum(axis=1).astype(np.float64)
    recent /= recent.sum(axis=1, keepdims=True)
    latest, year_before = max(past.origins), 2022
    usual = recent[:, :, None] * past.origins[latest][:, None, :]
    away = recent.copy()
    for channel in ("land_port", "between_ports"):
        row = CHANNEL_INDEX[channel]
        away[row, PROVINCE_INDEX["QC"]] = 0.0
        away[row] *= (1.0 - quebec) / away[row].sum()
        away[row, PROVINCE_INDEX["QC"]] = quebec
    origins = np.tile(past.origins[year_before][CHANNEL_INDEX["between_ports"]], (len(CHANNELS), 1))
    return usual, away[:, :, None] * origins[:, None, :]


def _counts(expected: Floats, first_month: int, seed: int, draw: int, weight: float) -> Counts:
    """Poisson quantiles of one keyed uniform per cell, divided by the weight and rounded by another."""
    counts = np.zeros(expected.shape, dtype=np.int64)
    active = expected > 0
    ids = cell_ids(first_month, expected.shape[0])[active]
    u = uniform(seed, draw, "arrivals.cell", ids)
    people = poisson_quantile(u, expected[active])
    if weight > 1.0:
        people = np.floor(people / weight + uniform(seed, draw, "arrivals.sample", ids))
    counts[active] = people.astype(np.int64)
    return counts


def poisson_quantile(u: Floats, mean: Floats) -> Floats:
    """The smallest count whose Poisson distribution function reaches ``u`` (one-dimensional, same shape);
    rises with ``mean``.

    Small means by adding up the distribution, large ones by the inverse incomplete gamma function.
    """
    found = np.zeros(len(mean))
    large = np.flatnonzero(mean > _LARGE_MEAN)
    found[large] = np.maximum(np.ceil(pdtrik(np.clip(u[large], 1e-12, 1 - 1e-12), mean[large]) - 1e-9), 0.0)
    rows = np.flatnonzero(mean <= _LARGE_MEAN)
    term = np.exp(-mean[rows])
    reached = term.copy()
    count = 0
    while len(rows):
        short = (reached < u[rows]) & (term > 1e-18)
        rows, term, reached = rows[short], term[short], reached[short]
        count += 1
        term *= mean[rows] / count
        reached += term
        found[rows] = count
    return found
