"""For those referred to the RPD in each month of the horizon: when a tenth, half and nine in ten of them are decided, over draws."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl

from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH, product_limit
from openasylum.simulate.waits import ON_THE_MERITS
from openasylum.simulate.world import World

#: The shares of a month's claims, and what the day by which they are decided is called.
SHARES = {"p10": "tenth", "p50": "half", "p90": "nine_in_ten"}


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


def over_draws(outlooks: Iterable[pl.DataFrame]) -> list[dict[str, object]]:
    """Month by month: people referred, and for each share the day by which it is decided, ``p05``, ``p50``, ``p95`` over draws.

    A day is counted from the middle of the month, as ``pipeline.outlook`` does; null where more draws than that have not reached
    the share by the end of the horizon.
    """
    drawn = pl.concat(outlooks).sort("month")
    rows: list[dict[str, object]] = []
    for (month,), own in drawn.partition_by("month", as_dict=True, maintain_order=True).items():
        assert isinstance(month, date)
        row: dict[str, object] = {"referred": f"{month:%Y-%m}", "people": own["people"].median()}
        for name in SHARES.values():
            # Not reached is later than any day that was.
            waits = own[name].fill_null(float("inf"))
            row[name] = {
                level: _day(month, waits.quantile(share, "higher"))
                for level, share in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))
            }
        rows.append(row)
    return rows


def _day(month: date, wait: float | None) -> str | None:
    if wait is None or wait == float("inf"):
        return None
    return (month.replace(day=15) + timedelta(days=round(wait * DAYS_A_MONTH))).isoformat()
