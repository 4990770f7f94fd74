"""The files of a run that people look at."""

from __future__ import annotations

from openasylum.report.album import album, folded
from openasylum.report.charts.rendering import draw
from openasylum.report.headline import headline_csv
from openasylum.report.page import page
from openasylum.report.scene import Scene
from openasylum.report.tongue import LANGUAGES
from openasylum.results import Run

PAGES = {"en": "report.html", "fr": "report.fr.html"}


def render(run: Run) -> dict[str, bytes]:
    """See ``openasylum.report.render``."""
    scenes = {language: Scene(run, language) for language in LANGUAGES}
    albums = {language: album(scene) for language, scene in scenes.items()}
    charts = [chart for found in albums.values() for chart in found.values()]
    drawn = draw([chart.order(png=not folded(chart.id)) for chart in charts])
    files: dict[str, bytes] = {}
    pictures: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for chart, (svg, png) in zip(charts, drawn, strict=True):
        stem = f"charts/{chart.id}.{chart.language}"
        files |= {f"{stem}.svg": svg.encode(), f"{stem}.csv": chart.csv().encode()}
        if png:
            files[f"{stem}.png"] = png
        pictures[chart.language][chart.id] = svg
    for language, scene in scenes.items():
        files[PAGES[language]] = page(scene, albums[language], pictures[language], PAGES).encode()
    files["headline.csv"] = headline_csv(scenes["en"]).encode()
    return files
