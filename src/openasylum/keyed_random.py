"""Common random numbers: every draw is a function of (seed, draw, decision, person) and of nothing else.

Nothing is consumed from a stream, so two scenarios meet the same chance wherever policy leaves them alone, results do not
depend on thread count, chunking or the order of evaluation, and adding a decision leaves every other decision's draws as
they were. The generator is counter-based: a 64-bit key per (seed, draw, decision), made by BLAKE2b, is combined with the
person's 64-bit id through two rounds of the SplitMix64 finaliser (Steele, Lea & Flood 2014, "Fast splittable pseudorandom
number generators", doi:10.1145/2714064.2660195; constants of Stafford's variant 13).
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TWO_TO_MINUS_53 = 2.0**-53


def stream_key(seed: int, draw: int, decision: str) -> np.uint64:
    """The key of one named decision in one draw. ``decision`` is spelled out, e.g. ``"rpd.outcome"``."""
    words = f"{seed}\x1f{draw}\x1f{decision}".encode()
    return np.uint64(int.from_bytes(blake2b(words, digest_size=8).digest(), "little"))


def keyed_uniform(key: Any, person: Any) -> Any:
    """Uniform on [0, 1) with 53 random bits; ``key`` and ``person`` are ``uint64`` scalars or arrays. Also compiled by Numba."""
    word = (key ^ (person * _GOLDEN)) + _GOLDEN
    word = (word ^ (word >> _S30)) * _MIX_1
    word = (word ^ (word >> _S27)) * _MIX_2
    word = (word ^ (word >> _S31)) + key
    word = (word ^ (word >> _S30)) * _MIX_1
    word = (word ^ (word >> _S27)) * _MIX_2
    word = word ^ (word >> _S31)
    return (word >> _S11) * _TWO_TO_MINUS_53


def uniform(seed: int, draw: int, decision: str, persons: NDArray[np.uint64]) -> NDArray[np.float64]:
    """One uniform number on [0, 1) per person (same shape as ``persons``) for the named decision."""
    with np.errstate(over="ignore"):
        return np.asarray(keyed_uniform(stream_key(seed, draw, decision), persons), dtype=np.float64)


def uniform_scalar(seed: int, draw: int, decision: str) -> float:
    """One uniform number on [0, 1) for a decision that concerns no person (an assumption's draw, say)."""
    return float(uniform(seed, draw, decision, np.zeros(1, dtype=np.uint64))[0])
