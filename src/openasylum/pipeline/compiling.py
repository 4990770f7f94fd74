"""How the engines' functions are compiled.

Importing these modules compiles nothing; the first run does, and Numba keeps the result. With ``NUMBA_DISABLE_JIT=1`` everything
runs as plain Python, slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled on first use and kept (anew in each process where no folder can be written to).

    Without Numba's reference counts, which would cost more than the work itself; so nothing compiled here may make
    an array.
    """
    options = {"nogil": True, "_nrt": False}
    try:
        kept: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:
        kept = njit(**options)(function)
    return kept


#: A part of a larger function: never called from outside, compiled where it is used.
part: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, inline="always", _nrt=False)
