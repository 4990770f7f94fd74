"""Rolling origins: every month from January 2017 on, what would each model have said, and how well?

Nothing of a later month reaches an origin, but the figures are of the last vintage: a month is revised a
little after it is first published, which flatters every model alike at one month ahead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from openasylum import facts
from openasylum.backends import map_reduce
from openasylum.scorecard.foresight import models, scores
from openasylum.scorecard.foresight.models import COMBINATION, COMBINED, Forecasts
from openasylum.scorecard.foresight.targets import HORIZONS, TARGETS, Panel, break_ahead
from openasylum.timeline import month_number

FIRST_ORIGIN: Final = month_number(date(2017, 1, 1))

#: The last origin on the shipped tables, which end in ``SHIPPED_END``. Newer months laid over them are forecast
#: from every month before.
LAST_ORIGIN: Final = month_number(date(2024, 6, 1))
SHIPPED_END: Final = month_number(date(2024, 12, 1))

#: Origins in one piece of work.
_ORIGINS: Final = 12

#: Closed windows, one a month, before a cell's scores may choose its default: seven years, about as many independent
#: years as the whole record has at twelve months. A shorter record made the default worse on origins to ``CHOSEN_TO``
#: (of 12 windows by 12 % at twelve months, of 36 by 3 %) and after them (of 72 by 1.5 % at six months).
WINDOWS_TO_JUDGE: Final = 84

#: Choices of model were made on forecasts from origins to this month, and confirmed on those after.
CHOSEN_TO: Final = month_number(date(2021, 12, 1))

#: Columns of the table of single forecasts.
SINGLE: Final = {
    "target": pl.String,
    "horizon": pl.Int32,
    "model": pl.String,
    "origin": pl.Int32,
    "break_ahead": pl.Boolean,
    "observed": pl.Float64,
    "median": pl.Float64,
    "unit": pl.Float64,
    "crps": pl.Float64,
    "crps_log": pl.Float64,
    "in80": pl.Boolean,
    "in95": pl.Boolean,
}


def origins(panel: Panel) -> range:
    """The positions in ``panel`` from which forecasts are made."""
    last = panel.last_month - 1 if panel.last_month > SHIPPED_END else min(LAST_ORIGIN, panel.last_month - 1)
    return range(FIRST_ORIGIN - panel.first_month, last - panel.first_month + 1)


def roll(
    panel: Panel,
    forecasters: Mapping[str, Callable[[Panel], Forecasts | None]],
    on_origin: Callable[[int], None] = lambda done: None,
) -> pl.DataFrame:
    """One row a forecast (target x horizon x model x origin), with its scores.

    A forecaster with nothing to say of an origin gives None. Columns: see ``SINGLE``; ``origin`` is the
    month number of the last month known, ``unit`` that of MASE. Origins are shared out, so forecasters must
    be picklable; ``on_origin`` hears of each as its piece of work comes back.
    """
    places = origins(panel)
    chunks = [places[start : start + _ORIGINS] for start in range(0, len(places), _ORIGINS)]

    def tell(position: int) -> None:
        for origin in chunks[position]:
            on_origin(origin - places[0])

    parts = map_reduce(
        _score_origins,
        chunks,
        otherwise="serial",
        common=(panel, dict(forecasters)),
        set_up=facts.worker_set_up(),
        on_done=tell,
    )
    return pl.DataFrame([row for part in parts for row in part], schema=SINGLE, orient="row")


def _score_origins(
    common: tuple[Panel, Mapping[str, Callable[[Panel], Forecasts | None]]], places: Sequence[int]
) -> list[tuple[object, ...]]:
    panel, forecasters = common
    rows: list[tuple[object, ...]] = []
    for origin in places:
        known = panel.until(origin)
        every = {name: forecast(known) for name, forecast in forecasters.items()}
        made = {name: forecasts for name, forecasts in every.items() if forecasts is not None}
        if all(name in made for name in COMBINED):
            made[COMBINATION] = models.combination(made[name] for name in COMBINED)
        rows += _score_origin(panel, known, origin, made)
    return rows


def _score_origin(
    panel: Panel, known: Panel, origin: int, made: Mapping[str, Forecasts]
) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    steps = [horizon for horizon in HORIZONS if origin + horizon < panel.months]
    breaks = [break_ahead(panel.first_month, origin, horizon) for horizon in steps]
    ahead = np.array(steps)
    for target in TARGETS:
        observed = panel.claims[target][origin + ahead]
        unit = scores.scale(known.claims[target])
        for model, forecasts in made.items():
            quantiles = forecasts[target][ahead - 1]
            columns = (
                observed,
                quantiles[:, len(scores.PROBABILITIES) // 2],
                np.full(len(ahead), unit),
                scores.crps(quantiles, observed),
                scores.crps_log(quantiles, observed),
                scores.covered(quantiles, observed, 0.8),
                scores.covered(quantiles, observed, 0.95),
            )
            values = [column.tolist() for column in columns]
            rows += [
                (
                    target,
                    horizon,
                    model,
                    panel.first_month + origin,
                    breaks[place],
                    *(v[place] for v in values),
                )
                for place, horizon in enumerate(steps)
                if panel.can_score(target, origin + horizon)
            ]
    return rows


def standings(single: pl.DataFrame) -> pl.DataFrame:
    """What the scores so far say: in each cell (target x horizon), from each month on, which model has the lowest
    mean CRPS in claims over the windows that have closed by then.

    Columns: ``target``, ``horizon``, ``month`` (number, sorted), ``default``. Another model than ours stands there only
    where it was scored on as many windows as ours, ``WINDOWS_TO_JUDGE`` or more. A rule without hindsight: it looks
    at nothing later than the month.
    """
    cell = ["target", "horizon"]
    so_far = (
        single.sort("origin")
        .with_columns(
            month=pl.col("origin") + pl.col("horizon"),
            mean=pl.col("crps").cum_sum().over(*cell, "model")
            / pl.int_range(1, pl.len() + 1).over(*cell, "model"),
            windows=pl.int_range(1, pl.len() + 1).over(*cell, "model"),
        )
        .select(*cell, "model", "month", "mean", "windows")
    )
    ours = so_far.filter(pl.col("model") == models.OURS)
    compared = so_far.join(ours, on=[*cell, "month"], suffix="_ours")
    judged = (pl.col("windows") == pl.col("windows_ours")) & (pl.col("windows") >= WINDOWS_TO_JUDGE)
    return (
        compared.filter((pl.col("model") == models.OURS) | judged)
        .sort("month", "mean", pl.col("model") != models.OURS, "model")
        .group_by(*cell, "month", maintain_order=True)
        .first()
        .select(*cell, "month", default="model")
    )


def with_fallback(single: pl.DataFrame) -> pl.DataFrame:
    """The default model: each forecast of ours is that of the model that leads its cell when it is made
    (``standings``), if that model made one.

    Adds the column ``default`` (the model that made the row) to the rows of ``openasylum``.
    """
    cell = ["target", "horizon"]
    ours = single.filter(pl.col("model") == models.OURS).sort("origin")
    leaders = ours.join_asof(
        standings(single), left_on="origin", right_on="month", by=cell, check_sortedness=False
    ).select(*cell, "origin", pl.col("default").fill_null(models.OURS))
    made = single.select(*cell, "origin", default="model")
    leaders = leaders.join(made, on=[*cell, "origin", "default"], how="semi")
    others = single.filter(pl.col("model") != models.OURS).with_columns(default=pl.col("model"))
    default = (
        single.join(leaders, on=[*cell, "origin"], how="left")
        .with_columns(pl.col("default").fill_null(models.OURS))
        .filter(pl.col("model") == pl.col("default"))
        .with_columns(model=pl.lit(models.OURS))
    )
    return pl.concat([default.select(others.columns), others])


def following_defaults(single: pl.DataFrame) -> dict[tuple[str, int], str]:
    """Cells (target, horizon) whose following forecasts, made when the last window has closed, are another model's."""
    last = standings(single).group_by("target", "horizon", maintain_order=True).last()
    other = last.filter(pl.col("default") != models.OURS).sort("target", "horizon")
    return {(target, horizon): model for target, horizon, _, model in other.iter_rows()}


#: Periods of origins: name -> first and last year (both included).
PERIODS: Final = {
    "2017-2019": (2017, 2019),
    "2020-2021": (2020, 2021),
    "2022-2024": (2022, 2024),
    "2025-": (2025, 9999),
}


#: Windows that end in a month after the shipped ones: what no choice of model had seen.
NEW_MONTHS: Final = "after 2024-12"


def made_by_all(single: pl.DataFrame) -> pl.DataFrame:
    """The windows (target x horizon x origin) for which every model that is there at all made a forecast."""
    everyone = single["model"].n_unique()
    return single.filter(pl.len().over("target", "horizon", "origin") == everyone)


def summarise(single: pl.DataFrame) -> pl.DataFrame:
    """Mean scores by target, horizon, model and period: all windows, windows without and with a break
    ahead, by years of origin, and of the months after those that are shipped (``NEW_MONTHS``).

    Columns: ``target``, ``horizon``, ``model``, ``period``, ``origins``, ``mase``, ``crps``, ``crps_log``,
    ``coverage80``, ``coverage95``, ``break`` (null where both kinds of window are in it).
    """
    year = pl.col("origin") // 12
    parts: Sequence[tuple[str, pl.Expr, bool | None]] = [
        ("all", pl.lit(True), None),
        ("no break ahead", ~pl.col("break_ahead"), False),
        ("break ahead", pl.col("break_ahead"), True),
        *((name, year.is_between(*years), None) for name, years in PERIODS.items()),
        (NEW_MONTHS, pl.col("origin") + pl.col("horizon") > SHIPPED_END, None),
    ]
    frames = [_mean_scores(single.filter(which), name, with_break) for name, which, with_break in parts]
    order = {target: place for place, target in enumerate(TARGETS)}
    return pl.concat(frames).sort(
        pl.col("target").replace_strict(order), "horizon", "model", pl.col("period") != "all", "period"
    )


def _mean_scores(rows: pl.DataFrame, period: str, with_break: bool | None) -> pl.DataFrame:
    return rows.group_by("target", "horizon", "model").agg(
        pl.lit(period).alias("period"),
        pl.len().cast(pl.Int32).alias("origins"),
        ((pl.col("median") - pl.col("observed")).abs() / pl.col("unit")).mean().alias("mase"),
        pl.col("crps").mean(),
        pl.col("crps_log").mean(),
        pl.col("in80").mean().alias("coverage80"),
        pl.col("in95").mean().alias("coverage95"),
        pl.lit(with_break, dtype=pl.Boolean).alias("break"),
    )


def ratios(
    summary: pl.DataFrame, model: str, against: str, period: str = "all"
) -> dict[int, tuple[float, float]]:
    """CRPS of ``model`` over that of ``against`` in a period: horizon -> (in claims, on the log scale),
    each the geometric mean over targets. ``against`` may be ``best``: the best other model of each cell.
    """
    cells = summary.filter(pl.col("period") == period)
    ours = cells.filter(pl.col("model") == model)
    # Only models that were scored on as many origins can be compared.
    cells = cells.join(ours.select("target", "horizon", "origins"), on=["target", "horizon", "origins"])
    theirs = (
        cells.filter(pl.col("model") != model)
        .group_by("target", "horizon")
        .agg(pl.col("crps", "crps_log").min())
        if against == "best"
        else cells.filter(pl.col("model") == against).select("target", "horizon", "crps", "crps_log")
    )
    joined = ours.join(theirs, on=["target", "horizon"], suffix="_other")
    logs = joined.group_by("horizon").agg(
        (pl.col("crps") / pl.col("crps_other")).log().mean().exp(),
        (pl.col("crps_log") / pl.col("crps_log_other")).log().mean().exp(),
    )
    return {horizon: (claims, log) for horizon, claims, log in logs.sort("horizon").iter_rows()}
