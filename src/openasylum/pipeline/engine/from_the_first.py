"""Tables whose rows are counted from the first.

To Numba, as to Python, an index below zero counts from the end: it looks at the sign of each index, and keeps the length of each
table at hand for it. The engines never count so. Without, there is a quarter less to do in a step, and to compile.
"""

from __future__ import annotations

import operator
from typing import Any

from numba.core import types
from numba.core.types.containers import BaseTuple, Tuple
from numba.extending import lower_builtin, models, register_model


class Table(types.Array):
    """The type of an array of which no index is below zero."""

    @classmethod
    def of(cls, array: types.Array) -> Table:
        """The same array, so read."""
        return cls(array.dtype, array.ndim, array.layout, readonly=not array.mutable, aligned=array.aligned)


register_model(Table)(models.ArrayModel)


def _as_array(context: Any, builder: Any, signature: Any, arguments: Any) -> tuple[Any, list[Any]]:
    """A reading or writing of a table as one of an array, with indices that have no sign."""
    table, index, *value = signature.args
    array = types.Array(table.dtype, table.ndim, table.layout, not table.mutable, aligned=table.aligned)
    if isinstance(index, BaseTuple):
        places: Any = Tuple([_without_sign(each) for each in index])
    else:
        places = _without_sign(index)
    cast = context.cast(builder, arguments[1], index, places)
    return signature.return_type(array, places, *value), [arguments[0], cast, *arguments[2:]]


def _without_sign(index: Any) -> Any:
    return types.uintp if isinstance(index, types.Integer) else index


@lower_builtin(operator.getitem, Table, types.Integer)
@lower_builtin(operator.getitem, Table, BaseTuple)
def _read(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    signature, arguments = _as_array(context, builder, signature, arguments)
    return context.get_function(operator.getitem, signature)(builder, arguments)


@lower_builtin(operator.setitem, Table, types.Any, types.Any)
def _write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    signature, arguments = _as_array(context, builder, signature, arguments)
    return context.get_function(operator.setitem, signature)(builder, arguments)
