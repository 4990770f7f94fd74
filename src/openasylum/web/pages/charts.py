"""Charts of a run as data for the browser: the same numbers, words and colours as the charts of the report.

A chart is a dict: ``kind`` ("time" or "rows"), ``id``, ``title``, ``subtitle``, ``summary``, ``notes``, ``unit``, and its
numbers. Its table twin is made from the same dict (``twin``), so the two cannot differ.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from openasylum.report.charts.arguments import arguments, concerned
from openasylum.report.charts.cost import by_organisation, name_of
from openasylum.report.charts.drawing import Chart
from openasylum.report.charts.drivers import drivers
from openasylum.report.charts.fan import fan
from openasylum.report.charts.fan_words import axis_title
from openasylum.report.history import by_year
from openasylum.report.policy_dates import policy_dates
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, measure
from openasylum.web.pages.words import Speaker

LEVELS = ("p05", "p25", "p50", "p75", "p95")


def fan_chart(scene: Scene, name: str) -> dict[str, Any]:
    """A measure over time: what was observed, each scenario's median and ranges, and the differences below."""
    chart, of = fan(scene, name), measure(name)
    begins = {one.id: one.effective for one in scene.run.manifest.scenarios[1:]}
    ids = [scene.baseline, *scene.alternatives]
    own, gaps = [], []
    for position, scenario in enumerate(ids):
        own.append(_series(scene, chart, scenario, position, begins.get(scenario)))
    for position, scenario in enumerate(scene.differences, start=1):
        gaps.append(_series(scene, chart, scenario, position, begins.get(ids[position])))
    observed = [
        [row["when"], row["p50"]]
        for row in chart.table.filter(chart.table["scenario"] == "observed").iter_rows(named=True)
    ]
    return {
        "kind": "time",
        **frame_of(chart),
        "unit": of.unit,
        "axis": axis_title(scene, of),
        "monthly": of.kind != "money",
        "from": scene.last_day_of_data,
        "observed": observed,
        "yearly": by_year(name),
        "series": own,
        "differences": gaps,
        "marks": _marks(scene, observed, own),
    }


def frame_of(chart: Chart) -> dict[str, Any]:
    """What stands around a chart: heading, words, notes."""
    return {
        "id": chart.id,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "summary": chart.summary,
        "notes": [line for line in chart.footer if line],
    }


def _series(scene: Scene, chart: Chart, scenario: str, look: int, first: date | None) -> dict[str, Any]:
    """One scenario; an alternative begins on its first day, before which it is the baseline, draw by draw."""
    rows = chart.table.filter(chart.table["scenario"] == scenario).drop_nulls("p50").sort("when")
    if first is not None:
        rows = rows.filter(rows["when"] >= first - timedelta(days=31))
    points = [[row["when"], *(row[level] for level in LEVELS)] for row in rows.iter_rows(named=True)]
    name = scene.title(scenario).removeprefix(f"{scene.title(DIFFERENCE)}: ")
    return {"id": scenario, "name": name, "look": look, "points": points}


def _marks(scene: Scene, observed: list[Any], own: list[dict[str, Any]]) -> list[dict[str, Any]]:
    days = [row[0] for row in observed] + [point[0] for one in own for point in one["points"]]
    if not days:
        return []
    marks = [(one.day, scene.t.of(one.label)) for one in policy_dates()]
    begins = scene.t("Alternative begins", "Début du scénario")
    marks += [(one.effective, begins) for one in scene.run.manifest.scenarios[1:] if one.effective]
    return [
        {"day": day, "label": label} for day, label in sorted(set(marks)) if min(days) <= day <= max(days)
    ]


def drivers_chart(scene: Scene, name: str) -> dict[str, Any] | None:
    """The tornado: between which answers each assumption moves the result; None with too few draws to tell."""
    chart = drivers(scene, name)
    signed = bool(scene.alternatives)
    heads, *lines = chart.digest
    rows = [
        {
            "name": line[0],
            "low": row["when_low"],
            "high": row["when_high"],
            "at_low": line[2],
            "at_high": line[4],
            "pale": not row["beyond_chance"],
        }
        for row, line in zip(chart.table.iter_rows(named=True), lines, strict=True)
    ]
    if not rows:
        return None
    strong = sum(not row["pale"] for row in rows)
    return {
        "kind": "rows",
        **frame_of(chart),
        "unit": measure(name).unit,
        "signed": signed,
        "bars": True,
        "rows": rows[: min(10, max(5, strong))],
        "heads": [heads[0], heads[2], heads[3], heads[4], heads[5]],
        "axis": unit_of(scene, name, signed),
    }


def arguments_chart(scene: Scene) -> dict[str, Any] | None:
    """What published and reasoned arguments say of what was never observed; None for a run that asks nothing of them."""
    if not concerned(scene):
        return None
    chart = arguments(scene)
    heads, *lines = chart.digest
    rows = [
        {
            "name": line[0],
            "low": row["p05"],
            "mid": row["p50"],
            "high": row["p95"],
            "pale": row["weight"] is not None,
        }
        for row, line in zip(chart.table.iter_rows(named=True), lines, strict=True)
    ]
    return {
        "kind": "rows",
        **frame_of(chart),
        "unit": "persons",
        "signed": False,
        "bars": False,
        "rows": rows,
        "heads": heads,
        "axis": scene.t("persons a month", "personnes par mois"),
    }


def cost_chart(scene: Scene) -> dict[str, Any]:
    """The difference of cost by organisation (to the first of several alternatives), or the cost itself where there is none."""
    chart = by_organisation(scene)
    about = scene.differences[0] if scene.alternatives else scene.baseline
    table = chart.table.filter(chart.table["scenario"] == about)
    rows = [
        {
            "name": name_of(scene, row["organisation"]),
            "low": row["p05"],
            "mid": row["p50"],
            "high": row["p95"],
            "pale": False,
        }
        for row in table.iter_rows(named=True)
    ]
    rows.sort(key=lambda row: -abs(row["mid"]))
    heads = scene.t(
        "organisation|median|5th to 95th percentile", "organisation|médiane|5e au 95e centile"
    ).split("|")
    signed = bool(scene.alternatives)
    shown = {"unit": "CAD", "signed": signed, "bars": False, "rows": rows, "heads": heads}
    words = _cost_words(scene, rows) if signed else {}
    return {
        "kind": "rows",
        **frame_of(chart),
        **shown,
        **words,
        "axis": unit_of(scene, "cost_federal", signed),
    }


def _cost_words(scene: Scene, rows: list[dict[str, Any]]) -> dict[str, str]:
    """What stands above the differences alone: the report draws the costs of each scenario beside them."""
    say, first = Speaker(scene.language), scene.alternatives[0]
    title = say("result.cost_title", organisation=rows[0]["name"], change=scene.change(rows[0]["mid"], "CAD"))
    if len(scene.alternatives) > 1:
        title = f"{scene.title(first)}{scene.t.colon} {title}"
    period = scene.totals[scene.baseline, "cost_all_governments"]["period"]
    ranges = (
        f"{row['name']} {scene.change(row['mid'], 'CAD')} ({scene.interval(row['low'], row['high'], 'CAD', True)})"
        for row in rows
    )
    return {
        "title": title,
        "subtitle": say("result.cost_units", period=period, scenario=scene.title(first)),
        "summary": f"{title}. {'; '.join(ranges)}.",
    }


def unit_of(scene: Scene, name: str, signed: bool) -> str:
    """What an axis of rows counts: persons, months or dollars; of the difference where it is one."""
    units = {
        "persons": scene.t("persons", "personnes"),
        "months": scene.t("months", "mois"),
        "CAD": scene.t("dollars", "dollars"),
    }
    unit = units.get(measure(name).unit, measure(name).unit)
    return scene.t(f"difference, {unit}", f"écart, {unit}") if signed else unit


def rows_of(chart: dict[str, Any]) -> list[dict[str, Any]]:
    """The table twin of a chart over time: one row a date, with what was observed and a point of each series."""
    series = [*chart["series"], *chart["differences"]]
    observed = dict(chart["observed"])
    by_day = [{point[0]: point for point in one["points"]} for one in series]
    days = sorted({*observed, *(day for points in by_day for day in points)})
    return [
        {"when": day, "observed": observed.get(day), "points": [points.get(day) for points in by_day]}
        for day in days
    ]
