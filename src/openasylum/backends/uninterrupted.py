"""What Ctrl-C must not cut in half: the start of a process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import Any


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end of the context; a process that starts within does not hear it at all.

    Half a process complains at length: one whose parent left off while it was handing over the work, and one that is interrupted
    before it could say that it does not listen.
    """
    # The tracker of shared memory is a process too, and its start lets signals through again.
    resource_tracker.ensure_running()
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with _kept_for_later():
            yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


@contextmanager
def _kept_for_later() -> Iterator[None]:
    """Hold Ctrl-C back where another thread of this process heard it: the main one answers for all, and no other may say how."""
    listening: Any = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(listening):
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, listening)
        if heard:
            signal.raise_signal(signal.SIGINT)
