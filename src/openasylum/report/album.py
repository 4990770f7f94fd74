"""Every chart of a run, in the order in which the report shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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

#: Measures for which the report asks what drives them.
DRIVEN = ("claims_made", "cost_all_governments")


def album(scene: Scene) -> dict[str, Chart]:
    """The charts that the run has the numbers for, by id."""
    return {chart.id: chart for chart in (make(scene) for make in _makers(scene))}


def folded(chart: str) -> bool:
    """Whether a chart is one of those that the page folds away and that have no PNG."""
    return chart.startswith("fan_") and chart.removeprefix("fan_") not in LEADING


def _makers(scene: Scene) -> Iterator[Callable[[Scene], Chart]]:
    present = set(scene.run.frames["annual"]["measure"].unique().to_list())
    for name in (*LEADING, *(name for name in measures() if name not in LEADING)):
        if name in present:
            yield partial(fan, name=name)
    yield by_channel
    yield by_province
    yield pathways
    yield by_organisation
    for name in DRIVEN:
        if name in present:
            yield partial(drivers, name=name)
    if concerned(scene):
        yield arguments
