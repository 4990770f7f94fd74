"""The program of a plan: its gates in the order and the room in which the compiled interpreter (``kernel``) works.

A program is drawn up for a kind of table: which facts are the same for every claim, which are known of all,
which of some only. Nothing is left in it that such a table cannot ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openasylum.law.gates.circuit import Circuit
from openasylum.law.gates.planes import FALSE, TRUE, UNKNOWN, Constant
from openasylum.law.gates.rails import (
    FALSE_RAILS,
    NONE,
    TRUE_RAILS,
    UNKNOWN_RAILS,
    Edge,
    Network,
    Rails,
    opposite,
)

Numbers = NDArray[np.int64]

_CONSTANT: Final = {TRUE: TRUE_RAILS, FALSE: FALSE_RAILS, UNKNOWN: UNKNOWN_RAILS}


class Source(NamedTuple):
    """A leaf that differs from claim to claim: whether it is a comparison to be made (else it lies in the table),
    and whether it is known of every claim.
    """

    asked: bool
    of_all: bool


Leaf = Constant | Source


class Gates(NamedTuple):
    """Gates as arrays. A gate is the claims of all its inputs; an input is the number of a plane, doubled, and one
    more for its opposite. Plane 0 has every claim; planes from ``room`` on lie in the table.

    Gate g has the inputs from ``starts[g]`` on and is written to plane ``outs[g]``; a plane is used again once
    nothing needs it. Answer w has the bits from ``word_starts[w]`` on, each with its input and its value.
    """

    starts: Numbers
    inputs: Numbers
    outs: Numbers
    room: int
    conflict: int
    word_starts: Numbers
    bit_inputs: Numbers
    bit_values: Numbers


class Program(NamedTuple):
    """Gates, and the leaves that they read: comparisons, each with the planes where it is true and where it is
    false (0 where that is the other's opposite); and, plane by plane from ``gates.room`` on, what lies in the
    table: a leaf, and 0 for where it is true, 1 for where it is false.
    """

    gates: Gates
    asked: tuple[tuple[int, int, int], ...]
    stored: tuple[tuple[int, int], ...]


def program_for(
    circuit: Circuit, order: Sequence[int], outputs: Mapping[str, Sequence[int]], leaves: Mapping[int, Leaf]
) -> Program:
    """The program that writes ``outputs`` (of ``Plan``), where the circuit's leaves are as ``leaves`` says."""
    network = Network()
    rails = {
        number: _new_rails(network, leaf) if isinstance(leaf, Source) else _CONSTANT[leaf]
        for number, leaf in leaves.items()
    }
    found = network.rails(circuit, order, rails)
    conflict = network.any(found[gate][0] for gate in outputs["conflicts"])
    words = _words(network, found, outputs)
    lasting = [conflict, *(edge for word in words for edge in word)]
    needed = _needed(network, lasting)

    planes = {0: 0}
    asked = []
    for number, leaf in leaves.items():
        if isinstance(leaf, Source) and leaf.asked and not needed.isdisjoint(_gates(rails[number])):
            true, false = (planes.setdefault(gate, len(planes)) for gate in _gates(rails[number]))
            asked.append((number, true, 0 if leaf.of_all else false))
    worked = [gate for gate in sorted(needed) if network.inputs[gate]]
    room = _give_room(network, worked, {edge // 2 for edge in lasting}, planes)
    stored: list[tuple[int, int]] = []
    for number, leaf in leaves.items():
        if isinstance(leaf, Source) and not leaf.asked:
            for side, gate in enumerate(_gates(rails[number])):
                if gate in needed and gate not in planes:
                    planes[gate] = room + len(stored)
                    stored.append((number, side))

    def inputs(edges: Iterable[Edge]) -> list[int]:
        return [2 * planes[edge // 2] + edge % 2 for edge in edges]

    bits = [[(edge, 1 << bit) for bit, edge in enumerate(word) if edge != NONE] for word in words]
    gates = Gates(
        starts=_starts(network.inputs[gate] for gate in worked),
        inputs=_numbers(inputs(edge for gate in worked for edge in network.inputs[gate])),
        outs=_numbers(planes[gate] for gate in worked),
        room=room,
        conflict=inputs([conflict])[0],
        word_starts=_starts(bits),
        bit_inputs=_numbers(inputs(edge for word in bits for edge, _ in word)),
        bit_values=_numbers(value for word in bits for _, value in word),
    )
    return Program(gates, tuple(asked), tuple(stored))


def _new_rails(network: Network, source: Source) -> Rails:
    true = network.leaf()
    return true, opposite(true) if source.of_all else network.leaf()


def _gates(rails: Rails) -> tuple[int, int]:
    return rails[0] // 2, rails[1] // 2


def _words(
    network: Network, found: Mapping[int, Rails], outputs: Mapping[str, Sequence[int]]
) -> list[list[Edge]]:
    """The edges of each answer's bits, lowest first: two numbers, and three words with a bit for each citation."""
    bites = [found[gate] for gate in outputs["bites"]]
    return [
        _bits_of_first(network, [found[gate][0] for gate in outputs["outcome"]]),
        _bits_of_first(network, [found[gate][0] for gate in outputs["pathway"]]),
        [true for true, _ in bites],
        [opposite(network.any(rails)) for rails in bites],
        [found[gate][0] for gate in outputs["listed"]],
    ]


def _bits_of_first(network: Network, edges: Sequence[Edge]) -> list[Edge]:
    """The bits of the number of the first edge that a claim is on; of their count where it is on none."""
    chosen = network.first(edges)
    return [
        network.any(edge for number, edge in enumerate(chosen) if number >> bit & 1)
        for bit in range(len(edges).bit_length())
    ]


def _needed(network: Network, edges: Iterable[Edge]) -> set[int]:
    """The gates that ``edges`` rest on."""
    needed: set[int] = set()
    waiting = [edge // 2 for edge in edges]
    while waiting:
        gate = waiting.pop()
        if gate not in needed:
            needed.add(gate)
            waiting += [edge // 2 for edge in network.inputs[gate]]
    return needed


def _give_room(network: Network, worked: Sequence[int], lasting: set[int], planes: dict[int, int]) -> int:
    """Give each gate of ``worked`` a plane, again one that is no longer needed. Returns how many planes there are."""
    height = len(planes)
    last_use = {edge // 2: gate for gate in worked for edge in network.inputs[gate]}
    ending: dict[int, list[int]] = {}
    for gate, last in last_use.items():
        if network.inputs[gate] and gate not in lasting:
            ending.setdefault(last, []).append(gate)
    free: list[int] = []
    for gate in worked:
        if not free:
            free.append(height)
            height += 1
        planes[gate] = free.pop()
        free += [planes[ended] for ended in ending.get(gate, ())]
    return height


def _starts(groups: Iterable[Sequence[object]]) -> Numbers:
    return _numbers(accumulate((len(group) for group in groups), initial=0))


def _numbers(values: Iterable[int]) -> Numbers:
    return np.array(list(values), dtype=np.int64)
