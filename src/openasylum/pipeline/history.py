"""The observed years as the pipeline is fed them in its backtests: monthly claims made, as people spread over
the days.

Only what is published goes in: claims by month, the part of them made after crossing between ports, and the
mix of origins of each. (The ``arrivals`` room replays the same years with every fact that the law asks for.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.arrivals import origins, published
from openasylum.pipeline.definition.capacity import CapacityLever
from openasylum.pipeline.definition.files import joined
from openasylum.pipeline.definition.stage_graph import StageGraph, load_stages
from openasylum.pipeline.opening import opening_stock, published_mix
from openasylum.pipeline.person_level import run
from openasylum.timeline import day_number, days_in_month, first_day_of_month, month_number
from openasylum.vocabulary import ORIGIN_GROUPS

_REGULAR = "inland"
_BETWEEN_PORTS = "between_ports"

#: The month from which a claim made before in a country with which Canada shares information is a bar, IRPA 101(1)(c.1): it
#: reaches claims made after 8 April 2019 (Budget Implementation Act, 2019, No. 1).
_CLAIMED_ELSEWHERE_BARS = date(2019, 4, 1)


def monthly_claims() -> pl.DataFrame:
    """Claims made in Canada by month (source: IRCC open data): ``month`` (Date), ``claims``."""
    table = facts.table("ircc_claims_by_office_type_province_monthly").filter(
        pl.col("grain").cast(pl.String) == "month",
        pl.col("geography") == "Canada",
        pl.col("claim_office_type") == "Total",
    )
    return table.select(pl.col("first_day").alias("month"), pl.col("value").alias("claims")).sort("month")


def monthly_between_ports() -> dict[int, float]:
    """Claims made after crossing between ports, by month number: a year's claims (IRCC) spread like RCMP
    interceptions.
    """
    by_year = published.claims_by_mode("Irregular")
    counted = published.interceptions().filter(pl.col("grain") == "month", pl.col("place") == "Canada")
    pattern = {int(month): float(value) for month, value in counted.select("first", "value").iter_rows()}
    found: dict[int, float] = {}
    for year, claims in by_year.items():
        months = range(12 * year, 12 * year + 12)
        weights = np.array([pattern.get(month, 0.0) for month in months])
        weights = weights if weights.sum() > 0 else np.ones(12)
        found |= {month: float(claims * w / weights.sum()) for month, w in zip(months, weights, strict=True)}
    return found


def referred_shares(values: Mapping[str, Any]) -> tuple[float, float]:
    """What ``claims_made`` asks of the assumptions: the share found eligible, and the share barred by a claim elsewhere."""
    return float(values["pipeline.eligible_share"]), float(values["pipeline.claimed_elsewhere_share"])


def claims_made(
    first: date,
    last: date,
    eligible_share: float = 1.0,
    claimed_elsewhere_share: float = 0.0,
    *,
    repeated: bool = False,
) -> pl.DataFrame:
    """One row for each person who claimed from ``first`` to ``last``: ``person``, ``enter_date``, ``origin``,
    ``channel``, ``pathway``.

    Spread evenly over the days of the month and, in the order of a low-discrepancy sequence, over groups;
    nothing is random. ``eligible_share`` of them are referred, but for the ``claimed_elsewhere_share`` of those who
    crossed between ports since that is a bar (IRPA 101(1)(c.1)); the others go to a risk assessment. ``repeated``: after
    the last published month, the last twelve come again.
    """
    totals = {month_number(month): (month, round(claims)) for month, claims in monthly_claims().iter_rows()}
    crossing = monthly_between_ports()
    mixes = _mixes({number: count for number, (_, count) in totals.items()}, crossing)
    parts = []
    for later in range(month_number(first), month_number(last) + 1):
        number = later
        while repeated and number > max(totals):
            number -= 12
        if number not in totals:
            continue
        month, count = totals[number]
        between = min(round(crossing.get(number, 0.0)), count)
        mix_between, mix_rest = mixes[month.year]
        for channel, people, shares in (
            (_BETWEEN_PORTS, between, mix_between),
            (_REGULAR, count - between, mix_rest),
        ):
            if people:
                reached = channel == _BETWEEN_PORTS and month >= _CLAIMED_ELSEWHERE_BARS
                barred = claimed_elsewhere_share if reached else 0.0
                parts.append(_people_of(later, channel, people, shares, eligible_share * (1.0 - barred)))
    frame = pl.concat(parts)
    return frame.filter(pl.col("enter_date").is_between(first, last))


def _mixes(
    claims: Mapping[int, int], crossing: Mapping[int, float]
) -> dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Shares of the origin groups among those who crossed between ports and among all others, by year: each year's claims
    by origin and by way of entry both add up to what is published.
    """
    years = {number // 12 for number in claims}
    made = {year: sum(n for month, n in claims.items() if month // 12 == year) for year in years}
    between = {year: sum(n for month, n in crossing.items() if month // 12 == year) for year in years}
    return {year: origins.by_way_of_entry(year, between[year], made[year] - between[year]) for year in years}


def _people_of(
    month: int, channel: str, people: int, shares: NDArray[np.float64], eligible: float
) -> pl.DataFrame:
    rank = np.arange(people)
    day = day_number(first_day_of_month(month)) + (rank * days_in_month(month)) // people
    spread = np.modf((rank + 1) * 0.6180339887498949)[0]
    group = np.minimum(
        np.searchsorted(np.cumsum(shares), spread * shares.sum(), side="right"), len(ORIGIN_GROUPS) - 1
    )
    referred = np.modf((rank + 1) * 0.7548776662466927)[0] < eligible
    person = (
        (np.uint64(month) << np.uint64(24))
        + np.uint64(1 << 23 if channel == _BETWEEN_PORTS else 0)
        + rank.astype(np.uint64)
    )
    return pl.DataFrame(
        {
            "person": person,
            "enter_date": pl.Series(day, dtype=pl.Int32).cast(pl.Date),
            "origin": pl.Series(list(ORIGIN_GROUPS)).gather(group),
            "channel": pl.Series([channel]).gather(np.zeros(people, np.int64)),
            "pathway": pl.Series(["prra", "referred_to_rpd"]).gather(referred.astype(np.int64)),
        }
    )


#: The free run of the backtest begins on the day after this one; the years before only fill the stages.
OPENING: Final = date(2016, 12, 31)


def replay(
    values: Mapping[str, Any],
    until: date,
    *,
    seed: int = 0,
    draw: int = 0,
    every: int = 1,
    capacity: Sequence[CapacityLever] = (),
    graph: StageGraph | None = None,
    claims: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """``(people, visits)`` of a free run from the end of 2016 to ``until``, fed monthly claims made and
    funded capacity only.

    ``every``: simulate one person in so many, with as much less capacity; ``claims``: these people, of whom as many
    were left out, instead of everyone from 2015 on. The RPD and the RAD begin with what
    was pending at the end of 2016 (published pending of 2017, less what came, plus what went); the other
    stages with what a run of 2015 and 2016 leaves in them.
    """
    stages = load_stages() if graph is None else graph
    if claims is None:
        claims = claims_made(date(2015, 1, 1), until, *referred_shares(values))[::every]
    claims = claims.with_columns(claim_date=pl.col("enter_date"), stage=pl.lit(stages.first_stage))
    if every == 1:
        claims = joined(stages, claims, values, seed=seed, draw=draw)
    before = claims.filter(pl.col("enter_date") <= OPENING)
    options: dict[str, Any] = {"seed": seed, "draw": draw, "weight": float(every)}
    visits = run(stages, before, values, start=date(2015, 1, 1), until=OPENING, **options)
    stock = opening_stock(
        visits,
        before,
        OPENING,
        pending_at_opening(),
        seed=seed,
        weight=float(every),
        graph=stages,
        mix=published_mix(OPENING),
    )
    people = pl.concat([stock.select(claims.columns), claims.filter(pl.col("enter_date") > OPENING)])
    return people, run(
        stages, people, values, start=OPENING + timedelta(days=1), until=until, capacity=capacity, **options
    )


def pending_at_opening() -> dict[str, float]:
    """Claims pending at the RPD and appeals at the RAD at the end of 2016, from the accounts of 2017."""
    rpd = facts.table("rpd_calibration_series").row(by_predicate=pl.col("year") == 2017, named=True)
    pending = facts.figure("reconcile.rpd_pending.2017").point
    rad = facts.table("rad_annual").filter(pl.col("period") == "2017")
    of = dict(rad.filter(pl.col("unit") == "appeals").select("measure", "value").iter_rows())
    return {
        "rpd": pending + rpd["rpd_finalized"] - rpd["rpd_referred"],
        "rad": of["pending"] + of["total_finalized"] - of["filed"],
    }
