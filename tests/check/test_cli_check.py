"""``openasylum check`` as a user runs it."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from openasylum.check import many_readers
from openasylum.cli import check as cli_check
from openasylum.cli.application import build

RUN = CliRunner()
FIGURE = "In 2022, 39,540 people were intercepted by the RCMP between ports of entry.\n"
OWN = """
figures:
  - id: own.beds
    title: {en: "Beds for claimants in the city shelter", fr: "Lits pour demandeurs d’asile au refuge municipal"}
    value: 1234
    unit: persons
    period: "2026"
    source: "City budget note"
    confidence: seen
"""
MEASURE = """
measures:
  - id: own.beds
    title: {en: "Beds for claimants in the city shelter", fr: "Lits pour demandeurs d’asile au refuge municipal"}
    dimension: count
    needs: [[shelter]]
    about: [[claimant]]
    counts: [beds, lits]
    values: [{figures: [own.beds]}]
"""


def check(*arguments: str, stdin: str | None = None):
    return RUN.invoke(build(), ["check", *arguments], input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(FIGURE)
    return file


def test_terminal_in_both_languages(article: Path) -> None:
    english, french = check(str(article)), check(str(article), "--lang", "fr")
    assert english.exit_code == french.exit_code == 0
    assert "agrees" in english.output and "“39,540”" in english.output
    assert "concorde" in french.output


def test_json(article: Path) -> None:
    data = json.loads(check(str(article), "--json").output)
    assert data["findings"][0]["verdict"] == "agrees"
    assert data["findings"][0]["ours"][0]["value"] == 39540


def test_page(article: Path, tmp_path: Path) -> None:
    page = tmp_path / "check.html"
    assert check(str(article), "--html", str(page)).exit_code == 0
    assert "<mark" in page.read_text()
    failed = check(str(article), "--html", str(tmp_path / "none" / "check.html"))
    assert "cannot be written" in str(failed.exception)


def test_exit_code_one_where_something_differs(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Each undocumented immigrant costs taxpayers $14,321.")
    assert check(str(file)).exit_code == 1


def test_own_entries(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The city shelter housed 1,234 asylum seekers in 2026.")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "figures.yaml").write_text(OWN)
    (tmp_path / "own" / "measures.yaml").write_text(MEASURE)
    without = json.loads(check(str(file), "--json").output)
    having = json.loads(check(str(file), "--json", "--data", str(tmp_path / "own")).output)
    assert without["findings"][0]["verdict"] == "not_in_register"
    assert having["findings"][0]["verdict"] == "agrees"
    assert having["findings"][0]["ours"][0]["source"] == "City budget note"


def test_own_entries_that_count_what_the_register_does_not(tmp_path: Path) -> None:
    """Beds are no noun of this field: the figure is known by its title, and another number in its place by the measure."""
    file = tmp_path / "a.txt"
    file.write_text(
        "The city shelter had 1,234 beds for claimants in 2026. The shelter had 900 beds for claimants in 2026.\n\n"
        "En 2026, le refuge municipal comptait 1 234 lits pour demandeurs d’asile."
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "figures.yaml").write_text(OWN)

    def verdicts() -> list[str]:
        found = json.loads(check(str(file), "--json", "--data", str(tmp_path / "own")).output)
        return [one["verdict"] for one in found["findings"]]

    assert verdicts() == ["agrees", "not_in_register", "agrees"]
    (tmp_path / "own" / "measures.yaml").write_text(MEASURE)
    assert verdicts() == ["agrees", "differs", "agrees"]


def test_own_entries_are_recognised_whatever_their_unit_and_noun(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "The city shelter had 1,234 beds for asylum claimants in 2026.\n\nIn 2026, the city shelter had 1,900 beds for asylum claimants."
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "figures.yaml").write_text(OWN.replace("unit: persons", "unit: beds"))

    def verdicts() -> list[str]:
        found = json.loads(check(str(file), "--json", "--data", str(tmp_path / "own")).output)
        return [one["verdict"] for one in found["findings"]]

    assert verdicts() == ["agrees", "not_in_register"]
    (tmp_path / "own" / "measures.yaml").write_text(MEASURE)
    assert verdicts() == ["agrees", "differs"]


def test_a_fault_in_own_measures_is_said_with_its_line(tmp_path: Path, article: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "figures.yaml").write_text(OWN)
    (tmp_path / "own" / "measures.yaml").write_text(MEASURE.replace("[[shelter]]", "[[sheltr]]"))
    failed = check(str(article), "--data", str(tmp_path / "own"))
    assert "'sheltr' is no concept of the lexicon" in str(failed.exception)
    assert "measures.yaml, line" in str(failed.exception)


def test_standard_input_and_bad_verdicts(article: Path) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "openasylum", "check", "-"],
        input=FIGURE.encode(),
        capture_output=True,
        check=False,
    )
    assert piped.returncode == 0 and b"39,540" in piped.stdout
    assert "nearest valid value is differs" in str(check(str(article), "--only", "difers").exception)


def test_findings_of_other_verdicts_are_not_said_to_be_none(article: Path) -> None:
    shown = check(str(article), "--only", "disputed").stdout
    assert "Nothing with such a verdict." in shown and "Nothing found" not in shown


@pytest.mark.heavy
def test_a_large_file_is_read_by_several_with_the_findings_of_one_and_with_own_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "long.txt"
    beds = "The city shelter had 1,234 beds for claimants in 2026."
    file.write_text(
        "\n\n".join(f"Witness A{at} said: {FIGURE}Witness B{at} said: {beds}" for at in range(10_000))
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "figures.yaml").write_text(OWN)
    shared = []
    monkeypatch.setattr(many_readers, "_shared", _noted(many_readers._shared, shared))
    arguments = (str(file), "--json", "--data", str(tmp_path / "own"))
    several = json.loads(check(*arguments).output)
    monkeypatch.setattr(cli_check, "_LARGE", math.inf)
    monkeypatch.setattr(many_readers, "LONG", math.inf)
    one = json.loads(check(*arguments).output)
    assert several == one
    assert {finding["verdict"] for finding in one["findings"]} == {"agrees"}
    assert shared == ["called"]


def _noted(function: Callable[..., Any], notes: list[str]) -> Callable[..., Any]:
    """A function that notes each time that it is called."""

    def noting(*arguments: Any) -> Any:
        notes.append("called")
        return function(*arguments)

    return noting
