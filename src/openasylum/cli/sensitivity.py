"""``openasylum sensitivity``: on which assumptions the answer turns."""

from __future__ import annotations

import typer
from rich.table import Table

from openasylum.cli._workers import SCHEDULER, SERIAL, WORKERS
from openasylum.cli.application import OK
from openasylum.cli.command import command
from openasylum.cli.output import console, label, print_json, say

SCENARIO = typer.Argument("us-not-designated", metavar="SCENARIO", help="A preset, or a scenario file.")
YEAR = typer.Option(2028, "--year", min=2025, max=2030, help="Calendar year of the claims added.")
SAMPLE = typer.Option(
    128, "--sample", min=16, help="Sample size, a power of two; larger is steadier and slower."
)
JSON = typer.Option(False, "--json", help="Machine output: a list of name, first, total.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "sensitivity")(_sensitivity)


def _sensitivity(
    scenario: str = SCENARIO,
    year: int = YEAR,
    sample: int = SAMPLE,
    backend: str = SERIAL,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    as_json: bool = JSON,
) -> int:
    """How far the claims that a scenario adds turn on each assumption about arrivals (Sobol indices).

    *First*: the share of the variance that knowing this one would take away. *Total*: the share that would
    be left if all others were known. `chance` is the course of arrivals that no assumption fixes.

    Example: `openasylum sensitivity us-not-designated --year 2028`
    """
    from openasylum.backends import working
    from openasylum.errors import UserError
    from openasylum.scenario.assumptions import register as assumptions
    from openasylum.scenario.scenario import load_scenario
    from openasylum.scorecard.foresight.sensitivity import CHANCE, sensitivity

    if sample & (sample - 1):
        raise UserError(
            f"the sample size {sample} is not a power of two",
            field="--sample",
            nearest=str(1 << sample.bit_length()),
        )
    chosen = load_scenario(scenario)
    with (
        console(stderr=True).status(say("Running the arrivals model…", "Calcul des arrivées…")),
        working(backend, workers or None, scheduler),
    ):
        found = sensitivity(chosen, year, sample=sample)
    if as_json:
        print_json([vars(index) for index in found])
        return OK
    table = Table(
        title=say(
            f"Claims added in {year}: what they turn on",
            f"Demandes ajoutées en {year} : ce dont elles dépendent",
        )
    )
    for heading in (
        say("assumption", "hypothèse"),
        say("grade", "cote"),
        say("first", "premier"),
        say("total", "total"),
    ):
        table.add_column(heading)
    for index in found:
        if index.total >= 0.01:
            entry = None if index.name == CHANCE else assumptions()[index.name]
            title = say("chance: the course of arrivals", "hasard : le cours des arrivées")
            if entry is not None:
                title = label({"en": entry.title.en, "fr": entry.title.fr})
            grade = "" if entry is None else entry.grade
            table.add_row(title, grade, f"{max(index.first, 0):.2f}", f"{index.total:.2f}")
    console().print(table)
    return OK
