"""``openasylum brief``: a run in two pages."""

from __future__ import annotations

from pathlib import Path

import typer

from openasylum.cli._files import write_file
from openasylum.cli._options import RUN, RUNS
from openasylum.cli.command import command
from openasylum.cli.output import console, language, say

OUT = typer.Option(
    None, "--out", metavar="FILE", help="The PDF to write; default: openasylum-RUN-LANG.pdf here."
)


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "brief")(brief)


def brief(name: str = RUN, out: Path | None = OUT, runs: Path | None = RUNS) -> None:
    """Write the brief of a run: two pages as a tagged PDF that a screen reader can follow, in the language of --lang.

    Highlights and a chart; then a table, the assumptions that matter, what is counted and what is not, and sources.

    Example: `openasylum brief 3f9a1c --lang fr --out note.pdf`
    """
    from openasylum.report.downloads import download
    from openasylum.results import load_run, runs_root

    with console(stderr=True).status(say("Typesetting", "Mise en page")):
        made = download(load_run(name, runs_root(runs)), "fr" if language() == "fr" else "en", "pdf")
    write_file(out or Path(made.name), made.content)
