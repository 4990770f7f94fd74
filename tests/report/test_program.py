"""The program of a run, executed as a reader would, gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from openasylum.report.downloads import download
from openasylum.results.produce import produce
from openasylum.scenario import load_scenario


@pytest.mark.heavy
def test_the_program_makes_the_same_numbers_again_and_notices_others(tmp_path: Path) -> None:
    scenarios = [load_scenario(name) for name in ("law-in-force", "us-not-designated")]
    run = produce(scenarios, draws=1, seed=5, weight=1000.0, backend="serial")
    source = download(run, "fr", "py").content.decode()
    file = tmp_path / "again.py"

    file.write_text(source, encoding="utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    last = done.stdout.strip().splitlines()[-1]
    assert last == f"{run.manifest.run_id} les mêmes nombres"
    assert len(done.stdout.splitlines()) == len(run.headline) + 1

    file.write_text(source.replace("seed=5", "seed=6"), encoding="utf-8")
    done = subprocess.run([sys.executable, file], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout.strip().endswith("d'autres nombres")
