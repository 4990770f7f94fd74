"""Fractions in words: "one in four", "two thirds", "half", "quatre sur dix", "la moitié", "un tiers"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openasylum.check.language.folding import any_of, plain_pattern

_NUMERALS: Final = {
    "a": 1, "one": 1, "un": 1, "une": 1, "two": 2, "deux": 2, "three": 3, "trois": 3, "four": 4, "quatre": 4,
    "five": 5, "cinq": 5, "six": 6, "seven": 7, "sept": 7, "eight": 8, "huit": 8, "nine": 9, "neuf": 9,
    "ten": 10, "dix": 10, "hundred": 100, "cent": 100, "twenty": 20, "vingt": 20,
}  # fmt: skip
_PARTS: Final = {
    "half": 2, "halves": 2, "demi": 2, "moitie": 2, "third": 3, "tiers": 3, "quarter": 4, "fourth": 4,
    "quart": 4, "fifth": 5, "cinquieme": 5, "tenth": 10, "dixieme": 10,
}  # fmt: skip
#: Words that every fraction of two numbers, and every named one, holds: looked for first, since most sentences hold none.
_WORDS_OF_TWO: Final = frozenset({"in", "out", "sur"})
#: What a fraction is of is several, told by one of these or in digits.
_SEVERAL: Final = frozenset(word for word, worth in _NUMERALS.items() if worth > 1)
_NAMES_OF_PARTS: Final = frozenset({*_PARTS, *(f"{part}s" for part in _PARTS)})
#: Words one of which every fraction holds.
WORDS_OF_FRACTIONS: Final = frozenset({*_NAMES_OF_PARTS, *_NUMERALS}) - {
    "a",
    "un",
    "une",
    "one",
    "cent",
}
#: A fraction of two numbers in digits.
DIGITS_OF: Final = plain_pattern(r"\d (?:in|out of|sur) (?:every )?\d")
_DIGIT = plain_pattern(r"[0-9]")
_WORD = any_of(_NUMERALS)
_OF = plain_pattern(
    rf"\b(?P<n>{_WORD}|\d{{1,2}}) (?:in|out of|sur) (?:every )?(?P<d>{_WORD}|"
    rf"\d{{1,3}})\b(?! (?:million|thousand|mille))"
)
_NAMED = plain_pattern(
    r"\b(?<!first )(?<!second )(?<!third )(?<!fourth )(?<!first-)(?<!other )"
    rf"(?:(?P<n>{_WORD}|les deux|les trois|\d)[ -])?(?P<d>half|halves|thirds?|quarters?|"
    rf"fourths?|fifths?|tenths?|tiers|quarts?|moitie|"
    r"cinquiemes?|dixiemes?)\b(?= (?:of|des?|du|d'|are|were|had|have|come|came|the)\b)"
)


def fractions(
    plain: str, start: int, end: int, spoken: frozenset[str]
) -> Iterator[tuple[int, int, float, float]]:
    """Every fraction in words: start, end, its share (0 to 1) and how finely it is meant; ``spoken`` are all words."""
    several = not spoken.isdisjoint(_SEVERAL) or _DIGIT.search(plain, start, end) is not None
    for match in () if not several or spoken.isdisjoint(_WORDS_OF_TWO) else _OF.finditer(plain, start, end):
        top, bottom = _number(match["n"]), _number(match["d"])
        if 0 < top < bottom:
            yield match.start(), match.end(), top / bottom, 0.1 if bottom <= 10 else 0.01
    for match in () if spoken.isdisjoint(_NAMES_OF_PARTS) else _NAMED.finditer(plain, start, end):
        part = match["d"]
        bottom = _PARTS[part] if part in _PARTS else _PARTS[part.rstrip("s")]
        top = 1 if match["n"] is None else _number(match["n"].removeprefix("les "))
        if 0 < top < bottom:
            yield match.start(), match.end(), top / bottom, 0.1


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMERALS[word]
