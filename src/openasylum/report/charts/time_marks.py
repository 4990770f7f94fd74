"""Marks of time on a chart: days on which the law changed, and where observation ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from openasylum.report.charts.drawing import GRID, QUIET, layer, record
from openasylum.report.scene import Scene

#: Height of a row of labels, mean width of a letter, and how far a label may stand out at the right.
ROW, LETTER, OVERHANG = 15, 6.1, 60

_WHEN = {"x": {"field": "when", "type": "temporal"}}


@dataclass(frozen=True)
class Placed:
    """A mark with the row of its label above the plot (0 the lowest) and the pixels that the label takes."""

    day: date
    label: str
    row: int
    low: float
    high: float
    align: str


def place(marks: list[tuple[date, str]], span: tuple[date, date], width: int) -> list[Placed]:
    """Each mark in the lowest row where its label overlaps no other; labels near the right edge run
    leftwards.

    From the right, so that no mark's line crosses the label of an earlier one.
    """
    placed: list[Placed] = []
    for day, label in reversed(marks):
        x = (day - span[0]).days / max(1, (span[1] - span[0]).days) * width
        length = len(label) * LETTER + 8
        leftward = x + length > width + OVERHANG
        low, high = (x - length, x) if leftward else (x, x + length)
        row = 0
        while any(one.row == row and one.low < high and low < one.high for one in placed):
            row += 1
        placed.append(Placed(day, label, row, low, high, "right" if leftward else "left"))
    return placed


def mark_layers(
    marks: list[tuple[date, str]], span: tuple[date, date], width: int, height: int
) -> list[dict[str, Any]]:
    """A dashed line and a label above the plot for each mark."""
    layers = []
    for one in place(marks, span, width):
        top, day = -6 - ROW * one.row, [record(when=one.day)]
        shift = 4 if one.align == "left" else -4
        look = {"align": one.align, "dx": shift, "baseline": "bottom", "fontSize": 11, "color": QUIET}
        layers.append(layer("rule", day, _WHEN, color="#9aa1ab", strokeDash=[2, 3], y=top - 8, y2=height))
        layers.append(layer("text", day, _WHEN, text=one.label, y=top, **look))
    return layers


def observed_or_projected(scene: Scene, height: int) -> list[dict[str, Any]]:
    """The line between what was observed and what is projected, with both words."""
    day = [record(when=scene.last_day_of_data)]
    look = {"y": height - 8, "fontSize": 11, "color": QUIET}
    return [
        layer("rule", day, _WHEN, color=GRID, strokeWidth=2),
        layer("text", day, _WHEN, text=scene.t("← observed", "← observé"), align="right", dx=-5, **look),
        layer("text", day, _WHEN, text=scene.t("projected →", "projeté →"), align="left", dx=5, **look),
    ]
