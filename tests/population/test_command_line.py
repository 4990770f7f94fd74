"""``openasylum population`` as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from openasylum.population import methods
from openasylum.population.examples import EXAMPLES


def openasylum(*words: str, columns: int = 80) -> subprocess.CompletedProcess[str]:
    script = "import sys; from openasylum.cli import main; sys.argv[0] = 'openasylum'; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": str(columns)},
    )


def test_without_arguments_it_lists_the_estimators() -> None:
    done = openasylum("population")
    assert done.returncode == 0
    for name in methods():
        assert name in done.stdout


@pytest.mark.parametrize(
    "method", ["residual", "ratio", "capture-recapture", "power-law", "multiple-systems"]
)
def test_the_published_table_handed_in_as_ones_own_says_the_same(tmp_path: Path, method: str) -> None:
    build, model = EXAMPLES[method]
    path = tmp_path / "mine.csv"
    build().write_csv(path)
    options = [word for name, value in model.items() for word in (f"--{name.replace('_', '-')}", value)]
    mine = json.loads(openasylum("population", method, str(path), *options, "--json").stdout)
    published = json.loads(openasylum("population", method, "--json").stdout)
    assert mine["table"] == str(path)
    for own, known in zip(mine["totals"], published["totals"], strict=True):
        assert own["cell"] == known["cell"]
        assert own["value"] == pytest.approx(known["value"], rel=1e-9)


def test_a_fault_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("LA,NG,count\n1,0,12\n1,1,x\n")
    done = openasylum("population", "multiple-systems", str(path))
    assert done.returncode == 2
    assert done.stderr == f"{path}, line 3, count: 'x' is not a whole number, 0 or more.\n"


def test_french() -> None:
    done = openasylum("population", "canada", "--lang", "fr")
    assert done.returncode == 0
    assert "Entre 14\N{NARROW NO-BREAK SPACE}000 et 813\N{NARROW NO-BREAK SPACE}000 personnes." in done.stdout


def test_the_table_of_states() -> None:
    rows = json.loads(openasylum("population", "us", "--by", "state", "--json").stdout)["rows"]
    new_york = next(row for row in rows if row["name"] == "New York")
    assert (new_york["low"], new_york["high"]) == (410_000, 836_000)


def test_at_risk_on_a_day() -> None:
    answer = json.loads(openasylum("population", "at-risk", "--as-of", "2024-12-31", "--json").stdout)
    assert max(row["reference"] for row in answer["rows"]) <= "2024-12-31"
    assert openasylum("population", "at-risk", "--as-of", "last week").returncode == 2


def test_a_stock_needs_a_start(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("year,entries,entries_low,entries_high\n2024,100,80,120\n2025,100,80,120\n")
    without = openasylum("population", "stock-flow", str(path))
    assert without.returncode == 2
    assert "--start-low" in without.stderr
    done = openasylum(
        "population", "stock-flow", str(path), "--start-low", "900", "--start-high", "1100", "--json"
    )
    assert [row["cell"] for row in json.loads(done.stdout)["totals"]] == ["2024", "2025"]


@pytest.mark.parametrize("by", ["state", "country"])
def test_no_figure_is_cut_in_80_columns(by: str) -> None:
    said = openasylum("population", "us", "--by", by).stdout
    rows = json.loads(openasylum("population", "us", "--by", by, "--json").stdout)["rows"]
    assert max(map(len, said.splitlines())) <= 80 and "…" not in said
    for row in rows:
        for name in ("ohss", "cms", "pew", "mpi", "low", "high"):
            assert row[name] is None or f"{row[name]:,.0f}" in said


def test_a_language_said_before_the_verb_holds_for_it() -> None:
    assert "lieu" in openasylum("population", "--lang", "fr", "us").stdout.splitlines()[0]


def test_a_fault_of_the_whole_table_names_its_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("captures\n1\n1\n")
    done = openasylum("population", "capture-recapture", str(path))
    assert done.returncode == 2 and done.stderr.startswith(f"{path}: nobody was counted more than once")
