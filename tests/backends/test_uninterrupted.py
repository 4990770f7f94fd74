"""Ctrl-C while a process starts: POSIX's signal masks are inherited by what is executed (``execve``, signal(7))."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from openasylum.backends.processes import WorkerProcesses
from openasylum.backends.uninterrupted import uninterrupted


def test_an_interruption_waits_for_the_end_of_the_context() -> None:
    reached = False
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        reached = True
    assert reached


def test_one_that_another_thread_hears_waits_too() -> None:
    ready, done = threading.Event(), threading.Event()

    def elsewhere() -> None:
        ready.wait()
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        done.set()

    thread = threading.Thread(target=elsewhere)  # before the context: its own mask lets the signal through
    thread.start()
    reached = False
    with pytest.raises(KeyboardInterrupt), uninterrupted():
        ready.set()
        done.wait()
        sum(range(100_000))
        reached = True
    thread.join()
    assert reached


def test_afterwards_all_is_as_it_was() -> None:
    before = signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with uninterrupted():
        pass
    assert (signal.getsignal(signal.SIGINT), signal.pthread_sigmask(signal.SIG_BLOCK, ())) == before


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the masks of processes are told by Linux")
def test_a_worker_does_not_hear_it_from_its_very_start() -> None:
    with WorkerProcesses(2) as pool:
        future = pool.submit(os.getpid)
        (worker,) = pool._members()
        assert worker.pid is not None
        assert signal.SIGINT in _blocked(worker.pid)
        assert future.result() == worker.pid


def test_a_process_that_ignores_it_goes_on_ignoring_it() -> None:
    script = (
        "import os, signal; from openasylum.backends.uninterrupted import uninterrupted\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "with uninterrupted(): os.kill(os.getpid(), signal.SIGINT)\n"
        "print('went on')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("went on\n", "")


def _blocked(process: int) -> set[int]:
    found = re.search(r"SigBlk:\s*([0-9a-f]+)", Path(f"/proc/{process}/status").read_text())
    assert found
    mask = int(found[1], 16)
    return {number for number in range(1, 65) if mask >> (number - 1) & 1}
