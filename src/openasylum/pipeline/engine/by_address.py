"""Named tuples of arrays, handed from one compiled function to the next by their address.

To Numba a tuple of arrays is all the fields of all its arrays, some two hundred for a process, and each call hands on every one
of them: the compiler spends more on that than on the work itself. An address is one word. Where nothing is compiled it is the
tuple.
"""

from __future__ import annotations

from typing import Any, TypeVar

from numba.core import cgutils, types
from numba.core.types.containers import BaseNamedTuple, BaseTuple
from numba.core.typing.templates import AttributeTemplate, infer_getattr
from numba.extending import lower_builtin, lower_getattr_generic, models, register_model, type_callable

from openasylum.pipeline.engine.from_the_first import Table

Tables = TypeVar("Tables")


def by_address(tables: Tables) -> Tables:
    """The same named tuple, from now on handed on by its address; good as long as the function runs that asks for it."""
    return tables


class Address(types.Type):
    """The type of the address of a named tuple."""

    def __init__(self, tables: BaseTuple) -> None:
        self.tables = tables
        super().__init__(f"Address({tables.instance_class.__name__})")

    @property
    def key(self) -> BaseTuple:
        """What tells it from others of its kind."""
        return self.tables


@register_model(Address)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, manager: Any, address: Address) -> None:
        super().__init__(manager, address, manager.lookup(address.tables).get_value_type().as_pointer())


@type_callable(by_address)
def _type_of_address(_: Any) -> Any:
    return lambda tables: Address(tables) if isinstance(tables, BaseNamedTuple) else None


@lower_builtin(by_address, BaseTuple)
def _take_address(_: Any, builder: Any, __: Any, arguments: Any) -> Any:
    return cgutils.alloca_once_value(builder, arguments[0])


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
