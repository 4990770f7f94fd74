"""Numba's inner parts, where they are those that the engines were tried with; where they are not, Numba's own ways.

With them compiling takes a fraction of the time. They are no contract: under a later release of Numba, or where one of them is
gone, the same functions go through Numba as any other would, slower to compile, with the same results.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final, NamedTuple, TypeVar

from numba import njit, version_info

Tables = TypeVar("Tables")

#: The last release of Numba that the inner parts were tried with.
LAST_KNOWN: Final = (0, 68)


class Ways(NamedTuple):
    """How functions go through Numba: what ``njit`` is told for a whole function and for a part of one; how a named tuple of arrays
    is handed to a compiled function, and on from there; and what stands around a compilation.
    """

    whole: dict[str, Any]
    part: dict[str, Any]
    located: Callable[[Any], Any]
    by_address: Callable[[Any], Any]
    asked_once: Callable[[], AbstractContextManager[None]]


def ways(release: tuple[int, int] = version_info.short) -> Ways:
    """By the inner parts, where this is a release of Numba that has them; else Numba's own."""
    if release <= LAST_KNOWN:
        try:
            return _by_inner_parts()
        except (ImportError, AttributeError):
            pass  # one of them is gone
    return _numbas_own()


def _by_inner_parts() -> Ways:
    from openasylum.pipeline.engine.by_address import Located, by_address
    from openasylum.pipeline.engine.laid_in import PartCompiler, WholeCompiler, asked_once

    whole, part = ({"_nrt": False, "pipeline_class": steps} for steps in (WholeCompiler, PartCompiler))
    return Ways(whole, part, Located, by_address, asked_once)


def _numbas_own() -> Ways:
    options = _without_reference_counts()
    same = njit(nogil=True, forceinline=True, **options)(_as_it_is)
    return Ways(options, options, _as_it_is, same, nullcontext)


def _without_reference_counts() -> dict[str, Any]:
    """What ``njit`` is told to keep none, if it can be told: they cost more than the work itself, and nothing needs them."""
    try:
        from numba.core.cpu import CPUTargetOptions
    except ImportError:
        return {}
    return {"_nrt": False} if hasattr(CPUTargetOptions, "_nrt") else {}


def _as_it_is(tables: Tables) -> Tables:
    return tables


WAYS: Final = ways()

#: The same named tuple, from now on handed on by its address where that can be.
by_address: Final = WAYS.by_address
