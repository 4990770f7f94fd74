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
    assert len(figures) == 4
    for figure in figures:
        chart = json.loads(figure.locator("[data-chart]").get_attribute("data-chart") or "")
        assert numbers_of(figure) == pytest.approx(held(chart))
        assert figure.locator("[role=img]").get_attribute("aria-label") == chart["summary"]
        drawn = figure.locator(".plot .median, .plot .bar, .plot .whisker").count()
        expected = (
            len(chart["rows"])
            if chart["kind"] == "rows"
            else len(chart["series"]) + len(chart["differences"])
        )
        assert drawn == expected


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
