"""Reduced ordered decision diagrams (Bryant 1986, IEEE Transactions on Computers C-35(8)): a truth as a graph in
which each question is asked at most once and only where its answer makes a difference.

The questions left in the reduced graph of a truth are exactly those it turns on.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Beyond so many nodes a graph is given up: nothing a person can be asked about needs as many.
LIMIT = 150_000


class TooLargeError(Exception):
    """The graph has outgrown ``LIMIT``."""


class Diagrams:
    """Graphs that share their nodes. A graph is the number of its root; 0 is false and 1 is true."""

    def __init__(self) -> None:
        self._nodes: list[tuple[int, int, int]] = [(1 << 30, 0, 0), (1 << 30, 1, 1)]
        self._numbers: dict[tuple[int, int, int], int] = {}
        self._both: dict[tuple[int, int], int] = {}
        self._not: dict[int, int] = {0: 1, 1: 0}
        self._variables = 0

    def variable(self) -> tuple[int, int]:
        """A new question: its number, and the graph that is true where the answer is yes."""
        number = self._variables
        self._variables += 1
        return number, self._node(number, 0, 1)

    def _node(self, variable: int, low: int, high: int) -> int:
        if low == high:
            return low
        key = (variable, low, high)
        if key not in self._numbers:
            if len(self._nodes) > LIMIT:
                raise TooLargeError
            self._numbers[key] = len(self._nodes)
            self._nodes.append(key)
        return self._numbers[key]

    def negation(self, a: int) -> int:
        """Not a."""
        if a not in self._not:
            variable, low, high = self._nodes[a]
            self._not[a] = self._node(variable, self.negation(low), self.negation(high))
        return self._not[a]

    def both(self, a: int, b: int) -> int:
        """a and b."""
        if a == b or b == 1:
            return a
        if a == 1:
            return b
        if a == 0 or b == 0:
            return 0
        key = (a, b) if a < b else (b, a)
        if key not in self._both:
            (va, la, ha), (vb, lb, hb) = self._nodes[a], self._nodes[b]
            first = min(va, vb)
            low = self.both(la if va == first else a, lb if vb == first else b)
            high = self.both(ha if va == first else a, hb if vb == first else b)
            self._both[key] = self._node(first, low, high)
        return self._both[key]

    def all(self, graphs: Iterable[int]) -> int:
        """Every graph."""
        result = 1
        for graph in graphs:
            result = self.both(result, graph)
        return result

    def any(self, graphs: Iterable[int]) -> int:
        """Some graph."""
        return self.negation(self.all(self.negation(graph) for graph in graphs))

    def asked(self, graphs: Iterable[int]) -> set[int]:
        """The questions that the graphs turn on."""
        found: set[int] = set()
        seen = {0, 1}
        waiting = list(graphs)
        while waiting:
            number = waiting.pop()
            if number in seen:
                continue
            seen.add(number)
            variable, low, high = self._nodes[number]
            found.add(variable)
            waiting += [low, high]
        return found
