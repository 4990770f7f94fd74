"""A process that dies is always heard, whatever it had in hand."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from concurrent.futures import CancelledError, wait
from concurrent.futures.process import BrokenProcessPool

import pytest

from openasylum.backends.processes import WorkerProcesses
from support.pieces_of_work import LARGE, much_to_hand_over


@pytest.mark.parametrize("number", range(8))
def test_a_process_killed_while_it_hands_over_keeps_nobody_waiting(number: int) -> None:
    pool = WorkerProcesses(2)
    futures = [pool.submit(much_to_hand_over, 0.01) for _ in range(40)]
    futures[0].result(timeout=60)
    time.sleep(random.Random(number).uniform(0, 0.1))
    os.kill(random.Random(number).choice(list(pool._processes or {})), signal.SIGKILL)
    assert not wait(futures, timeout=60).not_done
    with pytest.raises(BrokenProcessPool):
        futures[-1].result()
    with pytest.raises(BrokenProcessPool):
        pool.submit(much_to_hand_over, 0.0)


def test_processes_that_end_as_they_should_hand_over_everything() -> None:
    with WorkerProcesses(2) as pool:
        assert [len(found) for found in pool.map(much_to_hand_over, [0.0] * 6)] == [LARGE] * 6


def test_an_end_at_once_comes_at_once() -> None:
    pool = WorkerProcesses(2)
    futures = [pool.submit(much_to_hand_over, 60.0) for _ in range(2)]
    pool.end_at_once()
    for future in futures:
        with pytest.raises((BrokenProcessPool, CancelledError)):
            future.result(timeout=30)
    with pytest.raises(RuntimeError):
        pool.submit(much_to_hand_over, 0.0)


def test_no_thread_that_hands_out_work_outlives_an_end_at_once() -> None:
    """The interpreter would wake it as it ends, and at times through a pipe that it had just closed."""
    before = set(threading.enumerate())
    pool = WorkerProcesses(2)
    future = pool.submit(much_to_hand_over, 0.0)
    future.result(timeout=60)
    pool.submit(much_to_hand_over, 60.0)
    manager = pool._executor_manager_thread
    pool.end_at_once()
    assert manager is not None and manager not in set(threading.enumerate()) - before
