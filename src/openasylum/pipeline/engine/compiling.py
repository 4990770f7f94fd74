"""How the engines' functions are compiled.

Importing these modules compiles nothing; the first run does, and Numba keeps the result. With ``NUMBA_DISABLE_JIT=1`` everything
runs as plain Python, slowly.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from numba import config, njit

from openasylum import keyed_random
from openasylum.pipeline.engine.inner_parts import WAYS


def _forget_what_is_stale() -> None:
    """Throw away what was compiled from other sources than these: Numba itself looks at one file at a time, and not at
    the parts that a function is made of.
    """
    folder = Path(__file__).parent
    sources = [*sorted(folder.glob("*.py")), Path(keyed_random.__file__)]
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
    """Compiled on first use and kept (anew in each process where no folder can be written to); named tuples of arrays go to it
    by address.

    Where that can be, without Numba's reference counts (see ``inner_parts``); so nothing compiled here may make an array.
    """
    options = {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, **WAYS.whole}
    try:
        kept: Callable[..., Any] = njit(cache=True, **options)(function)
    except RuntimeError:
        kept = njit(**options)(function)
    if config.DISABLE_JIT:
        return kept

    @wraps(function)
    def call(*arguments: Any) -> Any:
        arguments = tuple(WAYS.located(each) if isinstance(each, tuple) else each for each in arguments)
        if kept.signatures:  # type: ignore[attr-defined]
            return kept(*arguments)
        with _without_collections(), WAYS.asked_once():
            return kept(*arguments)

    return call


@contextmanager
def _without_collections() -> Iterator[None]:
    """The compiler makes millions of small objects that live until it is done: to look for garbage among them again and
    again takes a quarter of its time.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


#: A part of a larger function, written apart to be read apart, and laid into it by LLVM. Python cannot call it where
#: compilation is on, so nothing is made for Python to call.
part: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(
    nogil=True,
    forceinline=True,
    error_model="numpy",
    no_cpython_wrapper=True,
    no_cfunc_wrapper=True,
    **WAYS.part,
)
