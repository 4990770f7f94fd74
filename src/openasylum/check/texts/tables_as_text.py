"""Tables as lines of text: each row with the heads of its columns beside its cells, so that a cell says what it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FIGURE = re.compile(r"\d")
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:[-/]\d\d(?:\d\d)?)?\b")


def lines_of(rows: Sequence[Sequence[str]], caption: str = "") -> list[str]:
    """The rows of a table as lines. The first row gives the heads where it holds no figures but years."""
    kept = [[" ".join(cell.split()) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not kept:
        return []
    heads = kept[0] if len(kept) > 1 and not _FIGURE.search(_YEARS.sub("", " ".join(kept[0]))) else []
    lines = [" · ".join(dict.fromkeys(cell for cell in heads if cell))] if heads else []
    below = kept[1:] if heads else kept
    return lines + [_line(row, heads if len(row) == len(heads) else [], caption) for row in below]


def _line(row: Sequence[str], heads: Sequence[str], caption: str) -> str:
    cells: dict[str, None] = {}  # an ordered set: a row of thousands of cells is gone through once
    for place, cell in enumerate(row):
        head = heads[place] if heads else ""
        if cell and cell not in cells:
            cells[f"{head} {cell}" if head and head != cell else cell] = None
    told = " · ".join(cells)
    return f"{caption}: {told}" if caption and _FIGURE.search(told) else told
