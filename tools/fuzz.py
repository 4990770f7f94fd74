"""A million cases of what users write, nine kinds of it (`make test-long`): each must end in an answer or in one plain sentence.

python tools/fuzz.py                    # all that is left of a million, on every core
python tools/fuzz.py --seconds 500      # as far as it goes in that time; the next call goes on from there
python tools/fuzz.py --kinds claim      # one kind

Batches are numbered, and the number is the seed of their cases. What is done stands in ``build/fuzz.json`` with the version of the code
that did it; a batch that finds a fault prints the case, ends the work with exit code 1 and is tried again by the next call. The tests
in ``tests/fuzz`` make the same kinds of cases with Hypothesis, which finds the smallest one.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
import time
import traceback
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "build" / "fuzz.json"
BATCH = 1_000
sys.path.insert(0, str(ROOT / "tests"))


def kinds() -> dict[str, Any]:
    """The nine kinds, by name."""
    from support import fuzz_documents, fuzz_tables

    return {**fuzz_documents.KINDS, **fuzz_tables.KINDS}


def one_batch(name: str, number: int) -> tuple[str, float, str | None]:
    """The kind, the processor seconds that one batch took, and what was found wrong, if anything."""
    from support.fuzzing import batch

    kind = kinds()[name]
    started = time.process_time()
    found = batch(kind, BATCH, f"{name} {number}")
    seconds = time.process_time() - started
    if found is None:
        return name, seconds, None
    case, fault = found
    return name, seconds, f"{case!r:.3000}\n" + "".join(traceback.format_exception(fault))


def main() -> int:
    from openasylum.code_version import code_version

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--seconds", type=float, default=float("inf"), help="stop handing out work after this long"
    )
    parser.add_argument("--kinds", nargs="+", choices=list(kinds()), default=list(kinds()))
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    ends = time.monotonic() + given.seconds
    done: dict[str, dict[str, Any]] = json.loads(LEDGER.read_text()) if LEDGER.exists() else {}
    wanted = {name: kinds()[name].of_a_million for name in given.kinds}
    left = {
        name: [
            number
            for number in range(-(-wanted[name] // BATCH))
            if number not in done.get(name, {}).get("batches", ())
        ]
        for name in wanted
    }
    faults = 0
    # One thread each: of tables of a few rows, more make nothing but work.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(given.workers, mp_context=context) as pool:
        under_way: dict[Future[tuple[str, float, str | None]], int] = {}

        def hand_out() -> None:
            """The next batch of the kind that is furthest behind its share."""
            name = max(left, key=lambda one: len(left[one]) / wanted[one])
            if left[name] and not faults and time.monotonic() < ends:
                number = left[name].pop(0)
                under_way[pool.submit(one_batch, name, number)] = number

        for _ in range(given.workers):
            hand_out()
        while under_way:
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            for future in finished:
                number = under_way.pop(future)
                name, seconds, fault = future.result()
                if fault:
                    faults += 1
                    print(f"{name}, batch {number}:\n{fault}", file=sys.stderr)
                else:
                    _note(done, name, number, BATCH, seconds, code_version())
                hand_out()
    for name, one in done.items():
        print(f"{name:16} {one['cases']:9,} cases  {1000 * one['cpu'] / one['cases']:7.2f} ms each")
    print(f"{'together':16} {sum(one['cases'] for one in done.values()):9,} cases")
    return 1 if faults else 0


def _note(
    done: dict[str, dict[str, Any]], name: str, number: int, cases: int, cpu: float, version: str
) -> None:
    one = done.setdefault(name, {"batches": [], "cases": 0, "cpu": 0.0, "versions": []})
    one["batches"].append(number)
    one["cases"] += cases
    one["cpu"] += cpu
    if version not in one["versions"]:
        one["versions"].append(version)
    LEDGER.parent.mkdir(exist_ok=True)
    LEDGER.write_text(json.dumps(done, indent=1))


if __name__ == "__main__":
    sys.exit(main())
