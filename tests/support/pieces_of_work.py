"""Pieces of work for tests of the back-ends, by name so that workers can import them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np

from openasylum.keyed_random import uniform

#: Bytes of a large result.
LARGE = 30_000_000


def square(number: int) -> int:
    return number * number


def scaled(common: tuple[float, ...], numbers: tuple[int, ...]) -> list[float]:
    """Keyed uniforms of some persons: what they are depends on the person alone, not on the chunk."""
    persons = np.array(numbers, np.uint64)
    return [float(one) * common[0] for one in uniform(7, 0, "tests.scaled", persons)]


def wrong(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


def die_once(folder: str, number: int) -> int:
    """Kill the worker in which it runs, the first time that each third number is asked for."""
    mark = Path(folder) / str(number)
    if number % 3 == 0 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def die(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def note_process(folder: str, number: int) -> int:
    (Path(folder) / str(os.getpid())).touch()
    time.sleep(0.2)
    return number


def much_to_hand_over(seconds: float) -> bytes:
    """A result so large that handing it over takes as long as making it."""
    time.sleep(seconds)
    return bytes(LARGE)
