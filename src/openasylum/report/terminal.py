"""The one-screen summary of a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text as Line

from openasylum.report.numbers import span
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, Run, measure

#: What the screen shows, people before money.
SHOWN = (
    "claims_made", "returned_to_us", "referred_to_rpd", "rpd_pending", "wait_months_p50", "wait_months_p90",
    "rpd_accepted", "removed", "cost_federal", "cost_all_governments",
)  # fmt: skip

#: Scenarios and differences that fit 100 columns.
COLUMNS = 3

WIDTH = 100

#: Names of at most seventeen characters, so that three columns of ranges fit beside them.
_SHORT = {
    "claims_made": ("Claims made", "Demandes faites"),
    "returned_to_us": ("Returned to U.S.", "Renvois aux É.-U."),
    "referred_to_rpd": ("Referred to RPD", "Déférées à la SPR"),
    "rpd_pending": ("Pending at end", "En instance (fin)"),
    "wait_months_p50": ("Median wait", "Attente médiane"),
    "wait_months_p90": ("P90 wait", "Attente, 90e c."),
    "rpd_accepted": ("Accepted by RPD", "Acceptées, SPR"),
    "removed": ("Removed", "Renvois du Canada"),
    "cost_federal": ("Federal cost", "Coût fédéral"),
    "cost_all_governments": ("All governments", "Tous paliers"),
}


def summary(run: Run, language: str) -> RenderableType:
    """Median and range of each scenario and of the difference, what the figures include, and where they come
    from.

    At most 30 lines of 100 columns; on a narrower screen ranges stand below their medians. With several
    alternatives: the baseline and as many differences as fit; the report has all.
    """
    return _Screen(Scene(run, "fr" if language == "fr" else "en"))


@dataclass(frozen=True)
class _Screen:
    """The summary, laid out for the width it is printed at."""

    scene: Scene

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        scene = self.scene
        several = len(scene.alternatives) > 1
        others = scene.differences if several else [*scene.alternatives, *scene.differences]
        columns = [scene.baseline, *others][:COLUMNS]
        yield _heading(scene)
        yield Line("")
        # Headings may be broken over two lines; numbers and ranges may not.
        bare = _table(scene, columns, " ", headings=False)
        needed = Measurement.get(console, options.update(max_width=10 * WIDTH), bare).maximum
        yield _table(scene, columns, " " if needed <= options.max_width else "\n")
        yield Line("")
        for note in _notes(scene, len(others) + 1 > COLUMNS):
            yield Line(note, style="dim")


def _table(scene: Scene, columns: list[str], gap: str, headings: bool = True) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", show_header=headings)
    table.add_column("", no_wrap=True)
    for column in columns:
        table.add_column(scene.title(column) if headings else "", justify="right")
    for name in SHOWN:
        cells = [scene.totals.get((column, name)) for column in columns]
        if any(cells):
            unit = measure(name).unit
            written = [
                _cell(scene, row, unit, column, gap) for row, column in zip(cells, columns, strict=True)
            ]
            table.add_row(scene.t(*_SHORT[name]), *written)
    return table


def _cell(scene: Scene, row: dict[str, Any] | None, unit: str, column: str, gap: str) -> Line:
    """Median, and the range in brackets after ``gap``."""
    if row is None or row["p50"] is None:
        return Line("–")
    signed = column.startswith(DIFFERENCE)
    line = Line((scene.change if signed else scene.amount)(row["p50"], unit), style="bold")
    reach = span(row["p05"], row["p95"], unit, scene.language)
    return line.append(f"{gap}({reach})", style="not bold dim")


def _heading(scene: Scene) -> Line:
    names = " · ".join(scene.title(name) for name in (scene.alternatives or [scene.baseline]))
    line = Line(names, style="bold")
    if scene.alternatives:
        law = scene.t.quote(scene.title(scene.baseline))
        line.append(scene.t(f", against {law}", f", comparé à {law}"), style="not bold")
    return line.append(f", {scene.period}", style="not bold")


def _notes(scene: Scene, cut: bool) -> list[str]:
    t = scene.t
    money = next(
        (row["period"] for (_, name), row in scene.totals.items() if name == "cost_federal"), scene.period
    )
    notes = [
        t(
            f"Median (5th to 95th percentile). People: totals of {scene.period}; pending, and waits in "
            "months: end of "
            f"{scene.period[-4:]}; cost: {money}.",
            f"Médiane (5e au 95e centile). Personnes : totaux {scene.period}; en instance, et attentes en "
            "mois : fin "
            f"{scene.period[-4:]}; coût : {money}.",
        ),
        t("Includes: ", "Comprend : ") + t.of(measure("claims_made").includes) + ".",
        t("Excludes: ", "Exclut : ") + t.of(measure("claims_made").excludes) + t("; cost: ", "; coût : ")
        + t.of(measure("cost_all_governments").excludes) + ".",
        scene.provenance(),
    ]  # fmt: skip
    if cut:
        more = (
            "More alternatives than fit here: the report has all.",
            "D'autres scénarios : voir le rapport.",
        )
        notes.insert(1, t(*more))
    if scene.run.folder is not None:
        page = "report.fr.html" if scene.language == "fr" else "report.html"
        notes.append(t("Report: ", "Rapport : ") + str(Path(scene.run.folder) / page))
    return notes
