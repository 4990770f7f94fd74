"""The facts that a program of gates reads: what each leaf of the circuit is for a table, and where it lies.

Facts of a table lie there already, as planes; comparisons become rows of numbers for ``compare``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from openasylum.law import calendar
from openasylum.law.gates import compare
from openasylum.law.gates.circuit import Circuit, Gate, settled_for_all
from openasylum.law.gates.columns import Numbers, Table
from openasylum.law.gates.planes import Planes, Truth
from openasylum.law.gates.program import Leaf, Program, Source

_COMPARISONS: Final = ("at_least", "one_of", "rolled_over")


class Comparison(NamedTuple):
    """A comparison to be made, and the columns that it reads."""

    gate: Gate
    columns: tuple[Numbers, ...]

    @property
    def months(self) -> int:
        """The count of months in it."""
        return 0 if self.gate.kind == "one_of" else int(self.gate.constants[0])


#: What each leaf of a circuit is for a table.
Leaves: TypeAlias = Mapping[int, Truth | Comparison]


class Bound(NamedTuple):
    """What a program reads of a table, as ``kernel.run`` takes it; ``kept`` holds what the addresses point to."""

    questions: NDArray[np.int64]
    days: compare.Calendar
    stored: NDArray[np.int64]
    kept: list[Any]


def leaves_of(circuit: Circuit, order: Sequence[int], table: Table) -> Leaves:
    """What each leaf among the gates of ``order`` is for ``table``: a constant, planes, or a comparison to be made."""
    return {number: _leaf(circuit, number, table) for number in order if not circuit.gates[number].inputs}


def _leaf(circuit: Circuit, number: int, table: Table) -> Truth | Comparison:
    gate = circuit.gates[number]
    if gate.kind not in _COMPARISONS:
        return circuit.truth(number, table, {})
    settled = settled_for_all(gate, table)
    if settled is not None:
        return settled
    columns = map(table.number, gate.columns)
    return Comparison(gate, tuple(column for column in columns if column is not None))


def kinds_of(leaves: Leaves) -> tuple[tuple[int, Leaf], ...]:
    """What a program needs to know of each leaf: a constant, or where it comes from."""
    return tuple((number, _kind(leaf)) for number, leaf in leaves.items())


def _kind(leaf: Truth | Comparison) -> Leaf:
    if isinstance(leaf, Comparison):
        return Source(asked=True, of_all=all(column.known is None for column in leaf.columns))
    return Source(asked=False, of_all=leaf.false is None) if isinstance(leaf, Planes) else leaf


def bind(program: Program, leaves: Leaves) -> Bound:
    """The addresses that ``program`` reads, and what it compares."""
    asked = [(leaves[number], planes) for number, *planes in program.asked]
    months = tuple(sorted({0, *(one.months for one, _ in asked if isinstance(one, Comparison))}))
    kept: list[Any] = []

    def address(array: NDArray[Any] | None) -> int:
        kept.append(array)
        return 0 if array is None else int(array.__array_interface__["data"][0])

    questions = [
        (*_question(one, months, address), *planes) for one, planes in asked if isinstance(one, Comparison)
    ]
    stored = [
        address(planes.false if side else planes.true)
        for planes, side in ((leaves[number], side) for number, side in program.stored)
        if isinstance(planes, Planes)
    ]
    rows = np.array(questions, dtype=np.int64).reshape(len(questions), len(compare.FIELDS))
    return Bound(rows, compare.calendar_of(months), np.array(stored, dtype=np.int64), kept)


def _question(asked: Comparison, months: tuple[int, ...], address: Callable[..., int]) -> tuple[int, ...]:
    """A comparison as a row of numbers, but for the planes that it is written to."""
    gate, columns = asked
    known = [address(column.known) for column in columns if column.known is not None] or [0]
    where = known[0], known[-1]
    later = columns[0].values
    if gate.kind == "one_of":
        codes = sum(1 << code for code in gate.constants[1])
        return compare.ONE_OF, address(_as(np.uint8, later)), 0, codes, 0, 0, 0, *where
    count, days = gate.constants
    if len(columns) == 1:
        if later.dtype == np.int16:
            return compare.SHORT_AT_LEAST, address(_as(np.int16, later)), 0, days, 0, 0, 0, *where
        return compare.AT_LEAST, address(_as(np.int32, later)), 0, days, 0, 0, 0, *where
    both = address(_as(np.int32, later)), address(_as(np.int32, columns[1].values)), days
    if gate.kind == "at_least" and count == 0:
        return compare.DAYS_AFTER, *both, 0, 0, 0, *where
    shortest, longest = calendar.span_of_months(count) if count else (0, 0)
    least, most = shortest + days, longest + days
    if gate.kind == "at_least":
        return compare.MONTHS_AFTER, *both, least, most, months.index(count), *where
    # A time is kept on a later day by at most six days.
    return compare.ROLLED_OVER, *both, least + 1, most + 7, months.index(count), *where


def _as(kind: type[Any], values: NDArray[Any]) -> NDArray[Any]:
    """The values in the type, one after the other, copied only where they are not so already."""
    return np.ascontiguousarray(values, dtype=kind)
