"""April 2019 to September 2020, month by month: intake and finalizations given, the engine must give the
pending stock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.documents import Document
from openasylum.pipeline.answers.series import stock_series
from openasylum.pipeline.definition.stage_graph import read_stages
from openasylum.pipeline.person_level import run
from openasylum.scorecard.mechanism.scores import Score, relative

_DAYS_A_YEAR = 365.25


def published() -> pl.DataFrame:
    """RPD by month (source: IRB volume reports): ``month``, ``last_day``, ``intake``, ``finalized``,
    ``pending_end_of_period``.

    The table has second, rounded rows for some months; the reports' own rows come first and are kept.
    """
    table = facts.table("rpd_rad_monthly").filter(
        pl.col("division_or_agency") == "RPD", pl.col("grain").cast(pl.String) == "month"
    )
    return (
        table.unique(["period", "measure"], keep="first", maintain_order=True)
        .pivot("measure", index=["first_day", "last_day"], values="value", aggregate_function="first")
        .drop_nulls(["intake", "finalized", "pending_end_of_period"])
        .rename({"first_day": "month"})
        .sort("month")
    )


def month_by_month() -> Iterator[Score]:
    """Pending at the end of each month, within half a percent."""
    rows = published()
    days = (rows["last_day"] - rows["month"]).dt.total_days() + 1
    per_year = (rows["finalized"] / days * _DAYS_A_YEAR).to_list()
    steps = [
        {"from": str(month), "value": value} for month, value in zip(rows["month"], per_year, strict=True)
    ]
    text = {"en": "RPD", "fr": "SPR"}
    stage = {
        "id": "rpd",
        "kind": "capacity",
        "title": text,
        "capacity": {"per_year": steps},
        "exits": [{"name": "finalized", "to": "out"}],
    }
    content = {
        "title": text,
        "first_stage": "rpd",
        "stages": [stage, {"id": "out", "kind": "end", "title": text}],
    }
    opening = round(rows["pending_end_of_period"][0] - rows["intake"][0] + rows["finalized"][0])
    first = rows["month"][0]
    entries = [np.full(opening, (first - timedelta(days=1)).toordinal())]
    for month, length, intake in zip(rows["month"], days, rows["intake"], strict=True):
        entries.append(month.toordinal() + np.arange(round(intake)) * length // round(intake))
    day = np.concatenate(entries) - 719163  # ordinal of 1970-01-01
    people = pl.DataFrame(
        {
            "person": np.arange(len(day), dtype=np.uint64),
            "enter_date": pl.Series(day, dtype=pl.Int32).cast(pl.Date),
        }
    )
    visits = run(
        read_stages(Document(content, "monthly")),
        people,
        {},
        seed=0,
        draw=0,
        start=first,
        until=rows["last_day"][-1],
    )
    stocks = stock_series(visits.filter(pl.col("stage").cast(pl.String) == "rpd"), rows["month"])
    for month, observed, modelled in zip(
        rows["month"], rows["pending_end_of_period"], stocks["value"], strict=True
    ):
        yield relative("rpd_pending_monthly", f"{month:%Y-%m}", observed, modelled, 0.005)
