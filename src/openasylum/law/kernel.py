"""The circuit's logic compiled: one interpreter of gates that runs over many claims at machine speed.

The interpreter knows no law; it is compiled once and kept on disk. The law is its input: a program of gates.
Small tables are read by the same circuit without it (``engine``).

A statement is held as two planes, where it is true and where it is false, one after the other; so the number
of a plane with its last bit turned is that of the opposite, a negation costs nothing, and "some of these" is
"not all of their opposites".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numba import carray, njit
from numpy.typing import NDArray

from openasylum.law.circuit import Circuit
from openasylum.law.compare import words_at

_LEAF, _ALL, _UNSETTLED, _KNOWN, _FIRST = range(5)
_KINDS: Final = {"all": _ALL, "any": _ALL, "unsettled": _UNSETTLED, "known": _KNOWN, "first_known": _FIRST}
#: Words worked on at a time: enough that finding the next gate costs little beside reading its planes, few
#: enough that the planes stay in the processor's cache.
_TILE: Final = 128

_ALL_BITS: Final = ~np.uint64(0)
_SWAPS: Final = (
    (np.uint64(7), np.uint64(0x00AA00AA00AA00AA)),
    (np.uint64(14), np.uint64(0x0000CCCC0000CCCC)),
    (np.uint64(28), np.uint64(0x00000000F0F0F0F0)),
)

_DE_BRUIJN: Final = np.uint64(0x03F79D71B4CB0A89)
_POSITION: Final = np.zeros(64, dtype=np.int64)
for _bit in range(64):
    _POSITION[(int(_DE_BRUIJN) << _bit & 0xFFFFFFFFFFFFFFFF) >> 58] = _bit


@dataclass(frozen=True)
class Program:
    """A circuit's gates in order, as arrays: what each does, to which earlier planes, and where it writes.

    ``place`` is the plane that holds where a gate is true. Room is used again once a gate is no longer needed.
    """

    leaves: tuple[int, ...]
    kinds: NDArray[np.int64]
    starts: NDArray[np.int64]
    inputs: NDArray[np.int64]
    outs: NDArray[np.int64]
    place: dict[int, int]
    planes: int


def program_of(circuit: Circuit, order: list[int], kept: set[int]) -> Program:
    """The program for the gates in ``order``; the gates in ``kept`` are read when it has run."""
    source = {number: _through_negations(circuit, number) for number in order}
    last_use: dict[int, int] = {}
    for number in order:
        for inner in circuit.gates[number].inputs:
            last_use[source[inner][0]] = number
    for number in kept:
        last_use[source[number][0]] = max(order) + 1
    room: dict[int, int] = {}
    free: list[int] = []
    height = 0
    leaves: list[int] = []
    kinds, starts, inputs, outs = [], [0], [], []
    ending: dict[int, list[int]] = {}
    for number, last in last_use.items():
        ending.setdefault(last, []).append(number)

    def plane(number: int, opposite: bool = False) -> int:
        gate, turned = source[number]
        return room[gate] ^ turned ^ opposite

    for number in order:
        gate = circuit.gates[number]
        if gate.kind == "not" or number not in last_use:
            continue
        some = gate.kind == "any"
        if gate.kind in _KINDS:
            kinds.append(_KINDS[gate.kind])
            inputs += [plane(inner, some) for inner in gate.inputs]
        else:
            kinds.append(_LEAF)
            inputs.append(len(leaves))
            leaves.append(number)
        starts.append(len(inputs))
        if not free:
            free.append(height)
            height += 2
        room[number] = free.pop()
        outs.append(room[number] ^ some)
        free += [room[ended] for ended in ending.get(number, ())]

    def array(values: list[int]) -> NDArray[np.int64]:
        return np.array(values, dtype=np.int64)

    place = {number: plane(number) for number in kept}
    return Program(tuple(leaves), array(kinds), array(starts), array(inputs), array(outs), place, height)


def _through_negations(circuit: Circuit, number: int) -> tuple[int, bool]:
    """The gate that a chain of negations rests on, and whether they come to one."""
    turned = False
    while circuit.gates[number].kind == "not":
        number, turned = circuit.gates[number].inputs[0], not turned
    return number, turned


@njit(cache=True, nogil=True)
def run(
    kinds: Any, starts: Any, inputs: Any, outs: Any, planes: int, leaf_true: Any, leaf_false: Any, words: int,
    conflicts: Any, outcome: Any, pathway: Any, bites: Any, listed: Any,
    outcomes: Any, pathways: Any, grounds: Any, possible: Any, exceptions: Any,
) -> int:  # fmt: skip
    """Run a program and write the answers of every claim. Returns the first claim in conflict, -1 where there
    is none.

    ``leaf_true`` and ``leaf_false`` are the addresses of each leaf's planes (0 = the opposite of the other).
    ``outcomes`` and ``pathways`` take a number an octet, eight to a word; the others are bit words.
    """
    rows = len(grounds)
    held = np.empty((planes, _TILE), dtype=np.uint64)
    low = np.empty((8, _TILE), dtype=np.uint64)
    rest = np.empty(_TILE, dtype=np.uint64)
    for first in range(0, words, _TILE):
        count = min(_TILE, words - first)
        _evaluate(kinds, starts, inputs, outs, leaf_true, leaf_false, first, count, held)
        for position in range(len(conflicts)):
            for k in range(count):
                clash = held[conflicts[position], k]
                if clash:
                    at = (first + k) * 64 + _lowest(clash)
                    if at < rows:
                        return at
        _write_numbers(outcome, held, low, rest, first, count, outcomes)
        _write_numbers(pathway, held, low, rest, first, count, pathways)
        for position in range(len(bites)):
            plane = bites[position]
            letter = np.uint16(1) << np.uint16(position)
            for k in range(count):
                row = (first + k) * 64
                _mark(held[plane, k], row, rows, letter, grounds)
                _mark(~(held[plane, k] | held[plane ^ 1, k]), row, rows, letter, possible)
        for position in range(len(listed)):
            bit = np.uint32(1) << np.uint32(position)
            for k in range(count):
                _mark(held[listed[position], k], (first + k) * 64, rows, bit, exceptions)
    return -1


@njit(cache=True, nogil=True)
def _evaluate(
    kinds: Any, starts: Any, inputs: Any, outs: Any, leaf_true: Any, leaf_false: Any, first: int, count: int,
    held: Any,
) -> None:  # fmt: skip
    for gate in range(len(kinds)):
        kind, start, stop = kinds[gate], starts[gate], starts[gate + 1]
        true, false = held[outs[gate]], held[outs[gate] ^ 1]
        a = inputs[start]
        if kind == _LEAF:
            source = carray(words_at(leaf_true[a]), first + count)[first:]
            for k in range(count):
                true[k] = source[k]
            if leaf_false[a] == 0:
                for k in range(count):
                    false[k] = ~true[k]
            else:
                source = carray(words_at(leaf_false[a]), first + count)[first:]
                for k in range(count):
                    false[k] = source[k]
            continue
        b = inputs[stop - 1]
        yes, no = held[a], held[a ^ 1]
        also, nor = held[b], held[b ^ 1]
        if kind == _ALL:
            for k in range(_TILE):
                true[k] = yes[k] & also[k]
            for k in range(_TILE):
                false[k] = no[k] | nor[k]
            for i in range(start + 1, stop - 1):
                yes, no = held[inputs[i]], held[inputs[i] ^ 1]
                for k in range(_TILE):
                    true[k] &= yes[k]
                for k in range(_TILE):
                    false[k] |= no[k]
        elif kind == _UNSETTLED:
            for k in range(_TILE):
                true[k] = 0
                false[k] = no[k]
        elif kind == _KNOWN:
            for k in range(_TILE):
                true[k] = yes[k] | no[k]
                false[k] = ~true[k]
        else:
            for k in range(_TILE):
                open_ = ~(yes[k] | no[k])
                true[k] = yes[k] | (open_ & also[k])
                false[k] = no[k] | (open_ & nor[k])


@njit(cache=True, nogil=True, inline="always")
def _lowest(plane: Any) -> Any:
    """The position of the lowest bit of a word."""
    return _POSITION[((plane & (~plane + np.uint64(1))) * _DE_BRUIJN) >> np.uint64(58)]


@njit(cache=True, nogil=True, inline="always")
def _mark(plane: Any, row: int, rows: int, bit: Any, words: Any) -> None:
    """Set ``bit`` for every claim of the plane."""
    while plane:
        at = row + _lowest(plane)
        if at < rows:
            words[at] |= bit
        plane &= plane - np.uint64(1)


@njit(cache=True, nogil=True)
def _write_numbers(gates: Any, held: Any, low: Any, rest: Any, first: int, count: int, out: Any) -> None:
    """For each claim the number of the first gate that is true, in four bits; where none is, the number of gates.

    Four planes to an octet a claim: the 8 x 8 bit transposition of Hacker's Delight (2nd edition, section 7-3).
    """
    for bit in range(4):
        for k in range(_TILE):
            low[bit, k] = 0
    for k in range(_TILE):
        rest[k] = _ALL_BITS
    for number in range(len(gates) + 1):
        for bit in range(4):
            if number >> bit & 1:
                if number == len(gates):
                    for k in range(_TILE):
                        low[bit, k] |= rest[k]
                else:
                    for k in range(_TILE):
                        low[bit, k] |= rest[k] & held[gates[number], k]
        if number < len(gates):
            for k in range(_TILE):
                rest[k] &= ~held[gates[number], k]
    octet_bits = np.uint64(255)
    for k in range(count):
        a, b, c, d = low[0, k], low[1, k], low[2, k], low[3, k]
        for octet in range(8):
            shift = np.uint64(8 * octet)
            x = (
                (a >> shift & octet_bits)
                | (b >> shift & octet_bits) << np.uint64(8)
                | (c >> shift & octet_bits) << np.uint64(16)
                | (d >> shift & octet_bits) << np.uint64(24)
            )
            for distance, mask in _SWAPS:
                t = (x ^ (x >> distance)) & mask
                x = x ^ t ^ (t << distance)
            out[(first + k) * 8 + octet] = x
