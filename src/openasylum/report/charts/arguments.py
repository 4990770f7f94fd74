"""The arguments about what was never observed, as intervals beside what the run found."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from openasylum.report.charts.drawing import COLOURS, QUIET, Chart, layer, row_labels, wrap
from openasylum.report.scene import Scene
from openasylum.results import quantiles

PLOT_WIDTH, ROW_HEIGHT, LEFT = 400, 34, 260

#: The regulation whose end the arguments are about (IRPR 159.3 designates the United States).
ABOUT = "159.3"

#: Land channels: the claims that the arguments count.
LAND = ("land_port", "between_ports")


def concerned(scene: Scene) -> str | None:
    """The alternative to which the run's arguments speak: the first that ends the designation; None if there
    is none.
    """
    if not scene.run.manifest.arguments:
        return None
    for scenario in scene.run.manifest.scenarios[1:]:
        if ABOUT in json.dumps(scenario.document.get("law", [])):
            return scenario.id
    return None


def arguments(scene: Scene) -> Chart:
    """Land claims a month in the first full year after the designation ends: each argument, and this run."""
    about = concerned(scene) or scene.baseline
    first = next(one.effective for one in scene.run.manifest.scenarios if one.id == about)
    year = (first.year if (first.month, first.day) == (1, 1) else first.year + 1) if first else 0
    found = _land_claims(scene, year)
    listed = scene.run.manifest.arguments
    total = sum(one.weight or 0.0 for one in listed) or 1.0
    rows: list[dict[str, Any]] = [
        {
            "name": scene.t.of(one.title),
            "p05": one.p05,
            "p50": one.p50,
            "p95": one.p95,
            "colour": QUIET,
            "weight": (one.weight or 0.0) / total,
        }
        for one in listed
    ]
    for position, scenario in enumerate([scene.baseline, about]):
        row = found.get(scenario)
        if row:
            name = scene.t(f"This run: {scene.title(scenario)}", f"Cette exécution : {scene.title(scenario)}")
            rows.append(
                {
                    "name": name,
                    **{level: row[level] for level in ("p05", "p50", "p95")},
                    "colour": COLOURS[position],
                    "weight": None,
                }
            )
    lows, highs = min(one.p05 for one in listed), max(one.p95 for one in listed)
    return Chart(
        id="arguments",
        language=scene.language,
        title=scene.t(
            "Never observed: arguments put land claims anywhere from "
            f"{scene.interval(lows, highs, 'persons')} a month",
            "Jamais observé : les arguments situent les demandes terrestres de "
            f"{scene.interval(lows, highs, 'persons')} par mois",
        ),
        subtitle=scene.t(
            f"Claims a month at and between land ports of entry, mean of {year}, the first full year after "
            "the designation "
            "ends. Point: median; line: 5th to 95th percentile.",
            f"Demandes par mois aux points d'entrée terrestres et entre eux, moyenne de {year}, première "
            "année complète "
            "après la fin de la désignation. Point : médiane; trait : 5e au 95e centile.",
        ),
        footer=scene.footer(
            scene.t(
                "A run draws from the arguments by their weights (in brackets) unless told to use one. No "
                "figure can say which "
                "is right: several share one anchor, the months before 25 March 2023.",
                "Une exécution tire parmi les arguments selon leur poids (entre parenthèses), sauf choix "
                "contraire. Aucun "
                "chiffre ne dit lequel est juste : plusieurs reposent sur les mêmes mois, avant le 25 mars "
                "2023.",
            )
        ),
        views=[_view(scene, rows)],
        table=pl.DataFrame(
            [{key: row[key] for key in ("name", "p05", "p50", "p95", "weight")} for row in rows]
        ),
        digest=_digest(scene, rows),
        summary="; ".join(
            f"{row['name']}{scene.t.colon} {scene.amount(row['p50'], 'persons')} "
            f"({scene.interval(row['p05'], row['p95'], 'persons')})"
            for row in rows
        )
        + ".",
        left=LEFT,
    )


def _land_claims(scene: Scene, year: int) -> dict[str, dict[str, Any]]:
    """Quantiles over draws of the mean monthly land claims of a year, by scenario."""
    monthly = scene.run.frames["series"].filter(
        (pl.col("measure").cast(pl.String) == "claims_made")
        & (pl.col("breakdown").cast(pl.String) == "channel")
        & pl.col("category").cast(pl.String).is_in(LAND)
        & (pl.col("month").dt.year() == year)
    )
    means = monthly.group_by("scenario", "draw", maintain_order=True).agg(
        (pl.col("value").sum() / 12).alias("value")
    )
    return {row["scenario"]: row for row in quantiles(means).to_dicts()} if means.height else {}


def _named(scene: Scene, row: dict[str, Any]) -> str:
    if row["weight"] is None:
        return str(row["name"])
    share = f"{row['weight'] * 100:.0f}{'%' if scene.language == 'en' else scene.t.percent}"
    return f"{row['name']} ({share})"


def _view(scene: Scene, rows: list[dict[str, Any]]) -> dict[str, Any]:
    values = []
    for row in rows:
        words = f"{scene.amount(row['p50'], 'persons')} ({scene.interval(row['p05'], row['p95'], 'persons')})"
        values.append({**row, "row": "\n".join(wrap(_named(scene, row), 12, LEFT - 10)), "text": words})
    y = {"field": "row", "type": "nominal", "sort": None, "axis": None}
    x = {
        "type": "quantitative",
        "scale": {"zero": True},
        "axis": {"title": None, "format": ",~r", "tickCount": 5, "domain": False, "ticks": False},
    }
    colour = {"color": {"field": "colour", "type": "nominal", "scale": None}}
    ends = {"y": y, "x": {**x, "field": "p05"}, "x2": {"field": "p95"}, **colour}
    middle = {"y": y, "x": {**x, "field": "p50"}, **colour}
    text = {"text": {"field": "text", "type": "nominal"}}
    layers = [
        row_labels([value["row"] for value in values], y),
        layer("rule", values, ends, strokeWidth=3),
        layer("point", values, middle, filled=True, size=80, opacity=1),
        layer("text", values, {**middle, **text}, fontSize=11, dy=-10, align="center"),
    ]
    return {"width": PLOT_WIDTH, "height": ROW_HEIGHT * len(rows) + 10, "layer": layers}


def _digest(scene: Scene, rows: list[dict[str, Any]]) -> list[list[str]]:
    heads = scene.t(
        "argument (weight)|median|5th to 95th percentile", "argument (poids)|médiane|5e au 95e centile"
    )
    return [
        heads.split("|"),
        *(
            [
                _named(scene, row),
                scene.amount(row["p50"], "persons"),
                scene.interval(row["p05"], row["p95"], "persons"),
            ]
            for row in rows
        ),
    ]
