"""``openasylum waits``: what somebody referred to the tribunal in a month can expect."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import JSON
from openasylum.cli.command import command
from openasylum.cli.output import console, print_json, say
from openasylum.errors import UserError

if TYPE_CHECKING:
    from openasylum.pipeline.referrals import Effect, ReferralWaits

MONTH = typer.Argument(metavar="MONTH", help="Month of referral, such as 2024-03.")
MEMBERS = typer.Option(
    0.0, "--members", help="So many members more (or, below zero, fewer) at the RPD from the month after."
)
EVERY = typer.Option(20, "--every", min=1, help="Simulate one person in so many; 1 for everyone.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "waits")(_waits)


def _waits(month: str = MONTH, members: float = MEMBERS, every: int = EVERY, as_json: bool = JSON) -> None:
    """Tell the waits of those referred to the RPD in a month: half decided by, nine in ten by; to the end of appeals;
    the wait that the IRB's formula gives; and what one member more, or a month's closure, would do.

    After the last published month of claims the last twelve are taken to repeat. Assumptions take the middle of their
    range. No individual's outcome or wait is told.

    Example: `openasylum waits 2024-03`
    """
    from openasylum import pipeline
    from openasylum.scenario import central_values

    day, values = _month(month), central_values()
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    levers = []
    if members:
        levers.append(pipeline.hiring("rpd", after, None, values, persons=members, factor=None))
    found = pipeline.waits_for_referrals(day, values, capacity=levers, every=every)
    if as_json:
        print_json(found.as_dict())
    else:
        _show(found)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise UserError(
            f"{text!r} is not a month such as 2024-03",
            f"« {text} » n'est pas un mois comme 2024-03",
            field="MONTH",
        ) from None


def _show(found: ReferralWaits) -> None:
    from rich.table import Table

    table = Table(
        title=say(
            f"Referred in {found.month:%Y-%m}: {found.people:,.0f} people",
            f"Déférées en {found.month:%Y-%m} : {found.people:,.0f} personnes",
        ),
        title_justify="left",
        title_style="bold",
    )
    table.add_column(say("Waits, in months", "Attentes, en mois"), overflow="fold")
    headings = (say("a tenth", "un dixième"), say("half", "la moitié"), say("nine in ten", "neuf sur dix"))
    for heading in headings:
        table.add_column(heading, justify="right")
    for name, waits in (
        (say("to the RPD's decision", "jusqu'à la décision de la SPR"), found.to_decision),
        (say("to the end of appeals and courts", "jusqu'à la fin des appels et recours"), found.to_outcome),
    ):
        table.add_row(name, *(_months(waits[level]) for level in ("p10", "p50", "p90")))
    days = (found.tenth, found.half, found.nine_in_ten)
    table.add_row(
        say("decided by", "tranchées au plus tard le"), *("–" if day is None else str(day) for day in days)
    )
    screen = console()
    screen.print(table)
    screen.print(
        say(
            f"The IRB's formula: {found.pending:,.0f} pending ÷ {found.decisions_a_year:,.0f} decisions a year × 12 = "
            f"{found.announced:.0f} months.",
            f"La formule de la CISR : {found.pending:,.0f} en instance ÷ {found.decisions_a_year:,.0f} décisions par an "
            f"× 12 = {found.announced:.0f} mois.",
        )
    )
    screen.print(_effect(say("One member more", "Un commissaire de plus"), found.one_more_member))
    screen.print(_effect(say("A month's closure", "Un mois de fermeture"), found.one_month_closed))


def _months(value: float | None) -> str:
    return say("over 96", "plus de 96") if value is None else f"{value:.1f}"


def _effect(name: str, effect: Effect) -> str:
    wait = "–" if effect.mean_months is None else f"{effect.mean_months:+.2f}"
    return say(
        f"{name}: {effect.pending:+,.0f} people pending a year later, {effect.decided:+,.0f} decisions in that year, "
        f"{wait} months for those who are decided.",
        f"{name} : {effect.pending:+,.0f} personnes en instance un an plus tard, {effect.decided:+,.0f} décisions dans "
        f"l'année, {wait} mois pour celles dont la demande est tranchée.",
    )
