"""How a finding of one text stands to a finding of another: the same, rounded, or in disagreement."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz import fuzz

from openasylum.check.comparison.rivals import CONTRARY, stance, without_figures
from openasylum.check.comparison.told import Subject, as_written, span, subject
from openasylum.check.figures.rounding import agreement, significant_digits
from openasylum.check.findings import Finding
from openasylum.check.language.quantities import Quantity

#: How alike (0 to 100) two sentences are without their figures to speak of one thing.
SAME_SUBJECT: Final = 84.0
#: How far two numbers held against one entry may lie apart, in proportion, for one to be the other rounded.
ROUNDED: Final = 0.06
#: How far above "more than 20,000" (or below "fewer than") a number may lie and still be told by it, in proportion.
HEDGED: Final = 0.25
#: How much of what the shorter sentence names the other names too, where two figures count one thing.
OVERLAP: Final = 0.5
#: The same of two shares, which the parts of one whole have in like sentences: granted, refused.
OVERLAP_OF_SHARES: Final = 0.75
#: Numbers further apart than this, as a ratio, are of two things, whatever the words.
FAR: Final = 3.0
#: A number of so many digits is hardly met twice by chance.
TELLING: Final = 3
#: Verdicts of a figure that was recognised; of another, the entry beside it is only the nearest.
_RECOGNISED: Final = frozenset(
    {"agrees", "agrees_rounded", "was_so_has_changed", "another_thing", "disputed"}
)

#: Verdicts of a statement that is or was so.
_SO: Final = frozenset({"agrees", "agrees_rounded", "was_so_has_changed"})
_DIGITS: Final = re.compile(r"\d+")


def relation(one: Finding, other: Finding) -> str | None:
    """ "same", "rounded", "disagree", or None where neither says anything of the other."""
    if stance(one) != stance(other) and {stance(one), stance(other)} in CONTRARY:
        # "Until 2023 only at ports" and "now the whole border" are both so, each of its day.
        return None if one.verdict == other.verdict == "agrees" else "disagree"
    if one.kind != other.kind:
        return None
    if one.kind in ("law", "date"):
        return _of_statements(one, other) if one.measure == other.measure else None
    if one.value is None or other.value is None or (one.value_to is None) != (other.value_to is None):
        return None
    about = _one_subject(one, other)
    return _of_numbers(one, other, about) if about else None


def _of_statements(one: Finding, other: Finding) -> str:
    """Two statements of one rule or day: what both tell rightly they tell alike, though one writes of the day it was
    still so; two that both differ from it are alike where they name the same numbers.
    """
    so = (one.verdict in _SO, other.verdict in _SO)
    if so == (False, False):
        return "same" if _DIGITS.findall(one.quoted) == _DIGITS.findall(other.quoted) else "disagree"
    return "same" if all(so) else "disagree"


def _of_numbers(one: Finding, other: Finding, about: str) -> str | None:
    assert one.value is not None and other.value is not None
    gap = max(abs(one.value - other.value), abs((one.value_to or 0) - (other.value_to or 0)))
    top = max(abs(one.value_to or one.value), abs(other.value_to or other.value), 1e-12)
    if gap <= 1e-9 * top:
        return "same"
    of_one_entry = one.verdict in _RECOGNISED and other.verdict in _RECOGNISED and _same_entry(one, other)
    when = span(one.period)
    of_one_time = when is not None and when == span(other.period)
    likened = (
        _same_entry(one, other)
        or about == "words"
        or (of_one_time and (about == "counted" or _same_place(one, other)))
    )
    if not likened:
        return None
    if (of_one_entry and gap <= ROUNDED * top) or _rounds(one, other) or _rounds(other, one):
        return "rounded"
    if _bounds(one, other) or _bounds(other, one):
        return "rounded" if gap <= HEDGED * top else None
    if of_one_time or (about == "words" and one.period == other.period) or _gainsaid(one, other):
        return "disagree"
    return None


def _gainsaid(one: Finding, other: Finding) -> bool:
    """Whether one of two figures held against one entry is that entry, and the other differs from it."""
    agree = {"agrees", "agrees_rounded"}
    verdicts = {one.verdict, other.verdict}
    return "differs" in verdicts and not verdicts.isdisjoint(agree) and _same_entry(one, other)


def _same_entry(one: Finding, other: Finding) -> bool:
    return bool(one.ours and other.ours and one.ours[0].id == other.ours[0].id)


def _rounds(one: Finding, other: Finding) -> bool:
    """Whether the first tells the number of the second, rounded as it is written."""
    written = _written(one)
    if written is None or other.value is None:
        return False
    if other.value_to is not None:
        return agreement(written, None, other.value, other.value_to) is not None
    return agreement(written, other.value, other.value, other.value) is not None


def _bounds(one: Finding, other: Finding) -> bool:
    """Whether the first is only an end ("more than", "up to") that the second keeps to."""
    written = _written(one)
    if written is None or other.value is None or one.value is None:
        return False
    if written.hedge in ("above", "at_least"):
        return other.value >= one.value
    return written.hedge in ("below", "at_most") and other.value <= one.value


def _written(one: Finding) -> Quantity | None:
    return None if one.value is None else as_written(one.quoted, one.value)


def _same_place(one: Finding, other: Finding) -> bool:
    return bool(one.ours and other.ours and one.ours[0].geography == other.ours[0].geography)


def _one_subject(one: Finding, other: Finding) -> str | None:
    """Whether two figures are of one thing: of one measure, the same number in like words, in one sentence but for the
    figures, or of one noun and time.
    """
    if one.measure is not None and one.measure == other.measure:
        return "measure"
    if one.sentence == other.sentence or without_figures(one.sentence) == without_figures(other.sentence):
        return "words"
    if one.value == other.value:
        return "number" if _one_number(one, other) else None
    if _told_by_a_measure(one) and _told_by_a_measure(other):
        return "words" if _alike(one, other) else None
    return "words" if _alike(one, other) else "counted" if _count_one_thing(one, other) else None


def _alike(one: Finding, other: Finding) -> bool:
    return fuzz.ratio(without_figures(one.sentence), without_figures(other.sentence)) >= SAME_SUBJECT


def _told_by_a_measure(one: Finding) -> bool:
    """Whether it is known what a figure counts; one recognised by the words of a title is of that title alone."""
    return one.measure is not None and not (one.ours and one.ours[0].id == one.measure)


def _one_number(one: Finding, other: Finding) -> bool:
    """Whether one number in two texts is one figure, not two that happen to be equal."""
    first, second = subject(one), subject(other)
    written = _written(one)
    digits = significant_digits(written.value, written.step) if written else TELLING
    when, then = span(one.period), span(other.period)
    if digits < TELLING and when is not None and then is not None and when != then:
        return False
    named = len(first.concepts & second.concepts)
    if first.french == second.french:
        return len(first.stems & second.stems) >= 2
    return named >= 1 if digits >= TELLING else named >= 2 and bool(first.nouns & second.nouns)


def _count_one_thing(one: Finding, other: Finding) -> bool:
    """Whether two figures are of the same noun, time and place, in sentences that name much the same."""
    assert one.value is not None and other.value is not None
    when = span(one.period)
    if when is None or when != span(other.period):
        return False
    low, high = sorted((abs(one.value), abs(other.value)))
    if high > FAR * low:
        return False
    first, second = subject(one), subject(other)
    return (
        first.where == second.where
        and not first.nouns.isdisjoint(second.nouns)
        and _overlap(first, second) >= (OVERLAP_OF_SHARES if one.kind in ("share", "points") else OVERLAP)
    )


def _overlap(first: Subject, second: Subject) -> float:
    """How much of what the shorter sentence says the other says too: in words, or across languages in concepts."""
    if first.french == second.french:
        ours, theirs = first.stems, second.stems
    else:
        ours, theirs = first.concepts, second.concepts
    least = min(len(ours), len(theirs))
    return len(ours & theirs) / least if least >= 2 else 0.0
