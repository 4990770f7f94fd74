"""Sixty-four claims in one step: from their numbers to a word of bits, and from a word of bits to their numbers.

Each function here becomes a few vector instructions of whatever processor there is. A compiler finds such
instructions of itself for sums, but not for bits; so they are spelled out. ``address`` is where the numbers
of 64 claims lie, one after the other.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

_CLAIMS = 64
_ADDRESS, _WORD = types.int64, types.uint64


def _vector(bits: int) -> Any:
    return ir.VectorType(ir.IntType(bits), _CLAIMS)


def _place(builder: Any, address: Any, bits: int) -> Any:
    return builder.inttoptr(address, _vector(bits).as_pointer())


def _numbers(builder: Any, address: Any, bits: int) -> Any:
    """The numbers of 64 claims, ``bits`` wide each."""
    return builder.load(_place(builder, address, bits), align=bits // 8)


def _each(builder: Any, value: Any) -> Any:
    """``value`` for every claim."""
    empty = ir.Constant(_vector(value.type.width), ir.Undefined)
    first = builder.insert_element(empty, value, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, empty, ir.Constant(_vector(32), [0] * _CLAIMS))


def _word_of_reaching(builder: Any, numbers: Any, least: Any) -> Any:
    return builder.bitcast(builder.icmp_signed(">=", numbers, _each(builder, least)), ir.IntType(_CLAIMS))


@intrinsic
def at_least(_: Any, address: Any, least: Any) -> Any:
    """Which of 64 numbers (int32) are at least ``least``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return _word_of_reaching(builder, _numbers(builder, given[0], 32), given[1])

    return _WORD(_ADDRESS, types.int32), write


@intrinsic
def short_at_least(_: Any, address: Any, least: Any) -> Any:
    """Which of 64 numbers (int16) are at least ``least``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return _word_of_reaching(builder, _numbers(builder, given[0], 16), given[1])

    return _WORD(_ADDRESS, types.int16), write


@intrinsic
def at_least_after(_: Any, later: Any, earlier: Any, least: Any) -> Any:
    """Which of 64 days (int32) are at least ``least`` days after another."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        gaps = builder.sub(_numbers(builder, given[0], 32), _numbers(builder, given[1], 32))
        return _word_of_reaching(builder, gaps, given[2])

    return _WORD(_ADDRESS, _ADDRESS, types.int32), write


@intrinsic
def equal(_: Any, address: Any, code: Any) -> Any:
    """Which of 64 codes (uint8) are ``code``."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        found = builder.icmp_unsigned("==", _numbers(builder, given[0], 8), _each(builder, given[1]))
        return builder.bitcast(found, ir.IntType(_CLAIMS))

    return _WORD(_ADDRESS, types.uint8), write


def _marking(bits: int) -> Any:
    @intrinsic
    def mark(_: Any, address: Any, word: Any, value: Any) -> Any:
        def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            place, none = _place(builder, given[0], bits), ir.Constant(_vector(bits), [0] * _CLAIMS)
            value = _each(builder, builder.trunc(given[2], ir.IntType(bits)))
            marked = builder.select(builder.bitcast(given[1], _vector(1)), value, none)
            builder.store(builder.or_(_numbers(builder, given[0], bits), marked), place, align=bits // 8)
            return context.get_dummy_value()

        return types.void(_ADDRESS, _WORD, types.int64), write

    return mark


#: Add the bits of ``value`` to those of 64 numbers (uint8, uint16, uint32) whose claims are in ``word``.
mark_8, mark_16, mark_32 = _marking(8), _marking(16), _marking(32)


@intrinsic
def lowest(_: Any, word: Any) -> Any:
    """The place of the lowest bit of a word that has one."""

    def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return _WORD(_WORD), write


def _pointing(kind: Any) -> Any:
    @intrinsic
    def at(_: Any, address: Any) -> Any:
        def write(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return builder.inttoptr(given[0], context.get_value_type(signature.return_type))

        return types.CPointer(kind)(_ADDRESS), write

    return at


#: What lies at an address, for ``numba.carray``.
words_at, days_at = _pointing(types.uint64), _pointing(types.int32)
