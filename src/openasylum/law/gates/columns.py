"""A table of facts as the engine reads it: truths as packed bits, days and ages as whole numbers, words as
codes.

Boolean columns of a Polars frame are read where they lie, through the Arrow C data interface: their bits are
already the planes the engine works on.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.law.gates.planes import FALSE, TRUE, UNKNOWN, Planes, Truth, Words, pack

#: Values looked at together: the second look at them finds them in the processor's cache.
_PIECE = 1 << 16


class Numbers:
    """Whole numbers (days, ages, codes) and where they are known (None = everywhere)."""

    def __init__(self, values: NDArray[Any], known: Words | None) -> None:
        self.values = values
        self.known = known
        self._bounds: tuple[int, int] | None = None

    @classmethod
    def same(cls, value: int, height: int) -> Numbers:
        """One number in every one of ``height`` rows, known everywhere; kept once, whatever the height."""
        once = np.array([value], dtype=np.uint8 if 0 <= value < 256 else np.int32)
        column = cls(once if height == 1 else np.broadcast_to(once, (height,)), None)
        column._bounds = value, value
        return column

    def block(self, start: int, stop: int) -> Numbers:
        """The rows from ``start`` (a multiple of 64) to ``stop``."""
        known = None if self.known is None else self.known[start // 64 : (stop + 63) // 64]
        part = Numbers(self.values[start:stop], known)
        part._bounds = self._bounds  # as wide as the whole column's at most
        return part

    @property
    def bounds(self) -> tuple[int, int]:
        """A number that no value is below, and one that none is above."""
        if self._bounds is None:
            pieces = [self.values[start : start + _PIECE] for start in range(0, len(self.values), _PIECE)]
            ends = [(int(piece.min()), int(piece.max())) for piece in pieces] or [(0, 0)]
            self._bounds = min(least for least, _ in ends), max(most for _, most in ends)
        return self._bounds


class Table:
    """Columns by name, ``height`` rows. A column that is absent is unknown in every row.

    A table may be a *block* of another: its rows from ``start`` (a multiple of 64), looked up only when asked
    for.
    """

    def __init__(
        self,
        height: int,
        truths: Mapping[str, Truth],
        numbers: Mapping[str, Numbers],
        start: int | None = None,
    ) -> None:
        self.height = height
        self.truths = truths
        self.numbers = numbers
        self._start = start
        self._seen: dict[str, Numbers | None] = {}
        self._gaps: dict[tuple[str, str], NDArray[Any]] = {}

    @property
    def words(self) -> int:
        """How many 64-claim words a plane has."""
        return (self.height + 63) // 64

    def truth(self, name: str) -> Truth:
        """A Boolean column."""
        whole = self.truths.get(name, UNKNOWN)
        if self._start is None or not isinstance(whole, Planes):
            return whole
        part = slice(self._start // 64, (self._start + self.height + 63) // 64)
        true = whole.true[part]
        return Planes(true, None if whole.false is None else whole.false[part])

    def number(self, name: str) -> Numbers | None:
        """A column of numbers or codes, None where the table has none of that name."""
        if self._start is None:
            return self.numbers.get(name)
        if name not in self._seen:
            whole = self.numbers.get(name)
            self._seen[name] = None if whole is None else whole.block(self._start, self._start + self.height)
        return self._seen[name]

    def gap(self, later: str, earlier: str) -> NDArray[Any]:
        """``later - earlier``, row by row."""
        if (later, earlier) not in self._gaps:
            a, b = self.number(later), self.number(earlier)
            assert a is not None and b is not None
            self._gaps[later, earlier] = a.values - b.values
        return self._gaps[later, earlier]

    def block(self, start: int, stop: int) -> Table:
        """The rows from ``start`` (a multiple of 64) to ``stop``, without copying."""
        return Table(stop - start, self.truths, self.numbers, start)


def table_of_frame(frame: pl.DataFrame) -> Table:
    """A Polars frame as a ``Table``: truths as planes, dates as day numbers, Enums as their codes."""
    truths: dict[str, Truth] = {}
    given: list[pl.Series] = []
    for column in frame.iter_columns():
        if column.dtype == pl.Boolean:
            truths[column.name] = _truth_of_series(column)
        elif column.null_count() < len(column):
            given.append(column)
    # All in one question: asked of one column after the other, Polars takes as long to plan as to answer.
    names = [column.name for column in given]
    physical = frame.select(pl.col(names).to_physical().fill_null(0)) if names else frame
    numbers = {
        column.name: Numbers(physical.get_column(column.name).to_numpy(), _known(column)) for column in given
    }
    return Table(frame.height, truths, numbers)


def table_of_rows(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str | Sequence[str]]) -> Table:
    """A few rows of plain values as a ``Table``.

    ``kinds`` says what each column is: ``"truth"``, ``"number"``, or the list of words that it may hold.
    A value of None, or one that a row does not have, is unknown.
    """
    truths: dict[str, Truth] = {}
    numbers: dict[str, Numbers] = {}
    given = set().union(*rows)
    for name, kind in kinds.items():
        if name not in given:
            continue
        values = [row.get(name) for row in rows]
        if all(value is None for value in values):
            continue
        if len(rows) == 1:
            if kind == "truth":
                truths[name] = TRUE if values[0] else FALSE
            else:
                numbers[name] = Numbers.same(_code(values[0], kind), 1)
            continue
        known = np.array([value is not None for value in values])
        if kind == "truth":
            flags = np.array([bool(value) for value in values])
            truths[name] = Planes(pack(flags & known), None if known.all() else pack(~flags & known))
        else:
            codes = [_code(value, kind) for value in values]
            numbers[name] = Numbers(np.array(codes, dtype=np.int32), None if known.all() else pack(known))
    return Table(len(rows), truths, numbers)


def _code(value: Any, kind: str | Sequence[str]) -> int:
    if value is None:
        return 0
    return int(value) if kind == "number" else kind.index(value)


def _truth_of_series(column: pl.Series) -> Truth:
    if column.null_count() == len(column):
        return UNKNOWN
    values, valid = _bitmaps(column)
    if valid is None:  # most have some true row among the first
        return Planes(values) if values[:64].any() or values.any() else FALSE
    return Planes(values & valid, ~values & valid)


def _known(column: pl.Series) -> Words | None:
    """The rows that are not null; None where all are."""
    return None if column.null_count() == 0 else _bitmaps(column.is_not_null())[0]


class _ArrowArray(ctypes.Structure):
    """``struct ArrowArray`` of the Arrow C data interface."""


_Release = ctypes.CFUNCTYPE(None, ctypes.POINTER(_ArrowArray))
_ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.c_void_p),
    ("dictionary", ctypes.c_void_p),
    ("release", _Release),
    ("private_data", ctypes.c_void_p),
]


class _ArrowArrayStream(ctypes.Structure):
    """``struct ArrowArrayStream`` of the Arrow C stream interface."""


_ArrowArrayStream._fields_ = [
    ("get_schema", ctypes.c_void_p),
    (
        "get_next",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_ArrowArrayStream), ctypes.POINTER(_ArrowArray)),
    ),
    ("get_last_error", ctypes.c_void_p),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]

_pointer_of_capsule = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of_capsule.restype = ctypes.c_void_p
_pointer_of_capsule.argtypes = [ctypes.py_object, ctypes.c_char_p]


class _Lent:
    """An array lent by the frame: given back once nothing reads it any longer."""

    def __init__(self) -> None:
        self.array = _ArrowArray()

    def __del__(self) -> None:
        if self.array.release:
            self.array.release(ctypes.byref(self.array))


def _bitmaps(column: pl.Series) -> tuple[Words, Words | None]:
    """The value bits and validity bits (None = all valid) of a Boolean column: where they lie if whole words
    can be read there, else copied.
    """
    capsule = column.rechunk().__arrow_c_stream__(None)
    stream = ctypes.cast(
        _pointer_of_capsule(capsule, b"arrow_array_stream"), ctypes.POINTER(_ArrowArrayStream)
    )
    lent = _Lent()
    array = lent.array
    if stream.contents.get_next(stream, ctypes.byref(array)) != 0 or array.length != len(column):
        return pack(column.fill_null(False).to_numpy()), pack(column.is_not_null().to_numpy())
    bits = _bits_at(array.buffers[1], array.offset, array.length, lent)
    assert bits is not None
    return bits, _bits_at(array.buffers[0], array.offset, array.length, lent)


def _bits_at(address: int | None, offset: int, length: int, lent: _Lent) -> Words | None:
    if not address:
        return None
    octets = (offset % 8 + length + 7) // 8
    memory: Any = (ctypes.c_uint8 * octets).from_address(address + offset // 8)
    memory.lent = lent  # as long as something reads the memory
    buffer = np.frombuffer(memory, dtype=np.uint8)
    if offset % 8:
        return pack(np.unpackbits(buffer, bitorder="little")[offset % 8 : offset % 8 + length].view(np.bool_))
    if length % 64 == 0 and (address + offset // 8) % 8 == 0:
        return buffer.view(np.uint64)
    words = np.zeros((length + 63) // 64, dtype=np.uint64)
    words.view(np.uint8)[:octets] = buffer
    return words
