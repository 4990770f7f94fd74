"""Lengths of time that say when or over what time something went on, not how long anyone waits."""

from __future__ import annotations

from openasylum.check.language.folding import plain_pattern

#: "over the last three years", "in his first two years", "il y a deux ans", "will double in two years".
_BEFORE = plain_pattern(
    r"\b(?:the|these|those|this|his|her|their|its|our|my) (?:last|past|next|previous|preceding|coming|first|following|final)"
    r"(?: (?:about|almost|nearly|more than|over))? $|"
    r"\bil y a(?: (?:environ|pres de|plus de|moins de|a peine|quelque))? $|"
    r"\b(?:ces|ses|les|leurs|des) (?:environ )?$|"
    r"\b(?:doubl|tripl|quadrupl|quintupl|halv)\w* (?:in|within|over|every|en|d'ici|sur)"
    r"(?: (?:the|only|just|about|some|seulement|environ))* $"
)
#: "three years ago", "two years of high intake", "trois ans plus tard".
_AFTER = plain_pattern(
    r" (?:ago|later|earlier|old|after (?:that|this|the)|before (?:that|this|the)|since then|in a row|running|straight|"
    r"of (?!wait|delay|process|limbo|uncertain|being)|plus (?:tard|tot)|auparavant|de suite|consecutif\w*|"
    r"apres (?!(?:l'|leur |son |sa |la |le )(?:arriv|depot|demand))|avant (?:ca|cela))"
)
#: "depuis trois ans", but of those who have been waiting.
_SINCE = plain_pattern(r"\bdepuis(?: (?:environ|pres de|plus de|moins de|quelque|au moins))? $")
_WAITING = plain_pattern(r"\b(?:attend|patient)")
_HERE = plain_pattern(r" (?:derniere?s|prochaine?s|premiere?s|passee?s|precedente?s)\b")
#: "some had waited for three years or more" parts people by how long, "claims three years or older".
_OR_MORE = plain_pattern(r" or (?:more|longer|older|over)\b|,? (?:ou|et) plus\b")
_PARTED = plain_pattern(
    r"\b(?:portion|share|some|part|majority|most|of (?:them|these)|proportion|partie|plupart|certains)\b"
)


def says_when(plain: str, start: int, end: int) -> bool:
    """Whether the length of time from ``start`` to ``end`` only says when, or over what time, something went on."""
    if (
        _BEFORE.search(plain, max(start - 40, 0), start)
        or _AFTER.match(plain, end)
        or _HERE.match(plain, end)
    ):
        return True
    if _SINCE.search(plain, max(start - 40, 0), start):
        return _WAITING.search(plain) is None
    return _OR_MORE.match(plain, end) is not None and _PARTED.search(plain) is not None
