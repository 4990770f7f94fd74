"""The same waits as one person sees them, as the tribunal announces them, and what a little more or less
capacity does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import polars as pl

from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH, MERITS, product_limit
from openasylum.pipeline.definition.capacity import CapacityChange, CapacityLever
from openasylum.pipeline.definition.stage_graph import StageGraph
from openasylum.pipeline.person_level import run


class Outlook(NamedTuple):
    """People who entered a stage in a month: the days by which a tenth, half and nine in ten of them are
    decided (None: not yet).
    """

    month: date
    people: int
    tenth: date | None
    half: date | None
    nine_in_ten: date | None


def outlook(visits: pl.DataFrame, month: date, until: date, stage: str = "rpd") -> Outlook:
    """Referred in ``month``: half decided by …, nine in ten by … (counted from the middle of the month).

    ``until`` is the last day of the run; whoever withdraws or is still waiting then counts as not decided so
    far (Kaplan and Meier).
    """
    cohort = visits.filter(
        pl.col("stage").cast(pl.String) == stage, pl.col("date_in").dt.truncate("1mo") == month.replace(day=1)
    )
    timed = cohort.select(
        pl.lit(month.replace(day=1)).alias("period"),
        days=(pl.col("date_out").fill_null(until) - pl.col("date_in")).dt.total_days(),
        decided=pl.col("exit").cast(pl.String).is_in(list(MERITS)).fill_null(False),
    )
    middle = month.replace(day=15)
    if timed.height == 0:
        return Outlook(month, 0, None, None, None)
    found = product_limit(timed, (0.1, 0.5, 0.9)).row(0, named=True)
    days = [
        None if found[name] is None else middle + timedelta(days=round(found[name] * DAYS_A_MONTH))
        for name in ("p10", "p50", "p90")
    ]
    return Outlook(month.replace(day=1), cohort.height, *days)


def projected_wait(pending: float, decisions_a_year: float) -> float:
    """The wait that the IRB announces for a new claim, in months: inventory over funded yearly capacity,
    times twelve.

    Source: IRB, PACP binder of November 2020 (pac8a). It is a ratio, not a wait that anybody was measured to
    have.
    """
    return 12.0 * pending / decisions_a_year


def months_to_outcome(
    visits: pl.DataFrame, every: str = "1y", quantiles: Sequence[float] = (0.1, 0.5, 0.9)
) -> pl.DataFrame:
    """Months from a person's first day in the process to the end of it, by period of entry; those still
    inside count as not there yet.

    Returns ``period``, ``people``, ``mean`` (of those at an end), and ``p10`` and so on (null where not
    reached).
    """
    last_day = max(visits["date_in"].max(), visits["date_out"].max() or visits["date_in"].max())  # type: ignore[type-var]
    ways = visits.sort("row", "sequence").group_by("row", maintain_order=True)
    spans = ways.agg(
        pl.col("date_in").first().alias("began"),
        pl.col("date_in").last().alias("ended"),
        pl.col("stage").cast(pl.String).last().alias("last"),
    )
    inside = visits.filter(pl.col("date_out").is_not_null())["stage"].cast(pl.String).unique()
    timed = spans.select(
        pl.col("began").dt.truncate(every).alias("period"),
        decided=~pl.col("last").is_in(inside.implode()),
        days=pl.when(~pl.col("last").is_in(inside.implode()))
        .then(pl.col("ended") - pl.col("began"))
        .otherwise(pl.lit(last_day) - pl.col("began"))
        .dt.total_days(),
    )
    return product_limit(timed, quantiles)


def marginal_effect(
    graph: StageGraph,
    people: pl.DataFrame,
    values: Mapping[str, Any],
    change: CapacityLever,
    *,
    seed: int,
    draw: int,
    start: date,
    until: date,
    capacity: Sequence[CapacityLever] = (),
    weight: float = 1.0,
) -> dict[str, float]:
    """What one change of capacity does by ``until``: with and without it, on the same chance for everyone.

    One more member at the RPD is ``("rpd", more(…, member's decisions))``; a month's closure is a
    ``CapacityChange`` with factor 0 from its first day until its last. Returns the difference in people
    pending and decided at the changed stage and the change in person-months of waiting there.
    """
    stage = change[0]
    with_levers = [*capacity, change]
    options: dict[str, Any] = {"seed": seed, "draw": draw, "start": start, "until": until, "weight": weight}
    before, after = (
        _totals(run(graph, people, values, capacity=levers, **options), stage, start, until)
        for levers in (list(capacity), with_levers)
    )
    return {name: weight * (after[name] - before[name]) for name in before}


def _totals(visits: pl.DataFrame, stage: str, start: date, until: date) -> dict[str, float]:
    inside = visits.filter(pl.col("stage").cast(pl.String) == stage)
    days = (inside["date_out"].fill_null(until) - inside["date_in"].clip(start, until)).dt.total_days()
    return {
        "pending": float(inside["date_out"].null_count()),
        "decided": float(inside.filter(pl.col("exit").cast(pl.String).is_in(list(MERITS))).height),
        "person_months": float(days.sum()) / DAYS_A_MONTH,
    }


def one_more_member(decisions_per_member: float, yearly_capacity: float, from_: date) -> CapacityChange:
    """One more decision-maker on top of a yearly capacity, as a change for ``marginal_effect``."""
    return CapacityChange(from_, factor=1.0 + decisions_per_member / yearly_capacity)
