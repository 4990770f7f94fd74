"""The scorecard of foresight: the table and the bars it is held to; ``page`` writes it for the documentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from openasylum.arrivals.published import series_ends
from openasylum.errors import UserError
from openasylum.scorecard.foresight import backtest, library, models
from openasylum.scorecard.foresight.rule_changes import Experiment, experiments
from openasylum.scorecard.foresight.targets import HORIZONS, Panel, panel

#: What the project holds itself to: horizon -> CRPS against the log random walk (claims, log scale), all
#: windows.
BARS_RANDOM_WALK: Final = {1: (0.90, 0.94), 3: (0.90, 0.94), 6: (0.92, 0.96), 12: (0.95, 1.00)}
#: ... and against the best other model of each cell (claims).
BARS_BEST: Final = {3: 0.95, 6: 0.97}
#: Coverage of the 80 % and 95 % intervals, pooled over targets.
BARS_80: Final = {1: (0.75, 0.85), 3: (0.75, 0.85), 6: (0.75, 0.85), 12: (0.70, 0.85)}
BARS_95: Final = {1: (0.90, 0.98), 3: (0.90, 0.98), 6: (0.90, 0.98), 12: (0.88, 0.98)}


@dataclass(frozen=True)
class Bar:
    """One thing the scorecard is held to: the figure, the range it should lie in, and whether it does."""

    name: str
    horizon: int
    value: float
    low: float
    high: float

    @property
    def met(self) -> bool:
        """Whether the value, to two decimals as the bars are stated, lies in the range."""
        return self.low <= round(self.value, 2) <= self.high


@dataclass(frozen=True)
class Scored:
    """Which months were forecast and scored (numbers): the first and last origin, the last month of claims; and
    where the tables stop short: ``offices`` (the last printed month of each) and ``targets`` (likewise).
    """

    first_origin: int
    last_origin: int
    last_month: int
    offices: dict[str, int]
    targets: dict[str, int]

    @property
    def new_months(self) -> int:
        """How many months there are after the shipped ones."""
        return max(self.last_month - backtest.SHIPPED_END, 0)

    @property
    def stopping_short(self) -> dict[str, int]:
        """Offices that are printed beyond ``last_month`` (which another office, not printed, holds back), and
        targets that are not printed to it: name -> last printed month.
        """
        return {name: month for name, month in self.offices.items() if month > self.last_month} | {
            name: month for name, month in self.targets.items() if month < self.last_month
        }


def scored(series: Panel) -> Scored:
    """Which months of ``series`` are forecast and scored."""
    origins = backtest.origins(series)
    first = series.first_month
    targets = dict(series.printed_to)
    return Scored(first + origins[0], first + origins[-1], series.last_month, series_ends(), targets)


@dataclass(frozen=True)
class Fallbacks:
    """Where our default is another model's forecast: ``scored``, how many of the scored forecasts (target, horizon,
    model -> number); ``following``, in which cells from the end of the tables on (target, horizon -> model).
    """

    scored: dict[tuple[str, int, str], int]
    following: dict[tuple[str, int], str]


@dataclass(frozen=True)
class Card:
    """``summary``: ``backtest.summarise``; ``fallbacks``: where another model is the default; ``missing``: library
    models that stop early; ``scored``: which months were.
    """

    summary: pl.DataFrame
    fallbacks: Fallbacks
    bars: tuple[Bar, ...]
    experiments: tuple[Experiment, ...]
    missing: tuple[str, ...]
    scored: Scored

    def rows(self) -> list[dict[str, Any]]:
        """The summary as plain records."""
        return self.summary.to_dicts()


def score(on_origin: Callable[[int], None] = lambda done: None, series: Panel | None = None) -> Card:
    """Make every forecast from January 2017 on and score it. Library models stop early (``missing``)
    where their forecasts are neither shipped for these figures nor to be made. Raises ``UserError`` for a
    series too short.
    """
    series = panel() if series is None else series
    if series.months + series.first_month <= backtest.FIRST_ORIGIN + 12:
        raise UserError(
            "the published series end too soon to score a forecast from January 2017 on",
            "les séries publiées finissent trop tôt pour noter une prévision à partir de janvier 2017",
        )
    forecasters: dict[str, Callable[[Panel], models.Forecasts | None]] = dict(models.OWN_MODELS)
    last = series.until(backtest.origins(series)[-1])
    missing = () if library.can_forecast(last) else tuple(library.LIBRARY_MODELS)
    forecasters |= {name: library.forecaster(name) for name in library.LIBRARY_MODELS}
    single = backtest.roll(series, forecasters, on_origin)
    default = backtest.with_fallback(single)
    summary = backtest.summarise(default)
    made_by_others = default.filter(pl.col("model") == models.OURS, pl.col("default") != models.OURS)
    counts = (
        made_by_others.group_by("target", "horizon", "default").len().sort("target", "horizon", "default")
    )
    fallbacks = Fallbacks(
        {(target, horizon, model): count for target, horizon, model, count in counts.iter_rows()},
        backtest.following_defaults(single),
    )
    shared = backtest.summarise(backtest.made_by_all(default))
    bars = tuple(_bars(summary, shared))
    return Card(summary, fallbacks, bars, tuple(experiments()), missing, scored(series))


def _bars(summary: pl.DataFrame, shared: pl.DataFrame) -> list[Bar]:
    """``shared`` is the summary of the windows that every model forecast."""
    against_walk = backtest.ratios(summary, models.OURS, models.RANDOM_WALK)
    against_best = backtest.ratios(shared, models.OURS, "best")
    ours = summary.filter(pl.col("period") == "all", pl.col("model") == models.OURS)
    covered = {
        horizon: (at80, at95)
        for horizon, at80, at95 in ours.group_by("horizon")
        .agg(pl.col("coverage80").mean(), pl.col("coverage95").mean())
        .iter_rows()
    }
    bars = []
    for horizon in HORIZONS:
        claims, log = BARS_RANDOM_WALK[horizon]
        bars += [
            Bar("CRPS in claims / log random walk", horizon, against_walk[horizon][0], 0.0, claims),
            Bar("CRPS on logs / log random walk", horizon, against_walk[horizon][1], 0.0, log),
        ]
        if horizon in BARS_BEST:
            bars.append(
                Bar(
                    "CRPS in claims / best other model",
                    horizon,
                    against_best[horizon][0],
                    0.0,
                    BARS_BEST[horizon],
                )
            )
        bars += [
            Bar("coverage of 80 % intervals", horizon, covered[horizon][0], *BARS_80[horizon]),
            Bar("coverage of 95 % intervals", horizon, covered[horizon][1], *BARS_95[horizon]),
        ]
    return bars
