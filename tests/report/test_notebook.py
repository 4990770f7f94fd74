"""The notebook of the Python API runs from top to bottom, in both languages."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from openasylum.report.tongue import LANGUAGES, Language, Tongue

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "tutorials" / "notebook.py"


@pytest.mark.heavy
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notebook_runs_and_gives_what_it_promises(language: Language) -> None:
    pytest.importorskip("marimo")
    specification = importlib.util.spec_from_file_location("notebook", NOTEBOOK)
    assert specification is not None
    assert specification.loader is not None
    notebook = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(notebook)
    defined: dict[str, Any]
    _, defined = notebook.app.run(defs={"spoken": language, "t": Tongue(language), "Tongue": Tongue})
    assert defined["figure"].point == 14321
    assert defined["decision"].data["outcome"] != defined["amended"].data["outcome"]
    assert all(row for row in defined["rows"])
    assert defined["run"].manifest.draws == defined["draws"]
    assert defined["files"]["pdf"].content.startswith(b"%PDF-")
    assert defined["whole"].height
