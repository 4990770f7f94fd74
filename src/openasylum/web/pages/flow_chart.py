"""What happens to people: the pathway diagram of the report as data for the browser, and where everyone stands at the end."""

from __future__ import annotations

from typing import Any

from openasylum.report.charts.sankey import edges_in_order, flow, pathways
from openasylum.report.charts.sankey_layout import Layout
from openasylum.report.pathways import family, label
from openasylum.report.scene import Scene
from openasylum.web.pages.charts import frame_of


def flow_chart(scene: Scene) -> dict[str, Any] | None:
    """The diagram of each scenario on one plan and scale; None for a run in which nobody comes.

    ``diagrams``: boxes and ribbons in persons, from the top; ``height``: persons, the scale of all. ``ends``: people (mean of
    the draws) where the horizon ends, a value a scenario. ``rows``: every flow, a value a scenario or difference.
    """
    drawing = flow(scene)
    height = max((one.height for one in drawing.layouts.values()), default=0.0)
    if not height:
        return None
    names = list(drawing.layouts)
    columns = [*names, *scene.differences]
    return {
        "kind": "flow",
        **frame_of(pathways(scene)),
        "unit": "persons",
        "height": height,
        "diagrams": [
            {
                "id": name,
                "name": scene.title(name),
                "look": look,
                **_geometry(scene, drawing.layouts[name]),
            }
            for look, name in enumerate(names)
        ],
        "ends": _ends(scene, drawing.ends, names),
        "heads": [scene.t("from", "de"), scene.t("to", "vers"), *map(scene.title, columns)],
        "signed": [name in scene.differences for name in columns],
        "rows": _rows(scene, columns),
    }


def _geometry(scene: Scene, layout: Layout) -> dict[str, Any]:
    boxes = [
        {
            "id": box.name,
            "name": label(scene, box.name),
            "family": family(box.name),
            "column": box.column,
            "top": round(box.top, 1),
            "bottom": round(box.bottom, 1),
        }
        for box in layout.boxes.values()
    ]
    ribbons = [
        {
            "source": one.source,
            "target": one.target,
            "leaves": round(one.leaves, 1),
            "arrives": round(one.arrives, 1),
            "persons": one.persons,
        }
        for one in layout.ribbons
    ]
    return {"columns": layout.columns, "boxes": boxes, "ribbons": ribbons}


def _ends(scene: Scene, ends: Any, names: list[str]) -> list[dict[str, Any]]:
    """Where people stand at the end, the largest group first."""
    groups = {group for own in ends.values() for group in own}
    rows = [
        {
            "name": label(scene, group),
            "family": family(group),
            "values": [ends[name].get(group, 0.0) for name in names],
        }
        for group in sorted(groups)
    ]
    return sorted(rows, key=lambda row: -max(row["values"]))


def _rows(scene: Scene, columns: list[str]) -> list[dict[str, Any]]:
    """The table twin: people on each way, mean and range."""
    table = flow(scene).table
    found = {(row["scenario"], row["source"], row["target"]): row for row in table.to_dicts()}
    return [
        {
            "source": label(scene, source),
            "target": label(scene, target),
            "cells": [_cell(found.get((column, source, target))) for column in columns],
        }
        for source, target in edges_in_order(table)
    ]


def _cell(row: dict[str, Any] | None) -> dict[str, float] | None:
    return None if row is None else {"mean": row["mean"], "low": row["p05"], "high": row["p95"]}
