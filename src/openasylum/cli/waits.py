"""``openasylum waits``: what somebody referred to the tribunal in a month can expect."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import JSON
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, label, number, print_json, say
from openasylum.errors import UserError

if TYPE_CHECKING:
    from rich.table import Table

    from openasylum.pipeline.answers.referrals import Effect, ReferralWaits

#: What the backlog counts.
BACKLOG_NOTE = {
    "en": "People who have claimed since 2017, or waited at the RPD at the end of 2016: older files of later stages are not in it.",
    "fr": "Personnes dont la demande date de 2017 ou après, ou qui attendaient à la SPR à la fin de 2016 : les dossiers plus anciens "
    "des étapes suivantes n'y sont pas.",
}

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

    _check_members(members)
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


def _check_members(members: float) -> None:
    """No more, and no fewer, than the lever of that name may move."""
    from openasylum.scenario import levers

    range_ = levers()["rpd_members"].persons
    assert range_ is not None
    if not range_.low <= members <= range_.high:
        raise UserError(
            f"{members:g} lies outside its range, {range_.low:g} to {range_.high:g}",
            f"{members:g} est hors de sa fourchette, de {range_.low:g} à {range_.high:g}",
            field="--members",
            nearest=f"{range_.high if members > range_.high else range_.low:g}"
            if members == members
            else None,
        )


def _show(found: ReferralWaits) -> None:
    rows = [
        (name, *(_months(waits[level]) for level in ("p10", "p50", "p90")))
        for name, waits in (
            (say("to the RPD's decision", "jusqu'à la décision de la SPR"), found.to_decision),
            (
                say("to the end of appeals and courts", "jusqu'à la fin des appels et recours"),
                found.to_outcome,
            ),
        )
    ]
    days = (found.tenth, found.half, found.nine_in_ten)
    last = ("–" if day is None else str(day) for day in days)
    rows.append((say("decided by", "tranchées au plus tard le"), *last))
    shown = table(
        say(
            "Waits, in months|a tenth|half|nine in ten", "Attentes, en mois|un dixième|la moitié|neuf sur dix"
        ).split("|"),
        rows,
        (1, 2, 3),
        title=say(
            f"Referred in {found.month:%Y-%m}: {number(found.people)} people",
            f"Demandes déférées en {found.month:%Y-%m} : {number(found.people)} personnes",
        ),
    )
    screen = console()
    screen.print(shown)
    screen.print(
        say(
            f"The IRB's formula: {number(found.pending)} pending ÷ {number(found.decisions_a_year)} decisions a year × 12 = "
            f"{number(found.announced)} months.",
            f"La formule de la CISR : {number(found.pending)} en instance ÷ {number(found.decisions_a_year)} décisions par an "
            f"× 12 = {number(found.announced)} mois.",
        )
    )
    screen.print(_backlog(found))
    screen.print(say(BACKLOG_NOTE["en"], BACKLOG_NOTE["fr"]), style="dim")
    screen.print(_effect(say("One member more", "Un commissaire de plus"), found.one_more_member))
    screen.print(_effect(say("A month's closure", "Un mois de fermeture"), found.one_month_closed))


def _backlog(found: ReferralWaits) -> Table:
    """Where people wait at the end of the month."""
    from openasylum.pipeline import load_stages

    graph = load_stages()
    rows = [
        (label(graph.stage(stage).title.model_dump()), number(people))
        for stage, people in found.backlog.items()
        if people
    ]
    last = f"{found.month:%Y-%m}"
    heads = say(f"People at the end of {last}|", f"Personnes à la fin de {last}|").split("|")
    return table(heads, rows, (1,))


def _months(value: float | None) -> str:
    return say("over 96", "plus de 96") if value is None else number(value, 1)


def _effect(name: str, effect: Effect) -> str:
    wait = "–" if effect.mean_months is None else number(effect.mean_months, 2, signed=True)
    pending, decided = number(effect.pending, signed=True), number(effect.decided, signed=True)
    return say(
        f"{name}: {pending} people pending a year later, {decided} decisions in that year, "
        f"{wait} months for those who are decided.",
        f"{name} : {pending} personnes en instance un an plus tard, {decided} décisions dans "
        f"l'année, {wait} mois pour celles dont la demande est tranchée.",
    )
