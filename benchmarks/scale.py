"""How far work can be shared out: two workers beside one, the size of a piece of work, memory; a folder of claims in bounded memory.

    python benchmarks/scale.py --out scale-benchmark.json

Each measurement runs in a process of its own. ``speed_up`` is elapsed time of one worker over that of two, start-up of the workers
included; on a busy machine read ``cpu_overhead`` instead: processor time of two workers over that of one (1 is no overhead).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WEIGHT = 40.0


def ensemble(draws: int, workers: int) -> dict[str, Any]:
    """Elapsed and processor seconds of an ensemble of two scenarios."""
    from openasylum.ensemble import run_ensemble
    from openasylum.scenario import presets
    from openasylum.simulate import build_world, simulate_draw

    scenarios = [presets()["law-in-force"], presets()["us-not-designated"]]
    world = build_world(scenarios, 20241231, WEIGHT)
    simulate_draw(world, scenarios[0], 0)  # compiled code is loaded before the clock starts
    before = _cpu()
    started = time.perf_counter()
    arrived: list[float] = []
    run_ensemble(
        world,
        scenarios,
        draws,
        backend="serial" if workers == 1 else "processes",
        workers=workers,
        on_progress=lambda done: arrived.append(time.perf_counter()),
    )
    elapsed = time.perf_counter() - started
    gaps = [later - earlier for earlier, later in pairwise(arrived)]
    return {
        "workers": workers,
        "draws": draws,
        "seconds": round(elapsed, 2),
        "cpu_seconds": round(_cpu() - before, 2),
        "piece_ms": round(1000 * statistics.median(gaps) * workers),
        "peak_mb": round(_peak(resource.RUSAGE_CHILDREN if workers > 1 else resource.RUSAGE_SELF)),
    }


def folder(claims: int) -> dict[str, Any]:
    """Seconds and memory of deciding a folder of made-up claims, through the command line."""
    with tempfile.TemporaryDirectory() as place:
        made = [
            sys.executable,
            str(ROOT / "tools" / "make_claims.py"),
            f"{place}/claims",
            "--claims",
            str(claims),
        ]
        subprocess.run(made, check=True, stderr=subprocess.DEVNULL)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        command = [
            sys.executable,
            "-c",
            "from openasylum.cli import main; main()",
            "decide",
            f"{place}/claims",
        ]
        subprocess.run([*command, "--out", f"{place}/out", "--json"], check=False, stdout=subprocess.DEVNULL)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
        # The largest child so far: writing the claims takes less than deciding them.
        peak = round(_peak(resource.RUSAGE_CHILDREN))
        return {
            "claims": claims,
            "seconds": round(time.perf_counter() - started, 2),
            "cpu_seconds": round(cpu, 2),
            "peak_mb": peak,
        }


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


def _apart(name: str, *given: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--one", name, *map(str, given)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--claims", type=int, default=10_000_000)
    parser.add_argument("--one", nargs="+")
    given = parser.parse_args()
    if given.one:
        print(json.dumps({"ensemble": ensemble, "folder": folder}[given.one[0]](*map(int, given.one[1:]))))
        return 0
    one, two = _apart("ensemble", given.draws, 1), _apart("ensemble", given.draws, 2)
    found = {
        "machine": {
            "python": platform.python_version(),
            "cores": os.cpu_count(),
            "load": round(os.getloadavg()[0], 1),
        },
        "one": one,
        "two": two,
        "speed_up": round(one["seconds"] / two["seconds"], 2),
        "cpu_overhead": round(two["cpu_seconds"] / one["cpu_seconds"], 2),
        "folder": _apart("folder", given.claims),
    }
    text = json.dumps(found, indent=2)
    print(text)
    if given.out:
        given.out.write_text(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
