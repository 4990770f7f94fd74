"""Text made plain for matching: small letters without accents, one kind of space, dash and apostrophe.

Every character stands for exactly one character, so a place in the plain text is the same place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache, partial
from itertools import accumulate, compress, count
from operator import add

from openasylum.check.language.once import once

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_APOSTROPHES = "\u2018\u2019\u02bc\u2032\u00b4`"

#: Patterns for plain text: its words are of the letters a to z, and one that may take that for granted finds where words
#: begin and end without asking what every character is.
plain_pattern = partial(re.compile, flags=re.ASCII)

#: A word: letters or digits. Apostrophes and hyphens part words, in both languages.
WORD = re.compile(r"[a-z0-9]+|\$|%|£|€")
_NOT_ASCII = re.compile(r"([^\x00-\x7f]+)")
#: What of a text in ASCII is of a word, and a space for all else.
_SPACED = bytes(code if WORD.fullmatch(chr(code)) else ord(" ") for code in range(256))


@cache
def _plain_characters() -> dict[int, str]:
    table = {ord(character): " " for character in _SPACES}
    table |= {ord(character): "-" for character in _DASHES}
    table |= {ord(character): "'" for character in _APOSTROPHES}
    table |= {ord("œ"): "e", ord("Œ"): "e", ord("æ"): "e", ord("Æ"): "e"}
    for code in [*range(0x41, 0x5B), *range(0xC0, 0x250)]:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if code not in table and len(base) == 1 and base.isalpha():
            table[code] = base
    return table


def any_of(listed: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first, that looks at each letter once: ``t(?:hree|wo|)`` rather than
    ``three|two|t``.
    """
    by_letter: dict[str, list[str]] = {}
    for word in dict.fromkeys(listed):
        by_letter.setdefault(word[:1], []).append(word[1:])
    ends = "" in by_letter
    by_letter.pop("", None)
    branches = [
        re.escape(letter) + (any_of(rests) if rests != [""] else "") for letter, rests in by_letter.items()
    ]
    if not ends and len(branches) == 1:
        return branches[0]
    return f"(?:{'|'.join([*branches, *([''] if ends else [])])})"


def fold(text: str) -> str:
    """The text made plain; as long as the text."""
    if text.isascii():  # most sentences are: what else could stand in them need not be looked up
        folded = text.lower()
    else:
        pieces = _NOT_ASCII.split(text)  # by turns what is ASCII and what is not
        pieces[::2] = map(str.lower, pieces[::2])
        pieces[1::2] = map(_made_plain, pieces[1::2])
        folded = "".join(pieces)
    return folded.replace("\t", " ").replace("`", "'")


@lru_cache(maxsize=2_000)  # nearly always one accent, dash or quotation mark
def _made_plain(characters: str) -> str:
    return characters.translate(_plain_characters())


def words(plain: str) -> list[str]:
    """The words of a plain text, in their order."""
    return WORD.findall(plain)


class Said:
    """The words of a plain text in their order, as a set, and where they stand."""

    def __init__(self, plain: str) -> None:
        self._plain = plain
        #: What stands between spaces, if all that is no word is made one; nothing where a sign may stand beside a number.
        self._pieces: list[str] = []
        if "$" in plain or "%" in plain or "£" in plain or "€" in plain:
            self.words = words(plain)
        else:
            self._pieces = plain.encode("ascii", "replace").translate(_SPACED).decode("ascii").split(" ")
            self.words = list(filter(None, self._pieces))
        self.spoken = frozenset(self.words)

    @once
    def ends(self) -> list[int]:
        """Where each word ends."""
        if not self._pieces:
            return [one.end() for one in WORD.finditer(self._plain)]
        letters = accumulate(map(len, self._pieces))
        return list(
            compress(map(add, letters, count()), self._pieces)
        )  # one space before each piece but the first
