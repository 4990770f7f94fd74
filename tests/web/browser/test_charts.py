"""A chart and its table hold the same numbers, and what is drawn is what they hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator
    from tests.web.browser.conftest import Session

pytestmark = pytest.mark.browser


def numbers_of(figure: Locator) -> list[float]:
    """The medians in the table twin, column by column and row by row."""
    values = figure.locator("table.twin data").evaluate_all("(all) => all.map((one) => one.value)")
    return sorted(float(value) for value in values)


def held(chart: dict[str, Any]) -> list[float]:
    """The medians that the chart was drawn from."""
    if chart["kind"] == "flow":
        return sorted(cell["mean"] for row in chart["rows"] for cell in row["cells"] if cell)
    if chart["kind"] == "tiles":
        return sorted(middle for tile in chart["tiles"] for _, middle, _ in tile["values"])
    if chart["kind"] == "rows":
        names = ("low", "high") if chart["bars"] else ("mid",)
        return sorted(row[name] for row in chart["rows"] for name in names)
    points = [point[3] for one in (*chart["series"], *chart["differences"]) for point in one["points"]]
    return sorted([*points, *(value for _, value in chart["observed"])])


@pytest.mark.parametrize("measure", ["claims_made", "cost_all_governments", "wait_months_p50"])
def test_tables_equal_charts(session: Session, measure: str) -> None:
    session.open(f"/en/answer?draws=12&measure={measure}")
    session.whole()
    figures = session.page.locator("figure.chart").all()
    assert len(figures) == 6
    for figure in figures:
        chart = json.loads(figure.locator("[data-chart]").get_attribute("data-chart") or "")
        assert numbers_of(figure) == pytest.approx(held(chart))
        assert figure.locator("[role=img]").get_attribute("aria-label") == chart["summary"]
        assert figure.locator(DRAWN[chart["kind"]]).count() == pieces(chart)


#: What is drawn for each number or line, by the kind of chart.
DRAWN = {
    "time": ".plot .median",
    "rows": ".plot .bar, .plot .whisker",
    "flow": ".plot .ribbon",
    "tiles": ".plot .tile .bar",
}


def pieces(chart: dict[str, Any]) -> int:
    """How many pieces a chart has to draw."""
    return {
        "time": lambda: len(chart["series"]) + len(chart["differences"]),
        "rows": lambda: len(chart["rows"]),
        "flow": lambda: sum(len(one["ribbons"]) for one in chart["diagrams"]),
        "tiles": lambda: len(chart["tiles"]) * len(chart["series"]),
    }[chart["kind"]]()


def test_people_are_conserved_on_the_way(session: Session) -> None:
    """In each diagram nobody is lost: as many leave the first boxes as stand in the last, thin flows aside; on a phone bars."""
    session.open("/fr/reponse?draws=12")
    session.whole()
    figure = session.page.locator("#chart-pathways")
    chart = json.loads(figure.locator("[data-chart]").get_attribute("data-chart") or "")
    for position, diagram in enumerate(chart["diagrams"]):
        ribbons = diagram["ribbons"]
        sources, targets = ({one[end] for one in ribbons} for end in ("source", "target"))
        came = sum(one["persons"] for one in ribbons if one["source"] not in targets)
        stand = sum(one["persons"] for one in ribbons if one["target"] not in sources)
        assert stand == pytest.approx(came, rel=0.03)
        assert sum(one["values"][position] for one in chart["ends"]) == pytest.approx(came, rel=0.03)
    session.page.set_viewport_size({"width": 360, "height": 740})
    bars = figure.locator(".plot .bar")
    bars.first.wait_for()
    scenarios = len(chart["diagrams"])
    assert bars.count() == (len(chart["ends"]) + 1) * scenarios
    assert figure.locator(".plot .ribbon").count() == 0


def test_lines_are_told_apart_without_colour(session: Session) -> None:
    session.open("/en/scenarios?v=1&s=us-not-designated&s=ports-only&s=c12-repealed&draws=12")
    session.whole()
    medians = session.page.locator(".plot").first.locator(".median")
    dashes = medians.evaluate_all("(all) => all.map((one) => one.getAttribute('stroke-dasharray'))")
    assert len(set(dashes[:4])) == 4


def test_history_is_told_from_projection(session: Session) -> None:
    session.open("/fr/reponse?draws=12")
    session.whole()
    words = session.page.locator(".plot").first.inner_text()
    assert "Observé" in words and "Projeté" in words and "personnes par mois" in words
