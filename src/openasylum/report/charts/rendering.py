"""Drawing many charts at once: Vega-Lite definitions in, SVG and PNG out, on as many cores as there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openasylum.backends import WorkersDied, available_cores, map_reduce

#: Size of a PNG's pixel to the chart's own.
SCALE = 1.5

Drawn = tuple[str, bytes]


@dataclass(frozen=True)
class Order:
    """A chart to draw: its id in a page, its accessible name, its definition, and whether as PNG too."""

    identity: str
    name: str
    spec: dict[str, Any]
    png: bool = True


def draw(charts: Sequence[Order]) -> list[Drawn]:
    """SVG and PNG (empty where not asked for) of each chart, in that order; the same from any number of
    workers.

    The drawing engine holds Python's lock while it works, so charts are shared out between processes.
    """
    workers = min(2, available_cores())
    shares = [list(charts[first::workers]) for first in range(workers)]
    shares = [share for share in shares if share]
    try:
        drawn = map_reduce(_draw_share, shares, workers=workers)
    except WorkersDied:  # a program read from standard input cannot be started again in a worker
        drawn = map_reduce(_draw_share, shares, backend="serial")
    found: list[Drawn] = [("", b"")] * len(charts)
    for first, share in enumerate(drawn):
        found[first::workers] = share
    return found


def draw_one(order: Order) -> Drawn:
    """SVG, ready to stand in a page beside others, and PNG."""
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(order.spec)
    png: bytes = vl_convert.svg_to_png(svg, scale=SCALE) if order.png else b""
    return for_a_page(svg, order.identity, order.name), png


def _draw_share(orders: list[Order]) -> list[Drawn]:
    return [draw_one(order) for order in orders]


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
