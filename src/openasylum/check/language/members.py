"""Members of a list that a sentence counts, each with the time or the place that is its own: "1,517 in January, 1,565 in February",
"in 2005: 19,624; in 2004: 25,521", "Quebec received 18,836, Ontario 307".

Figures and times (or places) that take turns go in pairs. Which way round, what stands between them tells: words link the two of
a pair, a comma or "and" parts one pair from the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from openasylum.check.language.folding import plain_pattern

#: Where something stands in a sentence: its start and its end.
Place = tuple[int, int]

_PARTING_WORDS: Final = (
    r"and|et|then|puis|from|contre|against|versus|compared|comparativement|while|whereas|tandis|alors|"
    r"but|mais|down|up|avant|before"
)
#: Between two pairs.
_PARTS: Final = plain_pattern(rf"[,;).]|\b(?:{_PARTING_WORDS})\b|^ ?(?:to|a) ")
#: Before the first of such pairs: "22,887 (in 2005: 19,624; …)".
_OPENS: Final = plain_pattern(r"\(")
#: What does not stand between a figure and the time or place that follows it as its own.
_NOT_BEFORE_ITS_OWN: Final = plain_pattern(rf"[,;:)\d]|\b(?:{_PARTING_WORDS}|to|than|que|qu)\b")
#: Nor between a time or place and the figure that follows it.
_NOT_AFTER_ITS_OWN: Final = plain_pattern(
    rf"[;)\d]|\b(?:{_PARTING_WORDS}|to|than|que|qu)\b|^ a (?!ete|eu|recu|vu|compte)|,.*,"
)
#: A name in short, which parts nothing: "Royal Canadian Mounted Police (RCMP) officers".
_IN_SHORT: Final = plain_pattern(r"\([a-z]{2,6}\)")
#: How far apart the two of a pair stand at most.
_REACH: Final = 70


def members(plain: str, figures: Sequence[Place], marks: Sequence[Place]) -> dict[int, int]:
    """Which of some times or places (``marks``, by their number) is each figure's own, by the start of the figure; of a list of at
    least two alone. Empty where there is none, or where it can be read both ways.
    """
    if len(figures) < 2 or len(marks) < 2:
        return {}
    of_figures = [(*one, True, number) for number, one in enumerate(figures)]
    turns = sorted(of_figures + [(*one, False, number) for number, one in enumerate(marks)])
    after = _in_rows(turns, list(_pairs(plain, turns, figure_first=True)))
    before = _in_rows(turns, list(_pairs(plain, turns, figure_first=False)))
    if any(start in before and before[start] != mark for start, mark in after.items()):
        return {}
    return before | after


#: A figure (true) or a mark, with its number.
_Turn = tuple[int, int, bool, int]


def _pairs(plain: str, turns: Sequence[_Turn], figure_first: bool) -> Iterator[int]:
    """The places in a row of figures and marks where a pair begins that is one by the words in it and around it."""
    bars = _NOT_BEFORE_ITS_OWN if figure_first else _NOT_AFTER_ITS_OWN
    for place, (one, other) in enumerate(pairwise(turns)):
        if one[2] is not figure_first or other[2] is figure_first or other[0] - one[1] > _REACH:
            continue
        if bars.search(_IN_SHORT.sub("", plain[one[1] : other[0]])):
            continue
        if place + 2 < len(turns) and not _PARTS.search(plain[other[1] : turns[place + 2][0]]):
            continue
        gap = plain[turns[place - 1][1] : one[0]] if place > 0 and not figure_first else ","
        if _PARTS.search(gap) or _OPENS.search(gap):
            yield place


def _in_rows(turns: Sequence[_Turn], pairs: Sequence[int]) -> dict[int, int]:
    """The pairs that stand next to another, as figure and mark."""
    found: dict[int, int] = {}
    for place in pairs:
        if place - 2 in pairs or place + 2 in pairs:
            one, other = turns[place], turns[place + 1]
            figure, mark = (one, other) if one[2] else (other, one)
            found[figure[0]] = mark[3]
    return found
