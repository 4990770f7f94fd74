"""``openasylum pipeline``: any stage file on any arrivals, another country's tribunal or a queue from the
textbook.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, label, number, print_json, say
from openasylum.errors import UserError

if TYPE_CHECKING:
    import polars as pl

    from openasylum.pipeline import StageGraph

STAGES = typer.Argument(metavar="STAGES.yaml", help="The stage file (docs/reference/stage-files.md).")
ARRIVALS = typer.Option(
    ...,
    "--arrivals",
    metavar="ARRIVALS.csv",
    help="Who comes when: date, and if need be count, stage, origin, channel, pathway.",
)
START = typer.Option(None, "--start", metavar="DATE", help="First day; by default that of the first arrival.")
UNTIL = typer.Option(None, "--until", metavar="DATE", help="Last day; by default that of the last arrival.")
SEED = typer.Option(0, "--seed", help="Another seed, other chance.")
JSON = typer.Option(False, "--json", help="Machine output: a list, one entry a stage.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "pipeline")(_pipeline)


def _pipeline(
    stages: Path = STAGES,
    arrivals: Path = ARRIVALS,
    start: str | None = START,
    until: str | None = UNTIL,
    seed: int = SEED,
    as_json: bool = JSON,
) -> None:
    """Run a stage file on a file of arrivals, and report each stage: arrivals, completions, waits, queues,
    utilisation.

    Waits and stays are in days. Assumptions that the file names take the middle of their range.

    Example: `openasylum pipeline docs/how-to/tribunal.yaml --arrivals docs/how-to/tribunal-arrivals.csv`
    """
    from openasylum import pipeline
    from openasylum.pipeline.answers.summary import stage_summary
    from openasylum.pipeline.arrivals_file import read_arrivals
    from openasylum.pipeline.definition.quantities import Assumed

    graph = pipeline.load_stages(stages)
    first = None if start is None else _day(start, "--start")
    people = read_arrivals(arrivals, graph, first)
    days = people["enter_date"].dt.date()
    first = days.min() if first is None else first  # type: ignore[assignment]
    last = days.max() if until is None else _day(until, "--until")
    values = {}
    if any(isinstance(part, Assumed) for quantity in graph.quantities for part in quantity.parts()):
        from openasylum.scenario import central_values

        values = central_values()
    people = pipeline.joined(graph, people, values, seed=seed)
    visits = pipeline.run(graph, people, values, seed=seed, draw=0, start=first, until=last)  # type: ignore[arg-type]
    rows = stage_summary(graph, visits, values, start=first, until=last, people=people, seed=seed)  # type: ignore[arg-type]
    if as_json:
        print_json(rows.to_dicts())
    else:
        _show(graph, rows, first, last)  # type: ignore[arg-type]


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(
            f"{text!r} is not a date that exists", f"« {text} » n'est pas une date qui existe", field=option
        ) from None


def _show(graph: StageGraph, found: pl.DataFrame, first: date, last: date) -> None:
    title = f"{label(graph.file.title.model_dump())} · {first} – {last}"
    # Waits of a few days are told by the hundredth, longer ones by the tenth.
    longest = found["p90_wait"].max() or 0.0
    digits = 1 if longest >= 10 else 2  # type: ignore[operator]
    rows = [
        (
            label(graph.stage(row["stage"]).title.model_dump()),
            *(_number(row[name]) for name in ("arrivals", "completions")),
            *(_number(row[name], digits) for name in ("mean_wait", "p90_wait")),
            _number(row["mean_queue"], 1),
            _number(row["final_queue"]),
            "–" if row["utilisation"] is None else f"{number(100 * row['utilisation'], 1)} %",
        )
        for row in found.iter_rows(named=True)
    ]
    columns = say(
        "Stage|Arrivals|Completions|Mean wait|P90 wait|Mean queue|Final queue|Utilisation",
        "Étape|Arrivées|Sorties|Attente moy.|Attente P90|File moyenne|File finale|Utilisation",
    ).split("|")
    console().print(table(columns, rows, range(1, 8), title=title))
    console().print(say("Waits in days.", "Attentes en jours."), style="dim")


def _number(value: float | None, digits: int = 0) -> str:
    return "–" if value is None else number(value, digits)
