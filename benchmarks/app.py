"""How the web application holds up: levers that redraw, requests by the thousand, claims read while a run goes on.

    python benchmarks/app.py --out app.json            # everything; Chromium where it is installed
    python benchmarks/app.py --only preview load       # some of it

Everything runs on the loopback of this machine, the clients too. Wall times are what a person waits; processor times (server
and workers) are what it takes, and hardly depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

API = "/api/v1"
REQUESTS, CLIENTS = 10_000, 8
MOVES = 40
FINEST = 200
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

SERVER = """
import sys, socket
from pathlib import Path
import uvicorn
from openasylum.web.application import create_application
from openasylum.web.settings import Limits, Settings
folder = Path(sys.argv[1])
limits = Limits(burst=10**9, rate=10**9)
settings = Settings(runs=folder / "runs", cache=folder / "cache", workers=int(sys.argv[3]), limits=limits)
uvicorn.Server(uvicorn.Config(create_application(settings), access_log=False, log_level="warning", ws="none")).run(
    sockets=[socket.socket(fileno=int(sys.argv[2]))]
)
"""

CLAIM = {
    "claim": {"date": "2024-01-15", "place": "port_of_entry"},
    "entries": [{"date": "2024-01-15", "from": "US", "location": "land_port_of_entry"}],
}


class Server:
    """A server in a process of its own, without the limits that hold strangers off."""

    def __init__(self, folder: Path, workers: int) -> None:
        bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        bound.bind(("127.0.0.1", 0))
        bound.listen(512)
        self.port = bound.getsockname()[1]
        words = (sys.executable, "-c", SERVER, str(folder), str(bound.fileno()), str(workers))
        self.process = subprocess.Popen(words, pass_fds=(bound.fileno(),))
        bound.close()

    def tree(self) -> list[int]:
        """The server and its workers."""
        found = [self.process.pid]
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, parent = int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            if parent == self.process.pid:
                found.append(pid)
        return found

    def processor_seconds(self) -> float:
        """User and system time of the server and its workers."""
        ticks = 0
        for pid in self.tree():
            fields = (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """Megabytes of memory that the server process itself has in use."""
        for line in (Path("/proc") / str(self.process.pid) / "status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return float("nan")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()


class Client:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, address: str, body: Any = None) -> tuple[int, Any]:
        data = None if body is None else json.dumps(body)
        try:
            answer = self._answer(method, address, data)
        except http.client.RemoteDisconnected:  # it was idle for longer than the server keeps it open
            answer = self._answer(method, address, data)
        content = answer.read()
        return answer.status, json.loads(content) if content else None

    def _answer(self, method: str, address: str, data: str | None) -> http.client.HTTPResponse:
        self.connection.request(method, API + address, data, {"content-type": "application/json"})
        return self.connection.getresponse()


def quantiles(seconds: list[float]) -> dict[str, float]:
    """Milliseconds."""
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1)

    return {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "most": at(1.0)}


def follow(client: Client, job: dict[str, Any], until: int) -> dict[int, float]:
    """Seconds until each finer answer, up to ``until`` draws."""
    began, seen = time.perf_counter(), {}
    after = job["answer"]["draws"] if job["answer"] else 0
    while after < until and job["state"] != "done":
        _, job = client.ask("GET", f"/jobs/{job['id']}?after={after}&wait=20")
        if "answer" not in job:  # a problem document
            raise RuntimeError(job)
        if job["answer"]:
            after = job["answer"]["draws"]
            seen[after] = round(time.perf_counter() - began, 2)
        elif job["state"] in ("failed", "cancelled"):
            raise RuntimeError(job)
    return seen


def warm(server: Server, draws: int) -> dict[str, Any]:
    """Until so many of the law in force's draws are there."""
    began, client = time.perf_counter(), Client(server.port)
    while True:
        try:
            _, job = client.ask("POST", "/preview", {"scenarios": ["law-in-force"]})
            break
        except OSError:
            client = Client(server.port)
            time.sleep(0.2)
    first = time.perf_counter() - began
    follow(client, job, draws)
    return {
        "first_answer_seconds": round(first, 1),
        "draws": draws,
        "seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(server.processor_seconds(), 1),
    }


def preview(server: Server) -> dict[str, Any]:
    """Levers and laws that nobody asked for before: the first answer, and how fast it becomes finer."""
    kinds: dict[str, Callable[[int], str]] = {
        "capacity": lambda n: f"law-in-force~rpd_capacity=x{1.01 + n / 100:.2f}@2027-01-01",
        "pressure": lambda n: f"law-in-force~us_removals=x{1.01 + n / 100:.2f}@2027-01-01",
        "law": lambda n: f"law-in-force~amend=IRPR 159.4(1.1):days:{15 + n}@2027-01-01",
    }
    client, found = Client(server.port), {}
    for kind, scenario in kinds.items():
        waits, used, replaced = [], [], None
        for move in range(MOVES):
            before, began = server.processor_seconds(), time.perf_counter()
            asked = {"scenarios": [scenario(move)], "replaces": replaced}
            _, job = client.ask("POST", "/preview", asked)
            waits.append(time.perf_counter() - began)
            used.append(server.processor_seconds() - before)
            if not job["answer"]:  # a machine that is busy with other things
                waits[-1] += follow(client, job, 4)[4]
            replaced = job["id"]
        finer = follow(client, job, FINEST)
        found[kind] = {
            "first_answer_ms": quantiles(waits),
            "processor_seconds_of_first_answer": round(statistics.median(used), 3),
            "draws_to_seconds": finer,
        }
    return found


def load(server: Server) -> dict[str, Any]:
    """Ten thousand requests of every cheap kind, some that cannot be used, from eight clients at once."""
    kinds = [
        ("POST", "/decide", {"claim": CLAIM}, 200),
        ("POST", "/interview", {"answers": [["claim.date", "2024-01-15"]]}, 200),
        ("GET", "/levers", None, 200),
        ("GET", "/law/IRPR%20159.3?on=2024-01-01", None, 200),
        ("GET", "/facts?q=rcmp", None, 200),
        ("GET", "/facts/pbo.2018.average_cost.fy2017_18", None, 200),
        ("GET", "/scenarios/us-not-designated", None, 200),
        ("GET", "/jobs/none", None, 404),
        ("POST", "/decide", {"claim": {"claim": {"dat": "2024-01-15"}}}, 422),
        ("GET", "/law/IRPR%20159.33?lang=fr", None, 404),
    ]
    waits: list[float] = []
    memory: dict[int, float] = {}
    lock = threading.Lock()

    def one_client(number: int, requests: int) -> None:
        client = Client(server.port)
        for turn in range(requests):
            method, address, body, expected = kinds[(turn + number) % len(kinds)]
            began = time.perf_counter()
            status, _ = client.ask(method, address, body)
            with lock:
                waits.append(time.perf_counter() - began)
                if len(waits) % (REQUESTS // 10) == 0:
                    memory[len(waits)] = round(server.resident(), 1)
            assert status == expected, (status, address)

    for each in range(len(kinds)):  # read what is read once
        one_client(each, 2)
    waits.clear()
    memory[0] = round(server.resident(), 1)
    began, used = time.perf_counter(), server.processor_seconds()
    threads = [threading.Thread(target=one_client, args=(n, REQUESTS // CLIENTS)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    return {
        "requests": len(waits),
        "clients": CLIENTS,
        "requests_a_second": round(len(waits) / seconds),
        "latency_ms": quantiles(waits),
        "processor_ms_a_request": round(1000 * (server.processor_seconds() - used) / len(waits), 2),
        "memory_mb_after_requests": memory,
        "memory_mb_grown_in_the_second_half": round(memory[max(memory)] - memory[REQUESTS // 2], 1),
    }


def beside_a_run(server: Server) -> dict[str, Any]:
    """Claims read one after another, while nothing goes on and while a whole run does."""

    def claims(count: int) -> list[float]:
        client, waits = Client(server.port), []
        for _ in range(count):
            began = time.perf_counter()
            status, _ = client.ask("POST", "/decide", {"claim": CLAIM})
            waits.append(time.perf_counter() - began)
            assert status == 200, status
        return waits

    claims(10)
    alone = claims(200)
    _, job = Client(server.port).ask("POST", "/run", {"scenarios": ["c12-repealed"], "draws": 200})
    beside: list[float] = []
    client = Client(server.port)
    while job["state"] not in ("done", "failed"):
        beside += claims(20)
        _, job = client.ask("GET", f"/jobs/{job['id']}")
    return {
        "alone_ms": quantiles(alone),
        "beside_a_run_ms": quantiles(beside),
        "claims_read_meanwhile": len(beside),
        "run": job["state"],
    }


@contextmanager
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield found
        finally:
            found.close()


#: Moves a lever on the page and resolves when the result of another job is on the screen.
MOVE = """([value]) => new Promise((resolve, reject) => {
  const input = document.querySelector('[data-lever="rpd_capacity"] [data-factor]');
  const shown = () => document.querySelector('[data-live]').dataset.job;
  const before = shown();
  const began = performance.now();
  input.value = value;
  input.dispatchEvent(new Event('input', {bubbles: true}));
  input.dispatchEvent(new Event('change', {bubbles: true}));
  const look = () => {
    const box = document.querySelector('[data-live]');
    if (box && shown() !== before && box.querySelector('svg')) {
      requestAnimationFrame(() => resolve(performance.now() - began));
    } else if (performance.now() - began > 60000) reject(new Error('nothing was drawn'));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


def in_the_browser(server: Server) -> dict[str, Any]:
    """From the lever's event to the picture of the new answer, in Chromium on the same machine."""
    if CHROMIUM is None:
        return {"left_out": "Chromium is not installed"}
    with browser() as found:
        page = found.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{server.port}/en/scenarios?s=law-in-force~rpd_capacity=x1.1@2027-01-01")
        page.wait_for_selector("[data-live] svg", timeout=120_000)
        page.wait_for_timeout(1000)
        waits, used = [], []
        for move in range(MOVES):
            before = server.processor_seconds()
            waits.append(page.evaluate(MOVE, [f"{0.5 + 0.02 * move:.2f}"]) / 1000)
            used.append(server.processor_seconds() - before)
            page.wait_for_timeout(150)
        return {
            "redraw_ms": quantiles(waits),
            "processor_seconds_of_a_redraw": round(statistics.median(used), 3),
            "moves": len(waits),
            "chromium": found.version,
        }


PARTS = {"preview": preview, "load": load, "beside_a_run": beside_a_run, "browser": in_the_browser}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--moves", type=int, default=MOVES, help="levers moved of each kind")
    parser.add_argument("--requests", type=int, default=REQUESTS, help="requests of the load test")
    parser.add_argument("--warm", type=int, choices=(16, 64, 200), default=200, help="draws to wait for")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    globals().update(MOVES=arguments.moves, REQUESTS=arguments.requests, FINEST=arguments.warm)
    found: dict[str, Any] = {
        "machine": platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load_average": os.getloadavg(),
    }
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), arguments.workers)
        try:
            found["start"] = warm(server, arguments.warm)
            print("start:", json.dumps(found["start"]), flush=True)
            for name in arguments.only:
                found[name] = PARTS[name](server)
                print(f"{name}:", json.dumps(found[name]), flush=True)
        finally:
            server.stop()
    if arguments.out:
        arguments.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
