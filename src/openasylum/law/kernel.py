"""The circuit's logic compiled: one interpreter of gates that runs over many claims at machine speed.

The interpreter knows no law; it is compiled once and kept on disk. The law is its input: a program of gates.
Small tables are read by the same circuit without it (``engine``).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from openasylum.law.circuit import Circuit
from openasylum.law.columns import Table
from openasylum.law.planes import TRUE, UNKNOWN, Planes

_LEAF, _ALL, _ANY, _NOT, _UNSETTLED, _KNOWN, _FIRST = range(7)
_KINDS: Final = {
    "all": _ALL,
    "any": _ANY,
    "not": _NOT,
    "unsettled": _UNSETTLED,
    "known": _KNOWN,
    "first_known": _FIRST,
}
#: Words worked on at a time: all gates of so many claims fit in the processor's nearest cache.
_TILE: Final = 32

_ALL_BITS: Final = ~np.uint64(0)

#: The eight bits of an octet, each in an octet of its own.
_SPREAD: Final = np.array(
    [sum((octet >> bit & 1) << 8 * bit for bit in range(8)) for octet in range(256)], dtype=np.uint64
)

_DE_BRUIJN: Final = np.uint64(0x03F79D71B4CB0A89)
_POSITION: Final = np.zeros(64, dtype=np.int64)
for _bit in range(64):
    _POSITION[(int(_DE_BRUIJN) << _bit & 0xFFFFFFFFFFFFFFFF) >> 58] = _bit


@dataclass(frozen=True)
class Program:
    """A circuit's gates in order, as arrays: what each does, and to which earlier ones."""

    leaves: tuple[int, ...]
    kinds: NDArray[np.int64]
    starts: NDArray[np.int64]
    inputs: NDArray[np.int64]
    place: dict[int, int]


def program_of(circuit: Circuit, order: list[int]) -> Program:
    """The program for the gates in ``order``."""
    place = {gate: position for position, gate in enumerate(order)}
    leaves: list[int] = []
    kinds, starts, inputs = [], [0], []
    for number in order:
        gate = circuit.gates[number]
        if gate.kind in _KINDS:
            kinds.append(_KINDS[gate.kind])
            inputs += [place[inner] for inner in gate.inputs]
        else:
            kinds.append(_LEAF)
            inputs.append(len(leaves))
            leaves.append(number)
        starts.append(len(inputs))

    def array(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    return Program(tuple(leaves), array(kinds), array(starts), array(inputs), place)


class Leaves(threading.local):
    """Room for the planes of every leaf over a block; each thread keeps its own and refills it."""

    true: NDArray[np.uint64] = np.empty((0, 0), dtype=np.uint64)
    false: NDArray[np.uint64] = np.empty((0, 0), dtype=np.uint64)

    def fill(
        self, circuit: Circuit, program: Program, table: Table
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The planes of every leaf over ``table``: where true, where false."""
        shape = (len(program.leaves), table.words)
        if self.true.shape != shape:
            self.true, self.false = np.empty(shape, dtype=np.uint64), np.empty(shape, dtype=np.uint64)
        for row, number in enumerate(program.leaves):
            truth = circuit.truth(number, table, {})
            if isinstance(truth, Planes):
                self.true[row] = truth.true
                if truth.false is None:
                    np.invert(truth.true, out=self.false[row])
                else:
                    self.false[row] = truth.false
            else:
                self.true[row] = _ALL_BITS if truth is TRUE else 0
                self.false[row] = 0 if truth is TRUE or truth is UNKNOWN else _ALL_BITS
        return self.true, self.false


LEAVES: Final = Leaves()


@njit(cache=True, nogil=True)
def run(
    kinds: Any, starts: Any, inputs: Any, leaf_true: Any, leaf_false: Any, considered: int, conflicts: Any,
    outcome: Any, pathway: Any,
    bites: Any, listed: Any, code: Any, grounds: Any, possible: Any, exceptions: Any,
) -> int:  # fmt: skip
    """Run a program and write the answers of every claim. Returns the first claim in conflict, -1 where there
    is none.

    ``code`` has an octet a claim, eight to a word, and holds the outcome's number in its low three bits and
    the pathway's above; the others are bit words.
    """
    rows = len(grounds)
    true = np.empty((len(kinds), _TILE), dtype=np.uint64)
    false = np.empty((len(kinds), _TILE), dtype=np.uint64)
    low = np.empty(7, dtype=np.uint64)
    words = leaf_true.shape[1]
    for first in range(0, words, _TILE):
        count = min(_TILE, words - first)
        _evaluate(kinds, starts, inputs, leaf_true, leaf_false, first, count, true, false)
        for k in range(count):
            row = (first + k) * 64
            for position in range(len(conflicts)):
                clash = true[conflicts[position], k]
                if clash:
                    at = row + _POSITION[((clash & (~clash + np.uint64(1))) * _DE_BRUIJN) >> np.uint64(58)]
                    if at < rows:
                        return at
            _write_code(outcome, pathway, true, k, row, low, code)
            for position in range(len(bites)):
                gate = bites[position]
                bit = np.uint16(1) << np.uint16(position)
                held = true[gate, k] if position < 2 else true[gate, k] & true[considered, k]
                _mark(held, row, rows, bit, grounds)
                open_ = ~(true[gate, k] | false[gate, k])
                if position >= 2:
                    settled = (true[gate, k] & true[considered, k]) | false[gate, k] | false[considered, k]
                    open_ = ~settled
                _mark(open_, row, rows, bit, possible)
            for position in range(len(listed)):
                _mark(true[listed[position], k], row, rows, np.uint32(1) << np.uint32(position), exceptions)
    return -1


@njit(cache=True, nogil=True)
def _evaluate(
    kinds: Any,
    starts: Any,
    inputs: Any,
    leaf_true: Any,
    leaf_false: Any,
    first: int,
    count: int,
    true: Any,
    false: Any,
) -> None:
    for gate in range(len(kinds)):
        kind, start, stop = kinds[gate], starts[gate], starts[gate + 1]
        a = inputs[start]
        if kind == _LEAF:
            for k in range(count):
                true[gate, k] = leaf_true[a, first + k]
                false[gate, k] = leaf_false[a, first + k]
        elif kind in (_ALL, _ANY):
            for k in range(_TILE):
                true[gate, k] = true[a, k]
                false[gate, k] = false[a, k]
            for i in range(start + 1, stop):
                b = inputs[i]
                if kind == _ALL:
                    for k in range(_TILE):
                        true[gate, k] &= true[b, k]
                        false[gate, k] |= false[b, k]
                else:
                    for k in range(_TILE):
                        true[gate, k] |= true[b, k]
                        false[gate, k] &= false[b, k]
        elif kind == _NOT:
            for k in range(_TILE):
                true[gate, k] = false[a, k]
                false[gate, k] = true[a, k]
        elif kind == _UNSETTLED:
            for k in range(_TILE):
                true[gate, k] = 0
                false[gate, k] = false[a, k]
        elif kind == _KNOWN:
            for k in range(_TILE):
                true[gate, k] = true[a, k] | false[a, k]
                false[gate, k] = ~true[gate, k]
        else:
            b = inputs[start + 1]
            for k in range(_TILE):
                open_ = ~(true[a, k] | false[a, k])
                true[gate, k] = true[a, k] | (open_ & true[b, k])
                false[gate, k] = false[a, k] | (open_ & false[b, k])


@njit(cache=True, nogil=True, inline="always")
def _mark(plane: Any, row: int, rows: int, bit: Any, words: Any) -> None:
    """Set ``bit`` for every claim of the plane."""
    while plane:
        lowest = plane & (~plane + np.uint64(1))
        at = row + _POSITION[(lowest * _DE_BRUIJN) >> np.uint64(58)]
        if at < rows:
            words[at] |= bit
        plane ^= lowest


@njit(cache=True, nogil=True, inline="always")
def _write_code(outcome: Any, pathway: Any, true: Any, k: int, row: int, low: Any, code: Any) -> None:
    """Three bits for the outcome and four for the pathway; where none is known, the last."""
    low[:] = 0
    rest = ~np.uint64(0)
    for number in range(len(outcome) + 1):
        plane = rest if number == len(outcome) else true[outcome[number], k]
        rest &= ~plane
        for bit in range(3):
            if number >> bit & 1:
                low[bit] |= plane
    rest = ~np.uint64(0)
    for number in range(len(pathway) + 1):
        plane = rest if number == len(pathway) else true[pathway[number], k]
        rest &= ~plane
        for bit in range(4):
            if number >> bit & 1:
                low[3 + bit] |= plane
    for octet in range(8):
        eight = np.uint64(0)
        for bit in range(7):
            eight |= _SPREAD[low[bit] >> np.uint64(8 * octet) & np.uint64(255)] << np.uint64(bit)
        code[row // 8 + octet] = eight
