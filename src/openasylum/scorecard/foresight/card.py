"""The scorecard of foresight: the table, the bars it is held to, and the page in the documentation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from openasylum.arrivals.published import series_ends
from openasylum.errors import UserError
from openasylum.scorecard.foresight import backtest, library, models
from openasylum.scorecard.foresight.rule_changes import Experiment, experiments
from openasylum.scorecard.foresight.targets import HORIZONS, TARGETS, Panel, panel

#: What the project holds itself to: horizon -> CRPS against the log random walk (claims, log scale), all
#: windows.
BARS_RANDOM_WALK: Final = {1: (0.90, 0.94), 3: (0.90, 0.94), 6: (0.92, 0.96), 12: (0.95, 1.00)}
#: ... and against the best other model of each cell (claims).
BARS_BEST: Final = {3: 0.95, 6: 0.97}
#: Coverage of the 80 % and 95 % intervals, pooled over targets.
BARS_80: Final = {1: (0.75, 0.85), 3: (0.75, 0.85), 6: (0.75, 0.85), 12: (0.70, 0.85)}
BARS_95: Final = {1: (0.90, 0.98), 3: (0.90, 0.98), 6: (0.90, 0.98), 12: (0.88, 0.98)}


_INTRODUCTION: Final = """\
Every month from January 2017 on, each model says what the next 1, 3, 6 and 12 months will bring, knowing
only the months before (figures of the last vintage, which flatters every model alike at one month). Land
is spliced over the coding break ([arrivals](arrivals.md)). `openasylum` is our default model; the others
are the standard ones. The score is the continuous ranked probability score (CRPS: lower is better).

Settings were chosen on origins to the end of 2021, with limits on how fast a level may revert. Those
limits, a few settings moved by hand, and the lead of airports over inland claims had the later years in
view, so 2022 to 2024 confirm them less than a blind test would. That claims are counted by the days on
which they can be made (every day at ports and airports, working days at inland offices) was chosen on the
years to 2021 and fits nothing: 2022 to 2024 confirm it. The months after December 2024 are the blind test:
`openasylum backtest foresight --data DIR` scores them, apart and with the others.""".splitlines()

_RULE_CHANGES: Final = """\
What could have been said from the figures to February 2023 (Manitoba: to December 2017), scored once. The
priors were written down afterwards, by people who knew what came; read them as an argument, not a
test.""".splitlines()


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
class Card:
    """``summary``: ``backtest.summarise``; ``fallbacks``: cells for which another model is the default;
    ``missing``: library models that stop early; ``scored``: which months were.
    """

    summary: pl.DataFrame
    fallbacks: dict[tuple[str, int], str]
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
        raise UserError("the published series end too soon to score a forecast from January 2017 on")
    forecasters: dict[str, Callable[[Panel], models.Forecasts | None]] = dict(models.OWN_MODELS)
    last = series.until(backtest.origins(series)[-1])
    missing = () if library.can_forecast(last) else tuple(library.LIBRARY_MODELS)
    forecasters |= {name: library.forecaster(name) for name in library.LIBRARY_MODELS}
    single = backtest.roll(series, forecasters, on_origin)
    default = backtest.with_fallback(single)
    summary = backtest.summarise(default)
    chosen = default.filter(pl.col("model") == models.OURS, pl.col("default") != models.OURS)
    fallbacks = {
        (target, horizon): model
        for target, horizon, model in chosen.select("target", "horizon", "default")
        .unique()
        .sort("target")
        .iter_rows()
    }
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


def page(card: Card) -> str:
    """The page of the documentation (Markdown), generated: nobody edits it by hand."""
    lines = [
        "# How well can claims be foreseen? The scorecard",
        "",
        "Generated by `openasylum backtest foresight --write-page`; do not edit.",
        "",
        *_INTRODUCTION,
        "",
        "## Against the bars",
        "",
        "| | months ahead | value | range | |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {bar.name} | {bar.horizon} | {bar.value:.3f} | "
        + (f"≤ {bar.high:.2f}" if bar.low == 0 else f"{bar.low:.2f}–{bar.high:.2f}")
        + f" | {'met' if bar.met else '**missed**'} |"
        for bar in card.bars
    ]
    lines += ["", "Ratios are geometric means over the five targets, all windows.", ""]
    lines += _where_others_win(card)
    for title, period in (
        ("All windows", "all"),
        ("Windows with a change of rule ahead", "break ahead"),
        ("Windows without", "no break ahead"),
    ):
        lines += ["", f"## {title}: CRPS in claims", "", *_table(card.summary, period)]
    lines += ["", "## Coverage of our intervals, all windows", "", *_coverage(card.summary)]
    lines += ["", "## Changes of rule and small regions", ""]
    lines += [
        *_RULE_CHANGES,
        "",
        "| | said (10 / 50 / 90 %) | came | CRPS | inside |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name.replace('_', ' ')}, {one.unit} | {one.p10:,.0f} / {one.p50:,.0f} / {one.p90:,.0f} | "
        f"{one.observed:,.0f} | {one.crps:,.0f} | {'yes' if one.inside else 'no'} |"
        for one in card.experiments
    ]
    return "\n".join(lines) + "\n"


def _where_others_win(card: Card) -> list[str]:
    """Cells in which another model has the lower CRPS in claims, and by how much on both scales."""
    cells = card.summary.filter(pl.col("period") == "all").sort("crps")
    ours = cells.filter(pl.col("model") == models.OURS)
    best = cells.group_by("target", "horizon", maintain_order=True).first()
    lost = (
        best.filter(pl.col("model") != models.OURS)
        .join(ours, on=["target", "horizon"], suffix="_ours")
        .sort("target", "horizon")
    )
    lines = ["## Where another model is better", ""]
    lines += [
        f"* {row['target'].replace('_', ' ')}, {row['horizon']} months: `{row['model']}`, whose CRPS is "
        f"{row['crps'] / row['crps_ours']:.2f} of ours in claims, {row['crps_log'] / row['crps_log_ours']:.2f} on logs"
        for row in lost.iter_rows(named=True)
    ] or ["In no cell."]
    return [
        *lines,
        "",
        "Our default falls back to another model in a cell where that one was better by more than 5 % on",
        "both scales on the months to the end of 2021 (a rule that looks at later months would be hindsight;",
        f"less than 5 % is noise): {_fallbacks(card)}.",
    ]


def _fallbacks(card: Card) -> str:
    cells = [
        f"{target.replace('_', ' ')} at {h} (`{model}`)" for (target, h), model in card.fallbacks.items()
    ]
    return ", ".join(cells) or "nowhere"


def _table(summary: pl.DataFrame, period: str) -> list[str]:
    cells = summary.filter(pl.col("period") == period)
    names = [models.OURS, *sorted(set(cells["model"]) - {models.OURS})]
    found = {
        (t, h, m): (n, c)
        for t, h, m, n, c in cells.select("target", "horizon", "model", "origins", "crps").iter_rows()
    }
    lines = ["| target | months | origins | " + " | ".join(names) + " |", "|---" * (3 + len(names)) + "|"]
    for target in TARGETS:
        for horizon in HORIZONS:
            values = [found.get((target, horizon, name)) for name in names]
            present = [value[1] for value in values if value]
            if not present:
                continue
            shown = [
                "–"
                if value is None
                else f"**{value[1]:,.0f}**"
                if value[1] == min(present)
                else f"{value[1]:,.0f}"
                for value in values
            ]
            origins = next(value[0] for value in values if value)
            lines.append(
                f"| {target.replace('_', ' ')} | {horizon} | {origins} | " + " | ".join(shown) + " |"
            )
    return lines


def _coverage(summary: pl.DataFrame) -> list[str]:
    ours = summary.filter(pl.col("period") == "all", pl.col("model") == models.OURS)
    found = {
        (t, h): (a, b)
        for t, h, a, b in ours.select("target", "horizon", "coverage80", "coverage95").iter_rows()
    }
    lines = ["| target | " + " | ".join(f"{h} months: 80 / 95 %" for h in HORIZONS) + " |", "|---" * 5 + "|"]
    for target in TARGETS:
        cells = [f"{100 * found[target, h][0]:.0f} / {100 * found[target, h][1]:.0f}" for h in HORIZONS]
        lines.append(f"| {target.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return lines
