"""``openasylum run`` as a user meets it: the answer, its machine form, its bytes, and every way of asking wrongly."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()"]
MEASURES = {
    "claims_made", "returned_to_us", "ineligible_to_prra", "undetected_entries", "referred_to_rpd", "rpd_finalized",
    "rpd_accepted", "rpd_pending", "wait_months_p50", "wait_months_p90", "rad_pending", "removed", "permanent_residents",
    "cost_federal", "cost_all_governments",
}  # fmt: skip


def ask(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@cache
def few_draws() -> tuple[TemporaryDirectory[str], dict[str, Any]]:
    folder = TemporaryDirectory()
    done = ask("run", "--draws", "3", "--json", folder=Path(folder.name))
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_the_machine_answer_has_the_agreed_form() -> None:
    _, answer = few_draws()
    assert list(answer) == ["run_id", "scenarios", "horizon", "draws", "law_date", "data_vintage", "headline"]
    assert answer["scenarios"] == ["law-in-force", "us-not-designated"]
    assert answer["horizon"] == ["2025-01", "2030-12"]
    assert answer["draws"] == 3
    rows = answer["headline"]
    assert {row["measure"] for row in rows} == MEASURES
    assert {row["scenario"] for row in rows} == {"law-in-force", "us-not-designated", "difference"}
    for row in rows:
        assert list(row) == ["scenario", "measure", "period", "p05", "p50", "p95", "unit"]
        assert row["p05"] <= row["p50"] <= row["p95"]
        assert ("-" in row["period"]) == (row["unit"] == "CAD")


def test_the_direction_of_the_answer() -> None:
    _, answer = few_draws()
    found = {(row["scenario"], row["measure"], row["period"]): row["p50"] for row in answer["headline"]}
    assert found["difference", "claims_made", "2026"] == 0
    assert found["us-not-designated", "returned_to_us", "2028"] == 0
    assert found["difference", "returned_to_us", "2028"] < 0
    assert found["difference", "claims_made", "2028"] > 0
    assert found["difference", "cost_federal", "2028-29"] > 0


def test_the_run_folder_is_whole_and_verifies() -> None:
    folder, answer = few_draws()
    run = Path(folder.name) / "runs" / answer["run_id"]
    for name in (
        "manifest.json",
        "annual.parquet",
        "series.parquet",
        "ledger.parquet",
        "report.html",
        "report.fr.html",
    ):
        assert (run / name).stat().st_size > 0
    assert list((run / "charts").glob("*.svg"))
    assert list((run / "charts").glob("*.png"))
    assert "http" not in "".join(
        line for line in (run / "report.html").read_text().splitlines() if "src=" in line or "<link" in line
    )
    assert ask("runs", "verify", answer["run_id"], folder=Path(folder.name)).returncode == 0


@pytest.mark.heavy
def test_the_same_seed_gives_the_same_bytes_whatever_the_workers(tmp_path: Path) -> None:
    digests = []
    for number, options in enumerate(
        (["--backend", "serial"], ["--backend", "threads", "--workers", "2"], [])
    ):
        root = tmp_path / str(number)
        done = ask("run", "--draws", "6", "--json", "--runs", str(root), *options, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        run = root / json.loads(done.stdout)["run_id"]
        digests.append({p.name: sha256(p.read_bytes()).hexdigest() for p in sorted(run.glob("*.parquet"))})
    assert digests[0] == digests[1] == digests[2]


@pytest.mark.parametrize(
    ("content", "line", "near"),
    [
        ("levers:\n  - {lever: rpd_capasity, factor: 1.2, from: 2027-01-01}", 5, "rpd_capacity"),
        ("law:\n  - {repeal: IRPR 159.33, from: 2027-01-01}", 5, "IRPR 159.3"),
        ("law:\n  - {repeal: IRPR 159.3, from: 2019-01-01}", 5, "2025-01-01"),
        ("levers:\n  - {lever: rpd_capacity, per_year: -5, from: 2027-01-01}", 5, "0"),
        ("levers:\n  - {lever: rpd_capacity, factor: 1.2, from: 2027-02-30}", 5, ""),
    ],
)
def test_a_wrong_scenario_is_one_sentence_and_nothing_is_written(
    tmp_path: Path, content: str, line: int, near: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"id: mine\ntitle: {{en: Mine, fr: Mien}}\ndescription: {{en: x, fr: y}}\n{content}\n")
    done = ask("run", str(file), folder=tmp_path)
    assert done.returncode == 2
    assert f"line {line}" in done.stderr
    assert near in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_an_unknown_scenario_or_back_end_names_the_nearest(tmp_path: Path) -> None:
    done = ask("run", "us-not-designatd", folder=tmp_path)
    assert (done.returncode, "us-not-designated" in done.stderr) == (2, True)
    done = ask("run", "--backend", "procesess", folder=tmp_path)
    assert (done.returncode, "processes" in done.stderr) == (2, True)


def test_an_overlay_with_a_fault_is_one_sentence(tmp_path: Path) -> None:
    overlay = tmp_path / "newer"
    overlay.mkdir()
    table = overlay / "ircc_claims_by_office_type_province_monthly.csv"
    table.write_text("period,geography,claim_office_type\n2025-01,Canada,Total\n")
    done = ask("run", "--data", str(overlay), folder=tmp_path)
    assert done.returncode == 2
    assert "value" in done.stderr
    table.write_text("period,geography,claim_office_type,value\n2025-01,Canada,Total,many\n")
    done = ask("run", "--data", str(overlay), folder=tmp_path)
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("seconds", [3, 12])
def test_an_interrupted_run_leaves_nothing_that_is_taken_for_a_run(tmp_path: Path, seconds: int) -> None:
    process = subprocess.Popen(
        [*COMMAND, "run", "--draws", "400"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 2
    assert re.fullmatch(
        r"Interrupted; (nothing was kept|\d+ of 400 draws are kept: the same command with --resume goes on)\.",
        stderr.strip().splitlines()[-1],
    )
    assert "Traceback" not in stderr
    assert not [path for path in (tmp_path / "runs").glob("*") if not path.name.startswith(".")]
