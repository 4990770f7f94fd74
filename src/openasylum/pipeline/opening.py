"""The people already in the process on a day: from a replay of the past, brought to the published stocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.keyed_random import uniform
from openasylum.pipeline.definition.stage_graph import StageGraph, load_stages

#: A copy of a person is a new person: an id that no claimant has.
_COPY = np.uint64(0xC2B2AE3D27D4EB4F)


def published_stocks(at: date) -> dict[str, float]:
    """People in each stage on a day, where somebody published it (the latest count up to ``at``, none older
    than 100 days).

    RPD: year-end pending (reconciled). Eligibility: claims made and not yet referred (UNHCR's stock less the
    RPD's). RAD: pending at year end. Permanent residence: applications of protected persons in hand.
    """
    found: dict[str, float] = {}
    if (at.month, at.day) == (12, 31):
        rpd = rpd_pending(at.year)
        found |= {} if rpd is None else {"rpd": rpd}
        waiting = _registered(f"reconcile.eligibility_stock.{at.year}")
        found |= {} if waiting is None else {"eligibility": waiting}
    found |= _latest("rad_annual", "pending", "rad", at)
    found |= _latest("ircc_intake_eligibility_pr", "PPIC_PR_inventory", "permanent_residence", at)
    return found


def _registered(name: str) -> float | None:
    return facts.figure(name).point if any(figure.id == name for figure in facts.figures()) else None


def rpd_pending(year: int) -> float | None:
    """Claims pending at the RPD at the end of a year: reconciled where publishers disagree, else as
    published, else None.
    """
    reconciled = _registered(f"reconcile.rpd_pending.{year}")
    if reconciled is not None:
        return reconciled
    rows = facts.table("rpd_calibration_series").filter(
        pl.col("year") == year, pl.col("pending_year_end").is_not_null()
    )
    return float(rows["pending_year_end"][0]) if rows.height else None


def _latest(table: str, measure: str, stage: str, at: date) -> dict[str, float]:
    rows = (
        facts.table(table)
        .filter(
            pl.col("measure") == measure,
            pl.col("last_day") <= at,
            (pl.lit(at) - pl.col("last_day")).dt.total_days() <= 100,
        )
        .sort("last_day")
    )
    return {stage: float(rows["value"][-1])} if rows.height else {}


def opening_stock(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    at: date,
    published: Mapping[str, float] | None = None,
    *,
    seed: int = 0,
    weight: float = 1.0,
    graph: StageGraph | None = None,
) -> pl.DataFrame:
    """Everyone in some stage at the end of ``at``, as rows that ``run`` takes in, brought to the published
    stocks.

    ``visits`` and ``people`` are a replay of the past at ``weight`` people a row. ``published``: stage ->
    people (by default ``published_stocks(at)``); other stages stay as replayed. Where a stage is larger than
    published, those kept are chosen by a keyed draw; where it is smaller, some people appear again under a
    new id, also by a keyed draw: so dates of entry, origins and channels keep the pattern of the replay. Ends
    are left out. Columns as ``people``, with ``stage`` and ``enter_date`` of the stage, and ``claim_date``.
    """
    targets = published_stocks(at) if published is None else published
    inside = (load_stages() if graph is None else graph).inside
    present = visits.filter(
        pl.col("stage").cast(pl.String).is_in(inside),
        pl.col("date_in") <= at,
        pl.col("date_out").is_null() | (pl.col("date_out") > at),
    ).select("row", pl.col("stage").cast(pl.String), pl.col("date_in").alias("enter_date"))
    claim = "claim_date" if "claim_date" in people.columns else "enter_date"
    rows = people.with_columns(claim_date=pl.col(claim))[present["row"]].with_columns(
        present["stage"], present["enter_date"]
    )
    parts = [
        _resized(
            part,
            round(targets[str(stage)] / weight) if str(stage) in targets else part.height,
            seed,
            str(stage),
        )
        for (stage,), part in rows.group_by("stage", maintain_order=True)
    ]
    return pl.concat(parts) if parts else rows


def _resized(part: pl.DataFrame, wanted: int, seed: int, stage: str) -> pl.DataFrame:
    if wanted == part.height or part.height == 0:
        return part
    person = part["person"].cast(pl.UInt64).to_numpy()
    chance = uniform(seed, 0, f"opening.{stage}", person)
    # In order of date of entry, then every so many-th: the profile of waits is kept.
    order = np.lexsort((chance, part["enter_date"].to_physical().to_numpy()))
    times, over = divmod(wanted, part.height)
    extra = (
        order[np.floor((np.arange(over) + 0.5) * part.height / over).astype(np.int64)] if over else order[:0]
    )
    chosen = [np.arange(part.height, dtype=np.int64)] * times + [extra]
    copies = []
    with np.errstate(over="ignore"):
        for number, rows in enumerate(chosen):
            copy = np.uint64(number) * _COPY
            copies.append(
                part[rows].with_columns(
                    pl.Series(name, part[name].cast(pl.UInt64).to_numpy()[rows] ^ copy, dtype=pl.UInt64)
                    for name in ("person", "file")
                    if name in part.columns
                )
            )
    return pl.concat(copies)
