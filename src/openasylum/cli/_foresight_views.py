"""``openasylum backtest foresight``: how well claims can be foreseen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.output import console, print_json, say

if TYPE_CHECKING:
    from openasylum.scorecard.foresight.card import Card

JSON = typer.Option(False, "--json", help="Machine output: one record a target, horizon, model and period.")
PAGE = typer.Option(
    None, "--write-page", metavar="FILE", help="Write the page of the documentation to this file."
)


#: What the bars are called in French.
_FRENCH = {
    "CRPS in claims / log random walk": "CRPS en demandes / marche aléatoire",
    "CRPS on logs / log random walk": "CRPS en logarithmes / marche aléatoire",
    "CRPS in claims / best other model": "CRPS en demandes / meilleur autre modèle",
    "coverage of 80 % intervals": "couverture des intervalles à 80 %",
    "coverage of 95 % intervals": "couverture des intervalles à 95 %",
}


def foresight(as_json: bool = JSON, write_page: Path | None = PAGE) -> int:
    """Score forecasts made every month from January 2017 on, against the standard ones.

    Targets: land (spliced), airport, inland, Quebec land, total; 1, 3, 6 and 12 months ahead. CRPS in
    claims and on the log scale, MASE, coverage of 80 % and 95 % intervals. Newer tables (`--data`) are
    scored when they are laid over the shipped ones. Exit code 1 where a bar is missed.

    Example: `openasylum backtest foresight --json`
    """
    from openasylum.scorecard.foresight import card as cards

    if as_json:
        found = cards.score()
        print_json(found.rows())
        return OK if all(bar.met for bar in found.bars) else FELL_SHORT
    # The origins are as many as the bar can tell: each is a few hundredths of a second.
    with console(stderr=True).status(
        say("Forecasting from every month…", "Prévision à partir de chaque mois…")
    ):
        found = cards.score()
    _show(found)
    if write_page is not None:
        write_page.write_text(cards.page(found), encoding="utf-8")
    return OK if all(bar.met for bar in found.bars) else FELL_SHORT


def _show(card: Card) -> None:
    table = Table(
        title=say("Forecasts of claims since January 2017", "Prévisions de demandes depuis janvier 2017")
    )
    for heading in (
        say("held to", "exigence"),
        say("months", "mois"),
        say("value", "valeur"),
        say("range", "plage"),
        "",
    ):
        table.add_column(heading)
    for bar in card.bars:
        span = f"≤ {bar.high:.2f}" if bar.low == 0 else f"{bar.low:.2f}–{bar.high:.2f}"
        mark = say("met", "atteinte") if bar.met else say("[bold]missed[/]", "[bold]manquée[/]")
        table.add_row(say(bar.name, _FRENCH[bar.name]), str(bar.horizon), f"{bar.value:.3f}", span, mark)
    console().print(table)
    for one in card.experiments:
        console().print(
            say(
                f"{one.name}: said {one.p10:,.0f} to {one.p90:,.0f} {one.unit}, came {one.observed:,.0f}",
                f"{one.name} : annoncé de {one.p10:,.0f} à {one.p90:,.0f}, observé {one.observed:,.0f}",
            )
        )
    if card.missing:
        console(stderr=True).print(
            say(
                "ETS, ARIMA and theta stop early: their forecasts are not shipped for the newest figures. "
                "Install the extra to make them: pip install 'openasylum\\[foresight]'.",
                "ETS, ARIMA et thêta s'arrêtent tôt : il n'y a pas leurs prévisions des derniers chiffres. "
                "Installez le module : pip install 'openasylum\\[foresight]'.",
            )
        )
