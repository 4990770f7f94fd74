"""Where claims are made: a tile a province, laid out roughly as on a map, so that no shape is needed and the small ones count."""

from __future__ import annotations

from typing import Any

import polars as pl

from openasylum.report.charts.panels import by_province_totals
from openasylum.report.scene import Scene
from openasylum.vocabulary import PROVINCE_LABELS
from openasylum.web.pages.words import Speaker

#: Column and row of each province and territory. Squares in the order of the map, as newspapers draw them.
TILES = {
    "YT": (0, 0), "NT": (1, 0), "NU": (2, 0), "NL": (6, 0),
    "BC": (0, 1), "AB": (1, 1), "SK": (2, 1), "MB": (3, 1), "ON": (4, 1), "QC": (5, 1), "PE": (6, 1),
    "XX": (0, 2), "NB": (5, 2), "NS": (6, 2),
}  # fmt: skip


def province_chart(scene: Scene) -> dict[str, Any] | None:
    """Claims made over the horizon by province of claim, a bar a scenario in each tile; None where no run tells provinces.

    ``tiles``: ``code``, ``name``, ``column``, ``row`` and ``values``, a ``[p05, p50, p95]`` for each of ``series`` and then of
    the differences.
    """
    totals = by_province_totals(scene)
    if not totals:
        return None
    say = Speaker(scene.language)
    names = [scene.baseline, *scene.alternatives]
    columns = [*names, *scene.differences]
    tiles = [
        {
            "code": say("result.not_stated_short") if code == "XX" else code,
            "name": scene.t.of(PROVINCE_LABELS[code]),
            "column": place[0],
            "row": place[1],
            "values": [_range(totals.get((column, code))) for column in columns],
        }
        for code, place in TILES.items()
    ]
    largest = sorted(tiles, key=lambda tile: -(tile["values"][0] or [0, 0])[1])  # type: ignore[index]
    return {
        "kind": "tiles",
        "id": "claims_by_province",
        "title": _title(scene, say, largest),
        "subtitle": say("result.provinces_units", period=scene.period),
        "summary": _summary(scene, say, largest, columns),
        "notes": [say("result.provinces_note"), scene.provenance(), scene.source()],
        "unit": "persons",
        "series": [{"id": name, "name": scene.title(name), "look": look} for look, name in enumerate(names)],
        "columns": [scene.title(column) for column in columns],
        "signed": [column in scene.differences for column in columns],
        "tiles": tiles,
    }


def _range(row: dict[str, Any] | None) -> list[float]:
    return [0.0, 0.0, 0.0] if row is None else [row["p05"], row["p50"], row["p95"]]


def _title(scene: Scene, say: Speaker, largest: list[dict[str, Any]]) -> str:
    """The two largest in the law in force; where there is one alternative, the largest difference."""
    if len(scene.alternatives) == 1:
        most = max(largest, key=lambda tile: abs(tile["values"][-1][1]))
        moved = scene.change(most["values"][-1][1], "persons")
        return say("result.provinces_moved", province=most["name"], change=moved, period=scene.period)
    first, second = largest[:2]
    return say("result.provinces_largest", first=first["name"], second=second["name"])


def _summary(scene: Scene, say: Speaker, largest: list[dict[str, Any]], columns: list[str]) -> str:
    colon = scene.t.colon
    said = []
    for tile in largest:
        cells = (
            f"{scene.title(column)} {(scene.change if column in scene.differences else scene.amount)(values[1], 'persons')}"
            for column, values in zip(columns, tile["values"], strict=True)
        )
        said.append(f"{tile['name']}{colon} {', '.join(cells)}")
    return f"{_title(scene, say, largest)}. {'; '.join(said)}."


def totals_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Series by province summed over their months, in the form of the series: what a coarse answer keeps of them."""
    keys = [name for name in frame.columns if name not in ("month", "value")]
    summed = frame.group_by(keys, maintain_order=True).agg(pl.col("month").min(), pl.col("value").sum())
    return summed.select(frame.columns)
