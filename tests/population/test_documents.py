"""The pages on populations: their worked example runs, and their figures are those of the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from openasylum.population import canada, published, united_states

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO, GUIDE = (
    (DOCS / "how-to" / f"estimate-a-hidden-population{language}.md").read_text(encoding="utf-8")
    for language in ("", ".fr")
)
EXPLANATION = (DOCS / "explanation" / "population.md").read_text(encoding="utf-8")
SCRIPT = "import sys; from openasylum.cli import main; sys.argv[0] = 'openasylum'; main()"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the guide tells the reader to save."""
    folder = tmp_path_factory.mktemp("guide")
    for name, text in re.findall(r"```csv (\S+)\n(.*?)```", HOW_TO, re.DOTALL):
        (folder / name).write_text(text)
    return folder


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize(
    "session", re.findall(r"```console\n\$ openasylum (.*?)```", HOW_TO + GUIDE, re.DOTALL)
)
def test_every_command_of_the_guide_prints_what_the_guide_shows(folder: Path, session: str) -> None:
    command, *shown = session.strip().splitlines()
    environment = {**os.environ, "COLUMNS": "140"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *command.split()],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    printed = [squeezed(line) for line in (done.stdout + done.stderr).splitlines()]
    for line in shown:
        assert squeezed(line) in printed


def test_the_python_of_the_guide_runs(folder: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL)[0]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "chao_lower_bound" in done.stdout


def rebuilt() -> dict[str, float]:
    """What the last column of the explanation's table should say, by method."""
    last = {"capture-recapture": "regression", "power-law": "2024", "residual": "2018", "stock-flow": "2021"}
    found = {}
    for method in ("residual", "ratio", "capture-recapture", "power-law", "multiple-systems", "stock-flow"):
        totals = published(method).totals
        cell = last.get(method, totals["cell"][0])
        found[method] = totals.filter(pl.col("cell") == cell)["value"][0]
    return found


def test_the_table_of_the_explanation_is_the_code_s() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([\d,]+) \|$", EXPLANATION, re.MULTILINE))
    assert {name: int(text.replace(",", "")) for name, text in rows.items()} == {
        name: round(value) for name, value in rebuilt().items()
    }


def test_the_ranges_of_the_explanation_are_the_code_s() -> None:
    new_york = united_states("state").filter(pl.col("name") == "New York").row(0, named=True)
    whole = canada().totals.row(0, named=True)
    for low, high in ((new_york["low"], new_york["high"]), (whole["low"], whole["high"])):
        assert f"{low:,.0f} to {high:,.0f}" in EXPLANATION
