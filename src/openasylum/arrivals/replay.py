"""The observed years, person by person, from the published counts."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.arrivals.channels import CHANNEL_INDEX, PROTOCOL_ROW
from openasylum.arrivals.circumstances import Values, claimants
from openasylum.arrivals.history import History, history
from openasylum.arrivals.origins import us_citizens_share
from openasylum.arrivals.persons import persons_of
from openasylum.arrivals.published import FIRST_MONTH
from openasylum.arrivals.reconcile import Counts, apportion
from openasylum.errors import UserError


def replay(
    values: Values, seed: int, draw: int, first_year: int = 2015, last_year: int = 2024
) -> pl.DataFrame:
    """The claimants of the observed years (columns as in ``circumstances.claimants``), ordered by month and
    cell.

    How many came, when, where and by which channel is published (``history``) and the same in every draw;
    origin follows the year's shares to the nearest person. Only the facts of each person and the day in the
    month are drawn. Raises ``UserError`` for years outside the published series.
    """
    past = history()
    first_published, last_published = FIRST_MONTH // 12, past.last_month // 12
    if not first_published <= first_year <= last_year <= last_published:
        raise UserError(
            f"the observed years are {first_published} to {last_published}, not {first_year} to {last_year}",
            f"les années observées vont de {first_published} à {last_published}, et non de "
            f"{first_year} à {last_year}",
        )
    counts = np.concatenate([_year_by_origin(past, year) for year in range(first_year, last_year + 1)])
    persons = persons_of(counts, 12 * first_year)
    year = persons.month // 12
    at_ports = {y: port_exception_share(past, y, values) for y in range(first_year, last_year + 1)}
    citizens = {y: us_citizens_share(y) for y in at_ports}
    return claimants(
        persons,
        values,
        seed,
        draw,
        us_citizens=_by_year(citizens, year),
        port_exceptions=_by_year(at_ports, year),
    )


def _by_year(share: dict[int, float], year: NDArray[np.int32]) -> NDArray[np.float64]:
    first = min(share)
    return np.array([share[y] for y in sorted(share)])[year - first]


def _year_by_origin(past: History, year: int) -> Counts:
    """Claims of one year, month x channel x province x origin group."""
    first = 12 * year - FIRST_MONTH
    claims = past.claims[:, first : first + 12]
    shares = past.origins[year]
    months = claims.shape[1]
    counts = np.zeros((months, *claims.shape[::2], shares.shape[1]), dtype=np.int64)
    for channel in range(len(claims)):
        # Sharing out cell by cell would round small provinces to the leading groups; the running total
        # keeps every group's sum.
        flat = claims[channel].ravel()
        groups = np.searchsorted(
            np.cumsum(apportion(int(flat.sum()), shares[channel])), _spread(int(flat.sum())), side="right"
        )
        cell = np.repeat(np.arange(len(flat)), flat)
        tallies = np.bincount(cell * shares.shape[1] + groups, minlength=len(flat) * shares.shape[1])
        counts[:, channel] = tallies.reshape(months, claims.shape[2], -1)
    return counts


def _spread(total: int) -> NDArray[np.int64]:
    """The numbers 0 to ``total`` - 1, each once, in an order that is even at every scale (multiples of the
    golden ratio).
    """
    return np.argsort(np.argsort((np.arange(total) * 0.6180339887498949) % 1.0, kind="stable"), kind="stable")


def port_exception_share(past: History, year: int, values: Values) -> float:
    """Share of claimants at land ports who met an exception in ``year``: one less the returned, where their
    number is published.

    Source: Order Paper answers and CBSA, persons turned back under the Agreement (2016-2020; January to
    August 2024, from which those returned between ports are taken out). Other years take
    ``arrivals.port_exception_share``.
    """
    table = facts.table("stca_ineligible_returned").filter(
        pl.col("first_day").dt.year() == year,
        pl.col("geography") == "Canada",
        pl.col("category").str.contains("turned back under STCA|returned to US under STCA, total"),
    )
    if table.height == 0:
        return float(values["arrivals.port_exception_share"])
    returned = float(table["value"][0])
    last = int(table["last_day"][0].month)
    rows = slice(12 * year - FIRST_MONTH, 12 * year - FIRST_MONTH + last)
    if rows.start >= PROTOCOL_ROW:
        crossed = past.claims[CHANNEL_INDEX["between_ports"], rows].sum()
        returned -= crossed * (1.0 - float(values["arrivals.between_ports_exception_share"]))
    return float(1.0 - returned / past.claims[CHANNEL_INDEX["land_port"], rows].sum())
