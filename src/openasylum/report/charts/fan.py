"""Fan charts: what was observed, then the median and the ranges of each scenario, and of the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from openasylum.report.charts.drawing import COLOURS, DASHES, GRID, INK, QUIET, Chart, apart, record, wrap
from openasylum.report.history import observed
from openasylum.report.policy_dates import policy_dates
from openasylum.report.scene import Scene
from openasylum.results import DIFFERENCE, Measure, measure, quantiles

PLOT_WIDTH, PLOT_HEIGHT, DIFFERENCE_HEIGHT = 540, 270, 110

#: Space for the labels of the y axis; the lines under the chart begin where they do.
LEFT = 48

#: Alternatives that one chart can tell apart; more have their own runs.
MOST = len(COLOURS) - 1

_LEVELS = ("p05", "p25", "p50", "p75", "p95")


@dataclass(frozen=True)
class Fan:
    """One scenario's quantiles over time: rows ``when`` (Date), ``p05`` … ``p95``; how it is drawn and named."""

    name: str
    colour: str
    dash: Sequence[int]
    rows: list[dict[str, Any]]


def fan(scene: Scene, name: str) -> Chart:
    """The fan chart of a headline measure: monthly where the run has months, else by year."""
    of = measure(name)
    table = _quantiles(scene, of)
    fans = _fans(scene, table, [scene.baseline, *scene.alternatives[:MOST]])
    gaps = _fans(scene, table, scene.differences[:MOST], first_colour=1)
    history = observed(scene.run, name)
    start = history["month"].min() if history.height else _first(fans)
    span = (start, max(row["when"] for one in fans for row in one.rows))
    assert isinstance(span[0], date)
    marks = _marks(scene, span)
    views = [_view(scene, of, fans, history, span, marks, PLOT_HEIGHT, _axis_title(scene, of))]
    if gaps:
        versus = scene.t("difference", "écart")
        views.append(_view(scene, of, gaps, history.clear(), span, [], DIFFERENCE_HEIGHT, versus))
    return Chart(
        id=f"fan_{name}",
        language=scene.language,
        title=finding(scene, of),
        subtitle=_subtitle(scene, of, bool(gaps)),
        footer=scene.footer(scene.t.of(of.definition) + " " + scene.scope(of)),
        views=views,
        table=_table(table, history),
        digest=_digest(scene, of),
        summary=summary(scene, of),
        left=LEFT,
    )


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


def _axis_title(scene: Scene, of: Measure) -> str:
    if of.kind == "stock":
        return scene.t("persons at month end", "personnes en fin de mois")
    if of.kind == "wait":
        return scene.t("months waited", "mois d'attente")
    if of.kind == "money":
        return scene.t("dollars a fiscal year", "dollars par exercice")
    return scene.t("persons a month", "personnes par mois")


def _subtitle(scene: Scene, of: Measure, has_gap: bool) -> str:
    unit = _axis_title(scene, of)
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


def _quantiles(scene: Scene, of: Measure) -> pl.DataFrame:
    """``scenario``, ``when``, ``p05`` … ``p95`` of a measure: months from the series, or years from the
    annual frame.
    """
    monthly = scene.series.filter(
        (pl.col("measure").cast(pl.String) == of.id) & (pl.col("breakdown").cast(pl.String) == "total")
    )
    if monthly.height:
        return monthly.select("scenario", pl.col("month").alias("when"), *_LEVELS)
    yearly = quantiles(scene.run.frames["annual"].filter(pl.col("measure") == of.id))
    # A calendar year's value stands at its middle; a fiscal year runs from April, so its middle is the first of October.
    middle = "-10-01" if of.kind == "money" else "-07-01"
    when = (pl.col("period").str.slice(0, 4) + middle).str.to_date()
    return yearly.select("scenario", when.alias("when"), *_LEVELS)


def _fans(scene: Scene, table: pl.DataFrame, scenarios: list[str], first_colour: int = 0) -> list[Fan]:
    """The fans of some scenarios.

    An alternative begins on its first day: before, it is the baseline, draw by draw.
    """
    begins = {one.id: one.effective for one in scene.run.manifest.scenarios[1:]}
    found = []
    for position, scenario in enumerate(scenarios):
        own = table.filter(pl.col("scenario") == scenario).drop_nulls("p50").sort("when")
        if (first := begins.get(scenario)) is not None:
            own = own.filter(pl.col("when") >= first - timedelta(days=31))
        rows = own.to_dicts()
        if rows:
            look = first_colour + position
            found.append(Fan(scene.title(scenario), COLOURS[look], DASHES[look], rows))
    return found


def _first(fans: list[Fan]) -> date:
    first: date = fans[0].rows[0]["when"]
    return first


def _marks(scene: Scene, span: tuple[date, date]) -> list[tuple[date, str]]:
    """Days and labels of the vertical marks: the published changes of law, and each alternative's first day."""
    marks = [(one.day, scene.t.of(one.label)) for one in policy_dates()]
    for scenario in scene.run.manifest.scenarios[1 : MOST + 1]:
        if scenario.effective is not None:
            marks.append((scenario.effective, scene.t("Alternative begins", "Début du scénario")))
    return sorted({mark for mark in marks if span[0] <= mark[0] <= span[1]})


def _view(
    scene: Scene,
    of: Measure,
    fans: list[Fan],
    history: pl.DataFrame,
    span: tuple[date, date],
    marks: list[tuple[date, str]],
    height: int,
    title: str,
) -> dict[str, Any]:
    """One panel: marks, history, bands, medians, labels at the right."""
    x = {
        "field": "when", "type": "temporal",
        "scale": {"domain": [day.isoformat() for day in span], "nice": False},
        "axis": {"format": "%Y", "title": None, "grid": False, "tickCount": "year", "labelOverlap": True},
    }  # fmt: skip
    y = {
        "type": "quantitative",
        "axis": {"title": title, "titleAlign": "left", "titleAnchor": "start", "titleAngle": 0,
                 "titleX": -LEFT, "titleY": -12, "format": ",~r", "tickCount": 5 if height > 200 else 3,
                 "domain": False, "ticks": False},
    }  # fmt: skip
    if of.unit == "CAD":
        y["axis"]["labelExpr"] = _money_labels(scene)
    layers: list[dict[str, Any]] = [*_mark_layers(marks, span, height)]
    if _has_negative(fans):
        layers.append({"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
                       "encoding": {"y": {"field": "zero", "type": "quantitative"}}})  # fmt: skip
    if history.height:
        rows = [record(when=row["month"], value=row["value"]) for row in history.to_dicts()]
        layers.append({"data": {"values": rows}, "mark": {"type": "line", "color": INK, "strokeWidth": 1.4},
                       "encoding": {"x": x, "y": {**y, "field": "value"}}})  # fmt: skip
        layers += _observed_or_projected(scene, height)
    for one in fans:
        data = {"values": [record(**row) for row in one.rows]}
        for low, high, opacity in (("p05", "p95", 0.16), ("p25", "p75", 0.28)):
            layers.append(
                {"data": data, "mark": {"type": "area", "color": one.colour, "opacity": opacity, "line": False},
                 "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}}}
            )  # fmt: skip
        line = {"type": "line", "color": one.colour, "strokeWidth": 2.4, "strokeDash": list(one.dash)}
        if len(one.rows) < 20:
            line["point"] = {"color": one.colour, "size": 34}
        layers.append({"data": data, "mark": line, "encoding": {"x": x, "y": {**y, "field": "p50"}}})
    layers += _end_labels(fans, history, span, height)
    return {"width": PLOT_WIDTH, "height": height, "layer": layers}


def _money_labels(scene: Scene) -> str:
    """A Vega expression that writes an axis value in dollars: "$2 B" or "2 G$"."""
    number = "abs(datum.value)"
    sign = "(datum.value < 0 ? '−' : '')"
    big, small = f"format({number}/1e9, ',~r')", f"format({number}/1e6, ',~r')"
    if scene.language == "fr":
        return f"datum.value == 0 ? '0' : {sign} + ({number} >= 1e9 ? {big} + ' G$' : {small} + ' M$')"
    return f"datum.value == 0 ? '0' : {sign} + '$' + ({number} >= 1e9 ? {big} + ' B' : {small} + ' M')"


def _has_negative(fans: list[Fan]) -> bool:
    return any(row["p05"] < 0 for one in fans for row in one.rows)


def _position(day: date, span: tuple[date, date]) -> float:
    """Where a day stands on the x axis, in pixels."""
    return (day - span[0]).days / max(1, (span[1] - span[0]).days) * PLOT_WIDTH


def _placed(marks: list[tuple[date, str]], span: tuple[date, date]) -> list[dict[str, Any]]:
    """Each mark with its row above the plot, so that no two labels overlap; those near the right edge run
    leftwards.
    """
    placed: list[dict[str, Any]] = []
    for day, label in reversed(
        marks
    ):  # from the right, so that no mark's line crosses the label of an earlier one
        x, width = _position(day, span), len(label) * 6.1 + 8
        leftward = x + width > PLOT_WIDTH + 60
        low, high = (x - width, x) if leftward else (x, x + width)
        row = 0
        while any(one["row"] == row and one["low"] < high and low < one["high"] for one in placed):
            row += 1
        placed.append(
            {
                "day": day,
                "label": label,
                "row": row,
                "low": low,
                "high": high,
                "align": "right" if leftward else "left",
            }
        )
    return placed


def _mark_layers(marks: list[tuple[date, str]], span: tuple[date, date], height: int) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = []
    for one in _placed(marks, span):
        top = -6 - 15 * one["row"]
        x = {"field": "when", "type": "temporal"}
        data = {"values": [record(when=one["day"])]}
        layers.append({"data": data, "mark": {"type": "rule", "color": "#9aa1ab", "strokeDash": [2, 3], "y": top - 8,
                       "y2": height}, "encoding": {"x": x}})  # fmt: skip
        layers.append({"data": data, "mark": {"type": "text", "text": one["label"], "align": one["align"],
                       "dx": 4 if one["align"] == "left" else -4, "baseline": "bottom", "y": top, "fontSize": 11,
                       "color": QUIET}, "encoding": {"x": x}})  # fmt: skip
    return layers


def _observed_or_projected(scene: Scene, height: int) -> list[dict[str, Any]]:
    """The line between what was observed and what is projected, with both words."""
    data = {"values": [record(when=scene.last_day_of_data)]}
    x = {"field": "when", "type": "temporal"}
    words = {"right": scene.t("← observed", "← observé"), "left": scene.t("projected →", "projeté →")}
    layers: list[dict[str, Any]] = [
        {"data": data, "mark": {"type": "rule", "color": GRID, "strokeWidth": 2}, "encoding": {"x": x}}
    ]
    for align, text in words.items():
        layers.append({"data": data, "mark": {"type": "text", "text": text, "align": align, "y": height - 8,
                       "dx": 5 if align == "left" else -5, "fontSize": 11, "color": QUIET}, "encoding": {"x": x}})  # fmt: skip
    return layers


def _end_labels(
    fans: list[Fan], history: pl.DataFrame, span: tuple[date, date], height: int
) -> list[dict[str, Any]]:
    """Names at the right end of the medians, moved apart where they would overlap."""
    if not fans:
        return []
    top = max([row["p95"] for one in fans for row in one.rows] + history["value"].to_list())
    bottom = min(0.0, *(row["p05"] for one in fans for row in one.rows))
    scale = height / ((top - bottom) or 1.0)
    labels = [(one, "\n".join(wrap(one.name, 13, 150))) for one in fans]
    wanted = [height - (one.rows[-1]["p50"] - bottom) * scale for one, _ in labels]
    sizes = [15.0 * (1 + text.count("\n")) + 4 for _, text in labels]
    layers = []
    # Lines of one text hang from its first line, so a block is moved up by half of what follows it.
    places = (y - (size - 19) / 2 for y, size in zip(apart(wanted, sizes, height), sizes, strict=True))
    for (one, text), y in zip(labels, places, strict=True):
        layers.append(
            {"data": {"values": [record(when=span[1])]},
             "mark": {"type": "text", "text": text.split("\n"), "align": "left", "dx": 8, "baseline": "middle",
                      "y": y, "fontSize": 13, "fontWeight": "bold", "color": one.colour, "lineHeight": 15},
             "encoding": {"x": {"field": "when", "type": "temporal"}}}
        )  # fmt: skip
    return layers


def _table(table: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """What is drawn: ``scenario`` ("observed" for history), ``when``, ``p05`` … ``p95``."""
    seen = history.select(
        pl.lit("observed").alias("scenario"), pl.col("month").alias("when"),
        *(pl.lit(None, pl.Float64).alias(level) for level in ("p05", "p25")), pl.col("value").alias("p50"),
        *(pl.lit(None, pl.Float64).alias(level) for level in ("p75", "p95")),
    )  # fmt: skip
    return pl.concat([seen, table.with_columns(pl.col("scenario").cast(pl.String))])


def _digest(scene: Scene, of: Measure) -> list[list[str]]:
    """By year: each scenario's median and range, and the difference's."""
    scenarios = [scene.baseline, *scene.alternatives, *scene.differences]
    rows = quantiles(scene.run.frames["annual"].filter(pl.col("measure") == of.id)).to_dicts()
    cells = {(row["scenario"], row["period"]): row for row in rows}
    lines = [[scene.t("period", "période"), *map(scene.title, scenarios)]]
    for period in dict.fromkeys(row["period"] for row in rows):
        line = [period]
        for scenario in scenarios:
            line.append(scene.cell(cells.get((scenario, period)), of.unit, scenario))
        lines.append(line)
    return lines
