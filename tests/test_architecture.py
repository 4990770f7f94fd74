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

#: Parts of a room, and all that they know of the room outside themselves.
KNOWN_WITHIN = {
    "law.gates": {"law.calendar"},
    "pipeline.engine": set[str](),
    "pipeline.definition": {"pipeline.outcome_rates", "pipeline.closures"},
    "check.texts": set[str](),
    "check.language": set[str](),
    "check.meaning": {"check.language"},
    "check.figures": {"check.language", "check.meaning", "check.findings"},
    "check.statutes": {"check.language", "check.meaning", "check.figures", "check.findings"},
}


def modules() -> list[Path]:
    doors = (PACKAGE / "__init__.py", PACKAGE / "__main__.py")
    return sorted(path for path in PACKAGE.rglob("*.py") if path not in doors)


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def within(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).parts[:2])


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


@pytest.mark.parametrize("path", modules(), ids=named)
def test_no_arrow_points_left(path: Path) -> None:
    here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if here in LEAVES:
        assert imported(path) <= LEAVES
        return
    assert here in ORDER, f"{here} is no room of the house"
    for there in imported(path) - LEAVES:
        assert ORDER.index(there) <= ORDER.index(here), f"{here} knows {there}"


@pytest.mark.parametrize(
    "path", [path for path in sorted(PACKAGE.glob("*/*/*.py")) if within(path) in KNOWN_WITHIN], ids=named
)
def test_within_a_room_too_some_know_little(path: Path) -> None:
    here = within(path)
    own = f"openasylum.{here.partition('.')[0]}."
    may = [f"openasylum.{known}." for known in (here, *KNOWN_WITHIN[here])]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and f"{node.module}.".startswith(own):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}."
                assert whole.startswith(tuple(may)), whole


@pytest.mark.parametrize("path", modules(), ids=named)
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LINES_AT_MOST
