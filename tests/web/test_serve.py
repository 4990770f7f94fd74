"""``openasylum serve`` as a process: the port, the address, the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-c", "from openasylum.cli import main; main()", "serve", "--no-browser")


@contextmanager
def served(folder: Path, *more: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server on a free port, and its address as it says it."""
    environment = {**os.environ, "OPENASYLUM_CACHE": str(folder / "cache"), "COLUMNS": "200"}
    process = subprocess.Popen(
        (*COMMAND, "--port", "0", "--runs", str(folder / "runs"), "--workers", "1", *more),
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        yield process, "http://" + line.split("http://")[1].split()[0].rstrip("/")
    finally:
        process.kill()
        process.wait()


def ask(address: str, body: Any = None) -> Any:
    request = urllib.request.Request(address, method="GET" if body is None else "POST")
    request.add_header("content-type", "application/json")
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=60) as answer:
        return json.load(answer)


def test_a_port_in_use_is_one_sentence_and_exit_code_2() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run((*COMMAND, "--port", str(port)), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.strip() == (
        f"--port: port {port} is in use by another program; give another, or 0 for any that is free; "
        f"the nearest valid value is {port + 1}."
    )


def test_stopped_in_the_middle_of_a_run_nothing_half_is_left(tmp_path: Path) -> None:
    with served(tmp_path) as (process, address):
        job = ask(f"{address}/api/v1/run", {"draws": 500})
        time.sleep(3)
        assert ask(f"{address}/api/v1/jobs/{job['id']}")["state"] in ("waiting", "running")
        workers = _children(process.pid)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) in (0, 143, -signal.SIGTERM)
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
    assert not (tmp_path / "runs").exists() or list((tmp_path / "runs").iterdir()) == []
    until = time.monotonic() + 10
    while any(_alive(worker) for worker in workers):
        assert time.monotonic() < until, "workers outlive the server"
        time.sleep(0.1)


def test_ctrl_c_is_the_usual_way_to_end_it(tmp_path: Path) -> None:
    """Also where nothing can be kept between starts."""
    (tmp_path / "cache").write_text("a file stands where the folder should be")
    with served(tmp_path) as (process, address):
        assert ask(f"{address}/api/v1/levers")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr is not None and process.stderr.read() == ""


def test_workers_of_a_server_that_was_killed_end_by_themselves(tmp_path: Path) -> None:
    with served(tmp_path) as (process, address):
        ask(f"{address}/api/v1/levers")
        until = time.monotonic() + 30
        while not (workers := _children(process.pid)) and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(4)
        workers = _children(process.pid)
        process.kill()
        process.wait()
    until = time.monotonic() + 20
    while any(_alive(worker) for worker in workers):
        assert time.monotonic() < until, "workers outlive the server"
        time.sleep(0.1)


def _children(pid: int) -> list[int]:
    """Processes begun by ``pid``, on systems that say so in ``/proc``."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(folder.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


def _alive(pid: int) -> bool:
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
