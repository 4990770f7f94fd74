"""What every chart has: a title, units, what the range means, law date, data vintage, run id and source
inside the image; a table twin; a text summary. One Vega-Lite definition is drawn as SVG and PNG, and is the
one that web pages embed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from openasylum.report.charts.framing import NOTE, PADDING, Frame
from openasylum.report.charts.rendering import Order, draw_one
from openasylum.report.numbers import locale
from openasylum.report.tongue import Language

#: Vega-Lite major version of the definitions; altair, vl-convert and the web bundle speak it.
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

#: Bundled with vl-convert and metrically equal to Arial and Helvetica, so text has one width everywhere.
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

#: Colours of Okabe & Ito (2008), told apart with every common colour blindness, darkened where needed so that words
#: in them stand out from white by 4.5 to 1 (WCAG 2.1, 1.4.3). The first is the baseline.
COLOURS = ("#0072B2", "#BC5300", "#A84A80", "#007F5C")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2])
INK, QUIET, GRID = "#1f2328", "#57606a", "#e3e6ea"

#: Mean width of a character of the font in em, for breaking lines; capitals and figures are wider.
_EM = 0.53

#: Width of a chart's image in pixels.
WIDTH = 760


@dataclass(frozen=True)
class Chart:
    """A chart before it is drawn.

    ``views`` are Vega-Lite views, set one below the other; ``table`` is what is drawn, number by number;
    ``digest`` is the same for readers: a heading row, then rows of text; ``summary`` says in words what the
    chart shows. ``left`` is the width of what stands left of the views' own left edge.
    """

    id: str
    language: Language
    title: str
    subtitle: str
    footer: Sequence[str]
    views: Sequence[dict[str, Any]]
    table: pl.DataFrame
    digest: Sequence[Sequence[str]]
    summary: str
    left: int = 0

    def spec(self) -> dict[str, Any]:
        """The whole Vega-Lite definition."""
        heading = {
            "text": wrap(self.title, 19),
            "subtitle": wrap(self.subtitle, 13),
            "anchor": "start",
            "frame": "bounds",
        }
        drawing = self._drawing()
        return {**drawing, "title": heading, "vconcat": [*self.views, _footer(self.footer, self.left)]}

    def _drawing(self) -> dict[str, Any]:
        """The definition without heading and notes."""
        return {
            "$schema": SCHEMA,
            "description": self.summary,
            "background": "white",
            "padding": PADDING,
            "vconcat": list(self.views),
            "spacing": 16,
            "config": _config(self.language),
        }

    def order(self, png: bool = True) -> Order:
        """What the drawing of this chart needs: heading and notes are set around it (see ``framing``)."""
        notes = [part for line in self.footer if line for part in wrap(line, NOTE[0])]
        frame = Frame(wrap(self.title, 19), wrap(self.subtitle, 13), notes, FONT, INK, QUIET)
        return Order(f"{self.id}-{self.language}", self.summary, self._drawing(), frame, WIDTH, png)

    def draw(self) -> tuple[str, bytes]:
        """The chart as SVG, ready to stand in a page, and as PNG."""
        return draw_one(self.order())

    def csv(self) -> str:
        """The table twin as CSV, under comment lines with what the chart's frame says."""
        lines = [self.title, self.subtitle, *self.footer]
        return "".join(f"# {line}\n" for line in lines if line) + self.table.write_csv()


def wrap(text: str, size: float, width: float = WIDTH - 40) -> list[str]:
    """``text`` broken into lines that fit ``width`` pixels at a font size in pixels."""
    return textwrap.wrap(text, max(10, int(width / (size * _EM)))) or [""]


def apart(wanted: Sequence[float], sizes: Sequence[float], height: float) -> list[float]:
    """Centres as near to the wanted ones as they can be without two labels overlapping, within the height."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed: dict[int, float] = {}
    edge = 0.0
    for index in order:
        placed[index] = max(wanted[index], edge + sizes[index] / 2)
        edge = placed[index] + sizes[index] / 2
    edge = height + 6.0
    for index in reversed(order):
        placed[index] = min(placed[index], edge - sizes[index] / 2)
        edge = placed[index] - sizes[index] / 2
    return [placed[index] for index in range(len(wanted))]


def record(**fields: Any) -> dict[str, Any]:
    """A row of inline data, dates written as Vega reads them."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in fields.items()
    }


def layer(mark: str, values: list[dict[str, Any]], encoding: dict[str, Any], **look: Any) -> dict[str, Any]:
    """A Vega-Lite layer: rows of inline data, a mark, what its channels show, and how it looks."""
    return {"data": {"values": values}, "mark": {"type": mark, **look}, "encoding": encoding}


def key(entries: Sequence[tuple[str, str, Sequence[int]]], left: int = 40) -> dict[str, Any]:
    """A line of keys, (words, colour, dash) each, for charts of several panels; it begins at the image's left
    edge.
    """
    width = WIDTH - 40 - left
    scale = {"domain": [0, width], "nice": False, "zero": False}
    encoding = {
        "x": {"field": "x", "type": "quantitative", "axis": None, "scale": scale},
        "y": {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [-1, 1]}},
    }
    at, layers = float(-left), []
    for words, colour, dash in entries:
        ends = [{"x": at, "y": 0}, {"x": at + 28, "y": 0}]
        layers.append(layer("line", ends, encoding, color=colour, strokeWidth=2.5, strokeDash=list(dash)))
        name = [{"x": at + 34, "y": 0}]
        layers.append(layer("text", name, encoding, text=words, align="left", fontSize=13, color=colour))
        at += 60 + len(words) * 13 * _EM
    return {"width": width, "height": 16, "view": {"stroke": None}, "layer": layers}


def row_labels(names: Sequence[str], y: dict[str, Any]) -> dict[str, Any]:
    """Names of rows, left of them and centred on them however many lines they have; ``y`` encodes the field
    ``row``.
    """
    lift = {"expr": "-7 * (length(split(datum.row, '\\n')) - 1)"}
    return {
        "data": {"values": [{"row": name} for name in names]},
        "mark": {
            "type": "text",
            "align": "right",
            "x": -10,
            "baseline": "middle",
            "lineBreak": "\n",
            "lineHeight": 14,
            "dy": lift,
        },
        "encoding": {"y": y, "text": {"field": "row", "type": "nominal"}},
    }


def _footer(lines: Sequence[str], left: int) -> dict[str, Any]:
    """The lines under a chart, as a view of its own, since Vega-Lite has titles but no notes."""
    size = NOTE[0]
    broken = [part for line in lines if line for part in wrap(line, size)]
    return {
        "width": WIDTH - 40 - left,
        "height": max(1, len(broken)) * (size + 4),
        "view": {"stroke": None},
        "data": {"values": [{"text": "\n".join(broken)}]},
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "top",
            "x": -left,
            "y": 0,
            "fontSize": size,
            "lineHeight": size + 4,
            "lineBreak": "\n",
            "color": QUIET,
        },
        "encoding": {"text": {"field": "text", "type": "nominal"}},
    }


def _config(language: Language) -> dict[str, Any]:
    axis = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelColor": QUIET,
        "titleColor": QUIET,
        "gridColor": GRID,
        "domainColor": "#b6bcc4",
        "tickColor": "#b6bcc4",
    }
    return {
        "font": FONT,
        "aria": False,
        "locale": locale(language),
        "view": {"stroke": None},
        "axis": axis,
        "text": {"font": FONT, "fontSize": 12, "color": INK},
        "title": {
            "font": FONT,
            "fontSize": 19,
            "fontWeight": "bold",
            "color": INK,
            "lineHeight": 24,
            "offset": 14,
            "subtitleFont": FONT,
            "subtitleFontSize": 13,
            "subtitleColor": QUIET,
            "subtitleLineHeight": 18,
            "subtitlePadding": 6,
        },
        "concat": {"spacing": 14},
    }
