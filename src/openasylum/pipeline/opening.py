"""The people already in the process on a day: from a replay of the past, brought to the published stocks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.keyed_random import uniform
from openasylum.pipeline.definition.stage_graph import StageGraph, load_stages

#: Everyone who waits on the day is a new person, and so is each copy: an id that no claimant has.
_NEW_PERSON = np.uint64(0xC2B2AE3D27D4EB4F)
_COPY = np.uint64(0x9E3779B97F4A7C15)


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
    mix: Mapping[str, Mapping[str, float]] | None = None,
) -> pl.DataFrame:
    """Everyone in some stage at the end of ``at``, as rows that ``run`` takes in, brought to the published
    stocks.

    ``visits`` and ``people`` are a replay of the past at ``weight`` people a row. ``published``: stage ->
    people (by default ``published_stocks(at)``); other stages stay as replayed. Where a stage is larger than
    published, those kept are chosen by a keyed draw; where it is smaller, some people appear again, also by a
    keyed draw: so dates of entry, origins and channels keep the pattern of the replay. Ends are left out.

    Everyone has a new id. Chance is keyed by the id, and those who are still there are not any people: they
    are the ones whom chance did not let withdraw, and among those sent back to a tribunal the ones whom it
    let be refused. The same chance once more would keep the first for too long and refuse the second again.
    Columns as ``people``, with ``stage`` and ``enter_date`` of the stage, and ``claim_date``.
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
    parts = []
    for (stage,), everyone in rows.group_by("stage", maintain_order=True):
        people_now = targets.get(str(stage), everyone.height * weight) / weight
        shares = (mix or {}).get(str(stage))
        if shares is None:
            parts.append(_resized(everyone, round(people_now), seed, str(stage), at))
        else:
            for (origin,), part in everyone.group_by("origin", maintain_order=True):
                parts.append(_resized(part, round(people_now * shares[str(origin)]), seed, str(stage), at))
    return pl.concat(parts) if parts else rows


def published_mix(at: date) -> dict[str, dict[str, float]]:
    """Shares of the origin groups among people who wait at the RPD on a day, as far as they are published: those of all
    asylum-seekers in Canada (UNHCR Refugee Data Finder, end of the year), people of unknown origin left out.
    """
    table = facts.table("unhcr_stock_canada_usa_by_origin").filter(
        pl.col("geography").cast(pl.String) == "CAN",
        pl.col("population_type").cast(pl.String) == "asylum_seekers",
        pl.col("last_day") == at,
    )
    groups = facts.origin_group_of(table["origin"].cast(pl.String).unique().sort())
    counted = (
        table.with_columns(name=pl.col("origin").cast(pl.String))
        .drop("origin")
        .join(groups, on="name")
        .drop_nulls("origin")
        .group_by(pl.col("origin").cast(pl.String))
        .agg(pl.col("value").sum())
        .sort("origin")
    )
    total = float(counted["value"].sum())
    return {"rpd": {origin: value / total for origin, value in counted.iter_rows()}} if total else {}


def _resized(part: pl.DataFrame, wanted: int, seed: int, stage: str, at: date) -> pl.DataFrame:
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
            # By day, so that two openings one after the other do not give the first ids back.
            new = np.uint64(at.toordinal()) * _NEW_PERSON + np.uint64(number) * _COPY
            copies.append(
                part[rows].with_columns(
                    pl.Series(name, part[name].cast(pl.UInt64).to_numpy()[rows] ^ new, dtype=pl.UInt64)
                    for name in ("person", "file")
                    if name in part.columns
                )
            )
    return pl.concat(copies)
