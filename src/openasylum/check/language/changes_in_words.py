"""Changes told by a word: "doubled", "a tenfold increase", "multipliées par deux", "reduced by half"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from openasylum.check.language.folding import plain_pattern

_TWO_TO_TEN: Final = {
    "two": 2, "deux": 2, "three": 3, "trois": 3, "four": 4, "quatre": 4, "five": 5, "cinq": 5, "six": 6, "seven": 7,
    "sept": 7, "eight": 8, "huit": 8, "nine": 9, "neuf": 9, "ten": 10, "dix": 10,
}  # fmt: skip
_N = "|".join(_TWO_TO_TEN)
_CHANGE_VERB = plain_pattern(
    r"\b(?:(?P<n2>doubl(?:ed|ing|es)|double (?=(?:the|its|their|that|what|those|last)\b)|"
    r"(?:a |ont )?double\b(?= (?:entre|depuis|de|en|par|since|from|between)))|"
    r"(?P<n3>tripl(?:ed|ing|es)|(?:a |ont )?triple\b(?= (?:entre|depuis|de|en|par)))|"
    r"(?P<n4>quadrupl(?:ed|ing|es)|(?:a |ont )?quadruple\b(?= (?:entre|depuis|de|en|par)))|"
    rf"(?P<fold>{_N}|\d{{1,2}})[- ]?fold\b|multipli\w* par (?P<times>{_N}|\d{{1,2}})\b|(?P<more>{_N}) fois plus\b|"
    r"(?P<half>halved|cut in half|(?:fell|dropped|declined|decreased) by half|reduit\w* de moitie|diminue\w* de moitie|"
    r"baisse\w* de moitie))"
)
_MULTIPLES = {"n2": 2.0, "n3": 3.0, "n4": 4.0, "half": 0.5}


def _multiple_of(match: re.Match[str]) -> float:
    word = match["fold"] or match["times"] or match["more"]
    if word:
        return float(_TWO_TO_TEN.get(word) or word)
    return next(worth for name, worth in _MULTIPLES.items() if match[name])


def multiples(plain: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """Where a stretch of plain text tells a change by a word, and the later value as a multiple of the earlier."""
    for match in _CHANGE_VERB.finditer(plain, start, end):
        yield match.start(), match.end(), _multiple_of(match)


#: Words without which a sentence tells no change by a word.
WORDS_OF_CHANGE: Final = frozenset([
    "doubled", "doubling", "doubles", "double", "twofold", "deux", "tripled", "tripling", "triples", "triple",
    "threefold", "trois", "quadrupled", "quadrupling", "quadruples", "quadruple", "fourfold", "quatre", "halved",
    "half", "moitie", "fold", "fivefold", "sixfold", "sevenfold", "eightfold", "ninefold", "tenfold", "multiplie",
    "multiplies", "multipliee", "multipliees", "fois",
])  # fmt: skip
