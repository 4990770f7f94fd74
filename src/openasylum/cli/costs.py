"""``openasylum costs``: what the process costs, by whom and to whom, always with what a total includes and
excludes.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openasylum.cli._files import write_file
from openasylum.cli._options import JSON, RUNS
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, language, print_json, say
from openasylum.errors import UserError
from openasylum.report.cost_statements import PER_PERSON, Statement, from_run, of_cohort, of_history

if TYPE_CHECKING:
    from rich.console import Console

SCOPE = typer.Option(
    "pbo",
    "--scope",
    help="pbo (federal variable cost, as the PBO counted in 2018) or full (all governments).",
)
COHORT = typer.Option(
    None, "--cohort", metavar="2017-18", help="Whole-of-claim cost of those who claimed in this fiscal year."
)
BY = typer.Option("organisation", "--by", help="organisation, stage, payer or year (cash only).")
RUN = typer.Option(
    None, "--run", metavar="RUN", help="Cash of a run's scenarios instead of the observed years."
)
CSV = typer.Option(None, "--csv", metavar="FILE", help="Write the table with its includes and excludes.")
XLSX = typer.Option(None, "--xlsx", metavar="FILE", help="Write a workbook whose totals are live formulas.")
UNITS = typer.Option(
    None,
    "--unit-costs",
    metavar="FILE",
    help="Your own cost lines; the form is that of the shipped unit_costs.yaml.",
)


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "costs")(_costs)


def _costs(
    scope: str = SCOPE,
    cohort: str | None = COHORT,
    by: str = BY,
    run: str | None = RUN,
    runs: Path | None = RUNS,
    csv: Path | None = CSV,
    xlsx: Path | None = XLSX,
    unit_costs: Path | None = UNITS,
    as_json: bool = JSON,
) -> None:
    """What the asylum process costs: cash by fiscal year, or the whole claims of one year's arrivals.

    Without options: cash of the observed years 2017-18 to 2023-24, simulated person by person at central
    assumptions. Cash and whole-of-claim count different things and never stand in one table. Every total says
    what it includes and excludes.

    Example: `openasylum costs --cohort 2017-18 --scope full --by organisation --xlsx cohort.xlsx`
    """
    with console(stderr=True).status(say("Counting", "Calcul en cours")):
        statement = _statement(scope, cohort, by, run, runs, unit_costs)
    if csv is not None:
        write_file(csv, statement.csv(language()).encode())
    if xlsx is not None:
        write_file(xlsx, statement.workbook(language()))
    if as_json:
        print_json(statement.as_json())
    else:
        _show(console(), statement)


def _statement(
    scope: str, cohort: str | None, by: str, run: str | None, runs: Path | None, unit_costs: Path | None
) -> Statement:
    if cohort is not None and run is not None:
        raise UserError(
            "a run keeps cash by fiscal year and no cohorts; ask for one or the other",
            "une exécution garde les décaissements par exercice et aucune cohorte ; demandez l'un ou l'autre",
            field="--cohort",
        )
    if run is not None and unit_costs is not None:
        raise UserError(
            "a run was priced when it was made; its quantities are not kept",
            "les prix d'une exécution ont été fixés quand elle a été faite ; ses quantités ne "
            "sont pas gardées",
            field="--unit-costs",
        )
    if run is not None:
        return from_run(run, runs, scope, by)
    if cohort is not None:
        return of_cohort(cohort, scope, by, unit_costs)
    return of_history(scope, by, unit_costs)


def _show(out: Console, statement: Statement) -> None:
    tongue = language()
    rows = list(statement.rows(tongue))
    headings = [
        say(*HEADINGS[statement.by]),
        *(say(*COLUMNS.get(name, (name, name))) for name in statement.columns),
    ]
    total = {place: "bold" for place, (name, _) in enumerate(rows) if name == say("Total", "Total")}
    shown = table(
        headings,
        [(name, *cells) for name, cells in rows],
        range(1, len(headings)),
        title=statement.title[tongue],
        styles=total,
    )
    out.print(shown)
    said: dict[str, Any] = statement.said[tongue]
    for text in (*statement.remarks[tongue].values(), said["counts"]):
        out.print(f"[dim]{text}[/dim]")
    short = [text.split(": ")[0] for text in said["includes"]]
    out.print(f"[dim]{say('Includes:', 'Comprend :')} {'; '.join(short)}.[/dim]")
    out.print(f"[dim]{say('Excludes:', 'Exclut :')} {'; '.join(said['excludes'])}.[/dim]")


#: Columns whose heading differs between the languages.
COLUMNS = {"$M": ("$M", "M$"), PER_PERSON: (PER_PERSON, "$ / personne")}

HEADINGS = {
    "organisation": ("Organisation", "Organisation"),
    "stage": ("Stage", "Étape"),
    "payer": ("Payer", "Payeur"),
    "year": ("Fiscal year", "Exercice"),
}
