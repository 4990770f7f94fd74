"""``openasylum scenarios``, ``levers`` and ``assumptions``: what can be changed, and what is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import JSON
from openasylum.cli._tables import table
from openasylum.cli.command import LANGUAGE, command, spoken
from openasylum.cli.output import Language, console, label, language, number, print_json, say, speaking
from openasylum.typography import NARROW, WIDE

if TYPE_CHECKING:
    from openasylum.scenario import Assumption


def register(root: typer.Typer) -> None:
    """Add the three verbs."""
    group = typer.Typer(help="The scenarios that ship with the package: list them, show one.")
    root.add_typer(group, name="scenarios")
    group.callback(invoke_without_command=True)(_list_by_default)
    command(group, "list")(list_scenarios)
    command(group, "show")(show_scenario)
    command(root, "levers")(list_levers)
    command(root, "assumptions")(list_assumptions)


def _list_by_default(context: typer.Context, as_json: bool = JSON, speak: Language = LANGUAGE) -> None:
    with speaking(spoken(context, speak)):
        if context.invoked_subcommand is None:
            list_scenarios(as_json)


def list_scenarios(as_json: bool = JSON) -> None:
    """List the scenarios, each with its mirror.

    Example: `openasylum scenarios list`
    """
    from openasylum.scenario import presets

    if as_json:
        print_json([scenario.record() for scenario in presets().values()])
        return
    rows = [
        (scenario.id, scenario.title[language()], scenario.mirror or "") for scenario in presets().values()
    ]
    console().print(table(say("scenario|title|mirror", "scénario|titre|pendant").split("|"), rows))


def show_scenario(
    name: str = typer.Argument(..., metavar="ID|FILE", help="A preset or a scenario file."),
    as_json: bool = JSON,
) -> None:
    """Show one scenario: what it changes, from when.

    Example: `openasylum scenarios show us-not-designated`
    """
    import yaml

    from openasylum.scenario import load_scenario

    scenario = load_scenario(name)
    if as_json:
        print_json(scenario.record())
        return
    print(yaml.safe_dump(dict(scenario.source), allow_unicode=True, sort_keys=False, width=100), end="")


def list_levers(as_json: bool = JSON) -> None:
    """List the levers that a scenario can move, with their ranges.

    Example: `openasylum levers`
    """
    from openasylum.scenario import levers

    if as_json:
        print_json([lever.model_dump() for lever in levers().values()])
        return
    rows = []
    for lever in levers().values():
        amounts = lever.per_year or lever.persons
        rows.append(
            (
                lever.id,
                lever.title[language()],
                f"{_short(lever.factor.low)} – {_short(lever.factor.high)}",
                f"{number(amounts.low)} – {number(amounts.high)}" if amounts else "–",
            )
        )
    console().print(
        table(say("lever|what it is|×|number", "levier|ce que c'est|×|nombre").split("|"), rows, (2, 3))
    )


def list_assumptions(
    name: str = typer.Argument("", metavar="ID", help="One assumption, with its reason and sources."),
    as_json: bool = JSON,
) -> None:
    """List the assumption register: value, range, evidence grade; or show one assumption with its reason.

    Example: `openasylum assumptions arrivals.undesignation_argument`
    """
    from openasylum.report.units import unit_name
    from openasylum.scenario import GRADES, assumption, register

    if name:
        entry = assumption(name)
        if as_json:
            print_json(entry.model_dump())
            return
        screen = console()
        screen.print(f"[bold]{entry.title[language()]}[/bold] ({entry.id})")
        screen.print(_spread(entry), markup=False)
        screen.print(
            f"{say('Evidence', 'Preuve')} {entry.grade}{say(':', ' :')} {label(GRADES[entry.grade])}"
        )
        screen.print(entry.why[language()])
        for source in entry.sources:
            screen.print(f"  {source}")
        return
    if as_json:
        print_json([entry.model_dump() for entry in register().values()])
        return
    screen = console()
    screen.print(
        say("Middle of the prior (5 to 95 %), unit, grade.", "Milieu de l'a priori (5 à 95 %), unité, cote.")
    )
    for entry in register().values():
        low, middle, high = entry.interval()
        spread = "" if low == high else f" ({_short(low)} – {_short(high)})"
        value = f"{_short(middle)}{spread} {unit_name(entry.unit, language())}  {entry.grade}"
        screen.print(f"[bold]{entry.id}[/bold]  {value}", soft_wrap=True)
        screen.print(f"    {entry.title[language()]}", soft_wrap=True)


def _spread(entry: Assumption) -> str:
    """The middle, the range and the unit; of a choice among words, each word with its chance in a run."""
    from openasylum.report.units import unit_name
    from openasylum.scenario.priors import Discrete

    if isinstance(entry.prior, Discrete):
        whole = sum(entry.prior.weights) / 100
        pairs = zip(entry.prior.values, entry.prior.weights, strict=True)
        return ", ".join(
            f"{_short(value)} {number(weight / whole)}{say('%', WIDE + '%')}" for value, weight in pairs
        )
    low, middle, high = entry.interval()
    return f"{_short(middle)} [{_short(low)} – {_short(high)}] {unit_name(entry.unit, language())}"


def _short(value: float | str) -> str:
    if isinstance(value, str):
        return value
    written = f"{value:,.4g}"
    return written if language() == "en" else written.replace(",", NARROW).replace(".", ",")
