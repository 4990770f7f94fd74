"""Where claimants come from: shares of the broad origin groups, by year and channel, from the tables of
nationality.

Origin is published for all claims of a year (UNHCR, every country; IRCC, leading countries) and for claims
made after crossing between ports (IRB, for three periods). It is not published by office. So:

* between ports, and after undetected entry: the IRB's periods, their "other countries" spread like all
  claims of the year;
* at land ports: half way between those and all claims of the year;
* at airports and inland: what is left of the year's claims, alike.

These are starting values; iterative proportional fitting (Deming & Stephan 1940) then makes the channels'
claims and the year's claims by origin both add up, since the IRB counts countries of persecution and UNHCR
citizenship.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.documents import shipped
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS

Shares = NDArray[np.float64]


@facts.remembered
def _grouping() -> tuple[dict[str, int], dict[str, str]]:
    """Group (position in ``ORIGIN_GROUPS``) by ISO code, and ISO code by printed name."""
    document = shipped("openasylum.arrivals", "origin_groups.yaml")
    groups = {
        iso: ORIGIN_GROUPS.index(group) for group, isos in document.data["groups"].items() for iso in isos
    }
    return groups, document.data["names"]


def all_claims() -> dict[int, Shares]:
    """Shares of the origin groups among all first-instance claims of a year: year -> groups.

    Source: UNHCR Refugee Data Finder, asylum applications lodged in Canada (new applications, first
    instance). Claimants of unknown origin or none are left out. A year that UNHCR has not published takes
    the latest that it has.
    """
    groups, _ = _grouping()
    table = facts.table("unhcr_asylum_applications_canada_by_origin").filter(
        pl.col("app_type").cast(pl.String) == "N", pl.col("dec_level").cast(pl.String) == "FI"
    )
    counted = (
        table.with_columns(
            group=pl.col("origin_iso3").replace_strict(groups, default=None, return_dtype=pl.Int64)
        )
        .drop_nulls("group")
        .group_by(pl.col("first_day").dt.year().alias("year"), "group")
        .agg(pl.col("value").sum())
    )
    shares: dict[int, Shares] = {}
    for year, group, value in counted.iter_rows():
        shares.setdefault(year, np.zeros(len(ORIGIN_GROUPS)))[group] = value
    return {year: values / values.sum() for year, values in sorted(shares.items())}


@facts.remembered
def us_citizens_share(year: int) -> float:
    """U.S. citizens among claimants of the group ``other_americas`` in a year (the latest published where
    there is none).

    They are mostly children of other claimants; the Agreement does not reach them. Source: UNHCR, as
    ``all_claims``.
    """
    groups, _ = _grouping()
    table = facts.table("unhcr_asylum_applications_canada_by_origin").filter(
        pl.col("app_type").cast(pl.String) == "N", pl.col("dec_level").cast(pl.String) == "FI"
    )
    year = min(year, int(table["first_day"].dt.year().max()))  # type: ignore[arg-type]
    of_year = table.filter(pl.col("first_day").dt.year() == year)
    americas = [iso for iso, group in groups.items() if ORIGIN_GROUPS[group] == "other_americas"]
    total = float(of_year.filter(pl.col("origin_iso3").is_in(americas))["value"].sum())
    return float(of_year.filter(pl.col("origin_iso3") == "USA")["value"].sum()) / total


def between_ports(year: int, everyone: Shares) -> Shares:
    """Shares of the origin groups among people who crossed between ports in ``year``; ``everyone`` is the
    year's ``all_claims``.

    Source: IRB tables of irregular border crossers by country of alleged persecution (February to October
    2017; February 2017 to September 2022) and IRCC's shares for November 2021 to September 2022.
    """
    named = _named_between_ports()
    if year < 2017:
        return everyone
    shares = named[0 if year == 2017 else 1 if year <= 2020 else 2]
    return shares + (1.0 - shares.sum()) * everyone


@facts.remembered
def _named_between_ports() -> tuple[Shares, Shares, Shares]:
    """Shares of the named countries, by group, in 2017, from 2018 to 2020, and from November 2021 on (each
    sums to less than 1).
    """
    groups, names = _grouping()
    table = facts.table("irregular_claims_by_nationality").drop_nulls("value")

    def counts(period: str, category: str) -> tuple[Shares, float]:
        rows = table.filter(pl.col("period") == period, pl.col("category") == category)
        found, total = np.zeros(len(ORIGIN_GROUPS)), 0.0
        for name, value in rows.select("citizenship", "value").iter_rows():
            if name in names:
                found[groups[names[name]]] += value
            total = value if name == "Total" else total
        return found, total

    first, first_total = counts("2017-02/2017-10", "intake")
    whole, whole_total = counts("2017-02/2022-09", "intake")
    last_shares, _ = counts("2021-11-21/2022-09-30", "share of irregular claimants pct")
    last_shares /= 100.0
    referred = facts.table("irb_rpd_regular_irregular")
    last_total = float(
        referred.filter(pl.col("period") == "2022", pl.col("category") == "RPD irregular received")["value"][
            0
        ]
    )
    middle = np.maximum(whole - first - last_total * last_shares, 0.0)
    return first / first_total, middle / (whole_total - first_total - last_total), last_shares


def shares_by_channel(year: int, claims: NDArray[np.int64]) -> Shares:
    """Shares of the origin groups in one year, channel x group; ``claims`` are the year's claims by channel.

    The land channels start as the module says; airports and inland from what is left of the year's claims
    by origin (at least a tenth of a group's share, so that none vanishes); then both margins are fitted.
    """
    published = all_claims()
    everyone = published[min(max(year, min(published)), max(published))]
    crossing = between_ports(year, everyone)
    shares = np.tile(everyone, (len(CHANNELS), 1))
    shares[CHANNELS.index("between_ports")] = crossing
    shares[CHANNELS.index("undetected")] = crossing
    shares[CHANNELS.index("land_port")] = (crossing + everyone) / 2
    by_land = [CHANNELS.index(name) for name in ("land_port", "between_ports", "undetected")]
    total = float(claims.sum())
    left = everyone * total - claims[by_land] @ shares[by_land]
    left = np.maximum(left, 0.1 * everyone * (total - float(claims[by_land].sum())))
    if left.sum() > 0:
        shares[[CHANNELS.index("airport"), CHANNELS.index("inland")]] = left / left.sum()
    return _fitted(shares, claims.astype(np.float64), everyone * total)


def by_way_of_entry(year: int, crossing: float, others: float) -> tuple[Shares, Shares]:
    """Shares of the origin groups in one year among ``crossing`` claims made after crossing between ports, and among the
    ``others``: both margins fitted.
    """
    published = all_claims()
    everyone = published[min(max(year, min(published)), max(published))]
    crossed = between_ports(year, everyone)
    left = np.maximum(everyone * (crossing + others) - crossed * crossing, 0.1 * everyone * others)
    start = np.stack([crossed, left / left.sum()])
    fitted = _fitted(start, np.array([crossing, others]), everyone * (crossing + others))
    return fitted[0], fitted[1]


def _fitted(shares: Shares, rows: Shares, columns: Shares, rounds: int = 50) -> Shares:
    """Row shares whose counts add up to ``rows`` (exactly) and ``columns`` (to convergence), nearest to
    ``shares``.
    """
    counts = shares * rows[:, None]
    for _ in range(rounds):
        counts *= columns / np.maximum(counts.sum(axis=0), 1e-12)
        counts *= (rows / np.maximum(counts.sum(axis=1), 1e-12))[:, None]
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)
