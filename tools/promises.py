"""Write docs/reference/promises.md (and .fr.md) from promises.yaml and promises.figures.yaml: each promise, its test, the last figure.

python tools/promises.py                        # writes the pages
python tools/promises.py --check                # fails where they are not current, or a test that is named does not exist
python tools/promises.py --figure ID "1.82 ×"   # notes a figure measured today, and writes the pages
python tools/promises.py --tests                # prints the tests that are named, for pytest
python tools/promises.py --passed junit.xml …   # notes the promises of which every test passed (pytest --junitxml), and writes the pages
"""

from __future__ import annotations

import datetime
import re
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
WORDS = {
    "en": ("Promises", "What is promised, the test that holds it, and the figure seen last. Written by `python tools/promises.py`; "
           "`make lint` fails where a test named here does not exist.", "promise", "test", "last figure", "seen on"),
    "fr": ("Promesses", "Ce qui est promis, l'essai qui y tient, et le dernier chiffre vu. Écrit par `python tools/promises.py` ; "
           "`make lint` échoue si un essai nommé ici n'existe pas.", "promesse", "essai", "dernier chiffre", "vu le"),
}  # fmt: skip


#: What is noted of a promise whose tests measure nothing.
PASSED = "✓"


def main(arguments: list[str]) -> int:
    promises, figures = load()
    if arguments[:1] == ["--figure"]:
        name, figure = arguments[1:]
        if name not in {one["id"] for one in _each(promises)}:
            print(f"there is no promise {name!r}", file=sys.stderr)
            return 2
        figures[name] = {"figure": figure, "seen": datetime.date.today()}
        _write(figures)
    if arguments == ["--tests"]:
        print(
            "\n".join(dict.fromkeys(test for one in _each(promises) for test in _tests(one) if "::" in test))
        )
        return 0
    if arguments[:1] == ["--passed"]:
        passed = _passed(arguments[1:])
        for one in _each(promises):
            if all(test in passed for test in _tests(one)):
                figure = figures.get(one["id"], {}).get("figure") or PASSED
                figures[one["id"]] = {"figure": figure, "seen": datetime.date.today()}
        _write(figures)
    pages = {language: page(promises, figures, language) for language in WORDS}
    faults = missing(promises)
    for language, text in pages.items():
        file = FOLDER / ("promises.md" if language == "en" else "promises.fr.md")
        if arguments == ["--check"]:
            if not file.exists() or file.read_text() != text:
                faults.append(f"{file.name} is not current: run python tools/promises.py")
        else:
            file.write_text(text)
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def load() -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The promises by group, and the figures by promise."""
    promises = yaml.safe_load((FOLDER / "promises.yaml").read_text())
    return promises, yaml.safe_load((FOLDER / "promises.figures.yaml").read_text()) or {}


def page(promises: list[dict[str, Any]], figures: dict[str, Any], language: str) -> str:
    """The page in one language."""
    title, about, *headings = WORDS[language]
    lines = [f"# {title}", "", about]
    for group in promises:
        lines += [
            "",
            f"## {group['title'][language]}",
            "",
            f"| {' | '.join(headings)} |",
            "|---|---|---|---|",
        ]
        for one in group["promises"]:
            seen = figures.get(one["id"], {})
            tests = ", ".join(f"`{test}`" for test in _tests(one))
            lines.append(f"| {one[language]} | {tests} | {seen.get('figure', '')} | {seen.get('seen', '')} |")
    return "\n".join(lines) + "\n"


def _write(figures: dict[str, Any]) -> None:
    (FOLDER / "promises.figures.yaml").write_text(yaml.safe_dump(figures, allow_unicode=True))


def _passed(reports: list[str]) -> set[str]:
    """Tests (``tests/x.py::name``) of which every case in the reports passed."""
    said: dict[str, bool] = {}
    for report in reports:
        for case in ElementTree.parse(report).iter("testcase"):
            name = (
                f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
            )
            well = all(case.find(fault) is None for fault in ("failure", "error", "skipped"))
            said[name] = said.get(name, True) and well
    return {name for name, well in said.items() if well}


def _each(promises: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for group in promises for one in group["promises"]]


def _tests(one: dict[str, Any]) -> list[str]:
    return one["test"] if isinstance(one["test"], list) else [one["test"]]


def missing(promises: list[dict[str, Any]]) -> list[str]:
    """Tests that are named and do not exist: a file (``tests/x.py``), or a function in it (``tests/x.py::name``)."""
    faults = []
    for one in _each(promises):
        for test in _tests(one):
            file, _, function = test.partition("::")
            if not (ROOT / file).exists():
                faults.append(f"{one['id']}: there is no {file}")
            elif function and not re.search(
                rf"^def {re.escape(function)}\(", (ROOT / file).read_text(), re.MULTILINE
            ):
                faults.append(f"{one['id']}: {file} has no {function}")
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
