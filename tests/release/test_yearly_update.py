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
from openasylum import facts, release
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


def published(bundle: Path) -> dict[str, Any]:
    """The manifest of the run in a bundle."""
    opened = release.open_bundle(bundle)
    return dict(json.loads(opened.files[f"runs/{opened.receipt['run']}/manifest.json"]))


@pytest.mark.heavy
def test_the_whole_year(tmp_path: Path) -> None:
    """Every step but the fit: last year's draws stand, and only the tables move a figure."""
    walk(tmp_path, fitted_anew=False)


@pytest.mark.heavy
@pytest.mark.skipif("OPENASYLUM_LONG" not in os.environ, reason="the fit takes minutes: make test-long")
@pytest.mark.skipif(not fit.is_installed(), reason="needs the extra calibrate")
def test_the_whole_year_with_the_fit(tmp_path: Path) -> None:
    """Every step, and the share of tables and draws in what moved."""
    walk(tmp_path, fitted_anew=True)


def walk(tmp_path: Path, *, fitted_anew: bool) -> None:
    """Last year's release, the new tables, the fit, the scorecards, this year's release, and what each part moved."""
    package = tmp_path / "package" / "openasylum"
    shutil.copytree(Path(openasylum.__file__).parent, package)
    next_year(tmp_path / "new")

    def run(*arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        done = ask(*arguments, folder=tmp_path, package=package)
        assert done.returncode in codes, (arguments, done.stderr, done.stdout[-2000:])
        return done.stdout

    run("release", "build", "--draws", "2", "--out", "last.zip")
    # 1 and 2: their form, and what they change.
    run("facts", "validate", "new")
    assert json.loads(run("update", "drift", "new", "--json"))
    # 3: the fit, and its draws in the place of the shipped ones.
    if fitted_anew:
        fitted = json.loads(run("calibrate", "--data", "new", "--out", "posterior", "--json"))
        assert fitted["counts"].endswith("December 2025"), "the fit reads the new months"
        for file in (tmp_path / "posterior").iterdir():
            shutil.copyfile(file, package / "arrivals" / "calibration" / file.name)
    # 4: the scorecards; made-over months may miss a bar.
    for scorecard in ("foresight", "mechanism"):
        assert json.loads(run("backtest", scorecard, "--data", "new", "--json", codes=(0, 1)))
    replicated = json.loads(run("replicate", "--data", "new", "--json"))
    assert {one["verdict"] for one in replicated} == {"met"}, "what was published of past years stands"
    # 5: the release.
    run("release", "build", "--data", "new", "--draws", "2", "--out", "next.zip")
    for name in ("last.zip", "next.zip"):
        assert json.loads(run("verify", name, "--json"))["sound"]
    assert published(tmp_path / "last.zip")["horizon"][0] == "2025-01"
    newest = published(tmp_path / "next.zip")
    assert newest["horizon"][0] == "2026-01", "the projection begins where the newer months end"
    assert newest["data_vintage"].startswith("2025-12")
    # 6: what moved, and why.
    found = json.loads(run("release", "compare", "last.zip", "next.zip", "--steps", "--json"))
    parts = ["data", "posterior"] if fitted_anew else ["data"]
    assert found["steps"] == parts
    assert found["moved"]
    for row in found["moved"]:
        assert set(row["why"].split("; ")) <= set(parts)
        shares = [row[f"step_{number}"] for number in range(1, len(parts) + 1)]
        if None not in (*shares, row["change"]):
            assert sum(shares) == pytest.approx(row["change"])
