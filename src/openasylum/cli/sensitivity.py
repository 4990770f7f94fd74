"""``openasylum sensitivity``: on which assumptions the answer turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import SCHEDULER, SERIAL, WORKERS, power_of_two
from openasylum.cli._tables import table
from openasylum.cli.application import OK
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, number, print_json, say

if TYPE_CHECKING:
    from openasylum.scenario import Scenario

SCENARIO = typer.Argument("us-not-designated", metavar="SCENARIO", help="A preset or a scenario file.")
YEAR = typer.Option(2028, "--year", min=2025, max=2030, help="Calendar year of the claims added.")
SAMPLE = typer.Option(
    128, "--sample", min=16, help="Sample size, a power of two; larger is steadier and slower."
)
SIDE_BY_SIDE = typer.Option(
    False,
    "--alternatives",
    help="Instead: structural alternatives side by side (no diversion, full diversion, …).",
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
    side_by_side: bool = SIDE_BY_SIDE,
    as_json: bool = JSON,
) -> int:
    """How far the claims that a scenario adds turn on each assumption about arrivals (Sobol indices).

    *First*: the share of the variance that knowing this one would take away. *Total*: the share that would
    be left if all others were known. `chance` is the course of arrivals that no assumption fixes.
    With --alternatives: what the scenario adds under each structural alternative, unaveraged.

    Example: `openasylum sensitivity us-not-designated --year 2028`
    """
    from openasylum.backends import working
    from openasylum.scenario.assumptions import register as assumptions
    from openasylum.scenario.scenario import load_scenario
    from openasylum.scorecard.foresight.sensitivity import CHANCE, sensitivity

    power_of_two(sample, "--sample")
    chosen = load_scenario(scenario)
    if side_by_side:
        return _show_alternatives(chosen, year, as_json)
    with (
        console(stderr=True).status(say("Running the arrivals model…", "Calcul des arrivées…")),
        working(backend, workers or None, scheduler),
    ):
        found = sensitivity(chosen, year, sample=sample)
    if as_json:
        print_json([vars(index) for index in found])
        return OK
    rows = []
    for index in found:
        if index.total >= 0.01:
            entry = None if index.name == CHANCE else assumptions()[index.name]
            title = say("chance: the course of arrivals", "hasard : le cours des arrivées")
            if entry is not None:
                title = label({"en": entry.title.en, "fr": entry.title.fr})
            grade = "" if entry is None else entry.grade
            rows.append((title, grade, number(max(index.first, 0), 2), number(index.total, 2)))
    heading = say(
        f"Claims added in {year}: what they turn on", f"Demandes ajoutées en {year} : ce dont elles dépendent"
    )
    columns = say("assumption|grade|first|total", "hypothèse|cote|premier|total").split("|")
    console().print(table(columns, rows, (2, 3), title=heading))
    return OK


def _show_alternatives(scenario: Scenario, year: int, as_json: bool) -> int:
    """Structural alternatives side by side: claims added in the year, 5, 50 and 95 %."""
    from openasylum.scorecard.foresight.alternatives import side_by_side

    with console(stderr=True).status(say("Running the arrivals model…", "Calcul des arrivées…")):
        found = side_by_side(scenario, year)
    if as_json:
        print_json(
            [
                {
                    "id": one.alternative.id,
                    "title": one.alternative.title.model_dump(),
                    "assumptions": one.alternative.assumptions,
                    "added": one.added,
                    "land_a_month": one.land_a_month,
                }
                for one in found
            ]
        )
        return OK
    rows = []
    # An argument about a law that the scenario does not touch changes nothing.
    for one in [found[0], *(one for one in found[1:] if one.added != found[0].added)]:
        shown = [one.added[name] for name in ("all", "land", "elsewhere", "undetected")]
        cells = (
            f"{number(round(middle), signed=True)}\n({number(round(low))} – {number(round(high))})"
            for low, middle, high in shown
        )
        rows.append((one.alternative.title[language()], *cells))
    heading = say(
        f"Claims added in {year}, structural alternatives side by side: middle (5 to 95 %)",
        f"Demandes ajoutées en {year}, variantes structurelles côte à côte : milieu (5 à 95 %)",
    )
    columns = say(
        "alternative|all claims|by land|by air, inland|after undetected entry",
        "variante|toutes|terrestres|avion, au pays|entrée non détectée",
    ).split("|")
    console().print(table(columns, rows, range(1, 5), title=heading))
    return OK
