"""The tutorial's own commands, run as they stand; its files say what it says they say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from openasylum.documents import read_document
from openasylum.law import decide_claim
from openasylum.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorials" / "first-answer.md"
COMMAND = [sys.executable, "-c", "from openasylum.cli import main; main()"]


def commands() -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", TUTORIAL.read_text(), flags=re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("openasylum ")]


@pytest.mark.parametrize("line", [line for line in commands() if " run " not in line])
def test_a_command_of_the_tutorial_answers(line: str) -> None:
    done = subprocess.run(
        [*COMMAND, *shlex.split(line)[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("page", ["first-answer.md", "first-answer.fr.md"])
def test_the_scenario_printed_is_the_scenario_shipped(page: str) -> None:
    shipped = (ROOT / "docs" / "tutorials" / "more-hearings.yaml").read_text()
    assert shipped.strip() in (ROOT / "docs" / "tutorials" / page).read_text()


def test_the_scenario_shipped_is_one_that_can_be_run() -> None:
    scenario = load_scenario(str(ROOT / "docs" / "tutorials" / "more-hearings.yaml"))
    assert scenario.title["en"] == "Not designated, and more hearings"
    assert [lever.lever for lever in scenario.levers] == ["rpd_capacity"]


@pytest.mark.parametrize(
    ("day", "pathway", "exception"),
    [("2025-07-14", "referred_to_rpd", "IRPR 159.5(a)"), ("2025-07-15", "prra", "IRPR 159.4(1)(a)")],
)
def test_one_day_makes_the_difference_that_the_tutorial_says(day: str, pathway: str, exception: str) -> None:
    claim = read_document(ROOT / "docs" / "tutorials" / "claim.yaml").data
    claim["claim"]["date"] = day
    decision = decide_claim(claim).data
    assert decision["pathway"] == pathway
    assert [entry["citation"] for entry in decision["exceptions"]] == [exception]
