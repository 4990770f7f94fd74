"""``openasylum export``: a run in the forms in which it may leave."""

from __future__ import annotations

from pathlib import Path

import typer

from openasylum.cli._files import write_file
from openasylum.cli._options import RUN, RUNS
from openasylum.cli.command import command
from openasylum.cli.output import console, label, language, say
from openasylum.errors import UserError
from openasylum.report.tongue import Language

FORMAT = typer.Option(
    None,
    "--format",
    metavar="FORM",
    help="pdf, xlsx, csv, parquet, png, svg, yaml, py, bib, cff or zip; again for more. Without it, what there is.",
)
CHART = typer.Option(
    None, "--chart", metavar="ID", help="Which chart, for png and svg; `--format charts` lists them."
)
SCENARIO = typer.Option(
    None, "--scenario", metavar="ID", help="Which scenario, for yaml; default: the first alternative."
)
OUT = typer.Option(
    None,
    "--out",
    metavar="PATH",
    help="The file to write, or for several the folder; default: here, named after the run.",
)

#: The form that lists the charts.
LISTING = "charts"


def register(root: typer.Typer) -> None:
    """Add the verb."""
    command(root, "export")(export)


def export(
    name: str = RUN,
    forms: list[str] | None = FORMAT,
    chart: str | None = CHART,
    scenario: str | None = SCENARIO,
    out: Path | None = OUT,
    runs: Path | None = RUNS,
) -> None:
    """Write a run in other forms: brief, workbook with live formulas, table, chart, scenario, program, citation.

    Every file carries what its ranges mean, what is counted and what is not, the date of the law, the data's vintage and the run's id.

    Example: `openasylum export 3f9a1c --format xlsx --format svg --chart fan_rpd_pending --lang fr`
    """
    from openasylum.report.downloads import FORMS, charts, download
    from openasylum.results import load_run, runs_root

    run = load_run(name, runs_root(runs))
    spoken: Language = "fr" if language() == "fr" else "en"
    if not forms:
        for form, found in FORMS.items():
            console().print(f"{form:8} {label(found.label)}")
        return
    if forms == [LISTING]:
        for found_id, drawn in charts(run, spoken).items():
            console().print(f"{found_id:32} {drawn.title}", soft_wrap=True)
        return
    if len(forms) > 1 and out is not None and not out.is_dir():
        raise UserError(
            "several forms need a folder that exists",
            "plusieurs formats demandent un dossier qui existe",
            file=out,
            field="--out",
        )
    chosen = {"png": chart, "svg": chart, "yaml": scenario}
    for form in forms:
        with console(stderr=True).status(say("Writing", "Rédaction")):
            made = download(run, spoken, form, chosen.get(form))
        target = Path(made.name) if out is None else out / made.name if out.is_dir() else out
        write_file(target, made.content)
