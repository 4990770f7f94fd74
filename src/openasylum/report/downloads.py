"""A finished run in every form in which it may leave: pure functions of the run and a language.

Each carries, in the way of its format, what the range means, what is counted and what is not, the law's date, the
data's vintage and the run's id. The command line and the web call the same.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from openasylum.errors import UserError, nearest
from openasylum.report.album import album, chart_makers
from openasylum.report.charts.drawing import Chart
from openasylum.report.scene import Scene
from openasylum.report.tongue import Language
from openasylum.results import Run


@dataclass(frozen=True)
class Download:
    """A file: its name, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """One form of a run. ``make`` is a function of the scene and of what is chosen in it (a chart, a scenario)."""

    suffix: str
    media_type: str
    label: Mapping[str, str]
    make: Callable[[Scene, str | None], bytes]


def download(run: Run, language: Language, form: str, chosen: str | None = None) -> Download:
    """The run in a form of ``FORMS``.

    ``chosen`` is the id of a chart for ``png`` and ``svg`` (the first of the album if none is named), of a scenario for
    ``yaml`` (the first alternative). Raises ``UserError`` for a form, chart or scenario that there is not.
    """
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise UserError(
            f"there is no form {form!r}; there are {known}",
            f"il n'y a pas de format « {form} » ; il y a {known}",
            field="format",
            nearest=nearest(form, FORMS),
        )
    found = FORMS[form]
    scene = Scene(run, language)
    content = found.make(scene, chosen)
    part = f"-{chosen}" if chosen else ""
    name = f"openasylum-{run.manifest.run_id}{part}-{language}.{found.suffix}"
    return Download(name, found.media_type, content)


def charts(run: Run, language: Language) -> dict[str, Chart]:
    """The charts that can be chosen, by id."""
    return album(Scene(run, language))


def _chart(scene: Scene, chosen: str | None) -> Chart:
    makers = chart_makers(scene)
    name = chosen or next(iter(makers))
    if name not in makers:
        raise UserError(
            f"the run has no chart {name!r}",
            f"l'exécution n'a pas de graphique « {name} »",
            nearest=nearest(name, makers),
        )
    return makers[name](scene)


def _svg(scene: Scene, chosen: str | None) -> bytes:
    return _svg_of(scene, _chart(scene, chosen))


def _svg_of(scene: Scene, chart: Chart) -> bytes:
    from openasylum.report.charts.metadata import about, svg_with
    from openasylum.report.charts.rendering import draw_one

    picture, _ = draw_one(chart.order(png=False))
    return svg_with(picture, chart.title, chart.summary, about(scene, chart)).encode()


def _png(scene: Scene, chosen: str | None) -> bytes:
    return _png_of(scene, _chart(scene, chosen))


def _png_of(scene: Scene, chart: Chart) -> bytes:
    from openasylum.report.charts.metadata import about, png_with
    from openasylum.report.charts.rendering import draw_one

    _, picture = draw_one(chart.order())
    return png_with(picture, about(scene, chart))


def _csv(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.headline import headline_csv

    return headline_csv(scene).encode()


def _parquet(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.headline import headline_parquet

    return headline_parquet(scene)


def _xlsx(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.run_workbook import workbook

    return workbook(scene)


def _pdf(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.brief import brief

    return brief(scene.run, scene.language)


def _yaml(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.recipe import scenario_yaml

    return scenario_yaml(scene, chosen).encode()


def _py(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.recipe import program

    return program(scene).encode()


def _bib(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.citation import bibtex

    return bibtex(scene).encode()


def _cff(scene: Scene, chosen: str | None) -> bytes:
    from openasylum.report.citation import citation_file

    return citation_file(scene).encode()


def _zip(scene: Scene, chosen: str | None) -> bytes:
    """Every other form, the leading charts and the documents of all scenarios, in one archive without a clock."""
    from openasylum.report.album import folded

    run, language = scene.run, scene.language
    files = {
        f"{run.manifest.run_id}.{form.suffix}": form.make(scene, None)
        for name, form in FORMS.items()
        if name not in ("zip", "png", "svg", "yaml", "cff")
    }
    files["CITATION.cff"] = _cff(scene, None)
    for scenario in run.manifest.scenario_ids:
        files[f"scenarios/{scenario}.yaml"] = _yaml(scene, scenario)
    for name, chart in album(scene).items():
        files[f"charts/{name}.csv"] = chart.csv().encode()
        if not folded(name):
            files[f"charts/{name}.svg"] = _svg_of(scene, chart)
            files[f"charts/{name}.png"] = _png_of(scene, chart)
    out = io.BytesIO()
    folder = f"openasylum-{run.manifest.run_id}-{language}"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(
                zipfile.ZipInfo(f"{folder}/{name}", (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

#: The forms, by the name under which they are asked for.
FORMS: Final[Mapping[str, Form]] = {
    "pdf": Form("pdf", "application/pdf", {"en": "Brief, two pages (PDF)", "fr": "Note de deux pages (PDF)"}, _pdf),
    "xlsx": Form("xlsx", _SHEET, {"en": "Workbook with live formulas (XLSX)", "fr": "Classeur à formules vives (XLSX)"}, _xlsx),
    "csv": Form("csv", "text/csv; charset=utf-8", {"en": "Headline figures (CSV)", "fr": "Chiffres principaux (CSV)"}, _csv),
    "parquet": Form(
        "parquet", "application/vnd.apache.parquet",
        {"en": "Headline figures (Parquet)", "fr": "Chiffres principaux (Parquet)"}, _parquet,
    ),
    "png": Form("png", "image/png", {"en": "Chart (PNG)", "fr": "Graphique (PNG)"}, _png),
    "svg": Form("svg", "image/svg+xml", {"en": "Chart (SVG)", "fr": "Graphique (SVG)"}, _svg),
    "yaml": Form("yaml", "application/yaml", {"en": "Scenario (YAML)", "fr": "Scénario (YAML)"}, _yaml),
    "py": Form(
        "py", "text/x-python; charset=utf-8",
        {"en": "Program that makes the run again (Python)", "fr": "Programme qui refait l'exécution (Python)"}, _py,
    ),
    "bib": Form("bib", "application/x-bibtex", {"en": "Citation (BibTeX)", "fr": "Référence (BibTeX)"}, _bib),
    "cff": Form("cff", "application/yaml", {"en": "Citation (CITATION.cff)", "fr": "Référence (CITATION.cff)"}, _cff),
    "zip": Form("zip", "application/zip", {"en": "Everything (ZIP)", "fr": "Tout (ZIP)"}, _zip),
}  # fmt: skip
