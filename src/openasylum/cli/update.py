"""``openasylum update``: a year's new tables, step by step; see docs/how-to/yearly-update.md."""

from __future__ import annotations

from pathlib import Path

import typer

from openasylum.cli._options import JSON
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, number, print_json, say

DIRECTORY = typer.Argument(..., metavar="DIR", help="A directory of tables, as for --data.")


def register(root: typer.Typer) -> None:
    """Add ``update drift``."""
    group = typer.Typer(help="A year's new tables: what they change.", no_args_is_help=True)
    root.add_typer(group, name="update")
    command(group, "drift")(drift)
    command(group, "steps")(steps)


def drift(directory: Path = DIRECTORY, as_json: bool = JSON) -> int:
    """Say what newer tables change: rows added, figures revised, series that moved further in a year than ever before.

    Exit code 1: some series jumped; ask the source before fitting anything again.

    Example: `openasylum update drift next-year/`
    """
    from openasylum.facts.drift import drift as find

    found = find(directory)
    if as_json:
        print_json(found.to_dicts())
    else:
        headings = say(
            "table|added|revised|largest revision|to|new series|jumps",
            "tableau|ajoutées|révisées|plus forte révision|jusqu'au|nouvelles séries|sauts",
        )
        rows = []
        for row in found.to_dicts():
            share = row["largest_revision"]
            rows.append(
                (
                    row["table"],
                    number(row["rows_added"]),
                    number(row["rows_revised"]),
                    "–" if share is None else f"{number(100 * share, 1)} %",
                    "–" if row["last_day_after"] is None else row["last_day_after"].isoformat(),
                    number(row["series_added"]),
                    number(row["jumps"]),
                )
            )
        console().print(table(headings.split("|"), rows, range(1, 7)))
        for row in found.to_dicts():
            if row["largest_jump"]:
                console().print(f"{row['table']}: {row['largest_jump']}")
    return int(bool(found["jumps"].sum()))


def steps() -> None:
    """Print the year's routine: one command a step, in order.

    Example: `openasylum update steps`
    """
    lines = [
        (
            say("1. The new tables are of the right form", "1. Les nouveaux tableaux ont la bonne forme"),
            "facts validate DIR",
        ),
        (say("2. What they change", "2. Ce qu'ils changent"), "update drift DIR"),
        (
            say("3. Fit again what is fitted", "3. Réajuster ce qui s'ajuste"),
            "calibrate --data DIR --out posterior/",
        ),
        (say("4. Would we have been right?", "4. Aurions-nous eu raison ?"), "backtest foresight --data DIR"),
        ("", "backtest mechanism --data DIR"),
        ("", "replicate --data DIR"),
        (say("5. The release", "5. La version"), "release build --data DIR --out next.zip"),
        ("", "verify next.zip"),
        (
            say("6. What moved, and why", "6. Ce qui a bougé, et pourquoi"),
            "release compare last.zip next.zip --steps",
        ),
    ]
    for title, line in lines:
        if title:
            print(title)
        print(f"   openasylum {line}")
