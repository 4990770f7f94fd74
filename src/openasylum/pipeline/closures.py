"""Closures: claims that end without a decision on the merits, withdrawn or abandoned, from published counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.pipeline.outcome_rates import BETWEEN_PORTS, by_year, decided_by_the_irb, decisions_by_origin
from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS

Array = NDArray[np.float64]

#: Between these days a public policy for claimants who worked in health care closed claims of people who crossed between ports: the
#: first had become permanent residents by 1 May 2021, the last by 1 October 2022. To the quarters that the IRB counted by.
_POLICY = date(2021, 3, 31), date(2022, 12, 31)


def rpd_closed_share() -> pl.DataFrame:
    """Share withdrawn, abandoned or otherwise closed of the claims that the RPD finalizes, by year, but for those whom the
    public policy for health-care workers took out of the line. Columns ``from``, ``value``.

    Source: IRB open data; for the policy, ``closed_by_the_policy``.
    """
    years = decided_by_the_irb()
    policy = closed_by_the_policy()
    closed = years["other"] - pl.Series([policy.get(year, 0.0) for year in years["year"]])
    return by_year(
        years["year"].to_list(), (closed / (years["accepted"] + years["rejected"] + closed)).to_list()
    )


def closed_by_the_policy() -> Mapping[int, float]:
    """Claims that the policy for health-care workers closed, by year: those of people who crossed between ports that were closed
    while it ran, beyond what is usual beside as many decisions on the merits.

    Source: IRB, irregular border crosser statistics, running totals at the ends of quarters.
    """
    totals = (
        facts.table("irregular_border_crossers_quarterly")
        .filter(pl.col("total"))
        .pivot("measure", index="last_day", values="value")
    )
    decided = pl.col("cumulative_accepted") + pl.col("cumulative_rejected")
    counted = totals.sort("last_day").select(
        "last_day", decided=decided, closed=pl.col("cumulative_finalized") - decided
    )
    first, last = _POLICY
    before, after, end = (
        counted.row(by_predicate=pl.col("last_day") == day, named=True)
        for day in (first, last, counted["last_day"].max())
    )
    usual = (before["closed"] + end["closed"] - after["closed"]) / (
        before["decided"] + end["decided"] - after["decided"]
    )
    found: dict[int, float] = {}
    since = before
    for year in range(first.year, last.year + 1):
        at = counted.row(by_predicate=pl.col("last_day") == date(year, 12, 31), named=True)
        found[year] = at["closed"] - since["closed"] - usual * (at["decided"] - since["decided"])
        since = at
    return found


def rpd_withdrawal_ratio() -> pl.DataFrame:
    """How readily each origin group withdraws or abandons, by channel, beside all claimants (1 = like all).

    By origin: closed share of all decisions (UNHCR), all years since the reform of December 2012 together. By channel:
    what the IRB closed of the claims of people who crossed between ports, beside what their origins alone would give. So
    nothing here changes by date. Columns ``from``, ``origin``, ``channel``, ``value``.
    """
    by_origin = _closed_by_origin()
    crossing, others = _closed_by_channel(by_origin)
    return pl.DataFrame(
        [
            {
                "from": date(2013, 1, 1),
                "origin": origin,
                "channel": channel,
                "value": float(value * (crossing if channel in BETWEEN_PORTS else others)),
            }
            for origin, value in zip(ORIGIN_GROUPS, by_origin, strict=True)
            for channel in CHANNELS
        ]
    )


def _closed_by_origin() -> Array:
    """Closed share of each origin group's decisions since 2013 over that of all (UNHCR)."""
    table = decisions_by_origin().filter(pl.col("year") >= 2013)
    decided = pl.col("recognized").sum() + pl.col("rejected").sum() + pl.col("closed").sum()
    total = table.select(pl.col("closed").sum() / decided).item()
    groups = dict(table.group_by("origin").agg(pl.col("closed").sum() / decided / total).iter_rows())
    return np.array([groups[origin] for origin in ORIGIN_GROUPS])


def _closed_by_channel(by_origin: Array) -> tuple[float, float]:
    """How much more readily than their origins say people withdraw or abandon who crossed between ports, and who did not.

    Source: IRB, irregular border crosser statistics, the periods that end before the policy on health-care workers or
    begin after it, beside all claims of the same years.
    """
    from openasylum.arrivals import origins as arrivals_origins

    everyone = arrivals_origins.all_claims()
    totals = {row[0]: row[1:] for row in decided_by_the_irb().iter_rows()}
    closed = expected = finalized = of_all = 0.0
    for first, last, counts in _closed_between_ports().iter_rows():
        years = [year for year in range(first.year, last.year + 1) if year in totals]
        if first <= _POLICY[1] and last >= _POLICY[0]:
            continue
        all_closed = sum(totals[year][2] for year in years)
        all_decided = sum(sum(totals[year]) for year in years)
        readiness = np.mean(
            [float(arrivals_origins.between_ports(year, everyone[year]) @ by_origin) for year in years]
        )
        closed += counts["closed"]
        finalized += counts["finalized"]
        expected += counts["finalized"] * readiness * all_closed / all_decided
        of_all += all_decided
    crossing = closed / expected
    part = finalized / of_all
    return crossing, (1.0 - part * crossing) / (1.0 - part)


def _closed_between_ports() -> pl.DataFrame:
    """Of people who crossed between ports: ``first_day``, ``last_day``, ``counts`` (closed, finalized).

    Closed is what was finalized and not decided: withdrawals as printed are 725 too few by the end of 2021, and too many after
    (``reconcile.crossers_withdrawn.2021``).
    """
    table = facts.table("irregular_border_crossers_period")
    finalized = pl.col("value").filter(pl.col("measure") == "finalized").sum()
    decided = pl.col("value").filter(pl.col("measure").is_in(["accepted", "rejected"])).sum()
    return (
        table.group_by("first_day", "last_day")
        .agg(pl.struct((finalized - decided).alias("closed"), finalized.alias("finalized")).alias("counts"))
        .sort("first_day")
    )
