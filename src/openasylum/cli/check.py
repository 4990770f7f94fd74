"""``openasylum check``: hold any text against the law and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from openasylum.cli import output
from openasylum.cli.command import command
from openasylum.cli.output import say

if TYPE_CHECKING:
    from openasylum.backends.processes import WorkerProcesses

FILES = typer.Argument(
    help="Plain text, HTML, PDF or DOCX; - for standard input. Several are compared.", metavar="FILE"
)

#: A file from so many bytes on is read by several processes, of which more than these share no text: each holds the register.
_LARGE, _MOST = 300_000, 4
_READING = "openasylum.check.many_readers"


def register(root: typer.Typer) -> None:
    """Add the ``check`` verb."""
    command(root)(check)


def check(
    files: list[str] = FILES,
    html: Path = typer.Option(
        None, "--html", metavar="FILE", help="Write a page with the text marked up and a table."
    ),
    as_of: datetime = typer.Option(
        None,
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Read the present tense as of this day, not today.",
    ),
    only: str = typer.Option(None, "--only", help="Show only these verdicts, separated by commas."),
    json: bool = typer.Option(False, "--json", help="Print JSON."),
) -> int:
    """Find every figure and statement of law in texts, and say how each stands to the register and the rulebook.
    Exit code 1 where something differs or is another thing. No network.

    Example: `openasylum check article.html brief.pdf --html check.html`
    """
    with _other_readers(files) as ahead:
        from openasylum.backends import available_cores
        from openasylum.check import check_texts, read_document
        from openasylum.cli._check_views import chosen, print_report

        wanted = chosen(only)
        if len(files) != len(set(files)) and "-" in files:
            from openasylum.errors import UserError

            raise UserError(
                "standard input can be read only once", "l'entrée standard ne peut être lue qu'une fois"
            )
        texts = [read_document(file) for file in files]
        today = as_of.date() if as_of else None
        report = check_texts(texts, output.language(), today, available_cores(), ahead)
    if html is not None:
        _write(html, report)
    if json:
        output.print_json(report.as_dict())
    else:
        print_report(report, wanted)
        if html is not None:
            output.console().print(say(f"Page: {html}", f"Page : {html}"))
    counts = report.counts()
    return 1 if counts["differs"] + counts["another_thing"] else 0


@contextmanager
def _other_readers(files: Sequence[str]) -> Iterator[Sequence[WorkerProcesses]]:
    """Processes to read long texts with, none for short ones: they start before this process has imported what it needs."""
    from openasylum.backends import available_cores
    from openasylum.backends.ahead import started_ahead

    large = any(Path(file).is_file() and Path(file).stat().st_size >= _LARGE for file in files)
    with started_ahead(min(available_cores(), _MOST) - 1 if large else 0, _READING) as ahead:
        yield ahead


def _write(file: Path, report: object) -> None:
    from openasylum.check import Report
    from openasylum.check.page import page
    from openasylum.errors import unwritable

    assert isinstance(report, Report)
    try:
        file.write_text(page(report), encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error) from error
