"""Marks in a text: it is cut where what is found begins and ends, so that each statement can be told from those it overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openasylum.check.findings import Finding


@dataclass(frozen=True)
class Piece:
    """A run of text. ``verdict`` is that of the shortest statement over it, ``depth`` how many there are; ``opens`` are the
    numbers (from 1) of the statements that begin before it and overlap another, ``closes`` of all that end after it,
    each with whether it overlaps another.
    """

    words: str
    verdict: str = ""
    depth: int = 0
    opens: tuple[int, ...] = ()
    closes: tuple[tuple[int, bool], ...] = ()


def pieces(content: str, start: int, end: int, findings: Sequence[tuple[int, Finding]]) -> Iterator[Piece]:
    """A stretch of a text, cut at the ends of its numbered ``findings``; nothing is left out and nothing told twice."""
    inside = [(number, one) for number, one in findings if one.start < end and one.end > start]
    crowded = {number for number, one in inside if any(_overlap(one, other) for _, other in inside)}
    cuts = sorted(
        {start, end, *(min(max(at, start), end) for _, one in inside for at in (one.start, one.end))}
    )
    for left, right in pairwise(cuts):
        over = sorted(
            ((number, one) for number, one in inside if one.start < right and one.end > left),
            key=lambda pair: (pair[1].end - pair[1].start, pair[0]),
        )
        longest_first = list(reversed(over))
        yield Piece(
            content[left:right],
            over[0][1].verdict if over else "",
            len(over),
            tuple(n for n, one in longest_first if n in crowded and max(one.start, start) == left),
            tuple((n, n in crowded) for n, one in over if min(one.end, end) == right),
        )


def _overlap(one: Finding, other: Finding) -> bool:
    return one is not other and one.start < other.end and other.start < one.end
