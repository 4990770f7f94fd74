"""``openasylum backtest``: would the model have been right? Mechanism here; other kinds of skill add their
own verb to ``app``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from openasylum.cli._foresight_views import foresight
from openasylum.cli._options import SCHEDULER, SERIAL, WORKERS
from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.command import command
from openasylum.cli.output import console, print_json, say

if TYPE_CHECKING:
    from openasylum.scorecard.mechanism import Score

#: The group of verbs; one function per kind of skill, each with ``@command(app, ...)``.
app = typer.Typer(help="Backtests: what the model would have said, beside what came.", no_args_is_help=True)

EVERY = typer.Option(4, "--every", min=1, help="Simulate one person in so many; 1 for everyone.")
JSON = typer.Option(False, "--json", help="Machine output: a list, one entry a score.")


def register(root: typer.Typer) -> None:
    """Add the verbs."""
    command(app, "foresight")(foresight)
    root.add_typer(app, name="backtest")


@command(app, "mechanism")
def _mechanism(
    every: int = EVERY,
    backend: str = SERIAL,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    as_json: bool = JSON,
) -> int:
    """Mechanism skill: fed true intake and funded capacity, does the pipeline give the published backlog,
    flows and outcomes?

    In sample, with each year left out, and with parameters from earlier years only; month by month; the
    appeals; and published forecasts taken apart into intake, capacity and mechanism. Exit code 1 where a bar
    is missed.

    Example: `openasylum backtest mechanism --json`
    """
    from openasylum.backends import working
    from openasylum.scorecard.mechanism import mechanism

    with working(backend, workers or None, scheduler):
        scores = mechanism(every=every)
    if as_json:
        print_json([score.as_dict() for score in scores])
    else:
        _show(scores)
    return FELL_SHORT if any(score.verdict == "missed" for score in scores) else OK


def _show(scores: list[Score]) -> None:
    from rich import box
    from rich.table import Table

    title = say("Mechanism skill", "Justesse du mécanisme")
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0)
    )
    table.add_column(
        say("Measure (* held out)", "Mesure (* hors échantillon)"), overflow="fold", min_width=18
    )
    table.add_column(say("Period", "Période"), overflow="fold", min_width=8)
    for heading in (
        say("Observed", "Observé"),
        say("Modelled", "Modélisé"),
        say("Error", "Écart"),
        say("Bar", "Barre"),
    ):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column(say("Verdict", "Verdict"), no_wrap=True, min_width=7)
    verdicts = {"met": say("met", "atteint"), "missed": say("missed", "manqué"), "none": "–"}
    for score in scores:
        table.add_row(
            score.measure.replace("_", " ") + (" *" if score.sample == "held" else ""),
            score.period,
            _value(score, score.observed),
            _value(score, score.modelled),
            _error(score, score.error, "+"),
            "–" if score.tolerance is None else _error(score, score.tolerance),
            verdicts[score.verdict],
            style="red" if score.verdict == "missed" else None,
        )
    console().print(table)
    judged = [score for score in scores if score.verdict != "none"]
    met = sum(score.verdict == "met" for score in judged)
    console().print(say(f"{met} of {len(judged)} bars met.", f"{met} barres atteintes sur {len(judged)}."))


def _value(score: Score, value: float) -> str:
    if score.measure.endswith("mean_absolute"):
        return "–" if value == 0 else f"{100 * value:.1f} %"
    return f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"


def _error(score: Score, value: float, sign: str = "") -> str:
    if score.unit == "share":
        return f"{100 * value:{sign}.1f} %"
    return f"{value:{sign},.1f}" if abs(value) < 100 else f"{value:{sign},.0f}"
