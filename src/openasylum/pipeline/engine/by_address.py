"""Named tuples of arrays, handed to compiled functions, and from one of them to the next, by their address.

To Numba a tuple of arrays is all the fields of all its arrays, some two hundred for a process, and each call hands on every one
of them: the compiler spends more on that than on the work itself. An address is one word. Where nothing is compiled it is the
tuple.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, TypeVar

import numpy as np
from numba import typeof
from numba.core import cgutils, types
from numba.core.types.containers import BaseNamedTuple, BaseTuple
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import (
    NativeValue,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
    unbox,
)

from openasylum.pipeline.engine.from_the_first import Table

Tables = TypeVar("Tables")


class Address(types.Type):
    """The type of the address of a named tuple."""

    def __init__(self, tables: BaseTuple) -> None:
        self.tables = tables
        super().__init__(f"Address({tables.instance_class.__name__})")

    @property
    def key(self) -> BaseTuple:
        """What tells it from others of its kind."""
        return self.tables


class Located:
    """A named tuple of arrays and whole numbers, laid out in memory as compiled functions read it: arrays as Numba's own
    record of them, which is a row of words.
    """

    #: The types of those met before: to look at one as Numba does takes longer than to hand it over.
    _types: ClassVar[dict[tuple[Any, ...], Address]] = {}

    def __init__(self, tables: Any) -> None:
        self._tables = tables  # for as long as someone reads them here
        self._words = np.array([word for field in tables for word in _words(field)], np.int64)
        self.address = self._words.ctypes.data
        kind = type(tables), *map(_kind, tables)
        if kind not in self._types:
            self._types[kind] = Address(typeof(tables))
        self._numba_type_ = self._types[kind]


def _kind(field: Any) -> Any:
    """What tells the type of a field from others."""
    return (field.dtype, field.ndim, field.flags.num) if isinstance(field, np.ndarray) else type(field)


def _words(field: Any) -> Iterator[int]:
    if not isinstance(field, np.ndarray):
        yield field
        return
    yield from (0, 0)  # nobody's to free
    yield from (field.size, field.itemsize, field.ctypes.data, *field.shape, *field.strides)


def by_address(tables: Tables) -> Tables:
    """The same named tuple, from now on handed on by its address; good as long as the function runs that asks for it."""
    return tables


@register_model(Address)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, manager: Any, address: Address) -> None:
        super().__init__(manager, address, manager.lookup(address.tables).get_value_type().as_pointer())


@unbox(Address)
def _from_python(address: Address, located: Any, native: Any) -> NativeValue:
    number = native.pyapi.object_getattr_string(located, "address")
    pointer = native.pyapi.long_as_voidptr(number)
    native.pyapi.decref(number)
    return NativeValue(native.builder.bitcast(pointer, native.context.get_value_type(address)))


@type_callable(by_address)
def _type_of_address(_: Any) -> Any:
    def answer(tables: types.Type) -> types.Type | None:
        if isinstance(tables, BaseNamedTuple):
            return Address(tables)
        return tables if isinstance(tables, Address) else None

    return answer


@lower_builtin(by_address, BaseTuple)
def _take_address(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
    return cgutils.alloca_once_value(builder, arguments[0])


@lower_builtin(by_address, Address)
def _copy_here(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
    """What others may write to would be read again and again: a copy is the function's own."""
    return cgutils.alloca_once_value(builder, builder.load(arguments[0]))


@infer_getattr
class _FieldTypes(AttributeTemplate):
    key = Address

    def generic_resolve(self, address: Address, name: str) -> types.Type | None:
        fields = address.tables.fields
        return _as_table(address.tables[fields.index(name)]) if name in fields else None


def _as_table(field: types.Type) -> types.Type:
    return Table.of(field) if isinstance(field, types.Array) else field


@lower_getattr_generic(Address)
def _read_field(_: Any, builder: Any, address: Address, pointer: Any, name: str) -> Any:
    return builder.load(cgutils.gep_inbounds(builder, pointer, 0, address.tables.fields.index(name)))
