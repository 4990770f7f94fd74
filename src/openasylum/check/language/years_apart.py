"""Times told by how far they lie from one named before: "that year", "the year before", "two years later", "un an plus tôt"."""

from __future__ import annotations

from datetime import date
from typing import Final

from openasylum.check.language.dates import When, month
from openasylum.check.language.folding import any_of, plain_pattern

_ENGLISH: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_FRENCH: Final = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_YEARS: Final = {
    "a": 1,
    **{word: place for words in (_ENGLISH, _FRENCH) for place, word in enumerate(words, 1)},
}
_APART: Final = plain_pattern(
    rf"\b(?:(?P<same>that (?:same )?year|the same year|cette annee-la|la meme annee|that month|ce mois-la)"
    rf"|(?P<before>the (?:year (?:before|prior)(?: that)?|previous year|prior year)|l'annee (?:precedente|d'avant))"
    rf"|(?P<after>the (?:following year|next year|year after(?: that)?)|l'annee (?:suivante|d'apres))"
    rf"|(?P<n>{any_of(_YEARS)}|[0-9]{{1,2}}) (?:years?|ans?) "
    rf"(?:(?P<earlier>earlier|before|prior|plus tot|auparavant|avant)|(?P<later>later|after|plus tard|apres)))\b"
    rf"(?! (?:the|a|an|his|her|their|its|le|la|les|l'|son|sa|leurs?)\b)"
)
#: Groups of words of each of which every such time is told by one.
_WORDS: Final = (
    frozenset({"year", "years", "month", "annee", "mois", "an", "ans"}),
    frozenset({
        "that", "same", "before", "prior", "previous", "earlier", "cette", "meme", "ce", "precedente", "avant", "tot",
        "following", "next", "after", "later", "suivante", "apres", "tard", "auparavant",
    }),
)  # fmt: skip


def years_apart(
    plain: str, start: int, end: int, spoken: frozenset[str], found: list[When], before: When | None
) -> list[When]:
    """The times told so, each of the time named last, in this sentence or (``before``) in an earlier one. So many years from a month are
    the same month of another year.
    """
    told: list[When] = []
    if any(map(spoken.isdisjoint, _WORDS)):
        return told
    for match in _APART.finditer(plain, start, end):
        meant = next((one for one in reversed([*found, *told]) if one.start < match.start()), before)
        if meant is None or meant.grain == "unknown":
            if not match["n"]:
                told.append(When(match.start(), match.end(), date.min, date.min, "unknown", relative=True))
            continue
        apart = 1 if match["after"] else -1 if match["before"] else 0
        if match["n"]:
            apart = (_YEARS.get(match["n"]) or int(match["n"])) * (-1 if match["earlier"] else 1)
        if match["n"] and meant.grain in ("month", "day"):
            first, last = month(meant.last.year + apart, meant.last.month)
            told.append(When(match.start(), match.end(), first, last, "month"))
            continue
        year = (meant.first.year if meant.grain == "since" else meant.last.year) + apart
        told.append(When(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), "year"))
    return told
