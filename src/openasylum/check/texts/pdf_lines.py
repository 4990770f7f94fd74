"""Lines of the pages of a PDF as paragraphs: what is printed at the head or foot of every page is left out, and lines that were
broken by the width of a column, or by the end of a page, are put together again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

#: How many lines at the head and foot of a page may be its running title and number.
_EDGE: Final = 3
#: On what part of the pages, and on how many at least, a line of the edge is printed anew.
_OFTEN, _PAGES = 0.5, 2
#: How long a line is, as a part of the longest near it, that was broken by the width of its column.
_FULL: Final = 0.5
#: How many lines before and after are near.
_NEAR: Final = 4
_STOP: Final = (".", "!", "?", "…", ".”", ".»", '."', ". »", ".)", ":")
_ROW = re.compile(r"\$?\d[\d.,\u00a0\u202f]*%?")
_GROUPED = re.compile(r"(?<=\d) (?=\d{3}\b)")
_PAGE_NUMBER = re.compile(r"(?:page|p\.)? ?\W?\d{1,4}\W?(?: ?(?:of|de|sur|/) ?\d{1,4})?", re.IGNORECASE)
#: Several spaces, where the first is one that does not break or all are: a maker of PDF sets two for one.
_GAPS = re.compile(r"([\u00a0\u202f])[ \u00a0\u202f]+")
_DIGITS = re.compile(r"\d+")
_BROKEN = re.compile(r"[^\W\d_]{2,}[-\u00ad\u2010]$")
#: A line that ends in one of these is never the last of its paragraph.
_OPEN = re.compile(
    r"(?:,|\b(?:the|an?|of|to|in|by|at|on|for|from|and|or|with|le|la|les|des?|du|un|une|à|au|aux|et|ou|en|par|sur|pour|dans))$",
    re.IGNORECASE,
)
_IN_NUMBERS = re.compile(r"\d[-\u00ad\u2010\u2013]$")
#: Words that keep their hyphen at the end of a line: "two-|year", "non-|citizen".
_KEPT = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|non|self|mid|long|short|well|deux|trois|quatre|cinq|demi)-$",
    re.IGNORECASE,
)


def paragraphs_of(pages: Sequence[str]) -> str:
    """The text of some pages, a paragraph on each line, an empty line between them."""
    cut = [[_GAPS.sub(r"\1", line).strip() for line in page.split("\n")] for page in pages]
    lines = [line for page in _without_edges(cut) for line in page]
    longest = [max(map(len, lines[max(0, at - _NEAR) : at + _NEAR + 1])) for at in range(len(lines))]
    told: list[str] = []
    for at, line in enumerate(lines):
        if not line:
            continue
        before = lines[at - 1] if at else ""
        if told and before and _goes_on(before, line, longest[at - 1]):
            told[-1] = _joined(told[-1], line)
        else:
            told.append(line)
    return "\n\n".join(told)


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """Pages without the lines at their edges that are printed on most of them, whatever number they bear."""
    kept = [[line for line in page if line] for page in pages]
    edges = [{_shape(line) for line in (*page[:_EDGE], *page[-_EDGE:])} for page in kept]
    often = Counter(shape for page in edges for shape in page)
    least = max(_PAGES, _OFTEN * len(kept))
    running = {shape for shape, times in often.items() if times >= least}
    return [
        [
            line
            for at, line in enumerate(page)
            if not (
                (at < _EDGE or at >= len(page) - _EDGE)
                and (_shape(line) in running or (_PAGE_NUMBER.fullmatch(line) and len(kept) > 1))
            )
        ]
        for page in kept
    ]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line)


def _goes_on(before: str, line: str, longest: int) -> bool:
    """Whether a line goes on with the one before it."""
    if _IN_NUMBERS.search(before) and line[0].isdigit():
        return True
    if _is_row(before) or _is_row(line):
        return False
    if _BROKEN.search(before) or _OPEN.search(before) or line[0].islower():
        return True
    return len(before) >= _FULL * longest and (not before.endswith(_STOP) or len(before) >= 0.9 * longest)


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: half of its words or more are numbers."""
    cells = _GROUPED.sub("", line).split(" ")
    return (
        len(cells) > 1
        and not line.endswith(_STOP)
        and 2 * sum(_ROW.fullmatch(one) is not None for one in cells) >= len(cells)
    )


def _joined(before: str, line: str) -> str:
    """Two lines as one; a word broken between them is made whole."""
    if before.endswith(("-", "\u00ad", "\u2010")) or (_IN_NUMBERS.search(before) and line[0].isdigit()):
        broken = _BROKEN.search(before) and line[0].islower() and not _KEPT.search(before)
        return (before[:-1] if broken else before.rstrip("\u00ad\u2010")) + line
    return f"{before} {line}"
