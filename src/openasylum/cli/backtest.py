"""``openasylum backtest``: would the model have been right? Mechanism here; other kinds of skill add their
own verb to ``app``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from openasylum.cli._foresight_views import foresight
from openasylum.cli._options import SCHEDULER, SERIAL, WORKERS
from openasylum.cli._tables import table
from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.command import command
from openasylum.cli.output import console, number, print_json, say

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
    verdicts = {"met": say("met", "atteint"), "missed": say("missed", "manqué"), "none": "–"}
    rows = [
        (
            score.measure.replace("_", " ") + (" *" if score.sample == "held" else ""),
            score.period,
            _value(score, score.observed),
            _value(score, score.modelled),
            _error(score, score.error, signed=True),
            "–" if score.tolerance is None else _error(score, score.tolerance),
            verdicts[score.verdict],
        )
        for score in scores
    ]
    columns = say(
        "Measure (* held out)|Period|Observed|Modelled|Error|Bar|Verdict",
        "Mesure (* hors échantillon)|Période|Observé|Modélisé|Écart|Seuil|Verdict",
    ).split("|")
    missed = {place: "red" for place, score in enumerate(scores) if score.verdict == "missed"}
    title = say("Mechanism skill", "Justesse du mécanisme")
    console().print(table(columns, rows, (2, 3, 4, 5), title=title, styles=missed))
    judged = [score for score in scores if score.verdict != "none"]
    met = sum(score.verdict == "met" for score in judged)
    console().print(say(f"{met} of {len(judged)} bars met.", f"{met} seuils atteints sur {len(judged)}."))


def _value(score: Score, value: float) -> str:
    if score.measure.endswith("mean_absolute"):
        return "–" if value == 0 else f"{number(100 * value, 1)} %"
    return number(value, int(abs(value) < 100))


def _error(score: Score, value: float, *, signed: bool = False) -> str:
    if score.unit == "share":
        return f"{number(100 * value, 1, signed=signed)} %"
    return number(value, int(abs(value) < 100), signed=signed)
