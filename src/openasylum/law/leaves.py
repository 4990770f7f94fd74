"""The facts that a program of gates reads, as the addresses of their planes: facts of a table lie there already,
comparisons are worked out block by block.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openasylum.law import calendar, compare
from openasylum.law.circuit import Circuit, Gate, settled_for_all
from openasylum.law.columns import Numbers, Table
from openasylum.law.planes import TRUE, UNKNOWN, Planes

Addresses = NDArray[np.int64]


class _Room(threading.local):
    """Planes of one block's comparisons, filled again for the next; each thread has its own."""

    true: NDArray[np.uint64] = np.empty((0, 0), dtype=np.uint64)
    false: NDArray[np.uint64] = np.empty((0, 0), dtype=np.uint64)


_ROOM = _Room()


@dataclass
class Leaves:
    """Every leaf of a program over one table: where its planes begin, or what to compare to get them."""

    true: Addresses
    false: Addresses
    #: 1 where a leaf's planes run along the table, 0 where one block of them stands for all.
    along: Addresses
    questions: NDArray[np.int64]
    asked_by: NDArray[np.int64]
    after: NDArray[np.int32]
    #: What the addresses point to.
    kept: list[Any] = field(default_factory=list)

    def over(self, start: int, rows: int) -> tuple[Addresses, Addresses]:
        """The addresses over the rows from ``start`` (a multiple of 64); false is 0 where it is the opposite."""
        shape = (len(self.questions), (rows + 63) // 64)
        if _ROOM.true.shape != shape:
            _ROOM.true, _ROOM.false = np.empty(shape, dtype=np.uint64), np.empty(shape, dtype=np.uint64)
        true, false = _ROOM.true, _ROOM.false
        next_open, holiday = calendar.holiday_tables()
        compare.answer(
            self.questions, start, rows, self.after, calendar.FIRST_DAY, holiday, next_open, true, false
        )
        true_at = self.true + self.along * (start // 8)
        false_at = np.where(self.false == 0, 0, self.false + self.along * (start // 8))
        size = true.itemsize * true.shape[1]
        if len(self.questions):
            rows_at = np.arange(len(self.questions)) * size
            true_at[self.asked_by] = _address(true) + rows_at
            false_at[self.asked_by] = _address(false) + rows_at
        return true_at, false_at


def leaves_of(circuit: Circuit, numbers: tuple[int, ...], table: Table, block: int) -> Leaves:
    """The leaves ``numbers`` of ``circuit`` over ``table``, to be read in blocks of at most ``block`` rows."""
    none = np.zeros(block // 64, dtype=np.uint64)
    every = ~none
    months = tuple(
        sorted({gate.constants[0] for gate in map(circuit.gates.__getitem__, numbers) if _pair(gate)})
    )
    true, false, along = (np.zeros(len(numbers), dtype=np.int64) for _ in range(3))
    questions, asked_by = [], []
    kept: list[Any] = [none, every]
    for position, number in enumerate(numbers):
        question = _question(circuit.gates[number], table, months, kept)
        if question is not None:
            questions.append(question)
            asked_by.append(position)
            continue
        truth = circuit.truth(number, table, {})
        if isinstance(truth, Planes):
            kept.append(truth)
            true[position], along[position] = _address(truth.true), 1
            false[position] = 0 if truth.false is None else _address(truth.false)
        else:
            true[position] = _address(every if truth is TRUE else none)
            false[position] = _address(none if truth is TRUE or truth is UNKNOWN else every)
    asked = np.array(questions, dtype=np.int64).reshape(len(questions), len(compare.FIELDS))
    return Leaves(
        true, false, along, asked, np.array(asked_by, dtype=np.int64), compare.months_table(months), kept
    )


def _pair(gate: Gate) -> bool:
    return gate.kind in ("at_least", "rolled_over") and len(gate.columns) == 2


def _question(gate: Gate, table: Table, months: tuple[int, ...], kept: list[Any]) -> tuple[int, ...] | None:
    """A comparison as a row of numbers; None where it is none, or a column is not there."""
    columns = [table.number(name) for name in gate.columns]
    if gate.kind not in ("at_least", "one_of", "rolled_over") or any(column is None for column in columns):
        return None
    if settled_for_all(gate, table) is not None:
        return None
    numbers = [_readable(column, _pair(gate), kept) for column in columns if column is not None]
    known = [_address(column.known) for column in numbers if column.known is not None]
    known = [*known, known[0]] if len(known) == 1 else known or [0, 0]
    later = numbers[0]
    dtype = compare.DTYPES.index(later.values.dtype.type)
    if gate.kind == "one_of":
        mask = sum(1 << code for code in gate.constants[1])
        return compare.ONE_OF, _address(later.values), dtype, 0, mask, 0, 0, 0, *known
    count, days = gate.constants
    if not _pair(gate):
        return compare.AT_LEAST, _address(later.values), dtype, 0, days, 0, 0, 0, *known
    where = _address(later.values), dtype, _address(numbers[1].values), days
    if gate.kind == "at_least" and count == 0:
        return compare.DAYS_AFTER, *where, 0, 0, 0, *known
    shortest, longest = calendar.span_of_months(count) if count else (0, 0)
    kind = compare.MONTHS_AFTER if gate.kind == "at_least" else compare.ROLLED_OVER
    week = 0 if gate.kind == "at_least" else 8
    return kind, *where, shortest + days, longest + days + week, 1 + months.index(count), *known


def _readable(column: Numbers, as_days: bool, kept: list[Any]) -> Numbers:
    """The column in a type that the comparison knows."""
    values = column.values
    if values.dtype.type not in compare.DTYPES or (as_days and values.dtype != np.int32):
        values = values.astype(np.int32)
    values = np.ascontiguousarray(values)
    kept += [values, column.known]
    return Numbers(values, column.known)


def _address(array: NDArray[Any]) -> int:
    return int(array.__array_interface__["data"][0])
