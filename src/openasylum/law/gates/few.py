"""A few hundred claims at once: a truth as two whole numbers, one bit a claim.

Python works on such numbers faster than on arrays of a few words. The gates are those of ``planes``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from openasylum.law.gates.circuit import Circuit
from openasylum.law.gates.columns import Table
from openasylum.law.gates.planes import FALSE, TRUE, Planes, Truth, Words

#: The claims of which something is known to be true, or to be false.
Claims = int


def known_true(circuit: Circuit, table: Table, order: Sequence[int]) -> dict[int, Claims]:
    """For each gate in ``order`` (from ``Circuit.needed_for``) the claims of which it is known to be true."""
    every = (1 << table.height) - 1
    trues: dict[int, Claims] = {}
    falses: dict[int, Claims] = {}
    for number in order:
        kind, inputs, _, _ = circuit.gates[number]
        if kind == "all":
            true, false = every, 0
            for one in inputs:
                true &= trues[one]
                false |= falses[one]
        elif kind == "any":
            true, false = 0, every
            for one in inputs:
                true |= trues[one]
                false &= falses[one]
        elif kind == "not":
            true, false = falses[inputs[0]], trues[inputs[0]]
        elif kind == "unsettled":
            true, false = 0, falses[inputs[0]]
        elif kind == "known":
            true = trues[inputs[0]] | falses[inputs[0]]
            false = every ^ true
        elif kind == "first_known":
            first, second = inputs
            unknown = every ^ (trues[first] | falses[first])
            true, false = trues[first] | unknown & trues[second], falses[first] | unknown & falses[second]
        else:
            true, false = _of_leaf(circuit.truth(number, table, {}), every)
        trues[number], falses[number] = true, false
    return trues


def _of_leaf(truth: Truth, every: Claims) -> tuple[Claims, Claims]:
    if isinstance(truth, Planes):
        true = _number(truth.true) & every
        return true, every ^ true if truth.false is None else _number(truth.false) & every
    return every if truth is TRUE else 0, every if truth is FALSE else 0


def _number(plane: Words) -> int:
    return int.from_bytes(plane.tobytes(), "little")


def flags(claims: Claims, height: int) -> NDArray[np.bool_]:
    """The claims as flags, one of each of ``height``."""
    octets = np.frombuffer(claims.to_bytes((height + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=height, bitorder="little").view(np.bool_)


def first_named(names: Sequence[str], gates: Sequence[int], trues: dict[int, Claims], row: int) -> str:
    """The first whose gate is known to be true of one claim; the last name stands for none."""
    return next((name for name, gate in zip(names, gates, strict=False) if trues[gate] >> row & 1), names[-1])
