"""What newer tables change: rows added, figures revised, and series that moved further in a year than they ever did.

To read before anything is fitted again: a revision of the past calls for a fit, a jump for a question to the source.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from openasylum.facts import schema
from openasylum.facts.overlay_files import read_overlay
from openasylum.facts.package import shipped

COLUMNS: Final = {
    "table": pl.String,
    "rows_added": pl.Int64,
    "rows_revised": pl.Int64,
    "largest_revision": pl.Float64,
    "last_day_before": pl.Date,
    "last_day_after": pl.Date,
    "series_added": pl.Int64,
    "jumps": pl.Int64,
    "largest_jump": pl.String,
}

#: A year's sum that moved by a larger factor than any year's before, and by more than this, is a jump.
LEAST_JUMP: Final = 1.5
#: Sums smaller than this say nothing.
LEAST_SUM: Final = 100.0


def drift(directory: Path) -> pl.DataFrame:
    """One row a table of the overlay in ``directory``; columns: see ``COLUMNS``.

    ``largest_revision``: as a share of the figure shipped. ``jumps``: series of which a new calendar year's sum is more than 1.5 times,
    or less than two thirds of, the year's before, and further from it than any year of the series shipped; ``largest_jump`` names the one
    that moved most. Raises ``UserError`` as ``overlay`` does.
    """
    rows = [_drift_of(name, after) for name, after in sorted(read_overlay(directory).items())]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def _drift_of(name: str, after: pl.DataFrame) -> dict[str, object]:
    table, before = schema.tables()[name], shipped(name)
    key = list(table.key)
    added = after.join(before, on=key, how="anti", nulls_equal=True)
    found: dict[str, object] = dict.fromkeys(COLUMNS)
    found |= {"table": name, "rows_added": added.height, "rows_revised": 0, "series_added": 0, "jumps": 0}
    if "value" in before.columns:
        old = before.select(*key, pl.col("value").alias("old"))
        revised = after.join(old, on=key, how="inner", nulls_equal=True).filter(
            pl.col("value").ne_missing(pl.col("old"))
        )
        found["rows_revised"] = revised.height
        share = ((pl.col("value") - pl.col("old")) / pl.col("old")).abs()
        found["largest_revision"] = revised.filter(pl.col("old") != 0).select(share.max()).item()
    if "last_day" in before.columns:
        found["last_day_before"], found["last_day_after"] = before["last_day"].max(), after["last_day"].max()
    series = [column for column in key if column != table.time]
    if series:
        found["series_added"] = added.join(before, on=series, how="anti", nulls_equal=True)[series].n_unique()
    if series and {"value", "first_day", "grain"} <= set(before.columns):
        jumps = _jumps(before, after, series)
        found["jumps"] = jumps.height
        if jumps.height:
            top = jumps.row(0, named=True)
            words = ", ".join(str(top[column]) for column in series if top[column] is not None)
            found["largest_jump"] = f"{words}: {top['year']} is {top['factor']:.2f} times the year before"
    return found


def _jumps(before: pl.DataFrame, after: pl.DataFrame, series: list[str]) -> pl.DataFrame:
    """Series and years that are new, whose sum moved further than it ever did; the furthest first."""
    old, new = (_yearly(frame, series) for frame in (before, after))
    usual = old.group_by(series).agg(pl.col("moved").max().alias("usual"))
    changed = new.join(old, on=[*series, "year"], how="anti", nulls_equal=True)
    return (
        changed.join(usual, on=series, how="left", nulls_equal=True)
        .filter(pl.col("moved") > pl.max_horizontal(pl.col("usual").fill_null(1.0), pl.lit(LEAST_JUMP)))
        .sort("moved", *series, descending=[True, *[False] * len(series)])
    )


def _yearly(frame: pl.DataFrame, series: list[str]) -> pl.DataFrame:
    """Sum by calendar year of the finest grain of each series, whole years only; ``factor`` to the year before, ``moved`` its distance
    from 1 either way.
    """
    months = pl.when(pl.col("grain") == "month").then(1).when(pl.col("grain") == "quarter").then(3)
    counted = (
        frame.with_columns(months.alias("months"), year=pl.col("first_day").dt.year())
        .filter(pl.col("months").is_not_null())
        .group_by(*series, "year", "months", maintain_order=True)
        .agg(pl.col("value").sum().alias("sum"), pl.len().alias("prints"))
        .filter(pl.col("prints") * pl.col("months") == 12)
        .unique([*series, "year"], keep="first", maintain_order=True)
    )
    earlier = counted.select(*series, pl.col("year") + 1, pl.col("sum").alias("earlier"))
    factor = pl.col("sum") / pl.col("earlier")
    return (
        counted.join(earlier, on=[*series, "year"], how="inner", nulls_equal=True)
        .filter(pl.min_horizontal("sum", "earlier") >= LEAST_SUM)
        .with_columns(factor=factor, moved=pl.max_horizontal(factor, 1 / factor))
        .drop("earlier", "prints", "months")
    )
