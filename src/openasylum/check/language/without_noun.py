"""Sentences that count what they do not name: "another 8,735 were made in Ontario", "Mars : 644", "it cost $3 million"."""

from __future__ import annotations

from typing import Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.no_quantity import MONTHS

#: A count without its noun, or with one that says little: "another 8,735 were made in Ontario", "65,570 files".
_NAMELESS: Final = plain_pattern(
    r"(?<![\d$£€.,-])(?!(?:19|20)\d\d\b)\d{1,3}(?:[, ]\d{3})+\b(?! ?(?:\$|%|dollars|km|years|ans))|"
    r"(?<![\d$£€.,-])(?!(?:19|20)\d\d\b)\d{3,4}\b"
    r"(?! ?(?:\$|%|dollars|km|years|ans))"
)
#: Digits that every such count holds, at most four characters after it begins.
_THREE_DIGITS: Final = plain_pattern(r"[0-9][0-9][0-9]")
_HAS_NO_NOUN: Final = plain_pattern(
    r"\s*(?:$|[),;:.]|-(?= )|(?:in|at|by|from|to|on|were|was|had|came|arrived|compared|the|last|during|that|this|and|for|a|per|are|"
    r"of (?:them|those|these)|d'entre (?:eux|elles)|"
    r"files|cases|requests|people|applications|applicants|persons|individuals|arrivals|entries|crossings|total|"
    r"en|au|aux|dans|par|de|contre|etaient|ont|l'an|dossiers|personnes|requetes|cas|arrivees|passages)\b)"
)
_OF_TOTAL: Final = plain_pattern(r"[0-9] ?(?:%|per ?cent|pour cent) (?:of the|du) (?:\w+ )?total\b")
_A_WORD: Final = plain_pattern(r"[a-z][a-z]")
_SUM: Final = plain_pattern(r"\$|\b(?:m|b)illi(?:ons?|ards?)\b")
_ITEM: Final = plain_pattern(rf"^[\s•*-]*(?:{MONTHS}|\d{{4}}) ?[:–-] ?\d[\d ,.]*$")


def counts_without_noun(plain: str) -> bool:
    """Whether a sentence counts what it does not name: "another 8,735 were made in Ontario"."""
    if "total" in plain and _OF_TOTAL.search(plain) is not None:
        return True
    digits = _THREE_DIGITS.search(plain)
    if digits is None or _A_WORD.search(plain) is None:
        return False
    counts = _NAMELESS.finditer(plain, max(0, digits.start() - 4))
    return any(_HAS_NO_NOUN.match(plain, one.end()) for one in counts)


def tells_a_sum(plain: str) -> bool:
    """Whether a sentence tells of money or millions, of which the noun may stand in the one before."""
    return ("$" in plain or "illi" in plain) and _SUM.search(plain) is not None


def is_item(plain: str) -> bool:
    """Whether a sentence is a line of a list under a head: "Mars : 644"."""
    return _ITEM.match(plain) is not None
