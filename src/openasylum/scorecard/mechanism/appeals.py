"""The RAD year by year, each begun from the published stocks: filed, finalized, pending."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import polars as pl

from openasylum.pipeline import history
from openasylum.pipeline.definition.stage_graph import load_stages
from openasylum.pipeline.opening import opening_stock, rpd_pending
from openasylum.pipeline.person_level import run
from openasylum.scorecard.mechanism.free_run import RAD_EXITS, published_rad, yearly
from openasylum.scorecard.mechanism.scores import Score, difference, relative


def appeals(
    values: Mapping[str, Any], people: pl.DataFrame, visits: pl.DataFrame, every: int
) -> Iterator[Score]:
    """Filed within 10 %; finalized within 15 % and pending within 1,500 from 2019; ``people``, ``visits``:
    the free run.
    """
    rad = {row["year"]: row for row in published_rad().iter_rows(named=True)}
    graph = load_stages()
    for year in range(2018, max(rad) + 1):
        before, first, last = date(year - 1, 12, 31), date(year, 1, 1), date(year, 12, 31)
        targets = {"rpd": float(rpd_pending(year - 1) or 0), "rad": float(rad[year - 1]["pending"])}
        stock = opening_stock(visits, people, before, targets, weight=float(every), graph=graph)
        claims = history.claims_made(first, last, *history.referred_shares(values))[::every]
        claims = claims.with_columns(claim_date=pl.col("enter_date"), stage=pl.lit(graph.first_stage))
        everyone = pl.concat([stock.select(claims.columns), claims])
        own = run(graph, everyone, values, seed=0, draw=0, start=first, until=last, weight=float(every))
        found = yearly(own, first, last, float(every))
        observed = rad[year]
        filed = found.flow("rad", ("in",), year)
        yield relative("rad_filed", year, observed["filed"], filed, 0.10)
        bar = 0.15 if year >= 2019 else None
        yield relative("rad_finalized", year, observed["finalized"], found.flow("rad", RAD_EXITS, year), bar)
        limit = 1500.0 if year >= 2019 else None
        yield difference(
            "rad_pending", year, observed["pending"], found.stocks["rad", year], limit, "persons"
        )
