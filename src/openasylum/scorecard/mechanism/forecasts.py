"""Published forecasts replayed: what their own assumptions give in this pipeline, and where the error came
from.

Three runs each: their intake and capacity; true intake, their capacity; true intake and capacity. The
difference of the first two is the error from intake, of the next two from capacity, and the last, against
what came, from the mechanism.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from openasylum.pipeline import history
from openasylum.pipeline.definition.capacity import CapacityChange, CapacityLever
from openasylum.pipeline.definition.stage_graph import load_stages
from openasylum.pipeline.opening import opening_stock
from openasylum.pipeline.person_level import run
from openasylum.scorecard.mechanism.scores import Score, difference


@dataclass(frozen=True)
class Forecast:
    """What was said: made at the end of ``made``, of the RPD's stock at the end of ``of``, on so many claims
    and decisions a year.
    """

    name: str
    made: date
    of: date
    claims: tuple[float, ...]
    capacity: float
    said: float


#: Sources: ``forecasts_backtest`` (IRCC memo of spring 2017; Wex 2018; Auditor General 2019; IRB November
#: 2020). The last claims of a forecast go on to its end; ``said`` is the stock, or the wait times the
#: capacity where a wait was said.
FORECASTS = (
    Forecast(
        "IRCC 2017: 11-year wait",
        date(2016, 12, 31),
        date(2021, 12, 31),
        (36e3, 43.2e3, 51.84e3, 62.2e3, 74.6e3),
        24e3,
        264e3,
    ),
    Forecast("IRB 2018: over 200,000", date(2017, 12, 31), date(2022, 12, 31), (50e3,), 26e3, 200e3),
    Forecast("OAG 2019: five years", date(2018, 12, 31), date(2023, 12, 31), (50e3,), 32e3, 160e3),
    Forecast("IRB 2020: 20 months", date(2020, 10, 31), date(2021, 12, 31), (24e3,), 50e3, 83e3),
)


def forecasts(
    values: Mapping[str, Any], people: pl.DataFrame, visits: pl.DataFrame, every: int
) -> Iterator[Score]:
    """For each forecast: what was said, ours on the same assumptions, what came, and the error in its three
    parts.
    """
    from openasylum.pipeline.opening import rpd_pending

    for one in FORECASTS:
        observed = float(rpd_pending(one.of.year) or 0)
        lever: list[CapacityLever] = [("rpd", CapacityChange(one.made, per_year=one.capacity))]
        ours = _pending(one, values, people, visits, every, scaled=True, levers=lever)
        true_intake = _pending(one, values, people, visits, every, scaled=False, levers=lever)
        both = _pending(one, values, people, visits, every, scaled=False, levers=[])
        period = f"{one.made:%Y-%m} for {one.of:%Y-%m}"
        yield difference(
            f"forecast: {one.name}, as said", period, observed, one.said, None, "persons", "held"
        )
        yield difference(f"forecast: {one.name}, ours", period, observed, ours, None, "persons", "held")
        for part, error in (
            ("intake", ours - true_intake),
            ("capacity", true_intake - both),
            ("mechanism", both - observed),
        ):
            yield difference(
                f"forecast: {one.name}, error from {part}", period, 0.0, error, None, "persons", "held"
            )


def _pending(
    one: Forecast,
    values: Mapping[str, Any],
    people: pl.DataFrame,
    visits: pl.DataFrame,
    every: int,
    *,
    scaled: bool,
    levers: list[CapacityLever],
) -> float:
    """RPD pending at the end of the forecast."""
    graph = load_stages()
    start = date.fromordinal(one.made.toordinal() + 1)
    stock = opening_stock(visits, people, one.made, {}, weight=float(every), graph=graph)
    claims = history.claims_made(start, one.of, *history.referred_shares(values))
    claims = claims.with_columns(claim_date=pl.col("enter_date"), stage=pl.lit(graph.first_stage))
    claims = _rescaled(claims, one, every) if scaled else claims[::every]
    everyone = pl.concat([stock.select(claims.columns), claims])
    own = run(
        graph,
        everyone,
        values,
        seed=0,
        draw=0,
        start=start,
        until=one.of,
        capacity=levers,
        weight=float(every),
    )
    return float(
        every * own.filter(pl.col("stage").cast(pl.String) == "rpd", pl.col("date_out").is_null()).height
    )


def _rescaled(claims: pl.DataFrame, one: Forecast, every: int) -> pl.DataFrame:
    """True claims thinned or repeated to so many a year; a year of few true claims lends its pattern, not its
    size.
    """
    parts = []
    for number, ((year,), own) in enumerate(
        claims.group_by(pl.col("enter_date").dt.year(), maintain_order=True)
    ):
        days = (own["enter_date"].max() - own["enter_date"].min()).days + 1  # type: ignore[operator, union-attr]
        wanted = round(one.claims[min(number, len(one.claims) - 1)] * min(days / 365, 1.0) / every)
        take = pl.int_range(wanted, eager=True) * own.height // max(wanted, 1)
        copy = pl.int_range(wanted, eager=True).cast(pl.UInt64) + (1 << 50) * (int(str(year)) - 2000)
        parts.append(own[take].with_columns(person=copy))
    return pl.concat(parts)
