"""The assumptions that matter most: how far the answer moves between the lowest and the highest fifth of
each.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from openasylum.report.charts.drawing import COLOURS, GRID, QUIET, Chart, layer, row_labels, wrap
from openasylum.report.numbers import money_labels
from openasylum.report.scene import Scene
from openasylum.report.units import choice_name
from openasylum.results import measure
from openasylum.results.sensitivity import assumptions_that_matter

PLOT_WIDTH, ROW_HEIGHT, LEFT = 400, 40, 270

#: How many assumptions are drawn at most, and how many even if chance could explain them; the table has all.
MOST, LEAST = 10, 5


#: Rooms whose assumptions can move a measure: what is decided in a room is out of reach of the rooms to its right. A
#: measure that stands nowhere here can be moved by all.
REACH = {"claims_made": ("population", "arrivals")}


def drivers(scene: Scene, name: str) -> Chart:
    """The tornado of a measure: of its difference if there is an alternative, else of the baseline itself."""
    of = measure(name)
    about = scene.differences[0] if scene.alternatives else scene.baseline
    whole = scene.whole_horizon.filter((pl.col("scenario") == about) & (pl.col("measure") == name))
    table = matter(scene, name)
    middle = whole["value"].median()
    centre = float(middle) if isinstance(middle, int | float) else 0.0
    known = {entry.id: entry for entry in scene.run.manifest.assumptions}
    signed = bool(scene.alternatives)
    subject = scene.label(of) + (scene.t(", difference", ", écart") if signed else "")
    if len(scene.alternatives) > 1:
        subject += f", {scene.t.quote(scene.title(scene.alternatives[0]))}"
    strong = int(table["beyond_chance"].sum() or 0)
    found = table.head(min(MOST, max(LEAST, strong))).to_dicts()
    period = str(whole["period"].item(0)) if whole.height else scene.period
    return Chart(
        id=f"drivers_{name}",
        language=scene.language,
        title=_finding(scene, subject, found, known),
        subtitle=scene.t(
            f"{subject}, {period}. Each bar runs from the median answer in the fifth of the draws where the "
            "assumption is "
            "lowest to the median where it is highest; its value there stands at the ends. Hollow: no more "
            "than chance gives.",
            f"{subject}, {period}. Chaque barre va de la médiane de la réponse dans le cinquième des tirages "
            "où l'hypothèse "
            "est la plus basse à celle où elle est la plus haute; sa valeur figure aux extrémités. Vide : "
            "pas plus que le "
            "hasard.",
        ),
        footer=scene.footer(
            scene.t(
                "Letter: evidence grade, A measured, B computed, C read off a near analogue, D argued. "
                "Ordered by Spearman's rank correlation. What a run holds fixed has no bar.",
                "Lettre : qualité des preuves, A mesurée, B calculée, C tirée d'un cas voisin, D argumentée. "
                "Ordre : corrélation de rang de Spearman. Ce que l'exécution tient fixe n'a pas de barre.",
            )
        ),
        views=[_view(scene, found, known, centre, of.unit, signed)] if found else [],
        table=table,
        digest=_digest(scene, table, known, of.unit, signed),
        summary=_summary(scene, subject, found, known, of.unit, signed),
        left=LEFT if found else 0,
    )


def matter(scene: Scene, name: str) -> pl.DataFrame:
    """The assumptions that move a measure, the strongest first: see ``results.sensitivity``."""

    def ranked() -> pl.DataFrame:
        about = scene.differences[0] if scene.alternatives else scene.baseline
        whole = scene.whole_horizon.filter((pl.col("scenario") == about) & (pl.col("measure") == name))
        return assumptions_that_matter(_within_reach(scene, name), whole.select("draw", "value"))

    return scene.numbers.once(f"drivers of {name}", ranked)


def _within_reach(scene: Scene, name: str) -> pl.DataFrame:
    """The draws of the assumptions that can move a measure."""
    drawn = scene.run.frames["assumptions"]
    rooms = REACH.get(name)
    return drawn if rooms is None else drawn.filter(pl.col("id").str.split(".").list.first().is_in(rooms))


def _title(scene: Scene, known: dict[str, Any], name: str) -> str:
    return f"{scene.t.of(known[name].title)} ({known[name].grade})" if name in known else name


def _finding(scene: Scene, subject: str, found: list[dict[str, Any]], known: dict[str, Any]) -> str:
    strong = [row for row in found if row["beyond_chance"]]
    if not strong:
        return scene.t(
            f"{subject}: no single assumption stands out from chance in this run",
            f"{subject} : aucune hypothèse ne se détache du hasard dans cette exécution",
        )
    named = strong[0]["id"]
    title = scene.t.of(known[named].title) if named in known else named
    return scene.t(
        f"{subject}: {scene.t.quote(title)} matters most", f"{subject} : {scene.t.quote(title)} pèse le plus"
    )


def _value(scene: Scene, value: float, name: str, known: dict[str, Any]) -> str:
    """The value of an assumption, with its unit where that is short."""
    unit = known[name].unit if name in known else ""
    if name in known and known[name].prior.get("kind") == "discrete":
        # A choice among words stands in the frame as its place in their list.
        return choice_name(str(known[name].prior["values"][round(value)]), scene.language)
    if unit == "share":
        return f"{value * 100:.3g}{'%' if scene.language == 'en' else scene.t.percent}".replace(
            ".", scene.t(".", ",")
        )
    return scene.amount(value, "number")


def _view(
    scene: Scene, found: list[dict[str, Any]], known: dict[str, Any], centre: float, unit: str, signed: bool
) -> dict[str, Any]:
    bars, ends = [], []
    order = []
    for row in found:
        label = "\n".join(wrap(_title(scene, known, row["id"]), 12, LEFT - 10))
        order.append(label)
        line, fill = (COLOURS[0], COLOURS[0]) if row["beyond_chance"] else (QUIET, "white")
        bars.append(
            {"row": label, "low": row["when_low"], "high": row["when_high"], "line": line, "fill": fill}
        )
        left_is_low = row["when_low"] <= row["when_high"]
        for which, at in (("low", row["when_low"]), ("high", row["when_high"])):
            side = "right" if (which == "low") == left_is_low else "left"
            ends.append(
                {"row": label, "at": at, "side": side, "text": _value(scene, row[which], row["id"], known)}
            )
    y: dict[str, Any] = {"field": "row", "type": "nominal", "sort": order, "axis": None}
    labels: dict[str, str] = (
        {"labelExpr": money_labels(scene.language)} if unit == "CAD" else {"format": ",~r"}
    )
    places = [row[end] for row in found for end in ("when_low", "when_high")]
    margin = 0.16 * ((max(places) - min(places)) or 1.0)
    x: dict[str, Any] = {
        "type": "quantitative",
        "axis": {
            "title": None,
            "tickCount": 5,
            "domain": False,
            "ticks": False,
            **labels,
        },
        "scale": {"domain": [min(places) - margin, max(places) + margin], "zero": False, "nice": False},
    }
    centred = {"x": {**x, "field": "centre"}}
    span: dict[str, Any] = {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"}}
    look: dict[str, Any] = {
        "fill": {"field": "fill", "type": "nominal", "scale": None},
        "stroke": {"field": "line", "type": "nominal", "scale": None},
    }
    words = {"y": y, "x": {**x, "field": "at"}, "text": {"field": "text", "type": "nominal"}}
    layers = [
        layer("rule", [{"centre": centre}], centred, color=GRID, strokeWidth=3),
        layer("bar", bars, {**span, **look}, height=14, strokeWidth=1.5),
        row_labels(order, y),
    ]
    for side, shift in (("left", 5), ("right", -5)):
        there = [row for row in ends if row["side"] == side]
        layers.append(layer("text", there, words, align=side, dx=shift, fontSize=11, color=QUIET))
    return {"width": PLOT_WIDTH, "height": ROW_HEIGHT * len(found), "layer": layers}


def _digest(
    scene: Scene, table: pl.DataFrame, known: dict[str, Any], unit: str, signed: bool
) -> list[list[str]]:
    heads = scene.t(
        "assumption (grade)|rank correlation|low value|answer there|high value|answer there|beyond chance",
        "hypothèse (qualité)|corrélation de rang|valeur basse|réponse alors|valeur haute|réponse "
        "alors|au-delà du hasard",
    )
    write = scene.change if signed else scene.amount
    lines = [heads.split("|")]
    for row in table.to_dicts():
        name = row["id"]
        lines.append(
            [
                _title(scene, known, name),
                f"{row['rank_correlation']:+.2f}".replace("-", "−").replace(".", scene.t(".", ",")),
                _value(scene, row["low"], name, known),
                write(row["when_low"], unit),
                _value(scene, row["high"], name, known),
                write(row["when_high"], unit),
                scene.t("yes", "oui") if row["beyond_chance"] else scene.t("no", "non"),
            ]
        )
    return lines


def _summary(
    scene: Scene, subject: str, found: list[dict[str, Any]], known: dict[str, Any], unit: str, signed: bool
) -> str:
    write = scene.change if signed else scene.amount
    said = [
        scene.t(
            f"{_title(scene, known, row['id'])}: {write(row['when_low'], unit)} where low, "
            f"{write(row['when_high'], unit)} where high",
            f"{_title(scene, known, row['id'])} : {write(row['when_low'], unit)} si basse, "
            f"{write(row['when_high'], unit)} si haute",
        )
        for row in found
        if row["beyond_chance"]
    ]
    return ". ".join([_finding(scene, subject, found, known), "; ".join(said)]).strip(" .") + "."
