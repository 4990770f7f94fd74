"""One panel of a fan chart, as a Vega-Lite view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from openasylum.report.charts.drawing import INK, apart, layer, record, wrap
from openasylum.report.charts.time_marks import mark_layers, observed_or_projected
from openasylum.report.history import by_year
from openasylum.report.numbers import money_labels
from openasylum.report.scene import Scene
from openasylum.results import Measure

WIDTH = 540

#: Space for the labels of the y axis; the lines under the chart begin where they do.
LEFT = 48

#: A line of fewer points than this shows each of them.
_FEW = 20


@dataclass(frozen=True)
class Fan:
    """One scenario's quantiles over time (rows ``when``, ``p05`` … ``p95``); how it is drawn and named."""

    name: str
    colour: str
    dash: Sequence[int]
    rows: list[dict[str, Any]]


def view(
    scene: Scene,
    of: Measure,
    fans: list[Fan],
    history: pl.DataFrame,
    span: tuple[date, date],
    marks: list[tuple[date, str]],
    height: int,
    title: str,
) -> dict[str, Any]:
    """Marks of time, the observed line, bands and medians, and names at the right."""
    x = {
        "field": "when",
        "type": "temporal",
        "scale": {"domain": [day.isoformat() for day in span], "nice": False},
        "axis": {"format": "%Y", "title": None, "grid": False, "tickCount": "year", "labelOverlap": True},
    }
    y = {"type": "quantitative", "axis": _value_axis(scene, of, title, 5 if height > 200 else 3)}
    layers = mark_layers(marks, span, WIDTH, height)
    if any(row["p05"] < 0 for one in fans for row in one.rows):
        zero = {"y": {"field": "zero", "type": "quantitative"}}
        layers.append(layer("rule", [{"zero": 0}], zero, color=INK, strokeWidth=1))
    if history.height:
        seen = [record(when=row["month"], value=row["value"]) for row in history.to_dicts()]
        points = {"color": INK} if by_year(of.id) else False
        encoding = {"x": x, "y": {**y, "field": "value"}}
        layers.append(layer("line", seen, encoding, color=INK, strokeWidth=1.4, point=points))
        layers += observed_or_projected(scene, height)
    for one in fans:
        layers += _fan_layers(one, x, y)
    return {"width": WIDTH, "height": height, "layer": [*layers, *_names(fans, history, span, height)]}


def _value_axis(scene: Scene, of: Measure, title: str, ticks: int) -> dict[str, Any]:
    axis: dict[str, Any] = {
        "title": title,
        "titleAlign": "left",
        "titleAnchor": "start",
        "titleAngle": 0,
        "titleX": -LEFT,
        "titleY": -12,
        "format": ",~r",
        "tickCount": ticks,
        "domain": False,
        "ticks": False,
    }
    return {**axis, "labelExpr": money_labels(scene.language)} if of.unit == "CAD" else axis


def _fan_layers(one: Fan, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """Light band, dark band, median."""
    rows = [record(**row) for row in one.rows]
    bands = [
        layer(
            "area",
            rows,
            {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
            color=one.colour,
            opacity=opacity,
        )
        for low, high, opacity in (("p05", "p95", 0.16), ("p25", "p75", 0.28))
    ]
    points = {"color": one.colour, "size": 34} if len(rows) < _FEW else False
    look = {"color": one.colour, "strokeWidth": 2.4, "strokeDash": list(one.dash), "point": points}
    return [*bands, layer("line", rows, {"x": x, "y": {**y, "field": "p50"}}, **look)]


def _names(
    fans: list[Fan], history: pl.DataFrame, span: tuple[date, date], height: int
) -> list[dict[str, Any]]:
    """Names at the right end of the medians, moved apart where they would overlap."""
    values = [row[level] for one in fans for row in one.rows for level in ("p05", "p95")]
    top, bottom = max([*values, *history["value"].to_list()], default=1.0), min([*values, 0.0])
    scale = height / ((top - bottom) or 1.0)
    texts = [wrap(one.name, 13, 150) for one in fans]
    wanted = [height - (one.rows[-1]["p50"] - bottom) * scale for one in fans]
    places = apart(wanted, [15.0 * len(lines) + 4 for lines in texts], height)
    when = {"x": {"field": "when", "type": "temporal"}}
    look = {
        "align": "left",
        "dx": 8,
        "baseline": "middle",
        "fontSize": 13,
        "fontWeight": "bold",
        "lineHeight": 15,
    }
    return [
        # Lines of one text hang from its first line, so a block is moved up by half of what follows it.
        layer(
            "text",
            [record(when=span[1])],
            when,
            text=lines,
            y=y - 7.5 * (len(lines) - 1),
            color=one.colour,
            **look,
        )
        for one, lines, y in zip(fans, texts, places, strict=True)
    ]
