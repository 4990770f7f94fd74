"""The interpreter of gates, compiled: it runs a program over many claims at machine speed.

It knows no law; it is compiled once and kept on disk. The law is its input: a program of gates (``program``)
and comparisons (``compare``). Small tables are read by the same circuit without it (``engine``).
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numba import carray, njit

from openasylum.law.gates.compare import Calendar, answer
from openasylum.law.gates.program import Gates
from openasylum.law.gates.wide import mark_8, mark_16, mark_32, words_at

#: Words worked on at a time: enough that finding the next gate costs little beside reading its planes, few enough
#: that planes and columns stay in the processor's nearest cache.
_TILE: Final = 64


@njit(cache=True, nogil=True)
def run(
    gates: Gates, questions: Any, days: Calendar, stored: Any, answers: Any, sizes: Any, words: int
) -> bool:
    """Write the answers of ``words`` times 64 claims; stop, and return False, where provisions are in conflict.

    ``stored`` has the addresses of the planes that lie in the table, ``answers`` and ``sizes`` the address of each
    answer's numbers and the octets of one.
    """
    held = np.empty((gates.room, _TILE), dtype=np.uint64)
    held[0] = ~np.uint64(0)
    planes = np.empty(gates.room + len(stored), dtype=np.int64)
    for plane in range(gates.room):
        planes[plane] = held.ctypes.data + 8 * _TILE * plane
    for start in range(0, words, _TILE):
        count = min(_TILE, words - start)
        planes[gates.room :] = stored + 8 * start
        answer(questions, start, count, days, held)
        _evaluate(gates, planes, count)
        if _has_some(gates.conflict, planes, count):
            return False
        for word in range(len(answers)):
            _write(gates, word, planes, answers[word] + 64 * sizes[word] * start, sizes[word], count)
    return True


@njit(cache=True, nogil=True, inline="always")
def _plane(planes: Any, entry: int, count: int) -> Any:
    """The words of an input, and what turns them into their opposite where that is meant."""
    return carray(words_at(planes[entry >> 1]), count), np.uint64(-(entry & 1))


@njit(cache=True, nogil=True)
def _evaluate(gates: Gates, planes: Any, count: int) -> None:
    for gate in range(len(gates.outs)):
        start, stop = gates.starts[gate], gates.starts[gate + 1]
        out = carray(words_at(planes[gates.outs[gate]]), count)
        one, turned = _plane(planes, gates.inputs[start], count)
        other, other_turned = _plane(planes, gates.inputs[start + 1], count)
        for k in range(count):
            out[k] = (one[k] ^ turned) & (other[k] ^ other_turned)
        for i in range(start + 2, stop):
            other, other_turned = _plane(planes, gates.inputs[i], count)
            for k in range(count):
                out[k] &= other[k] ^ other_turned


@njit(cache=True, nogil=True)
def _has_some(entry: int, planes: Any, count: int) -> bool:
    plane, turned = _plane(planes, entry, count)
    some = np.uint64(0)
    for k in range(count):
        some |= plane[k] ^ turned
    return some != 0


@njit(cache=True, nogil=True)
def _write(gates: Gates, word: int, planes: Any, address: int, size: int, count: int) -> None:
    """Write the numbers of an answer, ``size`` octets each, bit by bit."""
    carray(words_at(address), 8 * size * count)[:] = 0
    for bit in range(gates.word_starts[word], gates.word_starts[word + 1]):
        plane, turned = _plane(planes, gates.bit_inputs[bit], count)
        value = gates.bit_values[bit]
        for k in range(count):
            if size == 1:
                mark_8(address + 64 * k, plane[k] ^ turned, value)
            elif size == 2:
                mark_16(address + 128 * k, plane[k] ^ turned, value)
            else:
                mark_32(address + 256 * k, plane[k] ^ turned, value)
