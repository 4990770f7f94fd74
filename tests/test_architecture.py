"""Imports go left to right: no room knows a room on its right, and the modules beside the rooms know no room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "openasylum"
ORDER = [
    "facts",
    "law",
    "population",
    "arrivals",
    "pipeline",
    "costs",
    "scenario",
    "simulate",
    "ensemble",
    "results",
    "scorecard",
    "report",
    "check",
    "release",
    "web",
    "cli",
]
LEAVES = {
    "errors",
    "documents",
    "model_faults",
    "timeline",
    "keyed_random",
    "vocabulary",
    "backends",
    "bilingual",
    "typography",
    "templates",
    "code_version",
}
LINES_AT_MOST = 400


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def room(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "openasylum" else None


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {room(alias.name) or "" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "openasylum":
                found |= {alias.name for alias in node.names}
            else:
                found.add(room(node.module) or "")
    return found & {*ORDER, *LEAVES}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_arrow_points_left(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here in LEAVES:
        assert imported(path) <= LEAVES
        return
    assert here in ORDER, f"{here} is no room of the house"
    for there in imported(path) - LEAVES:
        assert ORDER.index(there) <= ORDER.index(here), f"{here} knows {there}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "law" / "gates").glob("*.py")), ids=lambda path: path.stem)
def test_the_machine_of_gates_knows_no_law(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openasylum.law"):
            of = {alias.name for alias in node.names} if node.module == "openasylum.law" else set()
            assert node.module.startswith("openasylum.law.gates") or of == {"calendar"}, node.module


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_AT_MOST
