"""The scorecard's page prints a score as the command counts it."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from openasylum.web.pages import scorecard_page

ROW = {"measure": "share_other", "period": "2018", "sample": "fit", "unit": "points", "verdict": "missed"}


@pytest.mark.parametrize(
    ("path", "error", "bar"),
    [("/en/scorecard", "−5.1 points", "± 2.0 points"), ("/fr/bulletin", "−5,1 points", "± 2,0 points")],
)
def test_points_are_points(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str, error: str, bar: str
) -> None:
    rows = [ROW | {"observed": 15.80, "modelled": 10.73, "error": -5.07, "tolerance": 2.0}]
    answers: dict[str, Any] = {"scorecard-mechanism": rows, "scorecard-foresight": [], "replicate": []}
    monkeypatch.setattr(scorecard_page, "computed", lambda request, name, *rest: answers[name])
    text = client.get(path).text
    assert error in text and bar in text
    assert ("15.8" if "/en/" in path else "15,8") in text
