"""Where the boxes and ribbons of a Sankey diagram stand: a pure function from flows to geometry.

Boxes stand in columns by the longest way that leads to them, each as high as the people who pass; within a
column they are ordered by the mean place of what they are joined to, swept forth and back (Sugiyama, Tagawa &
Toda 1981, "Methods for visual understanding of hierarchical system structures", section 4, the barycentre
method). A flow that runs back to a stage already passed would close a circle: it ends in a box of its own
instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Suffix of the box in which a flow back to an earlier stage ends.
AGAIN = "_again"

_SWEEPS = 12


@dataclass(frozen=True)
class Box:
    """A stage: its column, and top and bottom in the units of the flows (0 at the top)."""

    name: str
    column: int
    top: float
    bottom: float


@dataclass(frozen=True)
class Ribbon:
    """A flow from box to box: where it leaves and where it arrives (tops), and how thick it is."""

    source: str
    target: str
    leaves: float
    arrives: float
    persons: float


@dataclass(frozen=True)
class Layout:
    """All boxes and ribbons; ``height`` in the units of the flows, gaps included."""

    boxes: Mapping[str, Box]
    ribbons: Sequence[Ribbon]
    columns: int
    height: float


def lay_out(
    flows: Mapping[tuple[str, str], float],
    last: Sequence[str] = (),
    gap_share: float = 0.05,
    like: Layout | None = None,
) -> Layout:
    """The layout of ``flows``: (source, target) -> persons, all positive.

    ``last`` names boxes that stand in the last column wherever they are reached (ends of the process).
    ``gap_share`` is the gap between two boxes of a column as a share of the widest column's people. ``like``
    is a layout of at least these boxes whose columns and order are kept, so that two diagrams can be
    compared.
    """
    flows = without_circles(flows)
    column = _columns(flows, last)
    if like is not None:
        column = {name: like.boxes[name].column for name in column}
    size = {
        name: max(
            sum(persons for (source, _), persons in flows.items() if source == name),
            sum(persons for (_, target), persons in flows.items() if target == name),
        )
        for name in column
    }
    columns = max(column.values(), default=-1) + 1
    order = _ordered(flows, column, columns) if like is None else _order_of(like, column)
    widest = max((sum(size[name] for name in names) for names in order), default=0.0)
    gap = gap_share * widest
    height = max((sum(size[name] for name in names) + gap * (len(names) - 1) for names in order), default=0.0)
    boxes: dict[str, Box] = {}
    for number, names in enumerate(order):
        own = sum(size[name] for name in names) + gap * (len(names) - 1)
        top = (height - own) / 2
        for name in names:
            boxes[name] = Box(name, number, top, top + size[name])
            top += size[name] + gap
    return Layout(boxes, _ribbons(flows, boxes), columns, height)


def without_circles(flows: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """``flows`` with those that close a circle redirected to ``<target>_again``.

    Depth first from the sources, largest flows first: the thin flow of a circle is the one redirected.
    """
    onward: dict[str, list[str]] = {}
    for source, target in sorted(flows, key=lambda edge: (-flows[edge], edge)):
        onward.setdefault(source, []).append(target)
    targets = {target for _, target in flows}
    back: set[tuple[str, str]] = set()
    done: set[str] = set()
    trail: list[str] = []

    def visit(name: str) -> None:
        trail.append(name)
        for target in onward.get(name, []):
            if target in trail:
                back.add((name, target))
            elif target not in done:
                visit(target)
        trail.pop()
        done.add(name)

    for name in sorted(onward, key=lambda source: (source in targets, source)):
        if name not in done:
            visit(name)
    straight: dict[tuple[str, str], float] = {}
    for (source, target), persons in flows.items():
        edge = (source, f"{target}{AGAIN}") if (source, target) in back else (source, target)
        straight[edge] = straight.get(edge, 0.0) + persons
    return straight


def _columns(flows: Mapping[tuple[str, str], float], last: Sequence[str]) -> dict[str, int]:
    """Column of each box: the longest way to it; boxes of ``last`` together in the last one."""
    names = sorted({name for edge in flows for name in edge})
    column = dict.fromkeys(names, 0)
    for _ in names:
        for source, target in flows:
            column[target] = max(column[target], column[source] + 1)
    end = max(column.values(), default=0)
    sources = {source for source, _ in flows}
    for name in names:
        if name in last or (name.endswith(AGAIN) and name not in sources):
            column[name] = end
    return column


def _ordered(
    flows: Mapping[tuple[str, str], float], column: Mapping[str, int], columns: int
) -> list[list[str]]:
    """The boxes of each column from top to bottom."""
    order = [[name for name in column if column[name] == number] for number in range(columns)]
    for names in order:
        names.sort(key=lambda name: (-sum(p for edge, p in flows.items() if name in edge), name))
    for sweep in range(_SWEEPS):
        forth = sweep % 2 == 0
        place = {
            name: position / max(1, len(names)) for names in order for position, name in enumerate(names)
        }
        for names in order if forth else reversed(order):
            centre = {name: _centre(flows, place, name, forth) for name in names}
            names.sort(key=lambda name: (centre[name], name))
            place |= {name: position / max(1, len(names)) for position, name in enumerate(names)}
    return order


def _order_of(layout: Layout, column: Mapping[str, int]) -> list[list[str]]:
    """The boxes named in ``column``, in the columns and the order of a layout."""
    order: list[list[str]] = [[] for _ in range(max(column.values(), default=-1) + 1)]
    for name in sorted(column, key=lambda name: layout.boxes[name].top):
        order[column[name]].append(name)
    return order


def _centre(
    flows: Mapping[tuple[str, str], float], place: Mapping[str, float], name: str, forth: bool
) -> float:
    """The mean place of what a box is joined to, weighted by persons."""
    if forth:
        joined = [(place[source], persons) for (source, target), persons in flows.items() if target == name]
    else:
        joined = [(place[target], persons) for (source, target), persons in flows.items() if source == name]
    total = sum(persons for _, persons in joined)
    return sum(where * persons for where, persons in joined) / total if total else place[name]


def _ribbons(flows: Mapping[tuple[str, str], float], boxes: Mapping[str, Box]) -> list[Ribbon]:
    """Ribbons leave and arrive in the order of the boxes at their other ends, so that few cross."""

    def centre(name: str) -> float:
        return (boxes[name].top + boxes[name].bottom) / 2

    leaves: dict[tuple[str, str], float] = {}
    arrives: dict[tuple[str, str], float] = {}
    below = {name: box.top for name, box in boxes.items()}
    for edge in sorted(flows, key=lambda edge: (edge[0], centre(edge[1]), edge[1])):
        leaves[edge] = below[edge[0]]
        below[edge[0]] += flows[edge]
    below = {name: box.top for name, box in boxes.items()}
    for edge in sorted(flows, key=lambda edge: (edge[1], centre(edge[0]), edge[0])):
        arrives[edge] = below[edge[1]]
        below[edge[1]] += flows[edge]
    return [Ribbon(*edge, leaves[edge], arrives[edge], persons) for edge, persons in sorted(flows.items())]
