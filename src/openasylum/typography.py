"""How French is set in Canada, and years that no line may break.

Le français au bureau of the Office québécois de la langue française (punctuation in word processing): a space before the colon,
the per cent and the dollar sign and inside guillemets, which must not break; none before the semicolon, the question mark and the
exclamation mark.
"""

from __future__ import annotations

import re

#: Spaces that do not break: a narrow one between groups of digits, a wide one elsewhere.
NARROW, WIDE = "\u202f", "\u00a0"

_JOINER = "\u2060"

# A mark is one only where a word ends with it: " :class" and " %d" are left alone.
_ENDS = r"(?=[\s.,;:?!)\]»…”]|$)"
_WITH_SPACE = re.compile(rf" (?=[:%$»]{_ENDS})|(?<=«) ")
_WITHOUT = re.compile(rf"[ {WIDE}](?=[;?!]{_ENDS})")
_YEARS = re.compile(r"(?<=\d)[-–](?=\d)")


def french_spaces(text: str) -> str:
    """The text with the spaces that French sets beside its marks."""
    return _WITHOUT.sub("", _WITH_SPACE.sub(WIDE, text))


def unbroken(text: str) -> str:
    """ "2025-26 – 2029-30" so that a line breaks at most between the two fiscal years."""
    return _YEARS.sub(lambda dash: f"{_JOINER}{dash[0]}{_JOINER}", text)
