"""``openasylum runs``: past runs, kept in a folder, never changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openasylum.cli._options import BACKEND, JSON, RUN, RUNS, SCHEDULER, WORKERS
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, number, print_json, say

if TYPE_CHECKING:
    from openasylum.results import Comparison, Run


#: Rows that a comparison prints before it says how many more there are.
ROWS = 40


def register(root: typer.Typer) -> None:
    """Add ``runs list | show | compare | verify | sql | clean``."""
    group = typer.Typer(
        help="Past runs: list, show, compare, verify, ask with SQL, clean up.", no_args_is_help=True
    )
    root.add_typer(group, name="runs")
    command(group, "list")(list_kept)
    command(group, "show")(show)
    command(group, "compare")(compare)
    command(group, "verify")(verify)
    command(group, "sql")(sql)
    command(group, "clean")(clean)


def list_kept(runs: Path | None = RUNS, as_json: bool = JSON) -> None:
    """List the runs in a folder, the newest first; what is not a whole run is left out.

    Example: `openasylum runs list`
    """
    from openasylum.results import list_runs, runs_root

    manifests = list_runs(runs)
    if as_json:
        print_json([manifest.record() for manifest in manifests])
        return
    _say_unfinished(runs_root(runs))
    if not manifests:
        where = runs_root(runs)
        console(stderr=True).print(
            say(f"There is no run in {where}.", f"Il n'y a aucune exécution dans {where}.")
        )
        return
    headings = say(
        "run|scenarios|horizon|draws|seed|data to", "exécution|scénarios|horizon|tirages|germe|données à"
    )
    rows = [
        (
            manifest.run_id,
            ", ".join(manifest.scenario_ids),
            "–".join(month[:4] for month in manifest.horizon),
            str(manifest.draws),
            str(manifest.seed),
            manifest.data_vintage.split("+")[0],
        )
        for manifest in manifests
    ]
    console().print(table(headings.split("|"), rows, (3, 4)))


def show(name: str = RUN, runs: Path | None = RUNS, as_json: bool = JSON) -> None:
    """Show what a run found: the same screen, or the same JSON, as when it was made.

    Example: `openasylum runs show 3f9a1c`
    """
    from openasylum.results import load_run

    run = load_run(name, runs)
    if as_json:
        print_json(run.to_json())
        return
    from openasylum.report.terminal import summary

    console().print(summary(run, language()))


def compare(first: str = RUN, second: str = RUN, runs: Path | None = RUNS, as_json: bool = JSON) -> None:
    """Compare two runs: the inputs that differ, and every headline figure side by side.

    Example: `openasylum runs compare 3f9a1c 8b02de`
    """
    from openasylum.results import compare_runs, load_run

    pair = load_run(first, runs), load_run(second, runs)
    found = compare_runs(*pair)
    if as_json:
        print_json({"inputs": found.inputs, "headline": found.headline.to_dicts()})
        return
    _print_comparison(pair, found)


def _print_comparison(pair: tuple[Run, Run], found: Comparison) -> None:
    from openasylum.report.numbers import amount, change
    from openasylum.results import measure

    spoken = language()
    names = ", ".join(found.inputs) or say("nothing: they are the same run", "rien : c'est la même exécution")
    console().print(say(f"Inputs that differ: {names}", f"Entrées qui diffèrent : {names}"))
    moved = found.headline.filter((found.headline["change"] != 0) | found.headline["change"].is_null())
    rows = []
    for row in moved.head(ROWS).to_dicts():
        unit = row["unit"]
        rows.append(
            (
                row["scenario"],
                label(measure(row["measure"]).label.model_dump()),
                row["period"],
                *(amount(row[column], unit, spoken) for column in ("p50", "p50_second")),
                change(row["change"], unit, spoken),
            )
        )
    headings = say("scenario|measure|period", "scénario|mesure|période").split("|")
    headings += [*(run.manifest.run_id for run in pair), say("change", "écart")]
    console().print(table(headings, rows, (3, 4, 5)))
    rest = moved.height - ROWS
    if rest > 0:
        console().print(
            say(f"… and {rest} more rows: see --json.", f"… et {rest} autres lignes : voir --json.")
        )


def verify(
    name: str = RUN,
    again: bool = typer.Option(False, "--rerun", help="Make the run again, and compare every number."),
    backend: str = BACKEND,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    runs: Path | None = RUNS,
    as_json: bool = JSON,
) -> int:
    """Verify a run: that every file is the one that was written, and that the id is the hash of the run's
    inputs; with --rerun also that the same inputs give the same numbers, to the bit.

    Example: `openasylum runs verify 3f9a1c --rerun`
    """
    from openasylum.backends import check_backend
    from openasylum.results import load_run, verify_run
    from openasylum.results.rerun import differences_of, rerun

    where = check_backend(backend, scheduler)
    spoken = "en" if as_json else language()
    faults = verify_run(name, runs, spoken)
    if again and not faults:
        kept = load_run(name, runs).manifest
        with console(stderr=True).status(say("Making the run again…", "Refaire l'exécution…")):
            made = rerun(kept, backend=where, workers=workers or None, scheduler=scheduler)
        faults = differences_of(kept, made, spoken)
    if as_json:
        print_json({"run": name, "sound": not faults, "faults": faults})
    elif faults:
        for fault in faults:
            console().print(fault)
    elif again:
        console().print(
            say(
                f"{name}: every file is as it was written, and made again it is the same, to the bit.",
                f"{name} : chaque fichier est tel qu'écrit, et refaite, l'exécution est la même au bit près.",
            )
        )
    else:
        console().print(
            say(f"{name}: every file is as it was written.", f"{name} : chaque fichier est tel qu'écrit.")
        )
    return 1 if faults else 0


def sql(
    name: str = RUN,
    statement: str = typer.Argument(..., metavar="SELECT", help="A statement over the run's tables."),
    runs: Path | None = RUNS,
    as_json: bool = JSON,
) -> None:
    """Ask a run with SQL: its tables are series, flows, ledger, annual, assumptions, and their …_quantiles.

    Example: `openasylum runs sql 3f9a1c "select * from annual_quantiles where measure = 'claims_made'"`
    """
    from openasylum.results import load_run
    from openasylum.results.query import query

    answer = query(load_run(name, runs), statement)
    if as_json:
        print_json(answer.to_dicts())
    else:
        print(answer.write_csv(), end="")


def clean(runs: Path | None = RUNS, as_json: bool = JSON) -> None:
    """Remove the draws that interrupted runs kept for --resume, and leave the runs as they are.

    What a process is still working on stays. Runs are whole folders of their own: to remove one, delete its folder.

    Example: `openasylum runs clean`
    """
    from openasylum.results import runs_root
    from openasylum.results.unfinished import remove_left_overs

    removed = remove_left_overs(runs_root(runs))
    if as_json:
        print_json([{"run_id": one.run_id, "draws": one.draws, "bytes": one.bytes} for one in removed])
        return
    size = number(sum(one.bytes for one in removed) / 1e6, 1)
    console().print(
        say(
            f"Interrupted runs removed: {len(removed)} ({size} MB).",
            f"Exécutions interrompues supprimées : {len(removed)} ({size} Mo).",
        )
    )


def _say_unfinished(root: Path) -> None:
    """Say, beside the list, that interrupted runs lie there, what they hold, and how to be rid of them."""
    from openasylum.results.unfinished import left_overs

    found = [one for one in left_overs(root) if one.draws and not one.in_use]
    if found:
        draws, size = sum(one.draws for one in found), number(sum(one.bytes for one in found) / 1e6, 1)
        console(stderr=True).print(
            say(
                f"Interrupted runs here: {len(found)}, with {draws} finished draws ({size} MB). The same `openasylum run` with "
                "--resume goes on; `openasylum runs clean` removes them.",
                f"Exécutions interrompues ici : {len(found)}, avec {draws} tirages achevés ({size} Mo). Le même "
                "`openasylum run` avec --resume continue ; `openasylum runs clean` les supprime.",
            )
        )
