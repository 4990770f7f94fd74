"""What a bracket or a semicolon keeps from a figure: the place in "2,560 in April (2,479 in Quebec)" is of the second count alone."""

from __future__ import annotations

from typing import Final

from openasylum.check.language.folding import plain_pattern

_OPENED: Final = plain_pattern(r"\([^()]*[0-9][^()]*$")
_CLOSED: Final = plain_pattern(r"^[^()]*\)")
_DIGIT: Final = plain_pattern(r"[0-9]")


def kept_from(plain: str, start: int, end: int, figure_start: int, figure_end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` of a sentence belongs to another figure than the one named: it stands behind
    a semicolon, or with that other figure in a bracket that the first is not in.
    """
    if start >= figure_end:
        between = plain[figure_end:start]
        return ";" in between or _OPENED.search(between) is not None
    between = plain[end:figure_start]
    if _CLOSED.match(between) is None:
        return False
    opened = plain.rfind("(", 0, start)
    return opened >= 0 and _DIGIT.search(plain, opened, end + between.index(")")) is not None
