"""Three-valued truth for many claims at once, as two packed bit planes.

A *plane* holds one bit a claim, 64 claims to a word. A truth is a pair of planes: where it is known to be
true, and where it is known to be false; a claim with neither bit set is *unknown* (Kleene's strong logic).
Negation swaps the planes and costs nothing; "and" and "or" are two bitwise operations for 64 claims. Whatever
holds of every claim alike is kept as one of three constants, so that a fact nobody states, or a provision
nobody amends, costs nothing either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Words: TypeAlias = NDArray[np.uint64]


class Planes(NamedTuple):
    """Where a statement is known to be true, and where it is known to be false (never both).

    ``false`` is None for a statement that is known of every claim: it is false wherever it is not true. Most
    facts of most tables are such, and cost one operation where the others cost two.
    """

    true: Words
    false: Words | None = None


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


def false_plane(a: Planes) -> Words:
    """Where ``a`` is known to be false."""
    return ~a.true if a.false is None else a.false


def only_row(a: Planes) -> Truth:
    """The truth of a single claim as a constant."""
    if int(a.true[0]) & 1:
        return TRUE
    return FALSE if a.false is None or int(a.false[0]) & 1 else UNKNOWN


def negation(a: Truth) -> Truth:
    """Not a."""
    if isinstance(a, Planes):
        return Planes(~a.true) if a.false is None else Planes(a.false, a.true)
    return FALSE if a is TRUE else TRUE if a is FALSE else UNKNOWN


def conjunction(inputs: Iterable[Truth]) -> Truth:
    """Every input: false as soon as one is false, true where all are true, else unknown."""
    true: Words | None = None
    false: Words | None = None
    everywhere_known, unknown_input, owned = True, False, False
    for a in inputs:
        if a is TRUE:
            continue
        if a is FALSE:
            return FALSE
        if not isinstance(a, Planes):
            unknown_input = True
            continue
        if a.false is not None or not everywhere_known:
            mine = false_plane(a)
            if everywhere_known:
                false, everywhere_known = (mine if true is None else ~true | mine), False
            else:
                false = mine if false is None else false | mine
        if true is None:
            true = a.true
        elif owned:
            true &= a.true
        else:
            true, owned = true & a.true, True
    if true is None:
        return UNKNOWN if unknown_input else TRUE
    if unknown_input:
        return Planes(np.zeros_like(true), ~true if everywhere_known else false)
    return Planes(true, false)


def disjunction(inputs: Iterable[Truth]) -> Truth:
    """Some input: true as soon as one is true, false where all are false, else unknown (De Morgan)."""
    inputs = [a for a in inputs if a is not FALSE]
    return negation(conjunction([negation(a) for a in inputs])) if inputs else FALSE


def unsettled(a: Truth) -> Truth:
    """False where ``a`` is false, else unknown: the law, not the facts, leaves it open."""
    if isinstance(a, Planes):
        return Planes(np.zeros_like(a.true), false_plane(a))
    return FALSE if a is FALSE else UNKNOWN


def known(a: Truth) -> Truth:
    """Whether ``a`` is known, which is itself always known."""
    if isinstance(a, Planes):
        return TRUE if a.false is None else Planes(a.true | a.false)
    return FALSE if a is UNKNOWN else TRUE


def first_known(a: Truth, b: Truth) -> Truth:
    """``a`` where it is known, else ``b``."""
    if a is UNKNOWN:
        return b
    if not isinstance(a, Planes) or a.false is None or b is UNKNOWN:
        return a
    if isinstance(b, Planes):
        open_ = ~(a.true | a.false)
        return Planes(a.true | (open_ & b.true), None if b.false is None else a.false | (open_ & b.false))
    return Planes(~a.false) if b is TRUE else Planes(a.true)


def is_known_true(a: Truth, words: int) -> Words:
    """The plane of claims for which ``a`` is known to be true."""
    if isinstance(a, Planes):
        return a.true
    return np.full(words, _ALL if a is TRUE else 0, dtype=np.uint64)


def is_unknown(a: Truth, words: int) -> Words | None:
    """The plane of claims for which ``a`` is unknown; None where it is known of all."""
    if isinstance(a, Planes):
        return None if a.false is None else ~(a.true | a.false)
    return np.full(words, _ALL, dtype=np.uint64) if a is UNKNOWN else None


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


def truth_flags(a: Truth, count: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where ``a`` is known to be true and where it is known to be false, as flags."""
    if isinstance(a, Planes):
        return unpack(a.true, count), unpack(false_plane(a), count)
    return np.full(count, a is TRUE), np.full(count, a is FALSE)


_SWAPS: Final = (
    (np.uint64(7), np.uint64(0x00AA00AA00AA00AA)),
    (np.uint64(14), np.uint64(0x0000CCCC0000CCCC)),
    (np.uint64(28), np.uint64(0x00000000F0F0F0F0)),
)


def eight_planes_to_octets(planes: Sequence[Words | None]) -> NDArray[np.uint8]:
    """One octet a claim, bit k of it from plane k (up to eight planes; None is a plane of zeros).

    The 8 x 8 bit transposition of Hacker's Delight (2nd edition, section 7-3), on eight claims a word.
    """
    words = next(len(plane) for plane in planes if plane is not None)
    rows = np.zeros((words * 8, 8), dtype=np.uint8)
    for position, plane in enumerate(planes):
        if plane is not None:
            rows[:, position] = plane.view(np.uint8)
    x = rows.view(np.uint64).reshape(-1)
    t = np.empty_like(x)
    for shift, mask in _SWAPS:
        np.right_shift(x, shift, out=t)
        t ^= x
        t &= mask
        x ^= t
        t <<= shift
        x ^= t
    return x.view(np.uint8)
