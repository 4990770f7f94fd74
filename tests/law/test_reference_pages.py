"""The reference pages are those that the provisions make."""

from __future__ import annotations

from pathlib import Path

from support.tools import ROOT, tool


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    tool("build_law_reference").main(tmp_path)
    kept = ROOT / "docs" / "reference" / "law"
    made = {path.relative_to(tmp_path): path.read_text("utf-8") for path in tmp_path.rglob("*.md")}
    assert made == {path.relative_to(kept): path.read_text("utf-8") for path in kept.rglob("*.md")}
