"""Workbooks as an engine that is not ours computes them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import formulas


def recalculated(content: bytes) -> dict[tuple[str, str], float]:
    """(sheet, cell) -> value of a workbook's bytes, from its formulas."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.xlsx"
        file.write_bytes(content)
        solution = formulas.ExcelModel().loads(str(file)).finish().calculate()
    found = {}
    for key, ranges in solution.items():
        name = str(key)
        if ":" in name or "!" not in name:
            continue
        sheet, cell = name.rsplit("!", 1)
        value = ranges.value[0, 0]
        if isinstance(value, int | float):
            found[sheet.split("]")[-1].strip("'").upper(), cell] = float(value)
    return found
