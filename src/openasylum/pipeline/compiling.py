"""How the engines' functions are compiled.

Importing these modules compiles nothing; the first run does, and Numba keeps the result. With ``NUMBA_DISABLE_JIT=1`` everything
runs as plain Python, slowly.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import njit


def _forget_what_is_stale() -> None:
    """Throw away what was compiled from other sources than these: Numba itself looks at one file at a time, and not at
    the parts that a function is made of.
    """
    folder = Path(__file__).parent
    sources = [*sorted(folder.glob("*.py")), folder.parent / "keyed_random.py"]
    kept = folder / "__pycache__"
    stamp = kept / "compiled.stamp"
    try:
        now = "\n".join(f"{source.name} {source.stat().st_mtime_ns}" for source in sources)
        if kept.is_dir() and not (stamp.exists() and stamp.read_text(encoding="utf-8") == now):
            for old in kept.glob("*.nb[ic]"):
                old.unlink(missing_ok=True)
            stamp.write_text(now, encoding="utf-8")
    except OSError:
        pass  # nothing can be written here, so Numba keeps nothing here either


_forget_what_is_stale()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compiled on first use and kept (anew in each process where no folder can be written to).

    Without Numba's reference counts, which would cost more than the work itself; so nothing compiled here may make
    an array.
    """
    options = {"nogil": True, "_nrt": False, "error_model": "numpy"}
    try:
        kept: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:
        kept = njit(**options)(function)
    return kept


#: A part of one larger function, written apart to be read apart: compiled where it is used.
part: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(
    nogil=True, inline="always", _nrt=False, error_model="numpy"
)

#: A tool of several functions: compiled once, and laid into each by LLVM.
tool: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(
    nogil=True, forceinline=True, _nrt=False, error_model="numpy"
)
