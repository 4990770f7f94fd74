"""``openasylum replicate``: published official figures of cost, rebuilt, ours beside theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from openasylum.cli._tables import table
from openasylum.cli.application import FELL_SHORT, OK
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, number, print_json, say

if TYPE_CHECKING:
    from openasylum.scorecard.replication import Replication

NAMES = typer.Argument(None, metavar="NAME", help="What to rebuild; without a name, everything.")
JSON = typer.Option(False, "--json", help="Machine output: a list, one entry a figure.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "replicate")(_replicate)


def _replicate(names: list[str] | None = NAMES, as_json: bool = JSON) -> int:
    """Rebuild published official figures: ours beside theirs, the difference, and what ours is made of.

    An *identity* only shows how a source's own figures hang together; *mechanistic* figures come out of a
    simulation; *model* figures rest on unit costs or assumptions of ours. Exit code 1 where a figure is
    missed.

    Example: `openasylum replicate pbo-2018 --json`
    """
    from openasylum.scorecard.replication import replicate

    with console(stderr=True).status(say("Rebuilding", "Reconstruction en cours")):
        pack = replicate(names or ())
    if as_json:
        print_json([one.as_dict() for found in pack.values() for one in found])
    else:
        for name, found in pack.items():
            _show(name, found)
        _say_verdict([one for found in pack.values() for one in found])
    return OK if all(one.verdict == "met" for found in pack.values() for one in found) else FELL_SHORT


def _show(name: str, found: list[Replication]) -> None:
    ranged = any(one.low is not None for one in found)
    rows = []
    for one in found:
        verdict = {"met": say("met", "atteint"), "missed": say("missed", "manqué")}[one.verdict]
        rows.append(
            (
                f"{label(one.title)} ({say(one.unit, UNITS.get(one.unit, one.unit))})",
                _number(one.published),
                _number(one.ours),
                number(one.difference, 2 if abs(one.published) < 1000 else 0, signed=True),
                *([_range(one)] if ranged else []),
                f"[green]{verdict}[/green]" if one.verdict == "met" else f"[bold red]{verdict}[/bold red]",
                say(*KINDS[one.kind]),
            )
        )
    headings = say("Figure|Published|Ours|Difference", "Chiffre|Publié|Nôtre|Écart").split("|")
    headings += [*(["5 – 95 %"] if ranged else []), *say("Verdict|Kind", "Verdict|Nature").split("|")]
    shown = table(headings, rows, range(1, 5 if ranged else 4), title=name)
    out = console()
    out.print(shown)
    for why in dict.fromkeys(label(one.why) for one in found):
        out.print(f"  [dim]{why}[/dim]")
    from openasylum.scorecard.replication.known_2018 import input_name

    inputs = {name: standing for one in found for name, standing in one.inputs.items()}
    for standing, words in STANDINGS.items():
        own = [input_name(name, language()) for name, how in inputs.items() if how == standing]
        if own:
            out.print(f"  [dim]{say(*words)}{say(':', ' :')} {', '.join(own)}[/dim]")
    out.print()


KINDS = {
    "identity": ("identity", "identité"),
    "mechanistic": ("mechanistic", "mécanisme"),
    "model": ("model", "modèle"),
}

#: Units in French.
UNITS = {
    "CAD/person": "$ par personne",
    "CAD million": "millions de $",
    "CAD/claim": "$ par demande",
    "CAD/appeal": "$ par appel",
    "months": "mois",
    "percent": "%",
    "ratio": "rapport",
    "share": "part",
}

STANDINGS = {
    "published": ("Published inputs", "Intrants publiés"),
    "inferred": ("Inferred", "Déduits"),
    "calibrated": ("Calibrated", "Calés"),
    "assumed": ("Assumed", "Supposés"),
}


def _range(one: Replication) -> str:
    return "" if one.low is None or one.high is None else f"{_number(one.low)} – {_number(one.high)}"


def _number(value: float) -> str:
    return number(value, 0 if abs(value) >= 1000 else 2)


def _say_verdict(found: list[Replication]) -> None:
    met = sum(one.verdict == "met" for one in found)
    console().print(
        say(
            f"{met} of {len(found)} figures met. Identities prove nothing about the model; see the others.",
            f"{met} chiffres atteints sur {len(found)}. Les identités ne prouvent rien ; voir les autres.",
        )
    )
