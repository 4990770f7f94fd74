"""The pathway diagram: from the channel of arrival through each stage to where people stand when the horizon
ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from openasylum.report.charts.drawing import COLOURS, INK, WIDTH, Chart, apart, layer, wrap
from openasylum.report.charts.sankey_layout import AGAIN, Layout, lay_out, without_circles
from openasylum.report.pathways import WAITING, family, gathered, groups, label
from openasylum.report.scene import Scene
from openasylum.results import quantiles
from openasylum.typography import WIDE

PLOT_HEIGHT = 390
LEFT, RIGHT = 128, 216
PLOT_WIDTH = WIDTH - 40
BOX_WIDTH = 9

#: Width of a label between two columns, and height that the label of a thin box takes.
INNER, LABEL_HEIGHT = 68, 16
_STEPS = 24

#: Flows thinner than this share of all who come stand in the table only.
THINNEST = 0.004

#: Okabe & Ito's colours by what a box is, none of which praises or blames.
FAMILY_COLOURS = {
    "arrival": "#6e7781",
    "tribunal": "#56B4E9",
    "risk": "#E69F00",
    "removal": "#8c6d5a",
    "returned": "#CC79A7",
    "protected": "#0072B2",
    "waiting": "#b6bcc4",
    "left": "#9a8fb8",
}


@dataclass(frozen=True)
class Flow:
    """What is drawn: ``table`` (``scenario``, ``source``, ``target``, ``mean``, ``p05``, ``p50``, ``p95``), the layout of each
    scenario on one plan, and who stands at each end when the horizon is over, by scenario.
    """

    table: pl.DataFrame
    layouts: Mapping[str, Layout]
    ends: Mapping[str, Mapping[str, float]]


def flow(scene: Scene) -> Flow:
    """The flows of a run and where they stand when drawn; computed once for both languages."""
    return scene.numbers.once("flow", lambda: _flow(scene))


def _flow(scene: Scene) -> Flow:
    summary = _means(gathered(scene.run.frames["flows"]))
    scenarios = [scene.baseline, *scene.alternatives[: len(COLOURS) - 1]]
    flows_of = {name: _drawn(summary, name) for name in scenarios}
    together: dict[tuple[str, str], float] = {}
    for one in flows_of.values():
        for edge, persons in one.items():
            together[edge] = together.get(edge, 0.0) + persons
    ends = len({target for _, target in together} - {source for source, _ in together})
    gap = LABEL_HEIGHT / max(100, PLOT_HEIGHT - LABEL_HEIGHT * ends)
    model = lay_out(together, _ends(summary), gap)
    layouts = {name: lay_out(flows_of[name], _ends(summary), gap, like=model) for name in scenarios}
    return Flow(summary, layouts, {name: _shares(summary, name)[1] for name in scenarios})


def edges_in_order(summary: pl.DataFrame) -> list[tuple[str, str]]:
    """Every flow of a table, in the order of the process."""
    order = list(groups())

    def rank(name: str) -> int:
        base = name.removesuffix(WAITING)
        return order.index(base) if base in order else len(order)

    found = {(row["source"], row["target"]) for row in summary.select("source", "target").to_dicts()}
    return sorted(found, key=lambda edge: (rank(edge[0]), rank(edge[1]), edge))


def pathways(scene: Scene) -> Chart:
    """The Sankey diagram of each scenario, on one scale, with the table of every flow."""
    drawing = flow(scene)
    summary = drawing.table
    tallest = max((one.height for one in drawing.layouts.values()), default=1.0) or 1.0
    views = [_view(scene, name, layout, PLOT_HEIGHT / tallest) for name, layout in drawing.layouts.items()]
    note = scene.t(
        "Height is the number of people (mean of the draws, so that what comes in goes out), on one scale "
        "for all "
        f"diagrams. Flows under {THINNEST:.1%} of all who come are in the table only. Claims pending before "
        "the horizon "
        "are not shown. A claim that a change of law makes ineligible passes from the RPD to a risk "
        "assessment.",
        "La hauteur est le nombre de personnes (moyenne des tirages, pour que ce qui entre ressorte), à la "
        "même échelle "
        f"partout. Les flux sous {THINNEST * 100:.1f}{scene.t.percent} des arrivées figurent seulement au "
        "tableau. Les "
        "demandes en instance avant l'horizon ne sont pas montrées. Une demande qu'un changement de loi rend "
        "irrecevable "
        "passe de la SPR à l'examen des risques.".replace("0.4", "0,4"),
    )
    return Chart(
        id="pathways",
        language=scene.language,
        title=_finding(scene, summary),
        subtitle=scene.t(
            f"Everyone who claims in {scene.period}, by the steps taken until the end of "
            f"{scene.period[-4:]}. Persons.",
            f"Toutes les personnes qui demandent l'asile en {scene.period}, selon les étapes franchies "
            "jusqu'à la fin de "
            f"{scene.period[-4:]}. Personnes.",
        ),
        footer=scene.footer(note),
        views=views,
        table=summary,
        digest=_digest(scene, summary),
        summary=_summary(scene, summary),
    )


def _means(flows: pl.DataFrame) -> pl.DataFrame:
    """``scenario``, ``source``, ``target``, ``mean``, ``p05``, ``p50``, ``p95`` over draws."""
    keys = ["scenario", "source", "target"]
    draws = max(1, flows["draw"].n_unique())
    means = flows.group_by(keys, maintain_order=True).agg((pl.col("persons").sum() / draws).alias("mean"))
    ranges = quantiles(flows).select(*keys, "p05", "p50", "p95")
    return means.join(ranges, on=keys, how="left").sort(
        "scenario", "mean", "source", "target", descending=[False, True, False, False]
    )


def _edges(summary: pl.DataFrame, scenario: str) -> dict[tuple[str, str], float]:
    own = summary.filter((pl.col("scenario") == scenario) & (pl.col("mean") > 0))
    return {(row["source"], row["target"]): row["mean"] for row in own.to_dicts()}


def _drawn(summary: pl.DataFrame, scenario: str) -> dict[tuple[str, str], float]:
    """The flows thick enough to be seen; circles are opened first, so that opening them does not depend on
    thin flows.
    """
    edges = without_circles(_edges(summary, scenario))
    targets = {target for _, target in edges}
    everyone = sum(persons for (source, _), persons in edges.items() if source not in targets)
    return {edge: persons for edge, persons in edges.items() if persons >= THINNEST * everyone}


def _ends(summary: pl.DataFrame) -> list[str]:
    named = [group.id for group in groups().values() if group.end]
    return named + [name for name in summary["target"].unique().to_list() if name.endswith((WAITING, AGAIN))]


def _view(scene: Scene, scenario: str, layout: Layout, scale: float) -> dict[str, Any]:
    """One diagram: ribbons, boxes, labels, in pixels."""
    step = (PLOT_WIDTH - LEFT - RIGHT - BOX_WIDTH) / max(1, layout.columns - 1)
    lefts = [LEFT + column * step for column in range(layout.columns)]
    height = layout.height * scale
    x = {
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, PLOT_WIDTH], "nice": False, "zero": False},
    }
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [height, 0], "nice": False, "zero": False}}
    xy = {"x": {"field": "x", **x}, "y": {"field": "y", **y}, "y2": {"field": "y2"}}
    fill = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    detail = {"detail": {"field": "ribbon", "type": "nominal"}}
    layers = [
        layer("area", _ribbons(layout, lefts, scale), {**xy, **detail, **fill}, opacity=0.42),
        layer("rect", _boxes(layout, lefts, scale), {**xy, "x2": {"field": "x2"}, **fill}),
    ]
    labels = [
        one
        for column, left in enumerate(lefts)
        for one in _labels(scene, layout, column, left, scale, height)
    ]
    layers += [*_label_layers(labels, "left", xy), *_label_layers(labels, "right", xy)]
    colour = COLOURS[scene.run.manifest.scenario_ids.index(scenario)]
    heading = {
        "text": scene.title(scenario),
        "fontSize": 14,
        "anchor": "start",
        "frame": "group",
        "offset": 10,
    }
    return {"title": {**heading, "color": colour}, "width": PLOT_WIDTH, "height": height, "layer": layers}


def _ribbons(layout: Layout, lefts: list[float], scale: float) -> list[dict[str, Any]]:
    """Points of each ribbon's upper and lower edge, along a smooth step (3t² - 2t³) from box to box."""
    rows = []
    for number, ribbon in enumerate(layout.ribbons):
        source, target = layout.boxes[ribbon.source], layout.boxes[ribbon.target]
        x0, x1 = lefts[source.column] + BOX_WIDTH, lefts[target.column]
        colour = FAMILY_COLOURS[family(ribbon.target)]
        for at in range(_STEPS + 1):
            t = at / _STEPS
            top = (ribbon.leaves + (ribbon.arrives - ribbon.leaves) * t * t * (3 - 2 * t)) * scale
            x, y, y2 = (round(value, 2) for value in (x0 + (x1 - x0) * t, top, top + ribbon.persons * scale))
            rows.append({"ribbon": number, "colour": colour, "x": x, "y": y, "y2": y2})
    return rows


def _boxes(layout: Layout, lefts: list[float], scale: float) -> list[dict[str, Any]]:
    """Rectangles, at least a pixel high."""
    return [
        {
            "x": lefts[box.column],
            "x2": lefts[box.column] + BOX_WIDTH,
            "y": box.top * scale,
            "y2": max(box.bottom * scale, box.top * scale + 1),
            "colour": FAMILY_COLOURS[family(box.name)],
        }
        for box in layout.boxes.values()
    ]


def _label_layers(labels: list[dict[str, Any]], side: str, xy: dict[str, Any]) -> list[dict[str, Any]]:
    """Labels left or right of their boxes, over a white halo that keeps them readable on ribbons."""
    rows = [row for row in labels if row["side"] == side]
    encoding = {"x": xy["x"], "y": xy["y"], "text": {"field": "text", "type": "nominal"}}
    look: dict[str, Any] = {"align": "right", "dx": -5} if side == "left" else {"align": "left", "dx": 5}
    look |= {"baseline": "middle", "fontSize": 11, "lineBreak": "\n", "lineHeight": 12, "color": INK}
    halo = {"stroke": "white", "strokeWidth": 3.5, "strokeOpacity": 0.85, "strokeJoin": "round"}
    return [layer("text", rows, encoding, **{**look, **halo}), layer("text", rows, encoding, **look)]


def _labels(
    scene: Scene, layout: Layout, column: int, x: float, scale: float, height: float
) -> list[dict[str, Any]]:
    """Names and people of a column's boxes, moved apart: left of the first column, right of every other."""
    boxes = sorted((box for box in layout.boxes.values() if box.column == column), key=lambda box: box.top)
    room = LEFT - 8 if column == 0 else RIGHT if column == layout.columns - 1 else INNER
    texts = [
        wrap(f"{label(scene, box.name)} {scene.amount(box.bottom - box.top, 'persons')}", 10, room)
        for box in boxes
    ]
    wanted = [(box.top + box.bottom) / 2 * scale for box in boxes]
    places = apart(wanted, [12.0 * len(lines) + 3 for lines in texts], height)
    return [
        {
            "side": "left" if column == 0 else "right",
            "x": x if column == 0 else x + BOX_WIDTH,
            "y": y - 6 * (len(lines) - 1),
            "text": "\n".join(lines),
        }
        for lines, y in zip(texts, places, strict=True)
    ]


def _shares(summary: pl.DataFrame, scenario: str) -> tuple[float, dict[str, float]]:
    """Everyone who came, and the people at each end."""
    edges = _edges(summary, scenario)
    targets = {target for _, target in edges}
    everyone = sum(persons for (source, _), persons in edges.items() if source not in targets)
    sources = {source for source, _ in edges}
    ends: dict[str, float] = {}
    for (_, target), persons in edges.items():
        if target not in sources:
            ends[target] = ends.get(target, 0.0) + persons
    return everyone, ends


def _finding(scene: Scene, summary: pl.DataFrame) -> str:
    everyone, ends = _shares(summary, scene.baseline)
    if not everyone or not ends:
        return scene.t("Where people's claims lead", "Où mènent les demandes")
    largest = max(ends, key=lambda name: ends[name])
    portions = [ends[largest] / everyone]
    for other in scene.alternatives[:1]:
        total, others = _shares(summary, other)
        portions.append(others.get(largest, 0.0) / total if total else 0.0)
    named = [scene.baseline, *scene.alternatives[:1]]
    year = scene.period[-4:]
    shares = [
        scene.t(
            f"{share:.0%} with {scene.t.quote(scene.title(name))}",
            f"{share * 100:.0f}{WIDE}% avec {scene.t.quote(scene.title(name))}",
        )
        for name, share in zip(named, portions, strict=True)
    ]
    return scene.t(
        f"Where claims lead: the largest group at the end of {year} is "
        f"{scene.t.quote(label(scene, largest))}, {', '.join(shares)}",
        f"Où mènent les demandes : fin {year}, le groupe le plus nombreux est "
        f"{scene.t.quote(label(scene, largest))}, "
        f"{', '.join(shares)}",
    )


def _digest(scene: Scene, summary: pl.DataFrame) -> list[list[str]]:
    scenarios = [scene.baseline, *scene.alternatives, *scene.differences]
    rows = {(row["scenario"], row["source"], row["target"]): row for row in summary.to_dicts()}
    lines = [[scene.t("from", "de"), scene.t("to", "vers"), *map(scene.title, scenarios)]]
    for source, target in edges_in_order(summary):
        cells = (scene.cell(rows.get((one, source, target)), "persons", one, "mean") for one in scenarios)
        lines.append([label(scene, source), label(scene, target), *cells])
    return lines


def _summary(scene: Scene, summary: pl.DataFrame) -> str:
    said = []
    for scenario in [scene.baseline, *scene.alternatives]:
        everyone, ends = _shares(summary, scenario)
        listed = [
            f"{label(scene, name)} {scene.amount(persons, 'persons')}"
            for name, persons in sorted(ends.items(), key=lambda item: -item[1])
        ]
        came = scene.amount(everyone, "persons")
        said.append(
            scene.t(
                f"{scene.title(scenario)}: of {came} people who claim, {'; '.join(listed)}.",
                f"{scene.title(scenario)} : sur {came} personnes qui demandent l'asile, {'; '.join(listed)}.",
            )
        )
    return " ".join(said)
