"""Newer tables laid over the shipped ones: what is wrong with them is said in one sentence."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from openasylum import facts
from openasylum.arrivals import history_series
from openasylum.errors import UserError

TABLE = "ircc_claims_by_office_type_province_monthly"
RAW = Path(__file__).parents[2] / "data" / "raw" / "arrivals" / f"{TABLE}.csv"
Rows = list[dict[str, str]]


def written(folder: Path, change: Callable[[Rows], Rows]) -> Path:
    with RAW.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    with (folder / f"{TABLE}.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0])
        writer.writeheader()
        writer.writerows(change(rows))
    return folder


def next_month(rows: Rows) -> Rows:
    latest = [{**row, "period": "2025-01"} for row in rows if row["period"] == "2024-12"]
    return rows + latest


def test_a_newer_month_is_read(tmp_path: Path) -> None:
    with facts.overlay(written(tmp_path, next_month)):
        series = history_series()
        assert str(series["month"].max()) == "2025-01-01"
        december, january = (
            series.filter(series["month"].dt.strftime("%Y-%m") == month)["claims"].sum()
            for month in ("2024-12", "2025-01")
        )
        assert january == pytest.approx(december, rel=0.02)


def canada(row: dict[str, str], period: str) -> bool:
    return row["geography"] == "Canada" and row["claim_office_type"] == "Airport" and row["period"] == period


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda rows: [
                {**row, "period": row["period"].replace("2025-01", "2025-02")} for row in next_month(rows)
            ],
            "2025-01",
        ),
        (lambda rows: rows + [row for row in rows if canada(row, "2019-05")], "same row|twice"),
        (
            lambda rows: [{**row, "value": "-40"} if canada(row, "2019-05") else row for row in rows],
            "less than 0|negative",
        ),
        (lambda rows: [{**row, "value": "many"} if canada(row, "2019-05") else row for row in rows], "many"),
        (
            lambda rows: [
                {**row, "geography": "Quebeck"} if row["geography"] == "Quebec" else row for row in rows
            ],
            "Quebec",
        ),
    ],
    ids=["gap", "duplicated month", "negative count", "no number", "no such province"],
)
def test_a_faulty_table_is_refused(tmp_path: Path, change: Callable[[Rows], Rows], words: str) -> None:
    with pytest.raises(UserError, match=words), facts.overlay(written(tmp_path, change)):
        history_series()
