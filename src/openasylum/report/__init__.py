"""What a run looks like: charts, one self-contained page in each language, and a screen in the terminal.

No model logic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import RenderableType

    from openasylum.results import Run


def render(run: Run) -> dict[str, bytes]:
    """The files of a run that people look at, by relative path.

    ``report.html`` and ``report.fr.html``; ``charts/<id>.<language>`` as ``.svg`` and ``.csv`` (the numbers
    drawn), the first as ``.png`` too; ``headline.csv``. The same run gives the same bytes.
    """
    from openasylum.report.files import render as render_files

    return render_files(run)


def terminal_summary(run: Run, language: str) -> RenderableType:
    """The one-screen summary of a run, for a Rich console of 100 columns."""
    from openasylum.report.terminal import summary

    return summary(run, language)
