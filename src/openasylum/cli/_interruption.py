"""Ctrl-C, also where a library swallowed it or made another error of it."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

import typer

Told = TypeVar("Told")

_heard = False


class _Interruption(KeyboardInterrupt):
    """A kind of its own: Python ends by the signal, whatever we answer, where the plain one passed through text that it evaluates."""


def listen() -> None:
    """Remember Ctrl-C from here on, unless whoever started this process has it unheard."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _hear)


def is_interruption(error: BaseException) -> bool:
    """Whether the error is Ctrl-C's doing: a library that is interrupted as it reads may say that what it reads is no good."""
    return isinstance(error, KeyboardInterrupt | typer.Abort) or (
        _heard and isinstance(error, Exception) and not isinstance(error, typer.Exit)
    )


def unless_heard(tell: Callable[[Told], None]) -> Callable[[Told], None]:
    """For the steps of long work: tell of each, but where Ctrl-C was heard before, and swallowed, raise it again."""

    def tell_or_end(step: Told) -> None:
        if _heard:
            raise _Interruption
        tell(step)

    return tell_or_end


def _hear(_number: int, _frame: FrameType | None) -> None:
    global _heard
    _heard = True
    raise _Interruption
