"""Sums that a text states: "750,000 – 410,000 in one state and 340,000 in another", "for a total of"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from openasylum.check.language.folding import plain_pattern
from openasylum.check.language.quantities import Quantity
from openasylum.check.meaning.contexts import Context

_PARTS_FOLLOW: Final = plain_pattern(
    r"^[^.;]{0,90}?(?: - |: | \(|made up of|composed of|broken down|comprising|consisting of|soit |"
    r"a savoir|compose\w* de|reparti\w*)[^.;\d]{0,40}$"
)
_JOINED: Final = plain_pattern(
    r"^(?:[^.;]|(?<=\bu)\.|(?<=\.s)\.){0,60}?(?:,| and | plus | et | - )(?:[^.;]|(?<=\bu)\.|(?<=\.s)\.){0,40}$"
)
_TOTAL_FOLLOWS: Final = plain_pattern(
    r"(?:for a total of|totall?ing|in total|makes?|making|add(?:s|ing)? up to|sum(?:s)? to|"
    r"altogether|pour un total de|ce qui (?:fait|donne)|au total|totalisant)[^.;\d]{0,24}$"
)


@dataclass(frozen=True)
class Sum:
    """A stated sum: its total, its parts, and what the parts make."""

    total: Quantity
    parts: tuple[Quantity, ...]
    made: float
    right: bool


def sums(context: Context) -> Iterator[Sum]:
    """The sums that a sentence states."""
    listed = [
        one for one in context.quantities if one.dimension in ("count", "money") and one.value_to is None
    ]
    listed = [one for one in listed if not one.bare]
    if len(listed) < 3:
        return
    for place, total in enumerate(listed):
        for parts in (_following(context.plain, listed, place), _preceding(context.plain, listed, place)):
            found = _sum(total, parts)
            if len(parts) >= 2 and (found.right or _missed(context.plain, listed, found)):
                yield found


#: Words that rank or set side by side what is not a part of the other.
_BESIDE = plain_pattern(
    r"\)|\b(?:ahead of|behind|compared|against|versus|followed|devant|derriere|contre|suivi\w*|puis|then)\b"
)
#: What follows an amount that somebody had: a list of them need not be whole.
_TO_SOMEBODY = plain_pattern(
    r" (?:(?:went|was paid|were paid|goes|alla|est alle|a ete verse) )?(?:to|for|a|au|aux|pour) "
)


def _missed(plain: str, listed: list[Quantity], one: Sum) -> bool:
    """Whether parts that do not make the total were meant as all its parts: they come near it, are not set beside it, and no more
    of a kind follow.
    """
    if any(
        other.dimension == one.total.dimension and other.start > one.parts[-1].start for other in listed
    ) and (one.total.start < one.parts[0].start):
        return False
    if one.made < one.total.value and all(_TO_SOMEBODY.match(plain, part.end) for part in one.parts):
        return False  # others may have had the rest
    first, last = sorted((one.total, one.parts[0]), key=lambda part: part.start)
    between = plain[first.end : last.start]
    return abs(one.made - one.total.value) <= 0.25 * one.total.value and _BESIDE.search(between) is None


def _sum(total: Quantity, parts: tuple[Quantity, ...]) -> Sum:
    made = sum(one.value for one in parts)
    slack = 0.5 * total.step + sum(0.5 * one.step for one in parts if one.step > 1)
    exact = all(one.step < 10 for one in (total, *parts))
    return Sum(
        total, parts, made, abs(made - total.value) <= (0.5 if exact else min(slack, 0.01 * total.value))
    )


def _following(plain: str, listed: list[Quantity], place: int) -> tuple[Quantity, ...]:
    """The parts that stand after a total: opened by a mark, then joined to one another, each less than the total."""
    total, rest = listed[place], listed[place + 1 :]
    if len(rest) < 2 or not _PARTS_FOLLOW.match(plain[total.end : rest[0].start]):
        return ()
    return tuple(_joined(plain, total, rest))


def _joined(plain: str, total: Quantity, rest: list[Quantity]) -> Iterator[Quantity]:
    for number, one in enumerate(rest):
        if one.dimension != total.dimension or one.value >= total.value:
            return
        if number and not _JOINED.match(plain[rest[number - 1].end : one.start]):
            return
        yield one


def _preceding(plain: str, listed: list[Quantity], place: int) -> tuple[Quantity, ...]:
    total, before = listed[place], listed[:place]
    if len(before) < 2 or not _TOTAL_FOLLOWS.search(plain[before[-1].end : total.start]):
        return ()
    parts = [one for one in before if one.dimension == total.dimension and one.value < total.value]
    return tuple(parts) if len(parts) == len(before) else ()
