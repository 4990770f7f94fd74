"""One ``map_reduce``: the same answer wherever the work is done, however it is cut, and whoever dies of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openasylum.backends import BACKENDS, Backend, WorkersDied, check_backend, map_reduce
from openasylum.errors import UserError
from support import pieces_of_work as work

TESTS = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _workers_can_import(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("size", [1, 7, 40])
def test_the_same_answer_everywhere_and_for_any_chunks(backend: Backend, size: int) -> None:
    if backend == "dask" and size == 1:
        size = 3
    persons = range(40)
    chunks = [tuple(persons[first : first + size]) for first in range(0, 40, size)]
    parts = map_reduce(work.scaled, chunks, backend=backend, workers=2, common=(2.5,))
    whole = work.scaled((2.5,), tuple(persons))
    assert [one for part in parts for one in part] == whole


@pytest.mark.parametrize("backend", BACKENDS)
def test_results_come_in_the_order_of_the_chunks_and_are_told_of_once(backend: Backend) -> None:
    told: list[tuple[int, int]] = []
    found = map_reduce(
        work.square,
        [5, 1, 4, 2],
        backend=backend,
        workers=2,
        on_result=lambda position, result: told.append((position, result)),
    )
    assert found == [25, 1, 16, 4]
    assert sorted(told) == [(0, 25), (1, 1), (2, 16), (3, 4)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_a_task_raises_is_raised_here(backend: Backend) -> None:
    with pytest.raises(ValueError, match="three"):
        map_reduce(work.wrong, range(8), backend=backend, workers=2)


@pytest.mark.parametrize("backend", ["processes", "dask"])
def test_the_work_of_workers_that_are_killed_is_done_again(backend: Backend, tmp_path: Path) -> None:
    found = map_reduce(work.die_once, range(8), backend=backend, workers=2, common=str(tmp_path))
    assert found == [number * number for number in range(8)]
    assert {path.name for path in tmp_path.iterdir()} == {"0", "3", "6"}, "each of them did kill a worker"


def test_work_that_kills_every_worker_ends_in_one_sentence() -> None:
    with pytest.raises(WorkersDied, match="want of memory"):
        map_reduce(work.die, range(4), backend="processes", workers=2)


def test_nothing_to_do_is_nothing_done() -> None:
    for backend in ("serial", "threads", "processes"):
        assert map_reduce(work.square, [], backend=check_backend(backend)) == []


def test_workers_end_with_whoever_started_them(tmp_path: Path) -> None:
    """kill -9 of the process that shares out the work leaves no worker behind."""
    program = (
        "import sys; from support import pieces_of_work as work; from openasylum.backends import map_reduce\n"
        "if __name__ == '__main__': "
        "map_reduce(work.note_process, range(500), workers=2, common=sys.argv[1])"
    )
    file = tmp_path / "program.py"
    file.write_text(program)
    notes = tmp_path / "notes"
    notes.mkdir()
    started = subprocess.Popen(
        [sys.executable, str(file), str(notes)], env={**os.environ, "PYTHONPATH": str(TESTS)}
    )
    _until(lambda: len(list(notes.iterdir())) == 2)
    started.send_signal(signal.SIGKILL)
    started.wait()
    workers = [int(path.name) for path in notes.iterdir()]
    _until(lambda: not any(_alive(worker) for worker in workers))


def test_an_unknown_back_end_and_a_scheduler_without_use_are_told() -> None:
    with pytest.raises(UserError, match="nearest valid value is processes"):
        check_backend("procesess")
    with pytest.raises(UserError, match="no scheduler"):
        check_backend("threads", "tcp://127.0.0.1:8786")
    assert check_backend("dask", "tcp://127.0.0.1:8786") == "dask"


def test_a_scheduler_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openasylum.backends.cluster.SECONDS_TO_CONNECT", 1)
    with pytest.raises(UserError, match=r"no Dask scheduler .* at tcp://127\.0\.0\.1:9"):
        map_reduce(work.square, [1, 2], backend="dask", scheduler="tcp://127.0.0.1:9")


def test_a_tls_address_without_certificates_is_one_sentence() -> None:
    with pytest.raises(
        UserError, match="needs certificates, in the variables DASK_DISTRIBUTED__COMM__TLS__CA_FILE"
    ):
        map_reduce(work.square, [1, 2], backend="dask", scheduler="tls://127.0.0.1:9")


def _until(true: object, seconds: float = 30) -> None:
    assert callable(true)
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
