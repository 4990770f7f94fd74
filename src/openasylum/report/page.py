"""``report.html``: one self-contained page, readable without script, network or mouse, on paper and on a
phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from openasylum.report.album import LEADING, folded
from openasylum.report.answer import answers
from openasylum.report.charts.drawing import Chart
from openasylum.report.policy_dates import policy_dates
from openasylum.report.scene import Scene
from openasylum.report.units import unit_name
from openasylum.results import Measure, measures
from openasylum.scenario import GRADES
from openasylum.templates import environment


def page(
    scene: Scene, album: Mapping[str, Chart], pictures: Mapping[str, str], pages: Mapping[str, str]
) -> str:
    """The page of a run in one language.

    ``album`` holds the charts and ``pictures`` their SVG by id; ``pages`` maps each language to the name of
    its page, so that the two pages link to each other.
    """
    style = files("openasylum.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    other = "fr" if scene.language == "en" else "en"
    return environment("openasylum.report", scene.language).get_template("report.html.j2").render(
        t=scene.t,
        scene=scene,
        manifest=scene.run.manifest,
        style=Markup(style),
        other_language=other,
        other_page=pages[other],
        answers=answers(scene),
        headline=headline_table(scene),
        album=album,
        pictures={name: Markup(svg) for name, svg in pictures.items()},
        leading=[f"fan_{name}" for name in LEADING if f"fan_{name}" in album],
        folded=[name for name in album if folded(name)],
        measures=list(measures().values()),
        scenario_columns=[scene.baseline, *scene.alternatives, *scene.differences],
        grades=GRADES,
        policy_dates=policy_dates(),
        unit_name=unit_name,
        publishers=_by_publisher(scene),
    )  # fmt: skip


def headline_table(scene: Scene) -> list[tuple[Measure, str, list[str]]]:
    """Rows of the headline table: the measure, the period, and a cell per scenario and difference."""
    columns = [scene.baseline, *scene.alternatives, *scene.differences]
    rows = []
    for of in measures().values():
        found = [scene.totals.get((column, of.id)) for column in columns]
        if any(found):
            period = next(row["period"] for row in found if row)
            cells = [scene.cell(row, of.unit, column) for row, column in zip(found, columns, strict=True)]
            rows.append((of, period, cells))
    return rows


def _by_publisher(scene: Scene) -> dict[str, list[Any]]:
    """The run's sources by publisher: institutions in the order of the alphabet, then what was read on other sites, together.

    A publisher known only by the name of its site is a newspaper's or a copy's; the address of each stands in the list.
    """
    elsewhere = scene.t("Press, and copies on other sites", "Presse et copies sur d'autres sites")
    gathered: dict[str, list[Any]] = {}
    for source in sorted(scene.run.manifest.sources, key=lambda one: (one.publisher, one.title)):
        is_site = "." in source.publisher and " " not in source.publisher
        gathered.setdefault(elsewhere if is_site or not source.publisher else source.publisher, []).append(
            source
        )
    last = gathered.pop(elsewhere, None)
    return gathered | ({elsewhere: last} if last else {})
