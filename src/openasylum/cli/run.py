"""``openasylum run``: scenarios against the law in force."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from openasylum.cli._interruption import is_interruption, unless_heard
from openasylum.cli._options import BACKEND, RUNS, SCHEDULER, WORKERS
from openasylum.cli.application import BAD_INPUT
from openasylum.cli.command import command
from openasylum.cli.output import console, language, print_json, say
from openasylum.errors import UserError

#: A simulated person stands for this many people unless the user says otherwise; see docs/explanation/ensemble.md.
WEIGHT = 40.0


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "run")(run)


def run(
    scenarios: list[str] = typer.Argument(
        None, metavar="SCENARIO", help="Presets or scenario files; default: us-not-designated."
    ),
    draws: int = typer.Option(200, "--draws", min=1, max=100_000, help="How many draws."),
    seed: int = typer.Option(20241231, "--seed", min=0, help="The seed of every chance in the run."),
    full: bool = typer.Option(False, "--full", help="Simulate everyone instead of one person in forty."),
    backend: str = BACKEND,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    resume: bool = typer.Option(
        False, "--resume", help="Go on with an interrupted run: keep the draws it finished."
    ),
    runs: Path | None = RUNS,
    as_json: bool = typer.Option(False, "--json", help="Machine output: the headline table."),
) -> None:
    """Compare scenarios with the law in force: people, waits, outcomes and cost to 2030, with ranges.

    Without arguments it answers the central question: what if Canada no longer treated the United States as a safe third country?
    Writes a run folder with Parquet tables, charts and a report.

    An interrupted run keeps the draws it finished: the same command with --resume goes on from there.

    Example: `openasylum run us-not-designated rpd-capacity-plus-25 --draws 100`
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from openasylum import report
    from openasylum.backends import check_backend
    from openasylum.results import runs_root, save
    from openasylum.results.produce import produce
    from openasylum.results.unfinished import unfinished
    from openasylum.scenario import LAW_IN_FORCE, load_scenario

    where = check_backend(backend, scheduler)
    named = [name for name in scenarios or ["us-not-designated"] if name != LAW_IN_FORCE]
    chosen = [load_scenario(name) for name in (LAW_IN_FORCE, *named)]
    ids = [scenario.id for scenario in chosen]
    if len(set(ids)) < len(ids):
        raise UserError(
            f"two scenarios have the same id: {', '.join(ids)}",
            f"deux scénarios ont le même identifiant : {', '.join(ids)}",
        )
    stages = {
        "history": say("Replaying 2015-2024", "Reprise de 2015-2024"),
        "ensemble": say("Simulating to 2030", "Simulation jusqu'en 2030"),
    }
    screen = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with (
        Progress(*columns, console=screen, transient=True) as progress,
        unfinished(runs_root(runs), resume=resume) as keeper,
        _interrupted(lambda: int(progress.tasks[0].completed), draws),
    ):
        bar = progress.add_task("", total=draws)
        found = produce(
            chosen,
            draws=draws,
            seed=seed,
            weight=1.0 if full else WEIGHT,
            backend=where,
            workers=workers or None,
            scheduler=scheduler,
            keeper=keeper,
            command=shlex.join(["openasylum", *sys.argv[1:]]),
            on_stage=unless_heard(lambda stage: progress.update(bar, description=stages[stage])),
            on_progress=unless_heard(lambda done: progress.advance(bar, done)),
        )
        progress.update(bar, description=say("Writing the report", "Rédaction du rapport"))
        kept = save(found, report.render(found), str(runs) if runs else None)
    if as_json:
        print_json(kept.to_json())
    else:
        console().print(report.terminal_summary(kept, language()))


@contextmanager
def _interrupted(done: Callable[[], int], draws: int) -> Iterator[None]:
    """Say, on Ctrl-C, that what was finished is kept, and how to go on."""
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        if not done() or not is_interruption(error):
            raise
        print(
            say(
                f"Interrupted; {done()} of {draws} draws are kept: the same command with --resume goes on.",
                f"Interrompu ; {done()} tirages sur {draws} sont conservés : la même commande avec --resume continue.",
            ),
            file=sys.stderr,
        )
        raise typer.Exit(BAD_INPUT) from None
