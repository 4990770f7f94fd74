"""Characters that print nothing, taken out of a text before it is read: soft hyphens, joiners, marks of direction."""

from __future__ import annotations

import re
from typing import Final

#: A soft hyphen, as some makers of PDF write every hyphen: kept between the years of a period.
_IN_YEARS = re.compile(r"(?<=\b(?:19|20)\d\d)\u00ad(?=\d\d(?:\d\d)?\b)")
_UNSEEN: Final[dict[int, str | None]] = {
    ord(one): None for one in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
}
#: Letters that some fonts print as one.
_LIGATURES: Final[dict[int, str | None]] = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_ANY = re.compile(f"[{''.join(map(chr, _UNSEEN | _LIGATURES))}]")


def seen(content: str) -> str:
    """The text as it is seen."""
    if content.isascii() or not _ANY.search(content):
        return content
    return _IN_YEARS.sub("-", content).translate(_UNSEEN | _LIGATURES)
