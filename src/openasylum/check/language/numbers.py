"""Numbers in plain text, in digits and in words, English and French.

A number carries the worth of its last written digit: 39,540 was written to the one or to the ten, "nearly
40,000" to the ten thousand, "eleven million" to the million. What may be called rounded follows from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from openasylum.check.language.folding import any_of, plain_pattern

_UNITS: Final = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "one": 1, "un": 1, "une": 1, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12,
    "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90, "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
}  # fmt: skip
_HUNDREDS: Final = {"hundred": 100, "hundreds": 100, "cent": 100, "cents": 100}
_THOUSANDS: Final = {
    "thousand": 10**3,
    "mille": 10**3,
    "million": 10**6,
    "millions": 10**6,
    "billion": 10**9,
    "milliard": 10**9,
    "milliards": 10**9,
}
#: What a number in digits can be followed by, and how much it is then worth.
SCALES: Final = {
    "hundred": 10**2, "thousand": 10**3, "mille": 10**3, "milliers": 10**3, "k": 10**3, "million": 10**6, "millions": 10**6,
    "m": 10**6, "mn": 10**6, "mio": 10**6, "billion": 10**9, "billions": 10**9, "bn": 10**9, "b": 10**9,
    "milliard": 10**9, "milliards": 10**9, "md": 10**9, "g": 10**9, "trillion": 10**12,
}  # fmt: skip


class Number(NamedTuple):
    """A number in a text: where it stands, its value, the worth of its last digit that counts (``step``),
    whether it was in words, and whether it was written plainly (digits only, as a year or a street number is).
    """

    start: int
    end: int
    value: float
    step: float
    in_words: bool = False
    plain: bool = False


# "Cent" alone is money or a hundred, "un" and "one" alone are articles: a chain of words must hold something more.
_OPENERS = sorted({*_UNITS, *_TENS, "hundred", "mille", "million", "cent"} - {"cents"})
_CHAIN = sorted({*_UNITS, *_TENS, *_HUNDREDS, *_THOUSANDS})
IN_WORDS: Final = plain_pattern(rf"\b{any_of(_OPENERS)}\b(?:(?:[ -]| and | et |-et-){any_of(_CHAIN)}\b)*")
#: That a number begins where no letter or digit stands is asked after its first digit, so that the search can leap from digit
#: to digit.
IN_DIGITS: Final = plain_pattern(
    r"(?P<digits>[0-9](?<![a-z0-9.,_/][0-9])"
    r"(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?"  # 14,321.50
    r"|\d{0,2}(?: \d{3})+(?![0-9])(?:,\d+)?"  # 14 321,50
    r"|\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?"  # 1.300.000
    r"|\d*[.,]\d+|\d*))"
    r"(?![0-9])"
)

_DIGIT: Final = plain_pattern(r"[0-9]")

#: Words one of which every number in words holds ("one" and "un" alone are articles).
WORDS_OF_NUMBERS: Final = frozenset({*_UNITS, *_TENS, *_HUNDREDS, *_THOUSANDS, "half", "demi"}) - {
    "one",
    "un",
    "une",
}

#: What is longer than this, in digits or in words, is no figure of anything.
_LONGEST_DIGITS, _LONGEST_CHAIN = 30, 20

_HALF: Final = plain_pattern("half|demi")
_HALF_A: Final = plain_pattern(
    r"\b(?:half[ -](?:a[ -])?|un demi[ -]|demi[ -])(?P<scale>million|billion|milliard)\b"
)


def numbers(plain: str, french: bool, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Every number in digits in a plain text, in order."""
    stop = len(plain) if end is None else end
    first = _DIGIT.search(plain, start, stop)
    if first is None:
        return
    for match in IN_DIGITS.finditer(plain, first.start(), stop):
        digits = match[0]
        if len(digits) <= _LONGEST_DIGITS:
            value, step, plainly = _in_digits(digits, french)
            yield Number(match.start(), match.end(), value, step, False, plainly)


_GROUPED: Final = plain_pattern(r"(\d{1,3}(?:[ ,]\d{3})+)(?:[.,](\d+))?")
_THREE_DECIMALS: Final = plain_pattern(r"\d{1,3},\d{3}")
_DOTTED: Final = plain_pattern(r"(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?")
_DOTTED_TWICE: Final = plain_pattern(r"(\d{1,3}(?:\.\d{3}){2,})(?:,(\d+))?")


@lru_cache(maxsize=20_000)
def _in_digits(digits: str, french: bool) -> tuple[float, float, bool]:
    """The value of a number in digits, the worth of its last digit that counts, and whether it is digits only."""
    grouped = _GROUPED.fullmatch(digits)
    if french and _THREE_DECIMALS.fullmatch(digits) and not digits.endswith("0") and digits.startswith("0"):
        grouped = None
    # In French a comma opens the decimals: 144.035 demandes.
    dots = _DOTTED if french and digits[0] != "0" else _DOTTED_TWICE
    if grouped is None and (dotted := dots.fullmatch(digits)):
        whole, part = dotted[1].replace(".", ""), dotted[2]
    elif grouped is not None:
        whole, part = re.sub("[ ,]", "", grouped[1]), grouped[2]
    else:
        whole, _, part = digits.replace(",", ".").partition(".")
    if part:
        return float(f"{whole}.{part}"), 10.0 ** -len(part), False
    value = int(whole)
    step = 1
    while value and value % (step * 10) == 0:
        step *= 10
    return float(value), float(step), digits.isdigit()


def numbers_in_words(plain: str, start: int = 0, end: int | None = None) -> Iterator[Number]:
    """Every number in words in a plain text, in order; a bare "one", "un" or "une" is an article and left out."""
    stop = len(plain) if end is None else end
    halves = (
        {match.end(): match for match in _HALF_A.finditer(plain, start, stop)}
        if _HALF.search(plain, start, stop)
        else {}
    )
    for match in IN_WORDS.finditer(plain, start, stop):
        if half := halves.get(match.end()):
            worth = _THOUSANDS[half["scale"]] / 2
            yield Number(half.start(), half.end(), worth, worth / 5, in_words=True)
            continue
        chain = re.split(r"[ -]", match[0])
        if len(chain) > _LONGEST_CHAIN:
            continue
        value = _chain_value(tuple(word for word in chain if word not in ("and", "et")))
        if value is None or (len(chain) == 1 and value == 1):
            continue
        step = 1.0
        while value and value % (step * 10) == 0:
            step *= 10
        yield Number(match.start(), match.end(), value, step, in_words=True)


@lru_cache(maxsize=5_000)
def _chain_value(chain: tuple[str, ...]) -> float | None:
    """ "three hundred and forty thousand" -> 340,000; "quatre vingt dix" -> 90."""
    total, current = 0, 0
    for word in chain:
        if word in _THOUSANDS:
            total += (current or 1) * _THOUSANDS[word]
            current = 0
        elif word in _HUNDREDS:
            current = (current or 1) * 100
        elif word in ("vingt", "vingts") and current % 10 == 4 and current % 100 == 4:
            current += 76
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return float(total + current)
