"""A year's update, tried with a made-over vintage: every step is one command, and does what its page says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import openasylum
from openasylum import facts
from openasylum.arrivals.calibration import fit
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


def ask(*arguments: str, folder: Path, package: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder``, with the package that lies there instead of this one where one is given."""
    environment = {**os.environ, "PYTHONPATH": str(package.parent)} if package else None
    return subprocess.run(
        [*COMMAND, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


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


def told(folder: Path, *arguments: str, package: Path | None = None, codes: tuple[int, ...] = (0,)) -> Any:
    """What a command says as JSON; its exit code must be one of ``codes``."""
    done = ask(*arguments, "--json", folder=folder, package=package)
    assert done.returncode in codes, (arguments, done.stderr, done.stdout[-2000:])
    return json.loads(done.stdout)


@pytest.mark.heavy
def test_the_whole_year(tmp_path: Path) -> None:
    """Last year's release, the new tables, the fit, the scorecards, this year's release, and what each part moved."""
    next_year(tmp_path / "new")
    assert ask("facts", "validate", "new", folder=tmp_path).returncode == 0
    assert told(tmp_path, "update", "drift", "new")
    old_run = told(tmp_path, "run", "us-not-designated", "--draws", "2")["run_id"]
    assert ask("release", "build", "--run", old_run, "--out", "last.zip", folder=tmp_path).returncode == 0

    package = tmp_path / "package" / "openasylum"
    if fit.is_installed():
        fitted = told(tmp_path, "calibrate", "--data", "new", "--draws", "400", "--out", "posterior")
        assert fitted["counts"].endswith("December 2025"), "the fit reads the new months"
    # Step 5: the new draws in the place of the shipped ones, as docs/how-to/yearly-update.md says.
    shutil.copytree(Path(openasylum.__file__).parent, package)
    for file in (tmp_path / "posterior").glob("posterior.*"):
        shutil.copyfile(file, package / "arrivals" / "calibration" / file.name)

    for scorecard in (("backtest", "foresight"), ("backtest", "mechanism")):
        assert told(tmp_path, *scorecard, "--data", "new", package=package, codes=(0, 1))
    replicated = told(tmp_path, "replicate", "--data", "new", package=package)
    assert {one["verdict"] for one in replicated} == {"met"}, "what was published of past years stands"

    answer = told(tmp_path, "run", "us-not-designated", "--draws", "2", "--data", "new", package=package)
    assert answer["horizon"][0] == "2026-01", "the projection begins where the newer months end"
    assert answer["data_vintage"].startswith("2025-12")
    build = ("release", "build", "--data", "new", "--run", answer["run_id"], "--out", "next.zip")
    assert ask(*build, folder=tmp_path, package=package).returncode == 0
    for name in ("last.zip", "next.zip"):
        assert told(tmp_path, "verify", name, package=package)["sound"]
    found = told(tmp_path, "release", "compare", "last.zip", "next.zip", "--steps", package=package)
    parts = ["data", "posterior"] if fit.is_installed() else ["data"]
    assert found["steps"] == parts
    assert found["moved"]
    for row in found["moved"]:
        assert set(row["why"].split("; ")) <= set(parts)
        shares = [row[f"step_{number}"] for number in range(1, len(parts) + 1)]
        if None not in (*shares, row["change"]):
            assert sum(shares) == pytest.approx(row["change"])
