"""Differences between scenarios and quantiles over draws: pure functions from frames to frames.

The frames are those of ``docs/explanation/architecture.md``: every one has ``scenario`` and ``draw``, a value
column (``value``, ``persons`` or ``cents``) and columns that say what the value is of.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from openasylum.results.measures import measures

DIFFERENCE = "difference"

#: Column name and level of the quantiles that every summary has.
QUANTILES: dict[str, float] = {"p05": 0.05, "p25": 0.25, "p50": 0.50, "p75": 0.75, "p95": 0.95}

_VALUE_COLUMNS = ("value", "persons", "cents")
_BASELINE = "__baseline"


def value_column(frame: pl.DataFrame) -> str:
    """The name of the frame's value column: ``value``, ``persons`` or ``cents``."""
    return next(name for name in _VALUE_COLUMNS if name in frame.columns)


def difference_name(scenario: str, alternatives: int) -> str:
    """What the difference to the baseline is called: ``difference``, or ``difference:<id>`` among several
    alternatives.
    """
    return DIFFERENCE if alternatives == 1 else f"{DIFFERENCE}:{scenario}"


def differences(frame: pl.DataFrame, baseline: str, scenario: str, name: str = DIFFERENCE) -> pl.DataFrame:
    """``scenario`` less ``baseline``, draw by draw: the columns of ``frame``, with ``scenario`` = ``name``.

    Both scenarios meet the same chance in a draw, so the difference of a draw is the effect of the policy and
    its quantiles are much narrower than a difference of quantiles. Where one side has no row, it had nobody
    and no cost there: 0. A wait that one side does not have stays null: nobody waited, which is not a wait of
    no months.
    """
    value = value_column(frame)
    keys = [column for column in frame.columns if column not in ("scenario", value)]
    ours = frame.filter(pl.col("scenario") == scenario).select(*keys, value)
    theirs = frame.filter(pl.col("scenario") == baseline).select(*keys, pl.col(value).alias(_BASELINE))
    if ours.select(keys).equals(theirs.select(keys)):  # the usual case, and much faster than a join
        paired = ours.with_columns(theirs[_BASELINE])
    else:
        paired = ours.join(theirs, on=keys, how="full", coalesce=True, nulls_equal=True)
    here, there = pl.col(value), pl.col(_BASELINE)
    less = pl.when(_is_wait(frame)).then(here - there).otherwise(here.fill_null(0) - there.fill_null(0))
    return paired.select(pl.lit(name).alias("scenario"), *keys, less.alias(value)).select(frame.columns)


def with_differences(frame: pl.DataFrame, scenarios: list[str]) -> pl.DataFrame:
    """``frame`` and, below it, the difference of every other scenario to the first, in a fixed order of rows.

    The order depends on the content only, so that the same numbers are the same bytes in a file.
    """
    value = value_column(frame)
    keys = [column for column in frame.columns if column not in ("scenario", value)]
    schema = {**frame.schema, "scenario": pl.String()}
    frame = _sorted_by(frame.with_columns(pl.col("scenario").cast(pl.String)), keys)
    baseline, *others = scenarios
    parts = [frame.filter(pl.col("scenario") == scenario) for scenario in scenarios]
    for other in others:
        difference = differences(frame, baseline, other, difference_name(other, len(others)))
        parts.append(difference.sort(keys, nulls_last=True))
    return pl.concat(parts).cast(schema).rechunk()  # type: ignore[arg-type]


def _sorted_by(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """``frame`` sorted by ``keys``, text first turned into ``Enum``s, whose numbers sort and compare fast."""
    words = [name for name in keys if frame.schema[name] in (pl.String, pl.Categorical)]
    enums = [
        pl.col(name).cast(pl.Enum(frame[name].cast(pl.String).unique().drop_nulls().sort())) for name in words
    ]
    return frame.with_columns(enums).sort(keys, nulls_last=True)


def scenario_order(scenarios: list[str]) -> list[str]:
    """Scenario ids as tables list them: the baseline, the alternatives, then their differences."""
    others = scenarios[1:]
    return [*scenarios, *(difference_name(other, len(others)) for other in others)]


def quantiles(frame: pl.DataFrame) -> pl.DataFrame:
    """The 5th, 25th, 50th, 75th and 95th percentiles over draws, for each combination of the other columns.

    Linear interpolation between order statistics (definition 7 of Hyndman & Fan 1996). A draw without a row
    had nobody and no cost there: 0, save for a wait. Nulls are left out. Rows keep the order of first
    appearance.
    """
    frame = every_draw(frame)
    value = value_column(frame)
    keys = [column for column in frame.columns if column not in ("draw", value)]
    levels = [
        pl.col(value).quantile(level, interpolation="linear").alias(name) for name, level in QUANTILES.items()
    ]
    return frame.group_by(keys, maintain_order=True).agg(*levels)


def every_draw(frame: pl.DataFrame) -> pl.DataFrame:
    """``frame`` with a row of 0 wherever a draw has none (null for a wait), so that quantiles are over all
    draws.
    """
    value = value_column(frame)
    keys = [column for column in frame.columns if column not in ("draw", value)]
    draws = frame.select("draw").unique(maintain_order=True)
    cells = frame.select(keys).unique(maintain_order=True)
    if cells.height * draws.height == frame.height:
        return frame
    full = cells.join(draws, how="cross", maintain_order="left_right")
    joined = full.join(frame, on=[*keys, "draw"], how="left", nulls_equal=True, maintain_order="left")
    absent = pl.when(_is_wait(frame)).then(None).otherwise(0).cast(frame.schema[value])
    return joined.with_columns(pl.coalesce(value, absent)).select(frame.columns)


def _is_wait(frame: pl.DataFrame) -> pl.Expr:
    if "measure" not in frame.columns:
        return pl.lit(False)
    waits = [measure.id for measure in measures().values() if measure.kind == "wait"]
    return pl.col("measure").cast(pl.String).is_in(waits)


def headline(annual: pl.DataFrame) -> list[dict[str, Any]]:
    """The ``annual`` frame as plain rows: scenario, measure, period, p05, p50, p95, unit.

    Only the measures of ``measures.yaml``, in its order within each scenario, then by period.
    """
    return (
        quantiles(in_table_order(annual))
        .select("scenario", "measure", "period", "p05", "p50", "p95", "unit")
        .to_dicts()
    )


def over_horizon(annual: pl.DataFrame) -> pl.DataFrame:
    """One value per scenario, draw and measure: flows and money added up over the periods, stocks and waits
    at the last one.

    Columns ``scenario``, ``draw``, ``measure``, ``period`` ("2025-2030" for a sum, "2030" for an end value),
    ``value``, ``unit``.
    """
    additive = [measure.id for measure in measures().values() if measure.additive]
    spans = annual.group_by("measure").agg(
        pl.col("period").min().alias("first"), pl.col("period").max().alias("last")
    )
    ordered = in_table_order(annual).join(spans, on="measure", maintain_order="left")
    summed = pl.col("measure").is_in(additive)
    span = pl.when(summed & (pl.col("first") != pl.col("last")))
    return (
        ordered.filter(summed | (pl.col("period") == pl.col("last")))
        .with_columns(span.then(_span_label()).otherwise(pl.col("last")).alias("period"))
        .group_by("scenario", "draw", "measure", "period", "unit", maintain_order=True)
        .agg(
            pl.when(pl.col("value").is_null().all())
            .then(None)
            .otherwise(pl.col("value").sum())
            .alias("value")
        )
        .select("scenario", "draw", "measure", "period", "value", "unit")
    )


def _span_label() -> pl.Expr:
    """Calendar years "2025-2030"; fiscal years "2024-25 to 2030-31" keep their own form."""
    fiscal = pl.col("first").str.len_chars() > 4
    return (
        pl.when(fiscal)
        .then(pl.format("{} – {}", "first", "last"))
        .otherwise(pl.format("{}–{}", "first", "last"))
    )


def in_table_order(annual: pl.DataFrame) -> pl.DataFrame:
    """The rows of the known measures: scenarios as they come, measures as ``measures.yaml`` lists them, then
    period, draw.
    """
    rank = {name: position for position, name in enumerate(measures())}
    scenario_rank = {
        name: position for position, name in enumerate(annual["scenario"].unique(maintain_order=True))
    }
    return annual.filter(pl.col("measure").is_in(list(rank))).sort(
        pl.col("scenario").replace_strict(scenario_rank, return_dtype=pl.Int32),
        pl.col("measure").replace_strict(rank, return_dtype=pl.Int32),
        "period",
        "draw",
    )
