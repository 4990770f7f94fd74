"""Unauthorized residents of the United States by state and by country of birth: four organizations side by
side.

No organization is taken as right. Each speaks once for a place, by its latest edition (OHSS January 2022;
Center for Migration Studies July 2022 or 2023; Pew July 2023; Migration Policy Institute mid-2023, countries
2021), and the interval runs from the lowest to the highest. Part of the spread is real growth between January
2022 and July 2023, part the survey's later correction for 2022-23.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.errors import UserError, nearest

Dimension = Literal["state", "country"]

#: Who speaks, and the table in which.
SOURCES = {
    "ohss": "ohss_unauthorized_2024_report",
    "cms": "cms_undocumented_2018_2023",
    "pew": "pew_unauthorized",
    "mpi_states": "mpi_unauthorized_by_state_2023",
    "mpi_countries": "mpi_unauthorized_by_country_2021",
}

#: How the tables name the whole.
_WHOLE = ("United States", "US total", "Total")
_NOT_A_PLACE = ("All other", "Rest of world")

#: Normal reach of a 90 % interval, for places of which a single organization speaks.
_REACH = 1.645

#: First edition that may speak: the year that the published state table is of, less one for the countries of
#: the Migration Policy Institute.
_EARLIEST = 2021


def editions(dimension: Dimension) -> pl.DataFrame:
    """Every published figure from 2021 on: columns ``name``, ``organization``, ``year``, ``value`` (persons),
    ``low``, ``high``. ``value`` is null where only a range was published.

    ``name`` is "United States" for the whole. Raises ``UserError`` where ``dimension`` is not ``state`` or
    ``country``.
    """
    if dimension not in ("state", "country"):
        raise UserError(
            f"no such breakdown: {dimension!r}",
            f"il n'y a pas de ventilation « {dimension} »",
            field="by",
            nearest=nearest(dimension, ("state", "country")),
        )
    frames = [_published("ohss", dimension), _published("cms", dimension), _published("pew", dimension)]
    frames.append(
        _published("mpi_states" if dimension == "state" else "mpi_countries", dimension, organization="mpi")
    )
    return pl.concat(frames)


def _published(source: str, dimension: str, organization: str | None = None) -> pl.DataFrame:
    raw = facts.table(SOURCES[source])
    if "dimension" in raw.columns:
        whole = pl.col("name").is_in(_WHOLE) & pl.col("dimension").is_in(["total", "region"])
        raw = raw.filter((pl.col("dimension").cast(pl.String) == dimension) | whole)
    value = pl.col("value").cast(pl.Float64)
    ranged = pl.col("suppressed") if "suppressed" in raw.columns else pl.lit(False)
    low, high = (
        pl.when(ranged).then(end).otherwise(value) if "low" in raw.columns else value
        for end in ("low", "high")
    )
    return (
        raw.select(
            pl.when(pl.col("name").is_in(_WHOLE))
            .then(pl.lit("United States"))
            .otherwise(pl.col("name"))
            .alias("name"),
            pl.lit(organization or source).alias("organization"),
            pl.col("year").cast(pl.Int64),
            pl.when(~ranged).then(value).alias("value"),
            low.alias("low"),
            high.alias("high"),
        )
        .filter(pl.col("low").is_not_null(), pl.col("year") >= _EARLIEST, ~pl.col("name").is_in(_NOT_A_PLACE))
        .sort("year", maintain_order=True)
    )


def latest_editions(dimension: Dimension) -> pl.DataFrame:
    """The rows of ``editions`` by which each organization speaks for each place: its latest."""
    return editions(dimension).unique(["name", "organization"], keep="last", maintain_order=True)


def typical_spread(latest: pl.DataFrame) -> float:
    """Median, over the places of which three or more organizations speak, of the standard deviation of the
    log of their shares.

    Shares of each organization's own total, so that differences of level drop out (about 0.12 for states).
    """
    whole = latest.filter(pl.col("name") == "United States").select("organization", whole="value")
    shares = (
        latest.drop_nulls("value").join(whole, on="organization").filter(pl.col("name") != "United States")
    )
    by_place = (
        shares.with_columns((pl.col("value") / pl.col("whole")).log().alias("log_share"))
        .group_by("name")
        .agg(pl.col("log_share").std(ddof=0), pl.len().alias("speakers"))
    )
    return float(np.median(by_place.filter(pl.col("speakers") >= 3)["log_share"].to_numpy()))


def united_states(dimension: Dimension) -> pl.DataFrame:
    """One row a place, the whole first, then by the highest figure.

    Columns ``name``; ``ohss``, ``cms``, ``pew``, ``mpi`` (persons, null where silent); ``low``, ``high``
    (persons); ``organizations`` (how many speak); ``basis``: ``spread``, or ``typical_spread`` where only one
    or two speak, whose agreement proves little: the interval is then at least as wide as is usual elsewhere
    (90 % at the typical spread about their geometric mean).
    """
    latest = latest_editions(dimension)
    spread = float(np.exp(_REACH * typical_spread(latest)))
    wide = latest.pivot(on="organization", index="name", values="value")
    ends = latest.group_by("name").agg(
        pl.col("low").min(),
        pl.col("high").max(),
        (pl.col("low") * pl.col("high")).sqrt().log().mean().exp().alias("centre"),
        pl.len().cast(pl.Int64).alias("organizations"),
    )
    few = pl.col("organizations") <= 2
    return (
        wide.join(ends, on="name")
        .with_columns(
            pl.when(few)
            .then(pl.min_horizontal("low", pl.col("centre") / spread))
            .otherwise("low")
            .alias("low"),
            pl.when(few)
            .then(pl.max_horizontal("high", pl.col("centre") * spread))
            .otherwise("high")
            .alias("high"),
            pl.when(few).then(pl.lit("typical_spread")).otherwise(pl.lit("spread")).alias("basis"),
        )
        .sort(pl.col("name") == "United States", "high", "name", descending=[True, True, False])
        .select("name", "ohss", "cms", "pew", "mpi", "low", "high", "organizations", "basis")
    )


def stress_range() -> pl.DataFrame:
    """What the one published stock-and-flow model gives beside OHSS in the same year: columns ``year``,
    ``series``, ``value``, ``low``, ``high``, ``times_ohss`` (its value over OHSS's). An upper stress case;
    see ``stock_flow``.
    """
    comparison = facts.table("us_total_estimates_comparison").filter(
        pl.col("series").str.starts_with("Fazel-Zarandi, Feinstein")
    )
    ohss = facts.table(SOURCES["ohss"]).filter(pl.col("dimension") == "total")
    base = dict(zip(ohss["year"].cast(pl.Int64), ohss["value"].cast(pl.Float64), strict=True))
    year = pl.col("year").cast(pl.Int64)
    value = pl.col("value").cast(pl.Float64)
    return comparison.select(
        year,
        "series",
        value,
        pl.coalesce(pl.col("low").cast(pl.Float64), value).alias("low"),
        pl.coalesce(pl.col("high").cast(pl.Float64), value).alias("high"),
        (value / year.replace_strict(base, return_dtype=pl.Float64)).alias("times_ohss"),
    )
