"""``openasylum decide``: how the published rules read for one claim, or for a file of them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from openasylum.backends import working
from openasylum.cli import output
from openasylum.cli._interruption import is_interruption, unless_heard
from openasylum.cli._options import SCHEDULER, SERIAL, WORKERS
from openasylum.cli._tables import table
from openasylum.cli.application import BAD_INPUT
from openasylum.cli.command import command
from openasylum.cli.output import number, say

if TYPE_CHECKING:
    from openasylum.law import Amendment
    from openasylum.law.batch.files import Tally

_ONE_CLAIM = (".yaml", ".yml", ".json")


class Form(enum.StrEnum):
    """How one decision is written."""

    text = "text"
    markdown = "markdown"
    json = "json"


FILE = typer.Argument(
    ...,
    metavar="FILE|DIR",
    help="A claim (YAML, JSON), many (Parquet, CSV, JSONL), or a folder of such files, Hive-partitioned or not.",
)
WITH = typer.Option(
    None, "--with", metavar="SCENARIO|FILE", help="Read under a scenario's law, or a file of amendments."
)
OUT = typer.Option(None, "--out", help="Where to write: required for many claims.")
REJECTS = typer.Option(None, "--rejects", help="Claims that cannot be read; by default beside --out.")
RESUME = typer.Option(False, "--resume", help="Of a folder: leave the files that are decided already.")
FORM = typer.Option(Form.text, "--format", help="How one decision is written.")


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "decide")(decide)


def decide(
    file: Path = FILE,
    change: str = WITH,
    out: Path = OUT,
    rejects: Path = REJECTS,
    form: Form = FORM,
    resume: bool = RESUME,
    backend: str = SERIAL,
    scheduler: str | None = SCHEDULER,
    workers: int = WORKERS,
    as_json: bool = typer.Option(False, "--json", help="The same as --format json."),
) -> int:
    """Say how the published rules read: which conditions appear met, not met, or unknown.

    One claim is explained, with what would change the answer. Many claims are decided into a file of the same
    order; what cannot be read goes to a file of its own, with the reason. A folder is decided file by file into
    another, in the memory that one file takes; interrupted, it goes on with --resume.

    Exit code 1: some rows were rejected, or one claim is undetermined.

    Example: `openasylum decide claim.yaml --with us-not-designated`
    """
    amendments = _amendments(change)
    if file.is_dir():
        with working(backend, workers or None, scheduler):
            return _decide_folder(file, amendments, out, resume, as_json)
    if file.suffix in _ONE_CLAIM:
        return _decide_one(file, amendments, out, Form.json if as_json else form)
    return _decide_many(file, amendments, out, rejects, as_json)


def _amendments(change: str | None) -> tuple[Amendment, ...]:
    from openasylum.documents import read_document
    from openasylum.law import parse_amendments

    if change is None:
        return ()
    if Path(change).suffix in _ONE_CLAIM:
        document = read_document(Path(change))
        if isinstance(document.data, list):
            return parse_amendments(document.data, document)
    from openasylum.scenario import load_scenario

    return tuple(load_scenario(change).law)


def _decide_one(file: Path, amendments: tuple[Amendment, ...], out: Path | None, form: Form) -> int:
    from openasylum import law
    from openasylum.documents import read_document

    document = read_document(file)
    if document.data is None:
        raise document.error("the file is empty", "le fichier est vide", ())
    decision = law.decide_claim(law.check_claim(document.data, document), amendments)
    if form is Form.json:
        data: dict[str, Any] = decision.data
        if out is None:
            output.print_json(data)
        else:
            _write(out, _json(data))
    else:
        explanation = law.explain(decision, output.language())
        text = law.as_markdown(explanation) if form is Form.markdown else law.as_text(explanation)
        if out is None:
            print(text, end="")
        else:
            _write(out, text)
    return int(decision.outcome == "undetermined")


def _json(data: Any) -> str:
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    from openasylum.errors import unwritable

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(path, error) from error


def _decide_many(
    file: Path, amendments: tuple[Amendment, ...], out: Path | None, rejects: Path | None, as_json: bool
) -> int:
    from openasylum.errors import UserError
    from openasylum.law.batch.files import decide_file

    if out is None:
        raise UserError("a file of claims needs --out", "un fichier de demandes a besoin de --out", file=file)
    refused = rejects or out.with_name(f"{out.stem}.rejects.jsonl")
    with _progress() as (advance, _):
        tally = decide_file(file, out, refused, amendments, advance, output.language())
    _tell(tally, out, refused, as_json)
    return int(tally.rejected > 0)


def _tell(tally: Tally, out: Path, refused: Path, as_json: bool) -> None:
    counts = [
        {"outcome": outcome, "pathway": pathway, "claims": count}
        for (outcome, pathway), count in sorted(tally.counts.items(), key=lambda item: -item[1])
    ]
    if as_json:
        output.print_json(
            {"decided": tally.decided, "rejected": tally.rejected, "counts": counts, "out": str(out)}
        )
    else:
        _print_tally(counts, tally.decided, tally.rejected, out, refused)


def _decide_folder(
    source: Path, amendments: tuple[Amendment, ...], out: Path | None, resume: bool, as_json: bool
) -> int:
    from openasylum.errors import UserError
    from openasylum.law.batch.folders import claim_files, decide_folder

    if out is None:
        raise UserError(
            "a folder of claims needs --out", "un dossier de demandes a besoin de --out", file=source
        )
    with _progress(files=len(claim_files(source))) as (advance, finish):

        def progress(claims: int, files: int) -> None:
            advance(claims)
            finish(files)

        try:
            language = output.language()
            tally = decide_folder(
                source, out, amendments, resume=resume, progress=progress, language=language
            )
        except (Exception, KeyboardInterrupt) as error:
            if not is_interruption(error):
                raise
            output.console(stderr=True).print(
                say(
                    "Interrupted; the files that are decided are kept: the same command with --resume goes on.",
                    "Interrompu ; les fichiers décidés sont conservés : la même commande avec --resume continue.",
                )
            )
            raise typer.Exit(BAD_INPUT) from None
    _tell(tally, out, out, as_json)
    return int(tally.rejected > 0)


@contextmanager
def _progress(files: int | None = None) -> Iterator[tuple[Callable[[int], None], Callable[[int], None]]]:
    """Progress on the screen: how to tell of claims done, and of files done where there are several."""
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=output.console(stderr=True), transient=True) as progress:
        claims = progress.add_task(say("claims", "demandes"), total=None)
        done = progress.add_task(say("files", "fichiers"), total=files, visible=files is not None)
        yield (
            unless_heard(lambda count: progress.advance(claims, count)),
            unless_heard(lambda count: progress.advance(done, count)),
        )


def _print_tally(counts: list[dict[str, Any]], decided: int, rejected: int, out: Path, refused: Path) -> None:
    rows = [
        (row["outcome"], row["pathway"], number(row["claims"]), number(100 * row["claims"] / decided, 1))
        for row in counts
    ]
    console = output.console()
    console.print(
        table(say("outcome|pathway|claims|%", "résultat|suite|demandes|%").split("|"), rows, (2, 3))
    )
    console.print(say(f"{number(decided)} decided: {out}", f"{number(decided)} décidées : {out}"))
    if rejected:
        console.print(
            say(f"{number(rejected)} rejected: {refused}", f"{number(rejected)} rejetées : {refused}")
        )
