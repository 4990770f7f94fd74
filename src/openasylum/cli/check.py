"""``openasylum check``: hold any text against the law and the figures."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from openasylum.cli import output
from openasylum.cli.command import command
from openasylum.cli.output import say

FILES = typer.Argument(
    help="Plain text, HTML, PDF or DOCX; - for standard input. Several are compared.", metavar="FILE"
)


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
    report = check_texts(texts, output.language(), as_of.date() if as_of else None, available_cores())
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


def _write(file: Path, report: object) -> None:
    from openasylum.check import Report
    from openasylum.check.page import page
    from openasylum.errors import unwritable

    assert isinstance(report, Report)
    try:
        file.write_text(page(report), encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error) from error
