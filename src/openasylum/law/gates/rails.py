"""The circuit as plain Boolean logic: for each three-valued statement, where it is known true and where false.

These two are its *rails*. All rails are made of one kind of gate, "all of these", and of opposites. Where a
fact is known of every claim its rails are each other's opposite; by De Morgan so are the rails of all that
rests on such facts, and each pair comes out as one gate. What is the same for every claim vanishes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from openasylum.law.gates.circuit import Circuit

#: An edge is the number of a gate, doubled, and one more for its opposite. Gate 0 holds of every claim.
Edge = int
EVERY: Final[Edge] = 0
NONE: Final[Edge] = 1

#: Where a statement is known to be true, and where it is known to be false.
Rails = tuple[Edge, Edge]
TRUE_RAILS: Final[Rails] = (EVERY, NONE)
FALSE_RAILS: Final[Rails] = (NONE, EVERY)
UNKNOWN_RAILS: Final[Rails] = (NONE, NONE)


def opposite(edge: Edge) -> Edge:
    """The claims that are not among those of ``edge``."""
    return edge ^ 1


class Network:
    """A growing set of gates, each distinct one once. ``inputs`` has the edges of each; a leaf has none."""

    def __init__(self) -> None:
        self.inputs: list[tuple[Edge, ...]] = [()]
        self._numbers: dict[tuple[Edge, ...], int] = {}

    def leaf(self) -> Edge:
        """A gate that is given from outside."""
        self.inputs.append(())
        return 2 * (len(self.inputs) - 1)

    def all(self, edges: Iterable[Edge]) -> Edge:
        """The claims of every one of ``edges``."""
        kept = set(edges) - {EVERY}
        if NONE in kept or any(opposite(edge) in kept for edge in kept):
            return NONE
        if len(kept) < 2:
            return kept.pop() if kept else EVERY
        inputs = tuple(sorted(kept))
        if inputs not in self._numbers:
            self._numbers[inputs] = len(self.inputs)
            self.inputs.append(inputs)
        return 2 * self._numbers[inputs]

    def any(self, edges: Iterable[Edge]) -> Edge:
        """The claims of at least one of ``edges``."""
        return opposite(self.all(opposite(edge) for edge in edges))

    def first(self, edges: Sequence[Edge]) -> list[Edge]:
        """For each of ``edges`` the claims of which it is the first; last, those that are of none."""
        chosen, rest = [], EVERY
        for edge in edges:
            chosen.append(self.all((rest, edge)))
            rest = self.all((rest, opposite(edge)))
        return [*chosen, rest]

    def rails(self, circuit: Circuit, order: Sequence[int], leaves: Mapping[int, Rails]) -> dict[int, Rails]:
        """The rails of every gate of ``circuit`` in ``order``, given those of its leaves."""
        found = dict(leaves)
        for number in order:
            if number not in found:
                gate = circuit.gates[number]
                found[number] = self._of(gate.kind, [found[one] for one in gate.inputs])
        return found

    def _of(self, kind: str, inputs: Sequence[Rails]) -> Rails:
        trues, falses = [true for true, _ in inputs], [false for _, false in inputs]
        match kind:
            case "all":
                return self.all(trues), self.any(falses)
            case "any":
                return self.any(trues), self.all(falses)
            case "not":
                return falses[0], trues[0]
            case "unsettled":
                return NONE, falses[0]
            case "known":
                known = self.any(inputs[0])
                return known, opposite(known)
            case "first_known":
                unknown = opposite(self.any(inputs[0]))
                true, false = (self.any((a, self.all((unknown, b)))) for a, b in zip(*inputs, strict=True))
                return true, false
            case "true":
                return TRUE_RAILS
        return FALSE_RAILS
