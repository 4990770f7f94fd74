"""What stands around the drawing of a chart: heading above, notes below, set as text by us.

The drawing engine measures every letter that it sets, several times over, which for headings and notes takes longer than
the drawing itself. Nothing needs their measure: their lines are broken beforehand, and they begin at the left edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

#: Of title, subtitle and notes: size, distance of lines in pixels.
TITLE, SUBTITLE, NOTE = (19, 24), (13, 18), (11, 15)

#: White around the drawing, as the drawing has it inside.
PADDING = 14

_ROOT = re.compile(r'<svg ([^>]*?)width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*">')


@dataclass(frozen=True)
class Frame:
    """The lines around a drawing, and how they look."""

    title: Sequence[str]
    subtitle: Sequence[str]
    notes: Sequence[str]
    font: str
    ink: str
    quiet: str


def framed(svg: str, frame: Frame, width: float) -> str:
    """The drawing (an SVG with a white ground) with its heading and notes, at least ``width`` pixels wide."""
    root = _ROOT.match(svg)
    assert root is not None
    attributes, own_width, own_height = root.group(1), float(root.group(2)), float(root.group(3))
    inner = svg[root.end() : -len("</svg>")]
    title_end = PADDING + 15 + TITLE[1] * (len(frame.title) - 1)
    heading = title_end + 20 + SUBTITLE[1] * (len(frame.subtitle) - 1) + 4
    notes = heading + own_height + 11
    height = notes + NOTE[1] * len(frame.notes) + PADDING - 9
    wide = max(own_width, width)
    texts = [
        *_lines(frame.title, PADDING + 15, TITLE, f'font-weight="bold" fill="{frame.ink}"'),
        *_lines(frame.subtitle, title_end + 20, SUBTITLE, f'fill="{frame.quiet}"'),
        *_lines(frame.notes, notes, NOTE, f'fill="{frame.quiet}"'),
    ]
    return (
        f'<svg {attributes}width="{wide:g}" height="{height:g}" viewBox="0 0 {wide:g} {height:g}">'
        f'<rect width="{wide:g}" height="{height:g}" fill="white"/>'
        f'<g font-family="{frame.font}">{"".join(texts)}</g>'
        f'<g transform="translate(0,{heading:g})">{inner}</g></svg>'
    )


def _lines(lines: Sequence[str], first: float, size: tuple[int, int], look: str) -> Iterator[str]:
    for place, line in enumerate(lines):
        y = first + place * size[1]
        yield f'<text x="{PADDING}" y="{y:g}" font-size="{size[0]}px" {look}>{escape(line)}</text>'
