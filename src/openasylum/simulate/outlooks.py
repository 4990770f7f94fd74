"""For those referred to the RPD in each month of the horizon: when a tenth, half and nine in ten of them are decided, and who
waits where at the end of the month, over draws.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from openasylum.pipeline.answers.series import stock_series
from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH, product_limit
from openasylum.simulate.waits import ON_THE_MERITS
from openasylum.simulate.world import World, process

#: The shares of a month's claims, and what the day by which they are decided is called.
SHARES = {"p10": "tenth", "p50": "half", "p90": "nine_in_ten"}


#: The quantiles over draws that are told.
LEVELS = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


class Outlook(NamedTuple):
    """Of one draw, by ``month`` (Date): the waits of those referred in it, and the backlog by stage at its end."""

    waits: pl.DataFrame
    backlog: pl.DataFrame


def outlook(world: World, visits: pl.DataFrame) -> Outlook:
    """Both, of the visits of one draw."""
    return Outlook(outlook_by_month(world, visits), backlog_by_month(world, visits))


def backlog_by_month(world: World, visits: pl.DataFrame) -> pl.DataFrame:
    """Of one draw: ``month`` (Date), ``stage``, ``people``: those in each stage in which one waits, at the end of each month, in
    the order of the process.
    """
    months = world.months.alias("month")
    stocks = stock_series(visits, months, weight=world.weight).with_columns(pl.col("stage").cast(pl.String))
    everywhere = pl.DataFrame({"month": months}).join(
        pl.DataFrame({"stage": process().inside}), how="cross", maintain_order="left_right"
    )
    return everywhere.join(stocks, on=["month", "stage"], how="left", maintain_order="left").select(
        "month", "stage", people=pl.col("value").fill_null(0.0)
    )


def outlook_by_month(world: World, visits: pl.DataFrame) -> pl.DataFrame:
    """Of one draw: ``month`` (Date), ``people``, and months of wait ``tenth``, ``half``, ``nine_in_ten`` (null: not by the last day).

    Whoever withdraws or still waits counts as not decided so far (Kaplan & Meier 1958), as in ``pipeline.outlook``.
    """
    timed = visits.filter(
        (pl.col("stage").cast(pl.String) == "rpd") & (pl.col("date_in") >= world.first_day)
    ).select(
        pl.col("date_in").dt.truncate("1mo").alias("period"),
        days=(pl.col("date_out").fill_null(world.last_day) - pl.col("date_in")).dt.total_days(),
        decided=pl.col("exit").cast(pl.String).is_in(list(ON_THE_MERITS)).fill_null(False),
    )
    found = product_limit(timed, (0.1, 0.5, 0.9))
    return found.select(
        pl.col("period").alias("month"),
        pl.col("people") * world.weight,
        *(pl.col(k).alias(v) for k, v in SHARES.items()),
    )


def over_draws(outlooks: Iterable[Outlook]) -> list[dict[str, object]]:
    """Month by month: people referred, for each share the day by which it is decided, and the ``backlog`` by stage, in the order
    of the process, at the end of the month; each as ``p05``, ``p50``, ``p95`` over draws.

    A day is counted from the middle of the month, as ``pipeline.outlook`` does; null where more draws than that have not reached
    the share by the end of the horizon.
    """
    drawn = list(outlooks)
    backlogs = _backlogs([each.backlog for each in drawn])
    waits = pl.concat(each.waits for each in drawn).sort("month")
    rows: list[dict[str, object]] = []
    for (month,), own in waits.partition_by("month", as_dict=True, maintain_order=True).items():
        assert isinstance(month, date)
        row: dict[str, object] = {"referred": f"{month:%Y-%m}", "people": own["people"].median()}
        for name in SHARES.values():
            # Not reached is later than any day that was.
            months = own[name].fill_null(float("inf"))
            row[name] = {
                level: _day(month, months.quantile(share, "higher")) for level, share in LEVELS.items()
            }
        rows.append(row | {"backlog": backlogs[month]})
    return rows


def _backlogs(drawn: list[pl.DataFrame]) -> dict[date, dict[str, dict[str, float]]]:
    """Month -> stage -> level -> people."""
    levels = [pl.col("people").quantile(share, "linear").alias(level) for level, share in LEVELS.items()]
    found: dict[date, dict[str, dict[str, float]]] = {}
    told = pl.concat(drawn).group_by("month", "stage", maintain_order=True).agg(levels)
    for month, stage, *people in told.iter_rows():
        found.setdefault(month, {})[stage] = dict(zip(LEVELS, people, strict=True))
    return found


def _day(month: date, wait: float | None) -> str | None:
    if wait is None or wait == float("inf"):
        return None
    return (month.replace(day=15) + timedelta(days=round(wait * DAYS_A_MONTH))).isoformat()
