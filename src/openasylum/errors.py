"""What a user got wrong, said in one plain sentence."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """Input that cannot be used. The command line prints it and exits with code 2.

    ``message`` is one plain sentence; ``file``, ``line`` (1-based) and ``field`` (dotted path inside the document)
    say where; ``nearest`` is the nearest valid value, if there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        file: object = None,
        line: int | None = None,
        field: str | None = None,
        nearest: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.file = None if file is None else str(file)
        self.line = line
        self.field = field
        self.nearest = nearest

    def __str__(self) -> str:
        place = self.file or ""
        if self.line is not None:
            place = f"{place}, line {self.line}" if place else f"line {self.line}"
        if self.field:
            place = f"{place}, {self.field}" if place else self.field
        sentence = self.message.rstrip(".")
        if self.nearest:
            sentence = f"{sentence}; the nearest valid value is {self.nearest}"
        return _one_line(f"{place}: {sentence}." if place else f"{sentence}.")


#: A sentence may quote what was given; more than this of it helps nobody.
_LONGEST = 800


def _one_line(sentence: str) -> str:
    """On one line, without characters that a terminal would obey; the middle left out where it is very long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in sentence)
    plain = " ".join(plain.split())
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST // 2]} … {plain[-_LONGEST // 2 :]}"


def nearest(word: object, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, or None where nothing is at all like it."""
    by_folded = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(str(word).casefold(), by_folded, n=1, cutoff=0.4)
    return by_folded[close[0]] if close else None
