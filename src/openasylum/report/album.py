"""Every chart of a run, in the order in which the report shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from openasylum.report.charts.arguments import arguments, concerned
from openasylum.report.charts.cost import by_organisation
from openasylum.report.charts.drawing import Chart
from openasylum.report.charts.drivers import drivers
from openasylum.report.charts.fan import fan
from openasylum.report.charts.panels import by_channel, by_province
from openasylum.report.charts.sankey import pathways
from openasylum.report.scene import Scene
from openasylum.results import measures

#: Measures whose fan charts lead; the others follow folded away.
LEADING = ("claims_made", "returned_to_us", "rpd_pending", "wait_months_p50", "cost_all_governments")

#: The one chart that a run keeps as PNG too; any other is drawn when it is asked for (``downloads``).
FIRST = f"fan_{LEADING[0]}"

#: Measures for which the report asks what drives them.
DRIVEN = ("claims_made", "cost_all_governments")


def album(scene: Scene) -> dict[str, Chart]:
    """The charts that the run has the numbers for, by id."""
    return {name: make(scene) for name, make in chart_makers(scene).items()}


def folded(chart: str) -> bool:
    """Whether a chart is one of those that the page folds away."""
    return chart.startswith("fan_") and chart.removeprefix("fan_") not in LEADING


def chart_makers(scene: Scene) -> dict[str, Callable[[Scene], Chart]]:
    """What makes each chart of the album, by the chart's id, so that one can be had without the others."""
    present = set(scene.run.frames["annual"]["measure"].unique().to_list())
    order = (*LEADING, *(name for name in measures() if name not in LEADING))
    found: dict[str, Callable[[Scene], Chart]] = {
        f"fan_{name}": partial(fan, name=name) for name in order if name in present
    }
    found |= {"claims_by_channel": by_channel, "claims_by_province": by_province}
    found |= {"pathways": pathways, "cost_by_organisation": by_organisation}
    found |= {f"drivers_{name}": partial(drivers, name=name) for name in DRIVEN if name in present}
    if concerned(scene):
        found["arguments"] = arguments
    return found
