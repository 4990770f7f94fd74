"""Small multiples: claims by channel of arrival and by province, each panel a fan of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from openasylum.report.charts.drawing import COLOURS, DASHES, INK, Chart, key, layer, record, wrap
from openasylum.report.history import observed
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, measure, quantiles
from openasylum.vocabulary import CHANNEL_LABELS, CHANNELS, PROVINCE_LABELS

COLUMNS = 3
PANEL_WIDTH, PANEL_HEIGHT = 185, 120

#: Provinces with a panel of their own: the most claims in the baseline; the rest share one.
OWN_PANELS = 5
_REST = "rest"


def by_channel(scene: Scene) -> Chart:
    """Claims made by channel of arrival, month by month; one scale for all panels."""
    labels = {channel: scene.t.of(CHANNEL_LABELS[channel]) for channel in CHANNELS}
    return _panels(scene, "channel", labels, dict.fromkeys(CHANNELS, ""), shared_scale=True)


def by_province(scene: Scene) -> Chart:
    """Claims made by province of claim; each panel has its own scale."""
    totals = (
        _monthly(scene, "province")
        .filter(pl.col("scenario") == scene.baseline)
        .group_by("category")
        .agg(pl.col("value").sum())
        .sort(pl.col("value"), "category", descending=[True, False])
    )
    own = totals["category"].head(OWN_PANELS).to_list()
    labels = {province: scene.t.of(PROVINCE_LABELS[province]) for province in own}
    rest = [province for province in totals["category"].to_list() if province not in own]
    if rest:
        labels[_REST] = scene.t("Other provinces", "Autres provinces")
    return _panels(scene, "province", labels, dict.fromkeys(rest, _REST), shared_scale=False)


def _monthly(scene: Scene, breakdown: str) -> pl.DataFrame:
    """``scenario``, ``draw``, ``category``, ``month``, ``value`` of claims made."""
    series = scene.run.frames["series"]
    return series.filter(
        (pl.col("measure").cast(pl.String) == "claims_made")
        & (pl.col("breakdown").cast(pl.String) == breakdown)
    ).select("scenario", "draw", pl.col("category").cast(pl.String), "month", "value")


def _panels(
    scene: Scene, breakdown: str, labels: Mapping[str, str], merged: Mapping[str, str], shared_scale: bool
) -> Chart:
    merge = {category: into for category, into in merged.items() if into}
    folded = pl.col("category").replace(merge)

    def counted() -> tuple[pl.DataFrame, pl.DataFrame]:
        by_draw = (
            _monthly(scene, breakdown)
            .with_columns(folded)
            .group_by("scenario", "draw", "category", "month", maintain_order=True)
            .agg(pl.col("value").sum())
        )
        return by_draw, quantiles(by_draw).sort("scenario", "category", "month")

    by_draw, table = scene.numbers.once(f"claims by {breakdown}", counted)
    history = (
        observed(scene.run, "claims_made", breakdown)
        .with_columns(folded)
        .group_by("category", "month")
        .agg(pl.col("value").sum())
        .sort("category", "month")
    )
    scenarios = [scene.baseline, *scene.alternatives[: len(COLOURS) - 1]]
    top = None
    if shared_scale:
        drawn = (
            table.filter(pl.col("scenario").is_in(scenarios))["p95"].to_list() + history["value"].to_list()
        )
        top = max(drawn)
    panels = [
        _panel(scene, table, history, category, label, scenarios, top if shared_scale else None)
        for category, label in labels.items()
    ]
    entries = [(scene.title(name), COLOURS[i], DASHES[i]) for i, name in enumerate(scenarios)]
    if history.height:
        entries = [(scene.t("Observed", "Observé"), INK, [1, 0]), *entries]
    scale = (
        scene.t("All panels have one scale.", "Même échelle pour tous.")
        if shared_scale
        else scene.t("Each panel has its own scale.", "Chaque graphique a sa propre échelle.")
    )
    of = measure("claims_made")
    whole = _whole_horizon(by_draw)
    return Chart(
        id=f"claims_by_{breakdown}",
        language=scene.language,
        title=_finding(scene, breakdown, whole, labels),
        subtitle=scene.t(
            f"Claims a month. Line: median of the draws; band: nine draws in ten. {scale}",
            f"Demandes par mois. Ligne : médiane des tirages; bande : neuf tirages sur dix. {scale}",
        ),
        footer=scene.footer(scene.scope(of)),
        views=[key(entries), {"concat": panels, "columns": COLUMNS, "spacing": {"row": 26, "column": 14}}],
        table=table,
        digest=_digest(scene, breakdown, whole, labels),
        summary=_summary(scene, breakdown, whole, labels),
        left=40,
    )


def _panel(
    scene: Scene,
    table: pl.DataFrame,
    history: pl.DataFrame,
    category: str,
    label: str,
    scenarios: Sequence[str],
    top: float | None,
) -> dict[str, Any]:
    x = {
        "field": "month",
        "type": "temporal",
        "axis": {"format": "%Y", "title": None, "grid": False, "tickCount": {"interval": "year", "step": 5}},
    }
    y: dict[str, Any] = {
        "type": "quantitative",
        "axis": {
            "title": None,
            "format": ",~r",
            "tickCount": 3,
            "domain": False,
            "ticks": False,
            "minExtent": 34,
        },
    }
    if top is not None:
        y["scale"] = {"domain": [0, top]}
    layers = []
    seen = history.filter(pl.col("category") == category)
    if seen.height:
        rows = [record(month=row["month"], value=row["value"]) for row in seen.to_dicts()]
        encoding = {"x": x, "y": {**y, "field": "value"}}
        layers.append(layer("line", rows, encoding, color=INK, strokeWidth=1))
    begins = {one.id: one.effective for one in scene.run.manifest.scenarios[1:]}
    for position, scenario in enumerate(scenarios):
        own = table.filter((pl.col("scenario") == scenario) & (pl.col("category") == category))
        if (first := begins.get(scenario)) is not None:
            own = own.filter(pl.col("month") >= first)
        rows = [record(**row) for row in own.select("month", "p05", "p50", "p95").to_dicts()]
        band = {"x": x, "y": {**y, "field": "p05"}, "y2": {"field": "p95"}}
        look = {"color": COLOURS[position], "strokeWidth": 1.8, "strokeDash": list(DASHES[position])}
        layers.append(layer("area", rows, band, color=COLOURS[position], opacity=0.2))
        layers.append(layer("line", rows, {"x": x, "y": {**y, "field": "p50"}}, **look))
    heading = {
        "text": wrap(label, 13, PANEL_WIDTH + 20),
        "lineHeight": 15,
        "fontSize": 13,
        "anchor": "start",
        "frame": "group",
        "offset": 8,
    }
    return {"title": heading, "width": PANEL_WIDTH, "height": PANEL_HEIGHT, "layer": layers}


def by_province_totals(scene: Scene) -> dict[tuple[str, str], dict[str, Any]]:
    """Quantiles of the claims made over the horizon by (scenario or difference, province); empty where no series tells them."""
    monthly = _monthly(scene, "province")
    return scene.numbers.once("claims by every province", lambda: _whole_horizon(monthly))


def _whole_horizon(by_draw: pl.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Quantiles of the horizon's total by (scenario, category)."""
    summed = by_draw.group_by("scenario", "draw", "category", maintain_order=True).agg(pl.col("value").sum())
    return {(row["scenario"], row["category"]): row for row in quantiles(summed).to_dicts()}


def _finding(
    scene: Scene, breakdown: str, whole: Mapping[tuple[str, str], dict[str, Any]], labels: Mapping[str, str]
) -> str:
    plain = {
        "channel": scene.t(
            "Claims made, by channel of arrival", "Demandes présentées, selon la voie d'arrivée"
        ),
        "province": scene.t("Claims made, by province of claim", "Demandes présentées, selon la province"),
    }[breakdown]
    if len(scene.alternatives) != 1:
        return plain
    moves = {
        category: whole[(DIFFERENCE, category)]["p50"]
        for category in labels
        if (DIFFERENCE, category) in whole
    }
    if not moves:
        return plain
    most = max(moves, key=lambda category: abs(moves[category]))
    if abs(moves[most]) < 1:
        return plain
    moved = scene.change(moves[most], "persons")
    return scene.t(
        f"{plain}: the largest difference is {scene.t.quote(labels[most])}, {moved} in {scene.period}",
        f"{plain} : le plus grand écart est {scene.t.quote(labels[most])}, {moved} sur {scene.period}",
    )


def _digest(
    scene: Scene, breakdown: str, whole: Mapping[tuple[str, str], dict[str, Any]], labels: Mapping[str, str]
) -> list[list[str]]:
    scenarios = [scene.baseline, *scene.alternatives, *scene.differences]
    first = {"channel": scene.t("channel", "voie"), "province": scene.t("province", "province")}[breakdown]
    lines = [[f"{first} ({scene.period})", *map(scene.title, scenarios)]]
    for category, label in labels.items():
        cells = (scene.cell(whole.get((scenario, category)), "persons", scenario) for scenario in scenarios)
        lines.append([label, *cells])
    return lines


def _summary(
    scene: Scene, breakdown: str, whole: Mapping[tuple[str, str], dict[str, Any]], labels: Mapping[str, str]
) -> str:
    lines = _digest(scene, breakdown, whole, labels)
    said = [
        f"{line[0]}{scene.t.colon} "
        f"{', '.join(f'{name} {cell}' for name, cell in zip(lines[0][1:], line[1:], strict=True))}"
        for line in lines[1:]
    ]
    return f"{_finding(scene, breakdown, whole, labels)}. {'; '.join(said)}."
