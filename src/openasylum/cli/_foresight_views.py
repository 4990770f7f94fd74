"""``openasylum backtest foresight``: how well claims can be foreseen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import SCHEDULER, SERIAL, WORKERS
from openasylum.cli._tables import table
from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.output import console, number, print_json, say
from openasylum.timeline import first_day_of_month

if TYPE_CHECKING:
    from openasylum.scorecard.foresight.card import Card

JSON = typer.Option(False, "--json", help="Machine output: one record a target, horizon, model and period.")
PAGE = typer.Option(
    None,
    "--write-page",
    metavar="FILE",
    help="Write the page of the documentation to this file, and in French to FILE with .fr before its ending.",
)


#: What the bars are called in French.
_FRENCH = {
    "CRPS in claims / log random walk": "CRPS en demandes / marche aléatoire",
    "CRPS on logs / log random walk": "CRPS en logarithmes / marche aléatoire",
    "CRPS in claims / best other model": "CRPS en demandes / meilleur autre modèle",
    "coverage of 80 % intervals": "couverture des intervalles à 80 %",
    "coverage of 95 % intervals": "couverture des intervalles à 95 %",
}


def foresight(
    backend: str = SERIAL,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    as_json: bool = JSON,
    write_page: Path | None = PAGE,
) -> int:
    """Score forecasts made every month from January 2017 on, against the standard ones.

    Targets: land (spliced), airport, inland, Quebec land, total; 1, 3, 6 and 12 months ahead. CRPS in
    claims and on the log scale, MASE, coverage of 80 % and 95 % intervals. Newer tables (`--data`) are
    scored when they are laid over the shipped ones. Exit code 1 where a bar is missed.

    Example: `openasylum backtest foresight --json`
    """
    from openasylum.backends import working
    from openasylum.scorecard.foresight import card as cards

    if as_json:
        with working(backend, workers or None, scheduler):
            found = cards.score()
        _say_what_is_scored(found)
        print_json(found.rows())
        return OK if all(bar.met for bar in found.bars) else FELL_SHORT
    # The origins are as many as the bar can tell: each is a few hundredths of a second.
    with (
        console(stderr=True).status(
            say("Forecasting from every month…", "Prévision à partir de chaque mois…")
        ),
        working(backend, workers or None, scheduler),
    ):
        found = cards.score()
    _say_what_is_scored(found)
    _show(found)
    if write_page is not None:
        from openasylum.scorecard.foresight.page import page

        write_page.write_text(page(found), encoding="utf-8")
        write_page.with_suffix(f".fr{write_page.suffix}").write_text(page(found, "fr"), encoding="utf-8")
    return OK if all(bar.met for bar in found.bars) else FELL_SHORT


def _show(card: Card) -> None:
    rows = []
    for bar in card.bars:
        low, high, value = (
            number(each, digits) for each, digits in ((bar.low, 2), (bar.high, 2), (bar.value, 3))
        )
        mark = say("met", "atteinte") if bar.met else say("[bold]missed[/]", "[bold]manquée[/]")
        span = f"≤ {high}" if bar.low == 0 else f"{low} – {high}"
        rows.append((say(bar.name, _FRENCH[bar.name]), str(bar.horizon), value, span, mark))
    heading = say("Forecasts of claims since January 2017", "Prévisions de demandes depuis janvier 2017")
    columns = say("held to|months|value|range|", "exigence|mois|valeur|plage|").split("|")
    console().print(table(columns, rows, (1, 2, 3), title=heading))
    for one in card.experiments:
        console().print(
            say(
                f"{one.name}: said {number(one.p10)} to {number(one.p90)} {one.unit}, came {number(one.observed)}",
                f"{one.name} : annoncé de {number(one.p10)} à {number(one.p90)}, observé {number(one.observed)}",
            )
        )
    if card.scored.new_months:
        _show_new_months(card)


def _show_new_months(card: Card) -> None:
    """The months that no choice of model had seen."""
    from openasylum.scorecard.foresight import backtest, models

    to = first_day_of_month(card.scored.last_month)
    cells = {
        (row["target"], row["horizon"], row["model"]): row
        for row in card.rows()
        if row["period"] == backtest.NEW_MONTHS
    }
    rows = []
    for (target, horizon, model), row in cells.items():
        if model == models.OURS:
            walk = cells[target, horizon, models.RANDOM_WALK]
            inside = (f"{number(100 * row[level])} %" for level in ("coverage80", "coverage95"))
            scores = (number(row["mase"], 2), number(row["crps"]), number(walk["crps"]))
            rows.append((target.replace("_", " "), str(horizon), str(row["origins"]), *scores, *inside))
    heading = say(
        f"The months after those shipped, to {to:%Y-%m}: ours against the log random walk",
        f"Les mois postérieurs à ceux fournis, jusqu'à {to:%Y-%m} : notre modèle et la marche aléatoire",
    )
    columns = say(
        "target|months|forecasts|MASE|CRPS, claims|random walk|in 80 %|in 95 %",
        "cible|mois|prévisions|MASE|CRPS, demandes|marche aléatoire|dans 80 %|dans 95 %",
    ).split("|")
    console().print(table(columns, rows, range(1, 8), title=heading))


def _say_what_is_scored(card: Card) -> None:
    """On the error stream: which months, which table stops short, which models could not be run."""
    print_ = console(stderr=True).print
    first, last, end = (
        first_day_of_month(month)
        for month in (card.scored.first_origin, card.scored.last_origin, card.scored.last_month)
    )
    new = card.scored.new_months
    print_(
        say(
            f"Forecasts made from {first:%Y-%m} to {last:%Y-%m} of months to {end:%Y-%m}; "
            + (
                f"{new} of them newer than the shipped tables."
                if new
                else "no month is newer than the shipped tables."
            ),
            f"Prévisions faites de {first:%Y-%m} à {last:%Y-%m}, portant sur des mois jusqu'à {end:%Y-%m}; "
            + (
                f"{new} mois postérieurs aux tableaux fournis."
                if new
                else "aucun mois postérieur aux tableaux fournis."
            ),
        )
    )
    held_back = {
        name: month for name, month in card.scored.offices.items() if month == card.scored.last_month
    }
    for name, month in card.scored.stopping_short.items():
        day = first_day_of_month(month)
        shown = name.replace("_", " ")
        by = ", ".join(held_back)
        print_(
            say(
                f"{shown} is printed to {day:%Y-%m}, {by} only to {end:%Y-%m}: all are scored to {end:%Y-%m}.",
                f"{shown} est publié jusqu'à {day:%Y-%m}, {by} seulement jusqu'à {end:%Y-%m} : "
                f"tout est évalué jusqu'à {end:%Y-%m}.",
            )
            if day > end
            else say(
                f"{shown} is printed to {day:%Y-%m} and scored to then; the months after it are filled in from "
                "Canada's.",
                f"{shown} est publié jusqu'à {day:%Y-%m} et évalué jusque-là; les mois suivants sont déduits de ceux "
                "du Canada.",
            )
        )
    if card.missing:
        print_(
            say(
                "ETS, ARIMA and theta stop early: their forecasts are not shipped for the newest figures. "
                "Install the extra to make them: pip install 'openasylum\\[foresight]'.",
                "ETS, ARIMA et thêta s'arrêtent tôt : il n'y a pas leurs prévisions des derniers chiffres. "
                "Installez le module : pip install 'openasylum\\[foresight]'.",
            )
        )
