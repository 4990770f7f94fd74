"""The spaces of French: before ; : ? ! % $ and inside « » a line must not break."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Spaces that do not break: a narrow one between groups of digits, a wide one elsewhere.
NARROW, WIDE = "\u202f", "\u00a0"

# A mark is one only where a word ends with it: " :class" and " %d" are left alone.
_BEFORE = re.compile(r" (?=[;:?!%$»](?=[\s.,;:?!)\]»…”]|$))")
_AFTER = re.compile(r"(?<=«) ")


def french_spaces(text: str) -> str:
    """The text with a space that does not break wherever French sets one beside a mark."""
    return _AFTER.sub(WIDE, _BEFORE.sub(WIDE, text))


def semicolons(parts: Iterable[str], language: str) -> str:
    """ "a; b" in English, "a ; b" in French."""
    return (f"{WIDE}; " if language == "fr" else "; ").join(parts)
