"""A year's update, tried with a made-over vintage: every step is one command, and does what its page says."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from openasylum import facts
from openasylum.facts.drift import drift

COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()"]
OFFICES = "ircc_claims_by_office_type_province_monthly"
INTERCEPTIONS = "rcmp_interceptions_monthly_province"


def next_year(folder: Path, factor: float = 1.0) -> Path:
    """The months of 2024 again as those of 2025, ``factor`` times as many, and one month of 2024 revised."""
    folder.mkdir()
    for name in (OFFICES, INTERCEPTIONS):
        from openasylum.facts import schema

        columns = [column for column in facts.table(name).columns if column in schema.tables()[name].columns]
        shipped = facts.table(name).filter(pl.col("period").str.starts_with("2024-"), ~pl.col("suppressed"))
        new = shipped.with_columns(
            pl.col("period").str.replace("2024", "2025"), value=(pl.col("value") * factor / 5).round() * 5
        )
        revised = shipped.filter(pl.col("period") == "2024-12").with_columns(pl.col("value") + 5)
        pl.concat([new, revised]).select(columns).write_csv(folder / f"{name}.csv")
    return folder


def test_drift_counts_what_is_new_and_what_is_revised(tmp_path: Path) -> None:
    folder = next_year(tmp_path / "same")
    rows = {row["table"]: row for row in drift(folder).to_dicts()}
    assert set(rows) == {OFFICES, INTERCEPTIONS}
    for name, row in rows.items():
        new = pl.read_csv(folder / f"{name}.csv", infer_schema=False)
        assert row["rows_added"] == new.filter(pl.col("period").str.starts_with("2025")).height
        assert row["rows_revised"] == new.filter(pl.col("period") == "2024-12").height
        assert row["last_day_after"] == date(2025, 12, 31)
        assert row["series_added"] == 0
        assert row["jumps"] == 0, row["largest_jump"]


def test_a_series_that_jumps_is_named(tmp_path: Path) -> None:
    found = drift(next_year(tmp_path / "tenfold", 40.0))
    assert (found["jumps"] > 0).all()
    assert all("2025 is" in text and "times the year before" in text for text in found["largest_jump"])


def ask(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_the_short_steps_on_the_command_line(tmp_path: Path) -> None:
    next_year(tmp_path / "new")
    assert ask("facts", "validate", "new", folder=tmp_path).returncode == 0
    told = ask("update", "drift", "new", "--json", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert {row["table"] for row in json.loads(told.stdout)} == {OFFICES, INTERCEPTIONS}
    page = (Path(__file__).resolve().parents[2] / "docs/how-to/yearly-update.md").read_text()
    listed = [
        line.strip() for line in ask("update", "steps", folder=tmp_path).stdout.splitlines() if "   " in line
    ]
    assert len(listed) == 9
    assert all(line in page for line in listed), "the page and the command list the same steps"


@pytest.mark.heavy
def test_the_whole_year(tmp_path: Path) -> None:
    """Last year's release, the new tables, the scorecard, this year's release, and what moved: only the data did."""
    next_year(tmp_path / "new")
    last = ask("run", "us-not-designated", "--draws", "2", "--json", folder=tmp_path)
    assert last.returncode == 0, last.stderr
    old_run = json.loads(last.stdout)["run_id"]
    assert ask("release", "build", "--run", old_run, "--out", "last.zip", folder=tmp_path).returncode == 0
    scored = ask("backtest", "foresight", "--data", "new", "--json", folder=tmp_path)
    assert scored.returncode in (0, 1), scored.stderr
    newer = ask("run", "us-not-designated", "--draws", "2", "--json", "--data", "new", folder=tmp_path)
    assert newer.returncode == 0, newer.stderr
    answer = json.loads(newer.stdout)
    assert answer["horizon"][0] == "2026-01", "the projection begins where the newer months end"
    assert answer["data_vintage"].startswith("2025-12")
    built = ask(
        "release", "build", "--data", "new", "--run", answer["run_id"], "--out", "next.zip", folder=tmp_path
    )
    assert built.returncode == 0, built.stderr
    for name in ("last.zip", "next.zip"):
        done = ask("verify", name, folder=tmp_path)
        assert done.returncode == 0, done.stdout
    moved = ask("release", "compare", "last.zip", "next.zip", "--json", folder=tmp_path)
    found = json.loads(moved.stdout)
    assert found["steps"] == ["data"]
    assert found["moved"]
    assert {row["why"] for row in found["moved"]} == {"data"}
