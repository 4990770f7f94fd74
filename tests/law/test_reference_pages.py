"""The reference pages are those that the provisions make."""

from __future__ import annotations

import importlib.util
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_are_up_to_date(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location(
        "build_law_reference", ROOT / "tools" / "build_law_reference.py"
    )
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(builder)
    builder.main(tmp_path)
    kept = ROOT / "docs" / "reference" / "law"
    made = {path.relative_to(tmp_path): path.read_text("utf-8") for path in tmp_path.rglob("*.md")}
    assert made == {path.relative_to(kept): path.read_text("utf-8") for path in kept.rglob("*.md")}
