"""The words of a fan chart: its finding, its units, its summary, its table."""

from __future__ import annotations

import polars as pl

from openasylum.report.history import by_year
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, Measure, quantiles


def finding(scene: Scene, of: Measure) -> str:
    """The title: what the run found of a measure over the horizon, in one line."""
    name = scene.label(of)
    row = scene.totals.get((DIFFERENCE, of.id))
    if row is None or row["p50"] is None:
        own = scene.totals.get((scene.baseline, of.id))
        if own is None or len(scene.alternatives) > 1:
            return name
        return f"{name}{scene.t.colon} {scene.amount(own['p50'], of.unit)}, {_when(scene, of, own['period'])}"
    more = scene.t("more", "de plus") if row["p50"] > 0 else scene.t("fewer", "de moins")
    if of.kind in ("wait", "money"):
        more = scene.t("more", "de plus") if row["p50"] > 0 else scene.t("less", "de moins")
    size = scene.amount(abs(row["p50"]), of.unit)
    if not any(digit in size for digit in "123456789"):
        change = scene.t("no change", "aucun changement")
    else:
        change = f"{size}{scene.t(' months', ' mois') if of.kind == 'wait' else ''} {more}"
    title, law = scene.title(scene.alternatives[0]), scene.title(scene.baseline)
    when = _when(scene, of, row["period"])
    return scene.t(
        f"{name}: {change} {when} with {scene.t.quote(title)} than with {scene.t.quote(law)}"
        if change != "no change"
        else f"{name}: {change} {when} between {scene.t.quote(title)} and {scene.t.quote(law)}",
        f"{name} : {change} {when} avec {scene.t.quote(title)} qu'avec {scene.t.quote(law)}"
        if change != "aucun changement"
        else f"{name} : {change} {when} entre {scene.t.quote(title)} et {scene.t.quote(law)}",
    )


def summary(scene: Scene, of: Measure) -> str:
    """The chart in words: each scenario's median and range, then the difference."""
    parts = []
    for scenario in [scene.baseline, *scene.alternatives, *scene.differences]:
        row = scene.totals.get((scenario, of.id))
        if row is not None and row["p50"] is not None:
            parts.append(f"{scene.title(scenario)}{scene.t.colon} {scene.cell(row, of.unit, scenario)}")
    period = next((row["period"] for (_, name), row in scene.totals.items() if name == of.id), "")
    return f"{scene.label(of)}, {_when(scene, of, period)}. {'; '.join(parts)}. {scene.range_meaning()}"


def _when(scene: Scene, of: Measure, period: str) -> str:
    if of.additive:
        return scene.t(f"in {period}", f"en {period}" if "–" not in period else f"sur {period}")
    if of.kind == "stock":
        return scene.t(f"at the end of {period}", f"à la fin de {period}")
    return scene.t(f"in {period}", f"en {period}")


def history_note(scene: Scene, of: Measure) -> str:
    """What the observed line is, where it is not the measure's own month; empty otherwise."""
    if not by_year(of.id) or of.kind == "stock":
        return ""
    return scene.t(
        "Observed: the IRB's yearly totals, as monthly means.",
        "Observé : totaux annuels de la CISR, en moyennes mensuelles.",
    )


def axis_title(scene: Scene, of: Measure) -> str:
    """The unit of the vertical axis."""
    if of.kind == "stock":
        return scene.t("persons at month end", "personnes en fin de mois")
    if of.kind == "wait":
        return scene.t("months waited", "mois d'attente")
    if of.kind == "money":
        return scene.t("dollars a fiscal year", "dollars par exercice")
    return scene.t("persons a month", "personnes par mois")


def subtitle(scene: Scene, of: Measure, has_gap: bool) -> str:
    """Unit and bands in words; ``has_gap`` where the difference stands below."""
    unit = axis_title(scene, of)
    bands = scene.t(
        "Line: median of the draws; dark band: half of the draws; light band: nine in ten.",
        "Ligne : médiane des tirages; bande foncée : la moitié des tirages; bande claire : neuf sur dix.",
    )
    below = (
        scene.t(" Below: the difference, draw by draw.", " En bas : l'écart, tirage par tirage.")
        if has_gap
        else ""
    )
    return f"{unit[0].upper()}{unit[1:]}. {bands}{below}"


def digest(scene: Scene, of: Measure) -> list[list[str]]:
    """By year: each scenario's median and range, and the difference's."""
    scenarios = [scene.baseline, *scene.alternatives, *scene.differences]
    rows = quantiles(scene.run.frames["annual"].filter(pl.col("measure") == of.id)).to_dicts()
    cells = {(row["scenario"], row["period"]): row for row in rows}
    lines = [[scene.t("period", "période"), *map(scene.title, scenarios)]]
    for period in dict.fromkeys(row["period"] for row in rows):
        row = (scene.cell(cells.get((scenario, period)), of.unit, scenario) for scenario in scenarios)
        lines.append([period, *row])
    return lines
