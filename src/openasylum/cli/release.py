"""``openasylum release`` and ``openasylum verify``: make, check and compare releases."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openasylum.cli._options import BACKEND, JSON, RUNS, SCHEDULER, WORKERS
from openasylum.cli._tables import table
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, print_json, say
from openasylum.errors import UserError

if TYPE_CHECKING:
    from openasylum.release import Bundle

BUNDLE = typer.Argument(..., metavar="BUNDLE", help="A release bundle (.zip).")
BUNDLES = typer.Argument(..., metavar="BUNDLE", help="Bundles, the oldest first.")
OUT = typer.Option(None, "--out", metavar="FILE", help="The bundle; default: openasylum-VERSION.zip.")
RUN = typer.Option(None, "--run", help="A run of the presets, already made; by default it is made.")
DRAWS = typer.Option(200, "--draws", min=1, max=100_000, help="Draws of the run that is made.")
STEPS = typer.Option(
    False,
    "--steps",
    help="Of two bundles: make those in between, each with one more part changed (minutes each).",
)
KEEP = typer.Option(None, "--keep", metavar="DIR", help="Keep the bundles that --steps makes here.")
DIST = typer.Option(None, "--dist", metavar="DIR", help="A folder with the wheel and the sdist to put in.")


def register(root: typer.Typer) -> None:
    """Add ``release build | compare | errata`` and ``verify``."""
    group = typer.Typer(help="Releases: build, compare, errata.", no_args_is_help=True)
    root.add_typer(group, name="release")
    command(group, "build")(build)
    command(group, "compare")(compare)
    command(group, "errata")(list_errata)
    command(root, "verify")(verify)


def build(
    out: Path = OUT,
    run: str = RUN,
    runs: Path | None = RUNS,
    draws: int = DRAWS,
    dist: Path = DIST,
    backend: str = BACKEND,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
) -> None:
    """Build the bundle of a release: code version, tables, law, posterior draws, results of every preset, receipt.

    Example: `openasylum release build --draws 1000 --dist dist --out openasylum-0.1.0.zip`
    """
    import openasylum
    from openasylum import release
    from openasylum.backends import check_backend
    from openasylum.cli.run import WEIGHT
    from openasylum.results import load_run, runs_root, save
    from openasylum.results.produce import produce
    from openasylum.results.unfinished import unfinished
    from openasylum.scenario import presets

    where = check_backend(backend, scheduler)
    target = out or Path(f"openasylum-{openasylum.__version__}.zip")
    if run is None:
        with (
            console(stderr=True).status(say("Running every preset…", "Exécution de chaque préréglage…")),
            unfinished(runs_root(runs), resume=True) as keeper,
        ):
            made = produce(
                list(presets().values()), draws=draws, seed=20241231, weight=WEIGHT, backend=where,
                workers=workers or None, scheduler=scheduler, keeper=keeper, command="openasylum release build",
            )  # fmt: skip
            made = save(made, {}, str(runs) if runs else None)
    else:
        made = load_run(run, runs)
    built = sorted(path for path in dist.iterdir() if path.suffix in (".whl", ".gz")) if dist else []
    print(release.build(made, target, built))


def verify(bundle: Path = BUNDLE, as_json: bool = JSON) -> int:
    """Verify a release bundle: every file, the tables, the law and the draws by their hashes, the run by its id, every headline
    figure by the run.

    Exit code 1: something is not as it was published.

    Example: `openasylum verify openasylum-0.1.0.zip`
    """
    from openasylum import release

    opened = release.open_bundle(bundle)
    faults = release.verify(opened, "en" if as_json else language())
    receipt = opened.receipt
    if as_json:
        print_json(
            {"bundle": str(bundle), "sound": not faults, "faults": faults, "code": receipt.get("code")}
        )
    elif faults:
        for fault in faults:
            console().print(fault)
    else:
        files = len(receipt["files"])
        console().print(
            say(
                f"{bundle.name}: {files} files as published; OpenAsylum {receipt['code']}, data to "
                f"{receipt['data_vintage']}, law of {receipt['law_date']}, run {receipt['run']}.",
                f"{bundle.name} : {files} fichiers tels que publiés ; OpenAsylum {receipt['code']}, données à "
                f"{receipt['data_vintage']}, droit au {receipt['law_date']}, exécution {receipt['run']}.",
            )
        )
    return 1 if faults else 0


def compare(
    bundles: list[Path] = BUNDLES,
    steps: bool = STEPS,
    keep: Path | None = KEEP,
    workers: int = WORKERS,
    as_json: bool = JSON,
) -> None:
    """Say which headline figures moved from one release to the next, by how much, and why: data, law, method, error.

    Bundles in between, each with one more change, measure the share of each; --steps makes them with the code that is installed,
    which must be that of one of the two.

    Example: `openasylum release compare openasylum-0.1.0.zip openasylum-0.2.0.zip --steps`
    """
    from openasylum import release

    opened: Sequence[release.Bundle] = [release.open_bundle(path) for path in bundles]
    if steps:
        opened = _with_steps(opened, keep, workers)
    found = release.compare(opened)
    if as_json:
        rows = found.moved.to_dicts()
        errata = [entry.model_dump(mode="json") for entry in found.errata]
        print_json({"steps": found.steps, "errata": errata, "moved": rows})
        return
    for number, cause in enumerate(found.steps, 1):
        words = say(f"Step {number} changes: {_cause(cause)}", f"L'étape {number} change : {_cause(cause)}")
        console().print(words)
    for entry in found.errata:
        console().print(f"{entry.id}: {label(entry.what.model_dump())}")
    _print_moved(found.moved.to_dicts(), found.steps)


def _with_steps(opened: Sequence[Bundle], keep: Path | None, workers: int) -> Sequence[Bundle]:
    from openasylum.release import make_steps

    if len(opened) != 2:
        raise UserError(
            "the steps are made between two bundles: the older and the newer",
            "les étapes se font entre deux versions : l'ancienne et la nouvelle",
            field="--steps",
        )
    with tempfile.TemporaryDirectory() as scratch, console(stderr=True).status("") as status:
        folder = keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        made = make_steps(
            opened[0],
            opened[1],
            folder,
            workers=workers,
            on_step=lambda part: status.update(
                say(f"The step that changes {_cause(part)}…", f"L'étape qui change {_cause(part)}…")
            ),
        )
    for fault in made.faults:
        console(stderr=True).print(
            say(f"A step could not be made and is counted with the next. {fault}",
                f"Une étape n'a pu être faite et compte avec la suivante. {fault}")
        )  # fmt: skip
    return made.bundles


def _cause(text: str) -> str:
    """Causes ("data; law + method") in the language of the output."""
    french = {
        "data": "données", "law": "droit", "method": "méthode", "posterior": "tirages a posteriori", "error": "erreur",
        "nothing that was recorded": "rien qui ait été noté",
    }  # fmt: skip
    return say(text, re.sub("|".join(french), lambda found: french[found.group()], text))


def _print_moved(rows: list[dict[str, Any]], steps: Sequence[str]) -> None:
    from openasylum.report.numbers import amount, change
    from openasylum.results.measures import measures

    words = say(
        "scenario|measure|period|before|after|change|why", "scénario|mesure|période|avant|après|écart|cause"
    )
    *facts_of_row, why = words.split("|")
    shares = [f"step_{number}" for number in range(1, len(steps) + 1)] if len(steps) > 1 else []
    headings = [*facts_of_row, *(map(_cause, steps) if shares else ()), why]
    known = measures()  # an older release may have measures that this one does not know
    shown = []
    for row in rows:
        unit, spoken = row["unit"], language()
        before, after = (
            "–" if row[name] is None else amount(row[name], unit, spoken) for name in ("before", "after")
        )
        moved, *parts = (
            "–" if row[name] is None else change(row[name], unit, spoken) for name in ("change", *shares)
        )
        name = row["measure"]
        if name in known:
            name = label(known[name].label.model_dump())
        shown.append((row["scenario"], name, row["period"], before, after, moved, *parts, _cause(row["why"])))
    console().print(table(headings, shown, range(3, len(headings) - 1)))
    console().print(say(f"{len(rows)} headline figures moved.", f"{len(rows)} chiffres clés ont bougé."))


def list_errata(as_json: bool = JSON) -> None:
    """List what was found wrong in a published figure, chart or text, and where it was put right.

    Example: `openasylum release errata`
    """
    from openasylum import release

    if as_json:
        print_json([entry.model_dump(mode="json") for entry in release.errata()])
        return
    for entry in release.errata():
        console().print(
            f"[bold]{entry.id}[/bold] ({entry.versions} → {entry.fixed_in}) "
            f"{label(entry.what.model_dump())} {label(entry.effect.model_dump())}"
        )
