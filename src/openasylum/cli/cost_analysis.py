"""``openasylum cost-analysis``: what moves the cost, why two scenarios differ, what waiting costs, what the
PBO left open.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import typer

from openasylum.cli._options import JSON, power_of_two
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, number, print_json, say

SCOPE = typer.Option("full", "--scope", help="pbo or full.")


def register(root: typer.Typer) -> None:
    """Add ``cost-analysis waiting | drivers | difference | calibration``."""
    group = typer.Typer(
        help="What moves the cost: waiting, assumptions, differences between scenarios.", no_args_is_help=True
    )
    root.add_typer(group, name="cost-analysis")
    command(group, "waiting")(waiting)
    command(group, "drivers")(drivers)
    command(group, "difference")(difference)
    command(group, "calibration")(calibration)


def waiting(
    scope: str = SCOPE,
    year: str = typer.Option("2026-27", "--year", metavar="2026-27", help="In dollars of this fiscal year."),
    after: float = typer.Option(12, "--after", min=0, max=120, help="Months already waited."),
    equals: float | None = typer.Option(
        None, "--equals", metavar="DOLLARS", help="How long a wait costs this much?"
    ),
    draws: int = typer.Option(
        200, "--draws", min=1, max=10_000, help="Draws of the assumptions for the ranges."
    ),
    as_json: bool = JSON,
) -> None:
    """The cost of one month's delay for one claimant, and how long a wait costs as much as a decision (or
    --equals).

    Example: `openasylum cost-analysis waiting --scope full --after 12 --equals 10000`
    """
    from openasylum.scorecard.cost_of_waiting import month_of_delay, waits_that_cost

    month = month_of_delay(scope, year, after, draws)
    waits = waits_that_cost(scope, year, after, draws, equals)
    if as_json:
        print_json({"scope": scope, "month_of_delay": month.to_dicts(), "waits": waits.to_dicts()})
        return
    heading = say(
        f"One more month for one claimant who has waited {after:g} months, dollars of {year}",
        f"Un mois de plus pour un demandeur qui attend depuis {after:g} mois, dollars de {year}",
    )
    from openasylum.costs import organisation_label

    rows = [
        (
            label(organisation_label(row["organisation"])) if row["organisation"] else say("Total", "Total"),
            _range(row),
        )
        for row in month.iter_rows(named=True)
    ]
    _print(heading, (say("Organisation", "Organisation"), "$"), rows)
    kinds = {
        "first_hearing": say("One more first decision", "Une première décision de plus"),
        "appeal": say("One more appeal", "Un appel de plus"),
        "amount": say(f"{number(equals or 0)} dollars", f"{number(equals or 0)} dollars"),
    }
    heading = say("More months of waiting that cost as much", "Mois d'attente de plus qui coûtent autant")
    columns = (say("as", "que"), say("months", "mois"))
    _print(heading, columns, [(kinds[row["of"]], _range(row, 1)) for row in waits.iter_rows(named=True)])
    _say_scope(scope)


def drivers(
    scope: str = SCOPE,
    cohort: str = typer.Option("2023-24", "--cohort", metavar="2023-24", help="Whose histories are priced."),
    size: int = typer.Option(
        256, "--size", min=2, max=8192, help="Sample of Sobol's indices, a power of two."
    ),
    as_json: bool = JSON,
) -> None:
    """Which cost assumptions move the cost per person: a tornado (one at a time) and Sobol's indices (all at
    once).

    Example: `openasylum cost-analysis drivers --scope pbo --size 128`
    """
    from openasylum.scenario import central_values
    from openasylum.scenario.assumptions import assumption
    from openasylum.scorecard.cost_drivers import assumptions, reference, sobol, tornado

    power_of_two(size, "--size")
    with console(stderr=True).status(say("Counting", "Calcul en cours")):
        cost = reference(scope, cohort)
        found = tornado(cost).join(sobol(cost, assumptions(), central_values(), size=size), on="assumption")
    if as_json:
        print_json({"scope": scope, "cohort": cohort, "size": size, "drivers": found.to_dicts()})
        return
    heading = say(
        f"Whole-of-claim cost per person, arrivals of {cohort}, scope {scope}",
        f"Coût des demandes entières par personne, arrivées de {cohort}, portée {scope}",
    )
    columns = say(
        "Assumption|low|high|alone (Sobol)|with others|grade",
        "Hypothèse|bas|haut|seule (Sobol)|avec d'autres|cote",
    ).split("|")
    rows = []
    for row in found.head(20).iter_rows(named=True):
        entry = assumption(row["assumption"])
        cells = (
            number(row["low"]),
            number(row["high"]),
            number(row["first"], 2),
            number(row["total"], 2),
            entry.grade,
        )
        rows.append((getattr(entry.title, language()), *cells))
    _print(heading, columns, rows)
    _say_scope(scope)


def difference(
    before: str = typer.Argument("law-in-force", metavar="BEFORE", help="A preset or a scenario file."),
    after: str = typer.Argument("us-not-designated", metavar="AFTER", help="A preset or a scenario file."),
    scope: str = SCOPE,
    by: str = typer.Option("organisation", "--by", help="organisation, payer or stage."),
    as_json: bool = JSON,
) -> None:
    """Why two scenarios differ in cost: more people, longer waits, other paths, other prices; one draw,
    central assumptions.

    Example: `openasylum cost-analysis difference law-in-force us-not-designated --by stage`
    """
    import polars as pl

    from openasylum.costs.decomposition import EFFECTS
    from openasylum.costs.labels import key_label
    from openasylum.costs.tables import breakdown
    from openasylum.scenario import load_scenario
    from openasylum.scorecard.cost_difference import cost_difference

    column = breakdown(by)
    sides = load_scenario(before), load_scenario(after)
    with console(stderr=True).status(say("Simulating", "Simulation en cours")):
        found = cost_difference(*sides, scope)
    table = found.table.group_by(column).agg(pl.col(*EFFECTS, "total").sum()).sort("total", descending=True)
    if as_json:
        print_json(
            {"before": found.before, "after": found.after, "scope": scope, "effects": table.to_dicts()}
        )
        return
    sums = [number(amount / 1e9, 2) for amount in (found.before, found.after)]
    heading = say(
        f"{before}: {sums[0]} billion; {after}: {sums[1]} billion. Difference in millions:",
        f"{before} : {sums[0]} milliards; {after} : {sums[1]} milliards. Écart en millions :",
    )
    columns = say("|people|waits|paths|prices|total", "|personnes|attentes|parcours|prix|total").split("|")
    rows = [
        (
            key_label(by, row[column], "short")[language()],
            *(number(row[name] / 1e6, signed=True) for name in (*EFFECTS, "total")),
        )
        for row in table.iter_rows(named=True)
    ]
    added = table.select(pl.col(*EFFECTS, "total").sum()).row(0)
    _print(heading, columns, [*rows, ("Total", *(number(value / 1e6, signed=True) for value in added))])
    _say_scope(scope)


def calibration(as_json: bool = JSON) -> None:
    """What the PBO's costing of 2018 leaves open: every set of stage costs that meets all its published
    figures.

    Example: `openasylum cost-analysis calibration --json`
    """
    from openasylum.costs.calibration import components, solutions, summary

    found = solutions()
    wide = summary(found)
    parts = components()
    if as_json:
        print_json(
            {
                "solutions": found.height,
                "components": [
                    {
                        **row,
                        "rests_on": parts[row["component"]].rests_on,
                        "standing": parts[row["component"]].standing,
                    }
                    for row in wide.to_dicts()
                ],
            }
        )
        return
    heading = say(
        f"{number(found.height)} possible sets of stage costs; 5 %, 50 % and 95 % of each component",
        f"{number(found.height)} ensembles possibles de coûts d'étape ; 5 %, 50 % et 95 % de chaque composante",
    )
    columns = say("Component|5 %|50 %|95 %|rests on", "Composante|5 %|50 %|95 %|repose sur").split("|")
    rows = []
    for row in wide.iter_rows(named=True):
        part = parts[row["component"]]
        digits = 0 if row["p95"] > 100 else 2
        cells = (number(row[q], digits) for q in ("p05", "p50", "p95"))
        rows.append((getattr(part.title, language()), *cells, ", ".join(part.rests_on)))
    _print(heading, columns, rows)


def _range(row: dict[str, Any], digits: int = 0) -> str:
    if row["p50"] is None:
        return say("never within 20 years", "jamais en 20 ans")
    low, middle, high = (number(row[name], digits) for name in ("p05", "p50", "p95"))
    return f"{middle}  ({low} – {high})"


def _print(heading: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    columns = list(columns)
    console().print(table(columns, rows, range(1, len(columns)), title=heading))


def _say_scope(scope: str) -> None:
    from openasylum.costs import scope_statement

    said = scope_statement(scope)[language()]
    out = console()
    out.print(f"[dim]{said['title']}. {said['counts']}.[/dim]")
    out.print(f"[dim]{say('Excludes:', 'Exclut :')} {'; '.join(said['excludes'])}.[/dim]")
