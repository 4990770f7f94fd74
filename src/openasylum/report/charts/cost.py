"""Cost by organisation: each scenario, and the difference beside it."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl
from pydantic import RootModel

from openasylum.bilingual import Text
from openasylum.documents import shipped, validate
from openasylum.report.charts.drawing import COLOURS, INK, QUIET, Chart, key, layer, row_labels, wrap
from openasylum.report.numbers import money_labels
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, measure, quantiles
from openasylum.timeline import fiscal_year_label

BARS_WIDTH, GAP_WIDTH, BAR_HEIGHT = 250, 170, 18
LEFT = 190


class _Names(RootModel[dict[str, Text]]):
    """The content of ``organisations.yaml``."""


@cache
def _names() -> dict[str, Text]:
    return validate(_Names, shipped("openasylum.report", "organisations.yaml")).root


def name_of(scene: Scene, organisation: str) -> str:
    """What people call an organisation of the ledger."""
    text = _names().get(organisation)
    return scene.t.of(text) if text else organisation.replace("_", " ")


#: How full the bars are of the baseline and of the alternatives, told apart without colour too.
FULL = (0.85, 0.12)


def by_organisation(scene: Scene) -> Chart:
    """Dollars over the whole fiscal years of the horizon, by organisation, in full scope."""
    of = measure("cost_all_governments")
    years = _whole_years(scene)
    by_draw = (
        scene.run.frames["ledger"]
        .filter(pl.col("fiscal_year").is_in(years))
        .group_by("scenario", "draw", "organisation", maintain_order=True)
        .agg((pl.col("cents").sum() / 100).alias("value"))
    )
    table = quantiles(by_draw.select("scenario", "draw", "organisation", "value"))
    scenarios = [scene.baseline, *scene.alternatives[: len(COLOURS) - 1]]
    rows = {(row["scenario"], row["organisation"]): row for row in table.to_dicts()}
    order = sorted(
        {organisation for _, organisation in rows},
        key=lambda name: (-rows.get((scene.baseline, name), {"p50": 0.0})["p50"], name),
    )
    labels = {name: "\n".join(wrap(name_of(scene, name), 12, LEFT - 10)) for name in order}
    views: list[dict[str, Any]] = [_bars(scene, rows, order, labels, scenarios)]
    if scene.alternatives:
        views.append(_gaps(scene, rows, order, labels))
    looks = (scene.t("filled", "plein"), scene.t("outlined", "contour"))
    entries = [
        (f"{scene.title(name)} ({looks[min(i, 1)]})", COLOURS[i], [1, 0]) for i, name in enumerate(scenarios)
    ]
    span = f"{fiscal_year_label(years[0])} – {fiscal_year_label(years[-1])}" if years else ""
    return Chart(
        id="cost_by_organisation",
        language=scene.language,
        title=_finding(scene, rows, order),
        subtitle=scene.t(
            f"Dollars of the day, fiscal years {span} together. Bar: median of the draws; line: nine draws "
            "in ten. "
            "Right: the difference, draw by draw.",
            f"Dollars courants, exercices {span} ensemble. Barre : médiane des tirages; trait : neuf tirages "
            "sur dix. "
            "À droite : l'écart, tirage par tirage.",
        ),
        footer=scene.footer(scene.t.of(of.definition) + " " + scene.scope(of)),
        views=[key(entries, left=LEFT), {"hconcat": views, "spacing": 26}],
        table=table,
        digest=_digest(scene, rows, order),
        summary=_summary(scene, rows, order),
        left=LEFT,
    )


def _whole_years(scene: Scene) -> list[int]:
    """The fiscal years that the headline costs cover: those that lie within the horizon whole."""
    annual = scene.run.frames["annual"]
    periods = annual.filter(pl.col("measure") == "cost_all_governments")["period"].unique().sort()
    return [int(period[:4]) for period in periods]


def _rows(order: list[str], labels: dict[str, str]) -> dict[str, Any]:
    return {
        "field": "row",
        "type": "nominal",
        "sort": [labels[name] for name in order],
        "axis": None,
        "scale": {"paddingInner": 0.25},
    }


def _row_height(scene: Scene) -> int:
    return BAR_HEIGHT * max(2, min(len(COLOURS), 1 + len(scene.alternatives)))


def _dollars(scene: Scene, field: str) -> dict[str, Any]:
    axis = {
        "title": None,
        "tickCount": 4,
        "labelExpr": money_labels(scene.language),
        "domain": False,
        "ticks": False,
    }
    return {"field": field, "type": "quantitative", "axis": axis}


def _levels(row: dict[str, Any]) -> dict[str, float]:
    return {level: row[level] for level in ("p05", "p50", "p95")}


def _bars(
    scene: Scene,
    rows: dict[tuple[str, str], dict[str, Any]],
    order: list[str],
    labels: dict[str, str],
    scenarios: list[str],
) -> dict[str, Any]:
    """A bar per organisation and scenario, with its range."""
    values = [
        {
            "row": labels[name],
            "scenario": str(position),
            "colour": COLOURS[position],
            "full": FULL[min(position, 1)],
            **_levels(row),
        }
        for position, scenario in enumerate(scenarios)
        for name in order
        if (row := rows.get((scenario, name)))
    ]
    y, x = _rows(order, labels), _dollars(scene, "p50")
    place = {"y": y, "yOffset": {"field": "scenario", "type": "nominal"}}
    look = {
        "fill": {"field": "colour", "type": "nominal", "scale": None},
        "stroke": {"field": "colour", "type": "nominal", "scale": None},
        "fillOpacity": {"field": "full", "type": "quantitative", "scale": None},
    }
    ends = {"x": _dollars(scene, "p05"), "x2": {"field": "p95"}}
    layers = [
        row_labels([labels[name] for name in order], y),
        layer("bar", values, {**place, "x": x, **look}, strokeWidth=1.2),
        layer("rule", values, {**place, **ends}, color=INK, strokeWidth=1.2),
    ]
    return {"width": BARS_WIDTH, "height": _row_height(scene) * len(order), "layer": layers}


def _gaps(
    scene: Scene, rows: dict[tuple[str, str], dict[str, Any]], order: list[str], labels: dict[str, str]
) -> dict[str, Any]:
    """Median and range of the difference by organisation, with the number written out."""
    shown = scene.differences[: len(COLOURS) - 1]
    values = [
        {
            "row": labels[name],
            "scenario": str(position),
            "text": scene.change(row["p50"], "CAD"),
            "colour": COLOURS[position + 1],
            **_levels(row),
        }
        for position, scenario in enumerate(shown)
        for name in order
        if (row := rows.get((scenario, name)))
    ]
    place: dict[str, Any] = {"y": _rows(order, labels)}
    if len(shown) > 1:
        place["yOffset"] = {"field": "scenario", "type": "nominal"}
    colour = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    ends = {"x": _dollars(scene, "p05"), "x2": {"field": "p95"}}
    text = {"text": {"field": "text", "type": "nominal"}}
    layers = [
        layer("rule", [{"zero": 0}], {"x": {"field": "zero", "type": "quantitative"}}, color=QUIET),
        layer("rule", values, {**place, **ends, **colour}, strokeWidth=2),
        layer(
            "point", values, {**place, "x": _dollars(scene, "p50"), **colour}, filled=True, size=60, opacity=1
        ),
        layer("text", values, {**place, **text, **colour}, align="left", x=GAP_WIDTH + 10, fontSize=12),
    ]
    heading = {"text": scene.t("Difference", "Écart"), "fontSize": 13, "anchor": "start", "frame": "group"}
    return {
        "title": {**heading, "offset": 8},
        "width": GAP_WIDTH,
        "height": _row_height(scene) * len(order),
        "layer": layers,
    }


def _finding(scene: Scene, rows: dict[tuple[str, str], dict[str, Any]], order: list[str]) -> str:
    if len(scene.alternatives) == 1:
        most = max(order, key=lambda name: abs(rows.get((DIFFERENCE, name), {"p50": 0.0})["p50"]))
        moved = rows.get((DIFFERENCE, most), {"p50": 0.0})["p50"]
        if abs(moved) >= 1:
            size = scene.change(moved, "CAD")
            return scene.t(
                f"Cost by organisation: the largest difference is {scene.t.quote(name_of(scene, most))}, "
                f"{size}",
                f"Coût selon l'organisation : le plus grand écart est {scene.t.quote(name_of(scene, most))}, "
                f"{size}",
            )
    first = order[0]
    size = (
        scene.amount(rows[(scene.baseline, first)]["p50"], "CAD") if (scene.baseline, first) in rows else "–"
    )
    return scene.t(
        f"Cost by organisation: the largest is {scene.t.quote(name_of(scene, first))}, {size}",
        f"Coût selon l'organisation : le plus élevé est {scene.t.quote(name_of(scene, first))}, {size}",
    )


def _digest(scene: Scene, rows: dict[tuple[str, str], dict[str, Any]], order: list[str]) -> list[list[str]]:
    scenarios = [scene.baseline, *scene.alternatives, *scene.differences]
    lines = [[scene.t("organisation", "organisation"), *map(scene.title, scenarios)]]
    for name in order:
        cells = [rows.get((scenario, name)) for scenario in scenarios]
        lines.append(
            [
                name_of(scene, name),
                *(scene.cell(row, "CAD", s) for row, s in zip(cells, scenarios, strict=True)),
            ]
        )
    return lines


def _summary(scene: Scene, rows: dict[tuple[str, str], dict[str, Any]], order: list[str]) -> str:
    lines = _digest(scene, rows, order)
    said = [
        f"{line[0]}{scene.t.colon} "
        + ", ".join(f"{head} {cell}" for head, cell in zip(lines[0][1:], line[1:], strict=True))
        for line in lines[1:]
    ]
    return f"{_finding(scene, rows, order)}. {'; '.join(said)}."
