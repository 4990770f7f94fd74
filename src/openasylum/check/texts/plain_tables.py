"""Tables typed as plain text, with tabs, bars or wide gaps between their columns, read row by row like those of pages."""

from __future__ import annotations

import re

from openasylum.check.texts.tables_as_text import lines_of

#: A bar is looked for where the blanks before it begin, so that a row of blanks is read once.
_GAP = re.compile(r"(?<!\s)\s*+\|\s*+|\|\s*+|\t+| {2,}")
_FIGURE = re.compile(r"\d")
#: A year as the head of a column, with what it is limited to: "2022 (Jan to Sept)".
_HEAD = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?(?: \([^()\n]{1,30}\))?")
_YEARS_AT_END = re.compile(
    rf"^(?P<label>[^\d\n]{{0,80}}?) ?(?P<years>{_HEAD.pattern}(?: {_HEAD.pattern}){{1,11}})[ ]*$",
    re.MULTILINE,
)
_NUMBER = re.compile(r"[$]?\d{1,3}(?:[, ]?\d{3})*(?:\.\d+)?%?|-")
_RULE = re.compile(r"^[\s|:+=-]+$")
#: A line longer than this is no caption.
_CAPTION = 140


def with_tables_read(content: str) -> str:
    """The text with each run of rows of like width as lines that name the head of every cell; all else as it stands."""
    content = _with_gaps(content)
    if not _has_gaps(content):
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


def _with_gaps(content: str) -> str:
    """The text with wide gaps in the tables of a page that lost them: a line that ends in years ("Entry 2019 2020 2021") and those
    under it that end in as many numbers.
    """
    if not _YEARS_AT_END.search(content):
        return content
    lines, width = content.split("\n"), 0
    for place, line in enumerate(lines):
        if match := _YEARS_AT_END.fullmatch(line.rstrip()):
            heads = _HEAD.findall(match["years"])
            width, label = len(heads), match["label"].strip()
            below = lines[place + 1] if place + 1 < len(lines) else ""
            if _row(below, width):
                lines[place] = "  ".join([label or "-", *heads])
            else:
                width = 0
        elif width and (cells := _row(line, width)):
            lines[place] = "  ".join(cells)
        elif line.strip():
            width = 0
    return "\n".join(lines)


def _row(line: str, width: int) -> list[str]:
    """The name of a row and its numbers, where a line ends in so many; nothing where it does not."""
    words = line.split()
    numbers = words[len(words) - width :]
    told = len(words) > width and all(_NUMBER.fullmatch(one) for one in numbers)
    return [" ".join(words[: len(words) - width]), *numbers] if told else []


def _has_gaps(words: str) -> bool:
    """Whether ``_GAP`` may be in them."""
    return "\t" in words or "|" in words or "  " in words


def _cells(line: str) -> list[str]:
    """The cells of a row; of a line without a gap nothing."""
    return (
        []
        if not _has_gaps(line) or _RULE.match(line)
        else [cell for cell in _GAP.split(line.strip().strip("|").strip()) if cell]
    )


def _read(rows: list[tuple[str, list[str]]], before: list[str]) -> list[str]:
    """Rows as lines; as they stood where they are no table: too few, or without figures."""
    with_figures = sum(any(_FIGURE.search(cell) for cell in cells[1:]) for _, cells in rows)
    if len(rows) < 2 or with_figures < 0.5 * len(rows):
        return [line for line, _ in rows]
    caption = next((line.strip() for line in reversed(before) if line.strip()), "")
    titled = len(caption) <= _CAPTION and not caption.endswith((".", "!", "?", ";"))
    lines = lines_of([cells for _, cells in rows], caption.rstrip(": ") if titled else "")
    return [part for line in lines for part in ("", line)] + [""]
