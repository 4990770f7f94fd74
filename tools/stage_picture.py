"""The process map as a picture (SVG) for the site: stages in layers, ways between them as lines.

The layers are those of Sugiyama, Tagawa & Toda (1981): the longest way from the first stage gives a stage its layer, ways over
several layers pass through empty places, and the order within a layer follows the mean place of the neighbours.
"""

from __future__ import annotations

import itertools
from html import escape

from openasylum.pipeline import StageGraph

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN = 168, 46, 196, 104, 24
_CORNERS = {"capacity": 2, "servers": 2, "delay": 20, "end": 23}


class Layout:
    """Where each stage stands; ``ways`` are (from, to, name, whether people leave while they wait)."""

    def __init__(self, graph: StageGraph) -> None:
        order = {stage.id: number for number, stage in enumerate(graph.stages)}
        #: Half the height of each stage: diamonds stand out a little.
        self.half = {stage.id: HEIGHT / 2 + (6 if stage.kind == "fork" else 0) for stage in graph.stages}
        self.ways = list(
            dict.fromkeys(
                (way.stage, way.to, way.name.replace("_", " "), way.hazard is not None)
                for way in graph.transitions
                if way.to is not None
            )
        )
        down = self._forward(graph.first_stage)
        self.layer = dict.fromkeys(order, 0)
        for _ in order:
            for a, b in down:
                self.layer[b] = max(self.layer[b], self.layer[a] + 1)
        #: The places that each way passes through, from its first stage to its last.
        self.chains = {way: self._chain(*way) for way in dict.fromkeys(down)}
        self.rows: list[list[str]] = [[] for _ in range(max(self.layer.values()) + 1)]
        for place in dict.fromkeys([*order, *itertools.chain(*self.chains.values())]):
            self.rows[self._row(place)].append(place)
        self._arrange()

    def _forward(self, first: str) -> list[tuple[str, str]]:
        """Ways that lead on, in a search from the first stage: those that come back to a stage on their own path do not."""
        leading: dict[str, list[str]] = {}
        for a, b, _, _ in self.ways:
            leading.setdefault(a, []).append(b)
        forward: dict[tuple[str, str], None] = {}
        seen: set[str] = set()

        def visit(stage: str, path: tuple[str, ...]) -> None:
            seen.add(stage)
            for after in leading.get(stage, ()):
                if after not in path:
                    forward[stage, after] = None
                    if after not in seen:
                        visit(after, (*path, after))

        for stage in [first, *leading]:
            if stage not in seen:
                visit(stage, (stage,))
        return list(forward)

    def _row(self, place: str) -> int:
        return self.layer[place] if place in self.layer else int(place.rpartition("@")[2])

    def _chain(self, a: str, b: str) -> list[str]:
        between = range(self.layer[a] + 1, self.layer[b])
        return [a, *(f"{a}>{b}@{row}" for row in between), b]

    def _arrange(self) -> None:
        links = [pair for chain in self.chains.values() for pair in itertools.pairwise(chain)]
        x = {place: float(at) for row in self.rows for at, place in enumerate(row)}
        for sweep in range(24):
            rows = self.rows if sweep % 2 == 0 else self.rows[::-1]
            for row in rows:
                near = {
                    place: [x[b] if a == place else x[a] for a, b in links if place in (a, b)]
                    for place in row
                }
                row.sort(key=lambda place: sum(near[place]) / len(near[place]) if near[place] else x[place])
                x |= {place: at - len(row) / 2 for at, place in enumerate(row)}
        widest = max(sum(self._room(place) for place in row) for row in self.rows)
        self.at: dict[str, tuple[float, float]] = {}
        for number, row in enumerate(self.rows):
            left = (widest - sum(self._room(place) for place in row)) / 2 + MARGIN
            for place in row:
                room = self._room(place)
                self.at[place] = (left + room / 2, MARGIN + HEIGHT / 2 + number * DOWN)
                left += room
        self.width = widest + 2 * MARGIN
        self.height = len(self.rows) * DOWN - DOWN + HEIGHT + 2 * MARGIN

    def _room(self, place: str) -> float:
        return ACROSS if place in self.layer else 34


def picture(graph: StageGraph, language: str, title: str) -> str:
    """The SVG, in the colours of the text around it."""
    layout = Layout(graph)
    lines = [
        f'<svg class="stages" viewBox="0 0 {layout.width:.0f} {layout.height:.0f}" role="img" aria-label="{escape(title)}"'
        ' xmlns="http://www.w3.org/2000/svg" style="width:100%;min-width:600px;height:auto" fill="none" stroke="currentColor"'
        ' font-size="12">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="currentColor" stroke="none"/></marker></defs>',
    ]
    lines += [_way(layout, *way) for way in layout.ways]
    for stage in graph.stages:
        lines.append(_stage(*layout.at[stage.id], stage.kind, stage.title[language]))
    return "\n".join([*lines, "</svg>"])


def _way(layout: Layout, a: str, b: str, name: str, leaving: bool) -> str:
    dashes = ' stroke-dasharray="4 3"' if leaving else ""
    chain = layout.chains.get((a, b))
    if chain is None:  # back to an earlier stage: round the side
        (x, y), (u, v) = layout.at[a], layout.at[b]
        side = 1 if x >= layout.width / 2 else -1
        far = max(x, u) * side + 130 if side > 0 else min(x, u) - 130
        path = f"M{x + side * WIDTH / 2:.0f} {y:.0f}C{far:.0f} {y:.0f} {far:.0f} {v:.0f} {u + side * WIDTH / 2:.0f} {v:.0f}"
    else:
        points = [layout.at[place] for place in chain]
        x, y = points[0]
        path = f"M{x:.0f} {y + layout.half[a]:.0f}"
        for number, ((p, q), (r, s)) in enumerate(itertools.pairwise(points)):
            start = q + layout.half[a] if number == 0 else q
            end = s - layout.half[b] if number == len(points) - 2 else s
            middle = (start + end) / 2
            path += f"C{p:.0f} {middle:.0f} {r:.0f} {middle:.0f} {r:.0f} {end:.0f}"
    return f'<path d="{path}" stroke-opacity=".55" marker-end="url(#tip)"{dashes}><title>{escape(name)}</title></path>'


def _stage(x: float, y: float, kind: str, title: str) -> str:
    box = f'x="{x - WIDTH / 2:.0f}" y="{y - HEIGHT / 2:.0f}" width="{WIDTH}" height="{HEIGHT}"'
    fill = 'style="fill:var(--md-default-bg-color,#fff)"'
    if kind == "fork":
        half, up = WIDTH / 2 + 8, HEIGHT / 2 + 6
        shape = f'<path d="M{x - half:.0f} {y:.0f}L{x:.0f} {y - up:.0f}L{x + half:.0f} {y:.0f}L{x:.0f} {y + up:.0f}z" {fill}/>'
    else:
        ring = ' stroke-width="2.5"' if kind == "end" else ""
        shape = f'<rect {box} rx="{_CORNERS[kind]}" {fill}{ring}/>'
    rows = _wrapped(title, 24 if kind != "fork" else 18)
    first = y + 4 - 7 * (len(rows) - 1)
    words = "".join(
        f'<tspan x="{x:.0f}" y="{first + 14 * n:.0f}">{escape(row)}</tspan>' for n, row in enumerate(rows)
    )
    return f'{shape}<text text-anchor="middle" fill="currentColor" stroke="none">{words}</text>'


def _wrapped(text: str, width: int) -> list[str]:
    rows = [""]
    for word in text.split():
        if rows[-1] and len(rows[-1]) + 1 + len(word) > width:
            rows.append(word)
        else:
            rows[-1] = f"{rows[-1]} {word}".strip()
    return rows
