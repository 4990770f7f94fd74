"""Drawing charts: Vega-Lite definitions in, SVG and PNG out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from openasylum.report.charts.framing import Frame, framed

#: Size of a PNG's pixel to the chart's own.
SCALE = 1.5

Drawn = tuple[str, bytes]


@dataclass(frozen=True)
class Order:
    """A chart to draw: its id in a page, its accessible name, its definition, what stands around it, its width in
    pixels at least, and whether as PNG too.
    """

    identity: str
    name: str
    spec: dict[str, Any]
    frame: Frame
    width: float
    png: bool = True


def draw_one(order: Order) -> Drawn:
    """SVG, ready to stand in a page beside others, and PNG (empty where not asked for)."""
    import vl_convert

    svg = framed(vl_convert.vegalite_to_svg(order.spec), order.frame, order.width)
    return for_a_page(svg, order.identity, order.name), as_png(svg) if order.png else b""


def as_png(svg: str) -> bytes:
    """An SVG as PNG."""
    import vl_convert

    png: bytes = vl_convert.svg_to_png(svg, scale=SCALE)
    return png


def for_a_page(svg: str, identity: str, name: str) -> str:
    """The SVG with ids of its own (several stand in one page), one role, and one accessible name."""
    for known in sorted(set(re.findall(r'\bid="([^"]+)"', svg)), key=len, reverse=True):
        svg = svg.replace(f'id="{known}"', f'id="{identity}-{known}"')
        svg = svg.replace(f"url(#{known})", f"url(#{identity}-{known})").replace(
            f'"#{known}"', f'"#{identity}-{known}"'
        )
    svg = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)
    label = name.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return re.sub(r"^<svg ", f'<svg role="img" aria-label="{label}" ', svg, count=1)
