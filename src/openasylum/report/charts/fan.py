"""Fan charts: what was observed, then the median and the ranges of each scenario, and of the difference."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from openasylum.report.charts.drawing import COLOURS, DASHES, Chart
from openasylum.report.charts.fan_view import LEFT, Fan, view
from openasylum.report.charts.fan_words import axis_title, digest, finding, history_note, subtitle, summary
from openasylum.report.history import observed
from openasylum.report.policy_dates import policy_dates
from openasylum.report.scene import Scene
from openasylum.results import Measure, measure, quantiles

HEIGHT, DIFFERENCE_HEIGHT = 270, 110

#: Alternatives that one chart can tell apart; more have their own runs.
MOST = len(COLOURS) - 1

_LEVELS = ("p05", "p25", "p50", "p75", "p95")


def fan(scene: Scene, name: str) -> Chart:
    """The fan chart of a headline measure: monthly where the run has months, else by year."""
    of = measure(name)
    table = _quantiles(scene, of)
    fans = _fans(scene, table, [scene.baseline, *scene.alternatives[:MOST]])
    gaps = _fans(scene, table, scene.differences[:MOST], first_colour=1)
    history = observed(scene.run, name)
    days = [*history["month"].to_list(), *(row["when"] for one in fans for row in one.rows)]
    span = (min(days), max(days))
    views = [view(scene, of, fans, history, span, _marks(scene, span), HEIGHT, axis_title(scene, of))]
    if gaps:
        versus = scene.t("difference", "écart")
        views.append(view(scene, of, gaps, history.clear(), span, [], DIFFERENCE_HEIGHT, versus))
    return Chart(
        id=f"fan_{name}",
        language=scene.language,
        title=finding(scene, of),
        subtitle=subtitle(scene, of, bool(gaps)),
        footer=scene.footer(f"{scene.t.of(of.definition)} {scene.scope(of)}", history_note(scene, of)),
        views=views,
        table=_table(table, history),
        digest=digest(scene, of),
        summary=summary(scene, of),
        left=LEFT,
    )


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
    # A year's value stands at its middle: a fiscal year runs from April, so that is the first of October.
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


def _marks(scene: Scene, span: tuple[date, date]) -> list[tuple[date, str]]:
    """Days and labels of the vertical marks: published changes of law, and each alternative's first day."""
    marks = [(one.day, scene.t.of(one.label)) for one in policy_dates()]
    begins = scene.t("Alternative begins", "Début du scénario")
    firsts = [scenario.effective for scenario in scene.run.manifest.scenarios[1 : MOST + 1]]
    marks += [(first, begins) for first in firsts if first is not None]
    return sorted({mark for mark in marks if span[0] <= mark[0] <= span[1]})


def _table(table: pl.DataFrame, history: pl.DataFrame) -> pl.DataFrame:
    """What is drawn: ``scenario`` ("observed" for history), ``when``, ``p05`` … ``p95``."""
    seen = history.select(
        pl.lit("observed").alias("scenario"),
        pl.col("month").alias("when"),
        *(pl.lit(None, pl.Float64).alias(level) for level in ("p05", "p25")),
        pl.col("value").alias("p50"),
        *(pl.lit(None, pl.Float64).alias(level) for level in ("p75", "p95")),
    )
    return pl.concat([seen, table.with_columns(pl.col("scenario").cast(pl.String))])
