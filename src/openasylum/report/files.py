"""The files of a run that people look at."""

from __future__ import annotations

from openasylum.report.album import FIRST, album
from openasylum.report.charts.metadata import about, png_with, svg_with
from openasylum.report.charts.rendering import draw_one
from openasylum.report.headline import headline_csv
from openasylum.report.page import page
from openasylum.report.scene import scenes
from openasylum.results import Run

PAGES = {"en": "report.html", "fr": "report.fr.html"}


def render(run: Run) -> dict[str, bytes]:
    """See ``openasylum.report.render``."""
    files: dict[str, bytes] = {}
    for language, scene in scenes(run).items():
        charts = album(scene)
        pictures = {}
        for name, chart in charts.items():
            stem, texts = f"charts/{name}.{language}", about(scene, chart)
            pictures[name], png = draw_one(chart.order(png=name == FIRST))
            files[f"{stem}.svg"] = svg_with(pictures[name], chart.title, chart.summary, texts).encode()
            files[f"{stem}.csv"] = chart.csv().encode()
            if png:
                files[f"{stem}.png"] = png_with(png, texts)
        files[PAGES[language]] = page(scene, charts, pictures, PAGES).encode()
        if language == "en":
            files["headline.csv"] = headline_csv(scene).encode()
    return files
