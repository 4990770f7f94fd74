"""Tables typed as plain text, with tabs, bars or wide gaps between their columns, read row by row like those of pages."""

from __future__ import annotations

import re

from openasylum.check.texts.tables_as_text import lines_of

#: A bar is looked for where the blanks before it begin, so that a row of blanks is read once.
_GAP = re.compile(r"(?<!\s)\s*+\|\s*+|\|\s*+|\t+| {2,}")
_FIGURE = re.compile(r"\d")
_RULE = re.compile(r"^[\s|:+=-]+$")
#: A line longer than this is no caption.
_CAPTION = 140


def with_tables_read(content: str) -> str:
    """The text with each run of rows of like width as lines that name the head of every cell; all else as it stands."""
    if "\t" not in content and "|" not in content and "  " not in content:
        return content
    kept: list[str] = []
    rows: list[tuple[str, list[str]]] = []
    for line in [*content.split("\n"), ""]:
        cells = _cells(line)
        if len(rows) == 1 and len(cells) == len(rows[0][1]) + 1:
            rows = [(rows[0][0], ["", *rows[0][1]])]  # heads over a column of names that has none
        if len(cells) >= 2 and (not rows or len(cells) == len(rows[0][1])):
            rows.append((line, cells))
            continue
        if rows and _RULE.match(line) and line.strip():
            continue
        kept += _read(rows, kept)
        rows = [(line, cells)] if len(cells) >= 2 else []
        if not rows:
            kept.append(line)
    return "\n".join(kept[:-1])


def _cells(line: str) -> list[str]:
    return [] if _RULE.match(line) else [cell for cell in _GAP.split(line.strip().strip("|").strip()) if cell]


def _read(rows: list[tuple[str, list[str]]], before: list[str]) -> list[str]:
    """Rows as lines; as they stood where they are no table: too few, or without figures."""
    with_figures = sum(any(_FIGURE.search(cell) for cell in cells[1:]) for _, cells in rows)
    if len(rows) < 2 or with_figures < 0.5 * len(rows):
        return [line for line, _ in rows]
    caption = next((line.strip() for line in reversed(before) if line.strip()), "")
    titled = len(caption) <= _CAPTION and not caption.endswith((".", "!", "?", ";"))
    lines = lines_of([cells for _, cells in rows], caption.rstrip(": ") if titled else "")
    return [part for line in lines for part in ("", line)] + [""]
