"""Parts of a year that are told by their number: "the first four months of the year", "Q3 2023", "the second half of last year"."""

from __future__ import annotations

import re
from datetime import date

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import plain_pattern

FIRST_MONTHS = plain_pattern(
    r"\b(?:the |les |des |du )?(?:(?:first|premiers?) (?P<a>\w+) (?:months|mois)|(?P<b>\w+) (?:first|premiers) (?:months|mois)|"
    r"(?P<half>first half|premiere moitie|premier semestre|first six months)|(?P<third>(?:first|1st) third|premier tiers))"
    r"(?: (?:of|de|in) (?:(?P<the>(?:the|this) year|l'annee|cette annee)|(?P<year>20[0-3]\d)))?(?! (?:of|de) \w)"
)
QUARTER = plain_pattern(
    r"\b(?:(?:the )?(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th|premier|deuxieme|troisieme|quatrieme) "
    r"(?P<what>quarter|trimestre|half)|q(?P<q>[1-4]))"
    r"(?:,? (?:of|de|in)? ?(?:(?P<this>(?:the|this) year|l'annee|cette annee|de l'annee)|"
    r"(?P<last>last year|l'an dernier)|(?P<year>20[0-3]\d)))"
)
_WORDS = {name: number for number, names in enumerate(
    ("", "one un", "two deux", "three trois", "four quatre", "five cinq", "six", "seven sept", "eight huit", "nine neuf",
     "ten dix", "eleven onze")) for name in names.split()}  # fmt: skip

#: Times after which "the year" is the one that they are in.
_WITHIN_A_YEAR = frozenset({"day", "month", "year"})


def first_months(match: re.Match[str], published: date | None, before: When | None) -> When | None:
    """The first months of a year: of the one named before where they are "of the year" and the day of the text is not known; by
    default of the one that was last when they were over: "the first half", "the first four months".
    """
    word = match["a"] or match["b"] or ""
    length = (
        6 if match["half"] else 4 if match["third"] else int(word) if word.isdigit() else _WORDS.get(word, 0)
    )
    if not 1 <= length <= 11:
        return None
    if match["year"]:
        year = int(match["year"])
    elif published is not None:
        year = published.year if month(published.year, length)[1] < published else published.year - 1
    elif match["the"] and before is not None and before.grain in _WITHIN_A_YEAR:
        year = before.last.year
    else:
        return None
    return When(match.start(), match.end(), date(year, 1, 1), month(year, length)[1], "span")


_NTH = {"first": 1, "1st": 1, "premier": 1, "second": 2, "2nd": 2, "deuxieme": 2, "third": 3, "3rd": 3, "troisieme": 3,
        "fourth": 4, "4th": 4, "quatrieme": 4, "last": 4}  # fmt: skip


def quarter(match: re.Match[str], published: date | None, before: When | None) -> When | None:
    """A quarter or a half of a year: "the first quarter of 2024", "Q3 2023", "the second half of last year"."""
    if match["year"] is None and published is None:
        return None
    year = int(match["year"]) if match["year"] else published.year - (match["last"] is not None)  # type: ignore[union-attr]
    length = 6 if match["what"] == "half" else 3
    number = int(match["q"]) if match["q"] else _NTH[match["nth"]]
    if match["nth"] == "last" and length == 6:
        number = 2
    if number * length > 12:
        return None
    first = date(year, (number - 1) * length + 1, 1)
    return When(match.start(), match.end(), first, month(year, number * length)[1], "span")
