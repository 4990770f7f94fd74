"""Parts of a nested Arrow array: a field by its dotted path, the items of lists one under the other, and all of them as the
engine has them: truths as planes, days and words as numbers.

Arrow keeps every field of every item of a nested table in one flat buffer, so that a part of it is looked at where it lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from openasylum.law.gates.columns import Numbers
from openasylum.law.gates.planes import FALSE, UNKNOWN, Planes, Truth, Words, pack

Flags = NDArray[np.bool_]


def part(of: pa.Array, path: str) -> pa.Array | None:
    """A column by dotted path through structs, null wherever a struct on the way is; None where there is none."""
    for step in path.split("."):
        if not pa.types.is_struct(of.type) or (position := of.type.get_field_index(step)) < 0:
            return None
        of = pc.struct_field(of, [position])
    return of


@dataclass(frozen=True)
class Lists:
    """A column of lists: ``items`` of all rows one under the other, and ``owner``, the row that each belongs to."""

    items: pa.Array
    owner: NDArray[np.int64]
    column: pa.Array

    @classmethod
    def of(cls, column: pa.Array) -> Lists:
        """The lists of a column, which may be of any kind of list, or null throughout."""
        if pa.types.is_null(column.type):
            return cls(pa.nulls(0), np.zeros(0, dtype=np.int64), column)
        items = column.flatten()
        if not len(items):
            return cls(items, np.zeros(0, dtype=np.int64), column)
        owner = pc.list_parent_indices(column).to_numpy(zero_copy_only=False)
        return cls(items, owner.astype(np.int64, copy=False), column)

    @property
    def rows(self) -> int:
        """How many rows the column has."""
        return len(self.column)

    @cached_property
    def stated(self) -> Flags:
        """In which rows there is a list, be it an empty one."""
        return valid(self.column)

    @cached_property
    def last(self) -> NDArray[np.int64]:
        """The place of each row's last item among ``items``; -1 where the row has none."""
        places = np.full(self.rows, -1, dtype=np.int64)
        places[self.owner] = np.arange(len(self.owner))  # of several the last one stays
        return places

    def last_items(self) -> pa.Array:
        """Each row's last item; null where the row has none."""
        if len(self.items) == self.rows and bool((self.last >= 0).all()):
            return self.items  # one each
        return self.items.take(pa.array(self.last, mask=self.last < 0))

    def some(self, flags: Flags) -> Truth:
        """Whether some item of each row is flagged; unknown where there is no list."""
        if not flags.any():
            return flags_truth(None, self.stated)
        found = np.zeros(self.rows, dtype=np.bool_)
        found[self.owner[flags]] = True
        return flags_truth(found, self.stated)


def valid(column: pa.Array) -> Flags:
    """Where a column is not null."""
    if column.null_count == 0:
        return np.ones(len(column), dtype=np.bool_)
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False), dtype=np.bool_)


def flags_truth(flags: Flags | None, known: Flags) -> Truth:
    """Flags as a truth, unknown where they are not ``known``; None is False throughout."""
    if known.all():
        return FALSE if flags is None else Planes(pack(flags))
    if flags is None:
        return Planes(np.zeros((len(known) + 63) // 64, dtype=np.uint64), pack(known))
    return Planes(pack(flags & known), pack(~flags & known))


def plain(column: pa.Array) -> pa.Array:
    """``column`` without a dictionary, and without the views that few functions of Arrow know."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.large_string()) if pa.types.is_string_view(column.type) else column


def holds_words(kind: pa.DataType) -> bool:
    """Whether a column of this type holds words."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def codes(column: pa.Array, words: Sequence[str]) -> pa.Array:
    """The place of each word of ``column`` among ``words``; null where there is none, or it is none of them."""
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), pa.int32())
    if pa.types.is_dictionary(column.type) and column.dictionary.null_count == 0:
        # The few distinct words are looked up, and each row takes the answer for its own.
        return pc.take(_places(plain(column.dictionary), words), column.indices)
    return _places(plain(column), words)


def _places(column: pa.Array, words: Sequence[str]) -> pa.Array:
    return pc.index_in(column, value_set=_value_set(tuple(words), column.type))


@lru_cache(maxsize=256)
def _value_set(words: tuple[str, ...], kind: pa.DataType) -> pa.Array:
    return pa.array(words, type=kind)


def series(column: pa.Array) -> pl.Series:
    """``column`` as Polars has it, the same memory where the two agree."""
    found: Any = pl.from_arrow(plain(column))
    return found


def truth(column: pa.Array) -> Truth:
    """A Boolean column as planes: its bits, where they lie if whole words can be read there."""
    if column.null_count == len(column):
        return UNKNOWN
    values = _bits(column.buffers()[1], column.offset, len(column))
    if column.null_count == 0:  # most have some true row among the first
        return Planes(values) if values[:64].any() or values.any() else FALSE
    known = _bits(column.buffers()[0], column.offset, len(column))
    return Planes(values & known, ~values & known)


def numbers(column: pa.Array) -> Numbers:
    """A column of whole numbers or days; what is unknown is 0."""
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    if column.null_count == 0:
        return Numbers(column.to_numpy(), None)
    known = _bits(column.buffers()[0], column.offset, len(column))
    return Numbers(column.fill_null(0).to_numpy(), known)


def _bits(buffer: pa.Buffer, offset: int, length: int) -> Words:
    octets = np.frombuffer(buffer, dtype=np.uint8)[offset // 8 : (offset + length + 7) // 8]
    if offset % 8:
        bits = np.unpackbits(octets, bitorder="little")[offset % 8 : offset % 8 + length]
        return pack(bits.view(np.bool_))
    if length % 64 == 0 and octets.ctypes.data % 8 == 0:
        return octets.view(np.uint64)
    words = np.zeros((length + 63) // 64, dtype=np.uint64)
    words.view(np.uint8)[: len(octets)] = octets
    return words
