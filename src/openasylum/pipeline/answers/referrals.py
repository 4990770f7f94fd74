"""What someone referred in a month can expect: by when a tenth, half and nine in ten of them are decided; the wait that
the tribunal would announce beside it; and what one member more, or a month's closure, does to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from openasylum.errors import UserError
from openasylum.pipeline import history
from openasylum.pipeline.answers.claimants_view import projected_wait
from openasylum.pipeline.answers.series import stock_series
from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH, MERITS, product_limit
from openasylum.pipeline.definition.capacity import DAYS_A_YEAR, CapacityChange, CapacityLever, hiring
from openasylum.pipeline.definition.stage_graph import load_stages
from openasylum.pipeline.plan import make_process
from openasylum.timeline import days_in_month, month_number

#: The quantiles of a cohort's waits.
QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)

#: How long a cohort is followed.
_YEARS = 8


@dataclass(frozen=True)
class Effect:
    """What a change of the RPD's capacity from the month after does: to people pending a year later, to the decisions of
    that year, and to the mean wait of the cohort's people who are decided, in months.
    """

    pending: float
    decided: float
    mean_months: float | None


@dataclass(frozen=True)
class ReferralWaits:
    """People referred to the RPD in a month. Waits in months, from the day of referral; None where fewer are decided
    within eight years. ``to_outcome`` is the wait until nothing is pending about them, appeals and courts included.

    ``announced``: pending at the end of the month over decisions funded a year, times twelve, as the IRB announces it.
    ``backlog``: people in each stage in which one waits, at the end of the month, in the order of the process.
    """

    month: date
    people: float
    tenth: date | None
    half: date | None
    nine_in_ten: date | None
    to_decision: Mapping[str, float | None]
    to_outcome: Mapping[str, float | None]
    pending: float
    decisions_a_year: float
    announced: float
    backlog: Mapping[str, float]
    one_more_member: Effect
    one_month_closed: Effect

    def as_dict(self) -> dict[str, Any]:
        """For machines: dates as they are, effects as dictionaries."""
        return asdict(self)


def waits_for_referrals(
    month: date,
    values: Mapping[str, Any],
    *,
    capacity: Sequence[CapacityLever] = (),
    every: int = 20,
    seed: int = 0,
    draw: int = 0,
) -> ReferralWaits:
    """Waits of the people referred to the RPD in ``month`` (any day of it), simulated from the end of 2016 on.

    Fed monthly claims made, and the funded capacity with the levers ``capacity``; after the last month of published
    claims the last twelve are taken to repeat. ``values``: assumption id -> value; ``every``: one person in so many.
    The same chance with and without a change. Raises ``UserError`` for a month before 2017 or more than two years after
    the last published one.
    """
    month = month.replace(day=1)
    last = history.monthly_claims()["month"][-1]
    if month.year < 2017 or month_number(month) > month_number(last) + 24:
        raise UserError(
            f"waits can be told for months from 2017-01 to {last.year + 2}-{last.month:02}, not {month:%Y-%m}",
            f"les attentes sont connues pour les mois de 2017-01 à {last.year + 2}-{last.month:02}, "
            f"non {month:%Y-%m}",
            field="month",
        )
    end = month + timedelta(days=days_in_month(month_number(month)) - 1)
    until = date(month.year + _YEARS, month.month, 1)
    after = end + timedelta(days=1)
    closure = after + timedelta(days=days_in_month(month_number(after)) - 1)
    changes: dict[str, CapacityLever | None] = {
        "as it is": None,
        "one more member": hiring(
            "rpd", after, None, {**values, "pipeline.member_hiring_months": 0.0}, persons=10.0, factor=None
        ),
        "one month closed": ("rpd", CapacityChange(after, factor=0.0, until=closure)),
    }
    shares = history.referred_shares(values)
    claims = history.claims_made(date(2015, 1, 1), until, *shares, repeated=True)[::every]
    runs = {
        name: history.replay(
            values,
            until,
            seed=seed,
            draw=draw,
            every=every,
            capacity=[*capacity, *([] if change is None else [change])],
            claims=claims,
        )[1]
        for name, change in changes.items()
    }
    visits = runs["as it is"]
    cohort = _cohort(visits, month)
    to_decision = _waits(cohort, until)
    pending = every * _pending(visits, end)
    per_year = _decisions_a_year(values, capacity, end)
    return ReferralWaits(
        month=month,
        people=every * float(cohort.height),
        tenth=_day(month, to_decision["p10"]),
        half=_day(month, to_decision["p50"]),
        nine_in_ten=_day(month, to_decision["p90"]),
        to_decision=to_decision,
        to_outcome=_waits(_outcomes(visits, month), until),
        pending=pending,
        decisions_a_year=per_year,
        announced=projected_wait(pending, per_year),
        backlog=_backlog(visits, month, every),
        # Ten members are followed, and a tenth of what they do is told: one is hard to see among whole people.
        one_more_member=_effect(visits, runs["one more member"], month, every, 10.0),
        one_month_closed=_effect(visits, runs["one month closed"], month, every, 1.0),
    )


def _rpd(visits: pl.DataFrame) -> pl.DataFrame:
    return visits.filter(pl.col("stage").cast(pl.String) == "rpd")


def _pending(visits: pl.DataFrame, at: date) -> float:
    inside = _rpd(visits).filter(
        pl.col("date_in") <= at, pl.col("date_out").is_null() | (pl.col("date_out") > at)
    )
    return float(inside.height)


def _backlog(visits: pl.DataFrame, month: date, every: int) -> dict[str, float]:
    """People in each stage that is no fork and no end, at the end of a month."""
    found = stock_series(visits, pl.Series("month", [month]), weight=every)
    stocks = dict(found.select(pl.col("stage").cast(pl.String), "value").iter_rows())
    return {stage: stocks.get(stage, 0.0) for stage in load_stages().inside}


def _decisions_a_year(values: Mapping[str, Any], capacity: Sequence[CapacityLever], at: date) -> float:
    """Decisions that the RPD's capacity allows in the year after a day."""
    graph = load_stages()
    until = at + timedelta(days=365)
    process = make_process(graph, values, seed=0, draw=0, start=at, until=until, capacity=capacity)
    return float(process.capacity[graph.ids.index("rpd")].mean() * DAYS_A_YEAR)


def _cohort(visits: pl.DataFrame, month: date) -> pl.DataFrame:
    """First visits to the RPD that begin in the month: ``row``, ``date_in``, ``date_out``, ``decided``."""
    return (
        _rpd(visits)
        .unique("row", keep="first", maintain_order=True)
        .filter(pl.col("date_in").dt.truncate("1mo") == month)
        .with_columns(decided=pl.col("exit").cast(pl.String).is_in(list(MERITS)).fill_null(False))
    )


def _outcomes(visits: pl.DataFrame, month: date) -> pl.DataFrame:
    """The same people, until they leave the tribunals and courts for permanent residence, removal or an end."""
    cohort = _cohort(visits, month).select("row", "date_in")
    still = ("rpd", "rad", "federal_court_leave", "federal_court_hearing")
    return (
        visits.join(cohort.select("row"), on="row", how="semi")
        .filter(pl.col("stage").cast(pl.String).is_in(still))
        .group_by("row", maintain_order=True)
        .agg(pl.col("date_out").last(), pl.col("exit").cast(pl.String).last().alias("way"))
        .join(cohort, on="row")
        .with_columns(
            decided=pl.col("date_out").is_not_null() & ~pl.col("way").is_in(["withdrawn", "abandoned"])
        )
    )


def _waits(cohort: pl.DataFrame, until: date) -> dict[str, float | None]:
    if cohort.height == 0:
        return {f"p{round(100 * q)}": None for q in QUANTILES}
    timed = cohort.select(
        pl.lit(0).alias("period"),
        days=(pl.col("date_out").fill_null(until) - pl.col("date_in")).dt.total_days(),
        decided="decided",
    )
    row = product_limit(timed, QUANTILES).row(0, named=True)
    return {f"p{round(100 * q)}": row[f"p{round(100 * q)}"] for q in QUANTILES}


def _day(month: date, wait: float | None) -> date | None:
    """The day so many months after the middle of the month."""
    return None if wait is None else month.replace(day=15) + timedelta(days=round(wait * DAYS_A_MONTH))


def _effect(before: pl.DataFrame, after: pl.DataFrame, month: date, every: int, times: float) -> Effect:
    first = date(month.year + (month.month == 12), month.month % 12 + 1, 1)
    last = first.replace(year=first.year + 1) - timedelta(days=1)
    decided, pending, means = [], [], []
    for visits in (before, after):
        way = pl.col("exit").cast(pl.String).is_in(list(MERITS))
        decided.append(_rpd(visits).filter(way, pl.col("date_out").is_between(first, last)).height)
        pending.append(_pending(visits, last))
        days = (pl.col("date_out") - pl.col("date_in")).dt.total_days()
        means.append(_cohort(visits, month).filter("decided").select(days.mean() / DAYS_A_MONTH).item())
    wait = None if None in means else (means[1] - means[0]) / times
    return Effect(every * (pending[1] - pending[0]) / times, every * (decided[1] - decided[0]) / times, wait)
