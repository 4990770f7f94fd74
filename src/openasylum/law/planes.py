"""Three-valued truth for many claims at once, as two packed bit planes.

A *plane* holds one bit a claim, 64 claims to a word. A truth is a pair of planes: where it is known to be true, and where
it is known to be false; a claim with neither bit set is *unknown* (Kleene's strong logic). Negation swaps the planes and
costs nothing; "and" and "or" are two bitwise operations for 64 claims. Whatever holds of every claim alike is kept as one
of three constants, so that a fact nobody states, or a provision nobody amends, costs nothing either.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]


class Planes(NamedTuple):
    """Where a statement is known to be true and where it is known to be false (never both)."""

    true: Words
    false: Words


class Constant:
    """A truth that is the same for every claim."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name


TRUE: Final = Constant("TRUE")
FALSE: Final = Constant("FALSE")
UNKNOWN: Final = Constant("UNKNOWN")

Truth: TypeAlias = Planes | Constant

_ALL: Final = np.uint64(0xFFFFFFFFFFFFFFFF)


def negation(a: Truth) -> Truth:
    """Not a."""
    if isinstance(a, Planes):
        return Planes(a.false, a.true)
    return FALSE if a is TRUE else TRUE if a is FALSE else UNKNOWN


def conjunction(a: Truth, b: Truth) -> Truth:
    """a and b: false as soon as either is false, true where both are true, else unknown."""
    if isinstance(a, Planes) and isinstance(b, Planes):
        return Planes(a.true & b.true, a.false | b.false)
    if a is FALSE or b is FALSE:
        return FALSE
    if a is TRUE:
        return b
    if b is TRUE:
        return a
    known = a if isinstance(a, Planes) else b
    if not isinstance(known, Planes):
        return UNKNOWN
    return Planes(np.zeros_like(known.true), known.false)


def disjunction(a: Truth, b: Truth) -> Truth:
    """a or b: true as soon as either is true, false where both are false, else unknown."""
    return negation(conjunction(negation(a), negation(b)))


def unsettled(a: Truth) -> Truth:
    """False where ``a`` is false, else unknown: the law, not the facts, leaves it open."""
    if isinstance(a, Planes):
        return Planes(np.zeros_like(a.false), a.false)
    return FALSE if a is FALSE else UNKNOWN


def is_known_true(a: Truth, words: int) -> Words:
    """The plane of claims for which ``a`` is known to be true."""
    if isinstance(a, Planes):
        return a.true
    return np.full(words, _ALL if a is TRUE else 0, dtype=np.uint64)


def is_known_false(a: Truth, words: int) -> Words:
    """The plane of claims for which ``a`` is known to be false."""
    return is_known_true(negation(a), words)


def pack(flags: NDArray[np.bool_]) -> Words:
    """One bit a flag, the first flag in the lowest bit; padded with zeros to a whole word."""
    octets = np.packbits(flags, bitorder="little")
    missing = -len(octets) % 8
    if missing:
        octets = np.concatenate([octets, np.zeros(missing, dtype=np.uint8)])
    return octets.view(np.uint64)


def unpack(plane: Words, count: int) -> NDArray[np.bool_]:
    """The first ``count`` bits of a plane as flags."""
    return np.unpackbits(plane.view(np.uint8), count=count, bitorder="little").view(np.bool_)


_SWAPS: Final = (
    (np.uint64(7), np.uint64(0x00AA00AA00AA00AA)),
    (np.uint64(14), np.uint64(0x0000CCCC0000CCCC)),
    (np.uint64(28), np.uint64(0x00000000F0F0F0F0)),
)


def eight_planes_to_octets(planes: list[Words]) -> NDArray[np.uint8]:
    """One octet a claim, bit k of it from plane k (up to eight planes).

    The 8 x 8 bit transposition of Hacker's Delight (2nd edition, section 7-3), on eight claims a word.
    """
    words = len(planes[0])
    rows = np.zeros((words * 8, 8), dtype=np.uint8)
    for position, plane in enumerate(planes):
        rows[:, position] = plane.view(np.uint8)
    x = rows.view(np.uint64).reshape(-1)
    for shift, mask in _SWAPS:
        t = x >> shift
        t ^= x
        t &= mask
        x ^= t
        t <<= shift
        x ^= t
    return x.view(np.uint8)
