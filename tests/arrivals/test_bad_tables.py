"""Newer tables laid over the shipped ones: what is wrong with them is said in one sentence."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from openasylum import facts
from openasylum.arrivals import history_series
from openasylum.arrivals.published import province_known_to, series_ends
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
        (
            lambda rows: [
                {**row, "claim_office_type": "Airprt"} if canada(row, "2019-05") else row for row in rows
            ],
            "no office is called 'Airprt'.*Airport",
        ),
        (
            lambda rows: [{**row, "value": ""} if canada(row, "2019-05") else row for row in rows],
            "Airport, 2019-05, has no count for Canada",
        ),
    ],
    ids=[
        "gap",
        "duplicated month",
        "negative count",
        "no number",
        "no such province",
        "no such office",
        "no count",
    ],
)
def test_a_faulty_table_is_refused(tmp_path: Path, change: Callable[[Rows], Rows], words: str) -> None:
    with pytest.raises(UserError, match=words), facts.overlay(written(tmp_path, change)):
        history_series()


def year_2025(rows: Rows, keep: Callable[[dict[str, str]], bool] = lambda row: True) -> Rows:
    """The months of 2024 again as those of 2025: as much of them as ``keep`` keeps, and nothing else."""
    months = [
        {**row, "period": row["period"].replace("2024-", "2025-")}
        for row in rows
        if row["period"][:5] == "2024-"
    ]
    return [row for row in months if keep(row)]


def of_2025(column: str) -> dict[str, int]:
    series = history_series()
    return dict(
        series.filter(series["month"].dt.year() == 2025)
        .group_by(column)
        .agg(pl.col("claims").sum())
        .iter_rows()
    )


def test_canada_alone_is_shared_out_as_in_the_year_before(tmp_path: Path) -> None:
    """Newer rows for Canada only: no claim is lost, and no province is taken for empty."""
    before = history_series().filter(pl.col("month").dt.year() == 2024)["claims"].sum()
    with facts.overlay(
        written(tmp_path, lambda rows: year_2025(rows, lambda row: row["geography"] == "Canada"))
    ):
        by_province = of_2025("province")
        assert sum(by_province.values()) == pytest.approx(before, rel=0.005)
        assert by_province["QC"] > 10_000 and by_province["ON"] > 10_000
        assert province_known_to("QC", "Border") == 12 * 2024 + 11


def test_provinces_alone_add_up_to_canada(tmp_path: Path) -> None:
    before = history_series().filter(pl.col("month").dt.year() == 2024)["claims"].sum()
    with facts.overlay(
        written(tmp_path, lambda rows: year_2025(rows, lambda row: row["geography"] != "Canada"))
    ):
        assert sum(of_2025("channel").values()) == pytest.approx(before, rel=0.005)


def test_some_provinces_without_canada_are_refused(tmp_path: Path) -> None:
    def quebec(rows: Rows) -> Rows:
        return year_2025(rows, lambda row: row["geography"] == "Quebec")

    with (
        pytest.raises(UserError, match="no row for Canada and none for"),
        facts.overlay(written(tmp_path, quebec)),
    ):
        history_series()


def test_offices_that_end_apart_are_read_to_the_earliest(tmp_path: Path) -> None:
    """Airport to July, the others to December: seven months, none of them empty."""

    def uneven(rows: Rows) -> Rows:
        return year_2025(
            rows, lambda row: row["claim_office_type"] != "Airport" or row["period"] <= "2025-07"
        )

    with facts.overlay(written(tmp_path, uneven)):
        assert str(history_series()["month"].max()) == "2025-07-01"
        assert series_ends() == {"Airport": 12 * 2025 + 6, "Border": 12 * 2025 + 11, "Inland": 12 * 2025 + 11}
        assert of_2025("channel")["airport"] > 5_000


def test_a_year_without_its_months_adds_none(tmp_path: Path) -> None:
    def year_only(rows: Rows) -> Rows:
        return [{**row, "period": "2025"} for row in rows if row["period"] == "2024"]

    with facts.overlay(written(tmp_path, year_only)):
        assert str(history_series()["month"].max()) == "2024-12-01"


@pytest.mark.parametrize("factor", [1.3, 0.7])
def test_a_month_revised_for_canada_alone_is_read(tmp_path: Path, factor: float) -> None:
    """Its provinces, which were not revised, move with it."""

    def revised(rows: Rows) -> Rows:
        one = [row for row in rows if row["period"] == "2024-06" and row["geography"] == "Canada"]
        return [
            {**row, "value": str(5 * round(factor * float(row["value"]) / 5))} for row in one if row["value"]
        ]

    def june() -> int:
        return int(history_series().filter(pl.col("month") == date(2024, 6, 1))["claims"].sum())

    before = june()
    with facts.overlay(written(tmp_path, revised)):
        assert june() == pytest.approx(factor * before, rel=0.01)
    assert june() == before
