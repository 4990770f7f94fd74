"""The law as one circuit of three-valued gates over facts, each distinct gate once.

A *gate* is a number. Gates are made by the methods of ``Circuit`` and are shared: the same condition asked by
two provisions is one gate and is computed once. Evaluating a circuit over a ``Table`` answers it for every
row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from openasylum.law import calendar
from openasylum.law.gates.columns import Numbers, Table
from openasylum.law.gates.planes import (
    FALSE,
    TRUE,
    UNKNOWN,
    Planes,
    Truth,
    Words,
    conjunction,
    disjunction,
    first_known,
    known,
    negation,
    only_row,
    pack,
    unsettled,
)


class Gate(NamedTuple):
    """What a gate does and to what: ``inputs`` are gates, ``columns`` the facts it reads, ``constants`` the
    rest.
    """

    kind: str
    inputs: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    constants: tuple[Any, ...] = ()


class Circuit:
    """A growing set of gates."""

    def __init__(self) -> None:
        self.gates: list[Gate] = []
        self._numbers: dict[Gate, int] = {}
        self.true = self._gate(Gate("true"))
        self.false = self._gate(Gate("false"))

    def _gate(self, gate: Gate) -> int:
        if gate not in self._numbers:
            self._numbers[gate] = len(self.gates)
            self.gates.append(gate)
        return self._numbers[gate]

    def fact(self, name: str) -> int:
        """A Boolean fact."""
        return self._gate(Gate("fact", columns=(name,)))

    def is_one_of(self, name: str, words: Iterable[str], codes: Iterable[int]) -> int:
        """The Enum fact ``name`` is one of ``words`` (whose codes are ``codes``)."""
        return self._gate(Gate("one_of", columns=(name,), constants=(tuple(words), tuple(codes))))

    def at_least(self, later: str, earlier: str | None, months: int, days: int) -> int:
        """``later >= months_after(earlier, months) + days``; without ``earlier``, ``later >= days``."""
        if later == earlier:  # a day against itself, as where the day of entry is read as that of the claim
            return self.false if months > 0 or days > 0 else self.true
        columns = (later,) if earlier is None else (later, earlier)
        return self._gate(Gate("at_least", columns=columns, constants=(months, days)))

    def rolled_over(self, later: str, earlier: str, months: int, days: int) -> int:
        """The time from ``earlier`` ended on a holiday and ``later`` is the next day that is none."""
        return self._gate(Gate("rolled_over", columns=(later, earlier), constants=(months, days)))

    def negation(self, a: int) -> int:
        """Not a."""
        if a in (self.true, self.false):
            return self.false if a == self.true else self.true
        gate = self.gates[a]
        return gate.inputs[0] if gate.kind == "not" else self._gate(Gate("not", inputs=(a,)))

    def all(self, inputs: Sequence[int]) -> int:
        """Every input."""
        kept = tuple(dict.fromkeys(i for i in inputs if i != self.true))
        if self.false in kept:
            return self.false
        return self.true if not kept else kept[0] if len(kept) == 1 else self._gate(Gate("all", inputs=kept))

    def any(self, inputs: Sequence[int]) -> int:
        """Some input."""
        kept = tuple(dict.fromkeys(i for i in inputs if i != self.false))
        if self.true in kept:
            return self.true
        return self.false if not kept else kept[0] if len(kept) == 1 else self._gate(Gate("any", inputs=kept))

    def unsettled(self, a: int) -> int:
        """False where ``a`` is false; elsewhere the law itself leaves it open, whatever the facts."""
        return a if a == self.false else self._gate(Gate("unsettled", inputs=(a,)))

    def first_known(self, a: int, b: int) -> int:
        """``a`` where it is known, else ``b``."""
        return self._gate(Gate("first_known", inputs=(a, b)))

    def known(self, a: int) -> int:
        """Whether ``a`` is known: itself never unknown."""
        return self._gate(Gate("known", inputs=(a,)))

    def needed_for(self, wanted: Iterable[int]) -> list[int]:
        """Every gate that ``wanted`` rest on, inputs before what uses them."""
        needed: set[int] = set()
        waiting = list(wanted)
        while waiting:
            gate = waiting.pop()
            if gate not in needed:
                needed.add(gate)
                waiting.extend(self.gates[gate].inputs)
        return sorted(needed)  # an input is always older than what uses it

    def evaluate(self, table: Table, order: Sequence[int]) -> dict[int, Truth]:
        """The truth of every gate in ``order`` (from ``needed_for``) over the rows of ``table``."""
        truths: dict[int, Truth] = {}
        gates, single = self.gates, table.height == 1
        for number in order:
            kind, inputs, _, _ = gates[number]
            if kind == "all" or kind == "any":
                # Most gates are settled by constants: one input that decides, or all that do not matter.
                decides, spared = (FALSE, TRUE) if kind == "all" else (TRUE, FALSE)
                found: Truth | None = spared
                for one in inputs:
                    given = truths[one]
                    if given is decides:
                        found = decides
                        break
                    if given is not spared:
                        found = None
                truth = self.truth(number, table, truths) if found is None else found
            else:
                truth = self.truth(number, table, truths)
            if single and isinstance(truth, Planes):
                truth = only_row(truth)  # what holds of the one claim holds of every claim
            truths[number] = truth
        return truths

    def truth(self, number: int, table: Table, truths: Mapping[int, Truth]) -> Truth:
        """The truth of one gate, given those of its inputs."""
        gate = self.gates[number]
        match gate.kind:
            case "all":
                return conjunction([truths[number] for number in gate.inputs])
            case "any":
                return disjunction([truths[number] for number in gate.inputs])
            case "not":
                return negation(truths[gate.inputs[0]])
            case "fact":
                return table.truth(gate.columns[0])
            case "one_of":
                settled = settled_for_all(gate, table)
                found = table.number(gate.columns[0])
                return settled if settled is not None else _one_of(found, gate.constants[1])
            case "at_least" | "rolled_over":
                return _compare(gate, table)
            case "unsettled":
                return unsettled(truths[gate.inputs[0]])
            case "known":
                return known(truths[gate.inputs[0]])
            case "first_known":
                return first_known(truths[gate.inputs[0]], truths[gate.inputs[1]])
            case "true":
                return TRUE
        return FALSE


def _one_of(column: Numbers | None, codes: Sequence[int]) -> Truth:
    if column is None:
        return UNKNOWN
    flags = column.values == codes[0]
    for code in codes[1:]:
        flags |= column.values == code
    return _where_known(pack(flags), column.known)


def settled_for_all(gate: Gate, table: Table) -> Truth | None:
    """The answer of a comparison that is the same for every row, where the columns' bounds show it: a column of
    one value (such as a day that is "never" for every claim), or all of them on one side.
    """
    later = table.number(gate.columns[0])
    earlier = later if len(gate.columns) == 1 else table.number(gate.columns[1])
    if later is None or earlier is None:
        return UNKNOWN
    if later.known is not None or earlier.known is not None:
        return None
    least, most = later.bounds
    if gate.kind == "one_of":
        inside = [code for code in gate.constants[1] if least <= code <= most]
        return FALSE if not inside else TRUE if len(inside) == most - least + 1 else None
    months, days = gate.constants
    if len(gate.columns) == 1:
        return _settled((least, most), days, days)
    first, last = earlier.bounds
    shortest, longest = calendar.span_of_months(months) if months else (0, 0)
    gaps = least - last, most - first
    if gate.kind == "rolled_over":
        near = gaps[1] >= shortest + days and gaps[0] <= longest + days + 7
        return None if near else FALSE
    return _settled(gaps, shortest + days, longest + days)


def _compare(gate: Gate, table: Table) -> Truth:
    settled = settled_for_all(gate, table)
    if settled is not None:
        return settled
    months, days = gate.constants
    later = table.number(gate.columns[0])
    assert later is not None
    if len(gate.columns) == 1:
        return _where_known(pack(later.values >= days), later.known)
    earlier = table.number(gate.columns[1])
    assert earlier is not None
    known_rows = later.known
    if earlier.known is not None:
        known_rows = earlier.known if known_rows is None else known_rows & earlier.known
    if gate.kind == "rolled_over":
        shortest, longest = calendar.span_of_months(months) if months else (0, 0)
        flags = _rolled_over(table, gate, later.values, earlier.values, (shortest + days, longest + days + 7))
        return _where_known(pack(flags), known_rows)
    gap = table.gap(*gate.columns)
    if months:
        flags = calendar.at_least_months_after(later.values, earlier.values, gap, months, days)
    else:
        flags = gap >= days
    return _where_known(pack(flags), known_rows)


def _settled(bounds: tuple[int, int], least: int, most: int) -> Truth | None:
    """True or false where every value between ``bounds`` compares alike with every number from ``least`` to
    ``most``.
    """
    return TRUE if bounds[0] >= most else FALSE if bounds[1] < least else None


def _rolled_over(table: Table, gate: Gate, later: Any, earlier: Any, near: tuple[int, int]) -> Any:
    """Only rows whose gap is within a week of the count can have been rolled over; the calendar is asked
    about those.
    """
    months, days = gate.constants
    answer = np.zeros(len(later), dtype=np.bool_)
    gap = table.gap(*gate.columns)
    rows = np.flatnonzero((gap - near[0]).view(np.uint32) <= np.uint32(near[1] - near[0]))
    if rows.size:
        ends = (calendar.months_after(earlier[rows], months) if months else earlier[rows]) + days
        answer[rows] = calendar.rolled_over(ends, later[rows])
    return answer


def _where_known(true: Words, known_rows: Words | None) -> Planes:
    if known_rows is None:
        return Planes(true)
    return Planes(true & known_rows, ~true & known_rows)
