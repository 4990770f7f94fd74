"""Paragraphs, sentences and quotations of a text, each by its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import Final, NamedTuple

#: Words after which a full stop ends no sentence.
_ABBREVIATIONS: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "ste",
        "mt",
        "no",
        "nos",
        "art",
        "arts",
        "par",
        "para",
        "p",
        "pp",
        "vol",
        "ch",
        "c",
        "s",
        "ss",
        "v",
        "vs",
        "jr",
        "sr",
        "prof",
        "gen",
        "sen",
        "rep",
        "gov",
        "hon",
        "rt",
        "capt",
        "col",
        "sgt",
        "lt",
        "inc",
        "ltd",
        "co",
        "corp",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "janv",
        "fevr",
        "avr",
        "juill",
        "u.s",
        "u.n",
        "u.k",
        "d.c",
        "n.y",
        "e.g",
        "i.e",
        "etc",
        "approx",
        "est",
        "fig",
        "cf",
        "m",
        "mm",
        "me",
        "mme",
        "mmes",
        "mlle",
        "al",
        "ed",
        "env",
        "r.s.c",
        "s.c",
        "a.m",
        "p.m",
        "ont",
        "que",
        "alta",
        "man",
        "sask",
        "b.c",
        "n.b",
        "n.s",
    ]
)
_BREAK = re.compile(
    # From the first of several stops on, and never back: long rows of stops or spaces are read once. That no stop stands
    # before it is asked last, so that the search can leap from stop to stop.
    r"[.!?…](?<![.!?…][.!?…])[.!?…]*+"
    r"(?:[\"”»'’)\]]*+\s++(?=(?:[\"“'(\[]|«\s?+)*+[^\Wa-z])|\s*+[”»][ ]*+(?=[A-ZÀ-Ý«“]))",
    re.UNICODE,
)
_LINE = re.compile(r"^[^\S\n]*+\S[^\n]*", re.MULTILINE)
#: How an item of a list begins.
_ITEM = re.compile(r"(?:[-–*•·▪◦]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_MARK = re.compile(r"[“”«»\"]")
_LAST_WORD = re.compile(r"([A-Za-zÀ-ÿ.]+)\.$")


class Sentence(NamedTuple):
    """A sentence: where it starts and ends, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


def paragraphs(content: str) -> list[tuple[int, int]]:
    """Start and end of every line that holds something; where lines are wrapped (most end without a stop), lines up
    to an empty one are a paragraph, but for the items of a list.
    """
    lines = [(one.start(), one.end()) for one in _LINE.finditer(content)]
    if not _wrapped(content, lines):
        return lines
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if (
            joined
            and content.count("\n", joined[-1][1], start) == 1
            and not _is_item(content, joined[-1], start)
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_item(content: str, before: tuple[int, int], start: int) -> bool:
    """Whether an item of a list begins at a line: after words that end in a colon, or after another item."""
    listed = content[before[1] - 1] == ":" or _ITEM.match(content, before[0]) is not None
    return listed and _ITEM.match(content, start) is not None


def _wrapped(content: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines are broken by width: long enough, of like length, and mostly not ended by a stop."""
    if len(lines) < 4:
        return any(
            content.count("\n", a[1], b[0]) == 1 and content[b[0]].islower() for a, b in pairwise(lines)
        )
    long_ones = [(start, end) for start, end in lines if end - start > 40]
    if len(long_ones) < 3 or max(end - start for start, end in lines) > 160:
        return False
    open_ended = sum(content[end - 1] not in '.!?"”»:;…' for _, end in long_ones)
    return open_ended / len(long_ones) > 0.5


#: A row of words longer than this is no sentence: lists and tables without stops are read in pieces.
LONGEST_SENTENCE: Final = 1_200


def sentences(content: str) -> list[Sentence]:
    """The sentences of a text, in order; what is too long for one in pieces."""
    return [piece for sentence in _sentences(content) for piece in _pieces(content, sentence)]


def _pieces(content: str, sentence: Sentence) -> list[Sentence]:
    if sentence.end - sentence.start <= LONGEST_SENTENCE:
        return [sentence]
    found, at = [], sentence.start
    while sentence.end - at > LONGEST_SENTENCE:
        space = content.rfind(" ", at + 1, at + LONGEST_SENTENCE)
        cut = space if space > at else at + LONGEST_SENTENCE
        found.append(Sentence(at, cut, sentence.paragraph))
        at = cut + (content[cut : cut + 1] == " ")
    return [*found, Sentence(at, sentence.end, sentence.paragraph)] if at < sentence.end else found


def _sentences(content: str) -> list[Sentence]:
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(content)):
        at = start
        for match in _BREAK.finditer(content, start, end):
            stop = match.start() + 1
            if content[match.start()] == "." and _abbreviated(content, at, stop):
                continue
            found.append(Sentence(at, match.end() - len(match[0]) + len(match[0].rstrip()), number))
            at = match.end()
        if at < end:
            found.append(Sentence(at, end, number))
    return found


def _abbreviated(content: str, start: int, stop: int) -> bool:
    if stop - start <= 4 and content[start : stop - 1].strip().isdigit():
        return True  # the number of an item: "2. The Board …"
    match = _LAST_WORD.search(content, max(start, stop - 14), stop)
    if not match:
        return False
    word = match[1].lower()
    if word == "u.s" or word == "u.n":
        return not re.match(
            r"\s+(?:The|In|But|It|He|She|They|That|This|And|On|A|For|Since|As|We|If|Under)\b",
            content[stop : stop + 12],
        )
    return word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word not in "aài")


class Quotations:
    """Where a text quotes someone: between quotation marks of either language, paragraph by paragraph."""

    def __init__(self, content: str) -> None:
        spans: list[tuple[int, int]] = []
        if any(mark in content for mark in '“«"'):
            for start, end in paragraphs(content):
                spans.extend(_quoted(content, start, end))
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def holds(self, place: int) -> bool:
        """Whether the character at ``place`` is quoted."""
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]


def _quoted(content: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _MARK.finditer(content, start, end):
        place, mark = match.start(), match[0]
        if opened is None and mark in '“«"':
            opened = place
        elif opened is not None and mark in '”»"':
            if place - opened > 12:  # a word or two in quotation marks is a term, not a quotation
                spans.append((opened, place))
            opened = None
    if opened is not None and end - opened > 12:
        spans.append((opened, end))
    return spans
