"""Rates of outcomes, computed from published counts: acceptance by origin, year and channel, appeals, removals.
(How claims end without an outcome is in ``closures``.)

Where two publishers count the same thing, the finer one gives the pattern and the IRB's own totals give the
level: UNHCR's decisions by country are shifted, in log-odds and by one number a year, until they add up to
what the IRB says it decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.optimize import brentq

from openasylum import facts
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS

Array = NDArray[np.float64]

#: Channels whose claims the IRB counts as those of people who crossed between ports of entry.
BETWEEN_PORTS = ("between_ports", "undetected")


def decisions_by_origin() -> pl.DataFrame:
    """First-instance decisions in Canada by year and origin group: ``year``, ``origin``, ``recognized``,
    ``rejected``, ``closed``.

    Source: UNHCR Refugee Data Finder, decisions by country of origin (first instance). People of unknown
    origin are left out.
    """
    table = facts.table("unhcr_asylum_decisions_canada_by_origin").filter(
        pl.col("dec_level").cast(pl.String) == "FI"
    )
    groups = facts.origin_group_of(table["origin"].cast(pl.String).unique().sort())
    return (
        table.with_columns(pl.col("origin").cast(pl.String).alias("name"))
        .drop("origin")
        .join(groups, on="name")
        .filter(pl.col("origin").is_not_null())
        .with_columns(pl.col("origin").cast(pl.String), pl.col("first_day").dt.year().alias("year"))
        .group_by("year", "origin")
        .agg(
            *(
                pl.col("value").filter(pl.col("outcome").cast(pl.String) == f"dec_{name}").sum().alias(name)
                for name in ("recognized", "rejected", "closed")
            )
        )
        .sort("year", "origin")
    )


def decided_by_the_irb() -> pl.DataFrame:
    """What the RPD decided by year: ``year``, ``accepted``, ``rejected``, ``other`` (withdrawn, abandoned).
    Source: IRB open data.
    """
    return (
        facts.table("rpd_calibration_series")
        .filter(pl.col("accepted").is_not_null())
        .select("year", "accepted", "rejected", pl.col("abandoned_withdrawn_other").alias("other"))
        .sort("year")
    )


def decided_between_ports() -> pl.DataFrame:
    """The same for people who crossed between ports: ``first_day``, ``last_day``, ``accepted``, ``rejected``.

    Source: IRB, irregular border crosser statistics (periods of one to two years).
    """
    table = facts.table("irregular_border_crossers_period").filter(
        pl.col("measure").is_in(["accepted", "rejected"])
    )
    return (
        table.group_by("first_day", "last_day")
        .agg(
            *(
                pl.col("value").filter(pl.col("measure") == name).sum().alias(name)
                for name in ("accepted", "rejected")
            )
        )
        .sort("first_day")
    )


def _logit(p: Array) -> Array:
    p = np.clip(p, 1e-4, 1 - 1e-4)
    return np.log(p / (1 - p))


def _expit(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def shifted(rates: Array, weights: Array, mean: float) -> Array:
    """``rates`` moved by one number in log-odds so that their weighted mean is ``mean``."""
    if not 0 < mean < 1 or weights.sum() <= 0:
        return rates
    odds = _logit(rates)
    shift = brentq(lambda d: float(np.average(_expit(odds + d), weights=weights)) - mean, -12.0, 12.0)
    return _expit(odds + shift)


def _pivot(table: pl.DataFrame, year: int, column: str) -> Array:
    of_year = dict(table.filter(pl.col("year") == year).select("origin", column).iter_rows())
    return np.array([of_year.get(origin, 0.0) for origin in ORIGIN_GROUPS], np.float64)


def rpd_acceptance() -> pl.DataFrame:
    """Share accepted of the claims that the RPD decides on the merits, by year, origin group and channel.

    Pattern by origin: UNHCR. Level of all, and of those who crossed between ports: IRB. The two channels of a
    group differ by what is left when origin is taken into account; where no period of the IRB covers a year
    they do not differ. Columns ``from``, ``origin``, ``channel``, ``value``.
    """
    from openasylum.arrivals import origins as arrivals_origins

    by_origin, totals = decisions_by_origin(), decided_by_the_irb()
    everyone = arrivals_origins.all_claims()
    rows: list[dict[str, Any]] = []
    for year, accepted, rejected in totals.select("year", "accepted", "rejected").iter_rows():
        recognized, refused = _pivot(by_origin, year, "recognized"), _pivot(by_origin, year, "rejected")
        decided = recognized + refused
        # Half a decision each way keeps a group of a handful from being certain.
        rates = (recognized + 0.5) / (decided + 1.0)
        crossing_accepted, crossing_decided = _between_ports_in(year)
        mix = arrivals_origins.between_ports(year, everyone[min(max(year, min(everyone)), max(everyone))])
        crossing = rates
        others = shifted(rates, decided, accepted / (accepted + rejected))
        if crossing_decided > 0:
            crossing = shifted(rates, mix, crossing_accepted / crossing_decided)
            left = np.maximum(decided - mix * crossing_decided, 0.05 * decided)
            level = (accepted - crossing_accepted) / (accepted + rejected - crossing_decided)
            others = shifted(rates, left, level)
        else:
            crossing = others
        for channel in CHANNELS:
            values = crossing if channel in BETWEEN_PORTS else others
            for origin, value in zip(ORIGIN_GROUPS, values, strict=True):
                rows.append(
                    {"from": date(year, 1, 1), "origin": origin, "channel": channel, "value": float(value)}
                )
    return pl.DataFrame(rows)


def _between_ports_in(year: int) -> tuple[float, float]:
    """Accepted, and decided on the merits, of people who crossed between ports in a year: its part of the
    IRB's periods, by days.
    """
    accepted = decided = 0.0
    first, last = date(year, 1, 1), date(year, 12, 31)
    for start, end, yes, no in decided_between_ports().iter_rows():
        days = (min(last, end) - max(first, start)).days + 1
        if days > 0:
            share = days / ((end - start).days + 1)
            accepted += share * yes
            decided += share * (yes + no)
    return accepted, decided


def _rad(year_column: str = "year") -> pl.DataFrame:
    table = facts.table("rad_annual").filter(
        pl.col("grain").cast(pl.String) == "year", pl.col("unit") == "appeals"
    )
    return (
        table.with_columns(pl.col("first_day").dt.year().alias(year_column))
        .filter(pl.col(year_column) >= 2017)
        .pivot("measure", index=year_column, values="value", aggregate_function="first")
        .sort(year_column)
    )


def by_year(years: Sequence[int], values: Sequence[float]) -> pl.DataFrame:
    """A table of one number a year, in force from its first day: columns ``from``, ``value``."""
    return pl.DataFrame(
        {"from": [date(int(year), 1, 1) for year in years], "value": [float(value) for value in values]}
    )


def rad_appeals_per_rejection() -> pl.DataFrame:
    """Appeals filed at the RAD for each claim that the RPD rejects, by year (source: IRB, appeals by country;
    RPD open data).
    """
    both = _rad().join(decided_by_the_irb(), on="year")
    return by_year(both["year"].to_list(), (both["filed"] / both["rejected"]).clip(0, 1).to_list())


def rad_substituted() -> pl.DataFrame:
    """Share of the appeals that the RAD finalizes in which it puts its own positive decision in place, by
    year (source: IRB).
    """
    rad = _rad()
    return by_year(rad["year"].to_list(), (rad["merit_allow_substitute"] / rad["total_finalized"]).to_list())


def rad_referred_back() -> pl.DataFrame:
    """Share of the appeals that the RAD finalizes which it refers back to the RPD, by year (source: IRB)."""
    rad = _rad()
    return by_year(rad["year"].to_list(), (rad["merit_allow_referback"] / rad["total_finalized"]).to_list())


def enforced_removals() -> pl.DataFrame:
    """Removals that CBSA enforced a year, on all grounds (source: CBSA removals program statistics)."""
    table = facts.table("cbsa_removals_detention").filter(
        pl.col("measure") == "enforced_removals",
        pl.col("country") == "all",
        pl.col("grain").cast(pl.String) == "year",
    )
    rows = table.select(pl.col("first_day").dt.year().alias("year"), "value").sort("year")
    return by_year(rows["year"].to_list(), rows["value"].to_list())
