"""How fast the pipeline runs: a three-stage case beside SimPy and Ciw, the full process person by person, and the count level.

    python benchmarks/pipeline.py --out pipeline.json

Each measurement runs in a process of its own, so that its peak memory is its own. An event is a person's entry into a stage or
departure from it. The peers run the same three-stage case (servers, two priorities, a part of the people on to a third stage) with
as many people, the same arrivals and the same mean times. All three answer one question, how long people wait at each stage, and
keep nothing else that can be left out; the mean waits are printed, and are alike but for chance (some percent). The peers take some
minutes (Ciw slows down as people come, and takes 1.2 GB); ``--peers 50000`` gives them fewer, and speeds are per person. Ours is
the middle one of five runs after one that warms up.

Speeds are told in time by the clock and in processor time, which a busy machine disturbs less. On one core a run of ours is
held against a run of theirs; "two cores" is two runs of ours at once, in threads of one process, which theirs cannot do.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

START = date(2000, 1, 1)
PEOPLE = 1_000_000
REPEATS = 5
PEER_PEOPLE = int(os.environ.get("OPENASYLUM_BENCH_PEERS", str(PEOPLE)))
RATE = 10.0  # arrivals a day
SERVERS, MEANS, ONWARD = (11, 55, 8), (1.0, 5.0, 2.0), 0.35


def three_stages() -> Any:
    """The case as a stage file, twenty steps a day."""
    from openasylum.documents import Document
    from openasylum.pipeline.definition.stage_graph import read_stages

    text = {"en": "case", "fr": "cas"}
    ways: list[list[dict[str, Any]]] = [
        [{"name": "on", "to": "b"}],
        [{"name": "on", "to": "c", "share": ONWARD}, {"name": "done", "to": "out"}],
        [{"name": "done", "to": "out"}],
    ]
    streams = [
        {"name": "first", "priority": 1, "when": {"origin": ["haiti"]}},
        {"name": "rest", "priority": 2},
    ]
    stages: list[dict[str, Any]] = [
        {
            "id": name,
            "kind": "servers",
            "title": text,
            "servers": SERVERS[i],
            "service": {"distribution": "exponential", "mean_days": MEANS[i]},
            "streams": streams,
            "allocation": "priority",
            "exits": ways[i],
        }
        for i, name in enumerate("abc")
    ]
    stages.append({"id": "out", "kind": "end", "title": text})
    return read_stages(
        Document({"title": text, "first_stage": "a", "steps_per_day": 20, "stages": stages}, "case")
    )


def arrival_days(people: int) -> Any:
    """Moments of arrival, in days."""
    return np.cumsum(np.random.default_rng(1).exponential(1 / RATE, people))


def ours_three_stages(people: int, threads: int = 1) -> dict[str, Any]:
    """Our time for the case, so many times at once."""
    from openasylum import pipeline
    from openasylum.vocabulary import ORIGIN_GROUPS

    days = arrival_days(people)
    base = (START - date(1970, 1, 1)).days * 86_400_000_000
    frame = pl.DataFrame(
        {
            "person": np.arange(people, dtype=np.uint64),
            "enter_date": pl.Series((base + days * 86_400e6).astype(np.int64)).cast(pl.Datetime("us")),
            "origin": pl.Series(["haiti", "mexico"], dtype=pl.Enum(ORIGIN_GROUPS)).gather(
                (np.random.default_rng(2).random(people) < 0.7).astype(np.int64)
            ),
        }
    )
    graph, until = three_stages(), START + timedelta(days=int(days[-1]) + 60)

    means: list[float] = []

    def one(draw: int) -> int:
        waits = pipeline.waits_for_service(graph, frame, {}, seed=0, draw=draw, start=START, until=until)
        means[:] = waits.group_by("stage").agg(pl.col("days").mean()).sort("stage")["days"]
        return waits.height

    return {"people": people * threads, **several(one, threads), "mean_days_waited": means}


def several(one: Callable[[int], int], threads: int, repeats: int = REPEATS) -> dict[str, float]:
    """The middle one of some measurements, after a run that warms up: ``one`` simulates a draw and says how many visits it has;
    as many draws go at once as there are threads.
    """
    one(0)
    times = []
    for _ in range(repeats):
        began, worked = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(threads) as pool:
            visits = sum(pool.map(one, range(threads)))
        times.append((time.perf_counter() - began, time.process_time() - worked))
    seconds, processor = sorted(times)[repeats // 2]
    return {
        "seconds": seconds,
        "processor_seconds": processor,
        "events": 2 * visits,
        "events_per_second": 2 * visits / seconds,
    }


def simpy_three_stages(people: int) -> dict[str, Any]:
    """SimPy's time for the case."""
    import simpy

    draw = np.random.default_rng(3)
    environment = simpy.Environment()
    desks = [simpy.PriorityResource(environment, count) for count in SERVERS]
    gaps = np.diff(arrival_days(people), prepend=0.0)
    priority = (draw.random(people) < 0.7).astype(int)
    service = [draw.exponential(mean, people) for mean in MEANS]
    onward = draw.random(people) < ONWARD
    waited: list[list[float]] = [[] for _ in SERVERS]

    def person(number: int) -> Any:
        for stage in range(3 if onward[number] else 2):
            came = environment.now
            with desks[stage].request(priority=int(priority[number])) as turn:
                yield turn
                waited[stage].append(environment.now - came)
                yield environment.timeout(service[stage][number])

    def source() -> Any:
        for number in range(people):
            yield environment.timeout(gaps[number])
            environment.process(person(number))

    began, worked = time.perf_counter(), time.process_time()
    environment.process(source())
    environment.run()
    means = [float(np.mean(waits)) for waits in waited]
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "people": people,
        "seconds": seconds,
        "processor_seconds": processor,
        "mean_days_waited": means,
    }


def ciw_three_stages(people: int) -> dict[str, Any]:
    """Ciw's time for the case."""
    import ciw

    def only_first(distribution: Any) -> list[Any]:
        return [distribution, None, None]

    service = [ciw.dists.Exponential(1 / mean) for mean in MEANS]
    routing = [[0.0, 1.0, 0.0], [0.0, 0.0, ONWARD], [0.0, 0.0, 0.0]]
    network = ciw.create_network(
        arrival_distributions={
            "First": only_first(ciw.dists.Exponential(0.3 * RATE)),
            "Rest": only_first(ciw.dists.Exponential(0.7 * RATE)),
        },
        service_distributions={"First": service, "Rest": service},
        routing={"First": routing, "Rest": routing},
        priority_classes={"First": 0, "Rest": 1},
        number_of_servers=list(SERVERS),
    )
    ciw.seed(1)
    simulation = ciw.Simulation(network)
    began, worked = time.perf_counter(), time.process_time()
    simulation.simulate_until_max_time(people / RATE)
    waited: list[list[float]] = [[] for _ in SERVERS]
    for record in simulation.get_all_records(only=["service"]):
        waited[record.node - 1].append(record.waiting_time)
    means = [float(np.mean(waits)) for waits in waited]
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "people": people,
        "seconds": seconds,
        "processor_seconds": processor,
        "mean_days_waited": means,
    }


def national(people: int, first: int = 2013, last: int = 2030) -> pl.DataFrame:
    """So many claims, spread over the years like a rising tide, with the mix of origins of the observed years."""
    from openasylum.vocabulary import CHANNELS, ORIGIN_GROUPS, PATHWAYS

    pathways = ["referred_to_rpd", "prra", "returned_to_us"]

    draw = np.random.default_rng(4)
    days = (date(last, 12, 31) - date(first, 1, 1)).days + 1
    day = np.sort((days * np.sqrt(draw.random(people))).astype(np.int64))
    return pl.DataFrame(
        {
            "person": np.arange(people, dtype=np.uint64),
            "enter_date": pl.Series(day + (date(first, 1, 1) - date(1970, 1, 1)).days, dtype=pl.Int32).cast(
                pl.Date
            ),
            "origin": pl.Series(ORIGIN_GROUPS, dtype=pl.Enum(ORIGIN_GROUPS)).gather(
                draw.integers(0, 8, people)
            ),
            "channel": pl.Series(CHANNELS, dtype=pl.Enum(CHANNELS)).gather(
                draw.choice(5, people, p=[0.1, 0.15, 0.25, 0.48, 0.02])
            ),
            "pathway": pl.Series(pathways, dtype=pl.Enum(PATHWAYS)).gather(
                draw.choice(3, people, p=[0.93, 0.05, 0.02])
            ),
        }
    )


def full_process(people: int, threads: int, repeats: int = REPEATS) -> dict[str, float]:
    """The Canadian process, every visit kept, in so many histories at once."""
    from openasylum import pipeline
    from openasylum.scenario import central_values

    values, frame, graph = central_values(), national(people), pipeline.load_stages()

    def one(draw: int) -> int:
        visits = pipeline.run(
            graph, frame, values, seed=1, draw=draw, start=date(2013, 1, 1), until=date(2030, 12, 31)
        )
        return visits.height

    return {"people": people, "histories": threads, **several(one, threads, repeats)}


def sampled() -> dict[str, float]:
    """One run of an ensemble: 50,000 sampled people over six years."""
    from openasylum import pipeline
    from openasylum.scenario import central_values

    values, graph = central_values(), pipeline.load_stages()
    frame = national(50_000, 2025, 2030)
    times = []
    for draw in range(6):
        began = time.perf_counter()
        pipeline.run(
            graph,
            frame,
            values,
            seed=1,
            draw=draw,
            start=date(2025, 1, 1),
            until=date(2030, 12, 31),
            weight=20.0,
        )
        times.append(time.perf_counter() - began)
    return {"people": 50_000, "seconds": min(times[1:])}


def counts(draws: int, days_per_step: int) -> dict[str, float]:
    """The count level: so many draws of twenty years."""
    from openasylum import pipeline
    from openasylum.pipeline.counts import run_counts
    from openasylum.scenario import central_values

    values, graph = central_values(), pipeline.load_stages()
    frame = national(200_000, 2013, 2032)
    options = {"start": date(2013, 1, 1), "until": date(2032, 12, 31), "days_per_step": days_per_step}
    run_counts(graph, frame, [values], **options)
    began, worked = time.perf_counter(), time.process_time()
    run_counts(graph, frame, [values] * draws, **options)
    seconds, processor = time.perf_counter() - began, time.process_time() - worked
    return {
        "draws": draws,
        "years": 20,
        "days_per_step": days_per_step,
        "seconds": seconds,
        "processor_seconds": processor,
    }


def start_up() -> dict[str, float]:
    """The first run in a process: with whatever the cache of compiled code holds."""
    began, worked = time.perf_counter(), time.process_time()
    full_process(1000, 1, repeats=1)
    return {"seconds": time.perf_counter() - began, "processor_seconds": time.process_time() - worked}


CASES: dict[str, Callable[[], dict[str, Any]]] = {
    "three stages, ours": lambda: ours_three_stages(PEOPLE),
    "three stages, ours, two at once": lambda: ours_three_stages(PEOPLE, 2),
    "three stages, SimPy": lambda: simpy_three_stages(PEER_PEOPLE),
    "three stages, Ciw": lambda: ciw_three_stages(PEER_PEOPLE),
    "full process, one history of 1 M": lambda: full_process(PEOPLE, 1),
    "the same once, for its memory": lambda: full_process(PEOPLE, 1, repeats=1),
    "full process, two histories of 1 M at once": lambda: full_process(PEOPLE, 2),
    "national history 2013-2030, 1.5 M claims": lambda: full_process(1_500_000, 1),
    "one run of an ensemble": sampled,
    "count level, 1,000 draws of 20 years in steps of four weeks": lambda: counts(1000, 28),
    "first run": start_up,
}


def measure(name: str, environment: dict[str, str] | None = None) -> dict[str, Any]:
    """Run one case in a process of its own."""
    command = [sys.executable, __file__, "--case", name]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **(environment or {})}
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure everything, or one case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", choices=list(CASES))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--peers", type=int, default=PEER_PEOPLE, help="how many people SimPy and Ciw get")
    options = parser.parse_args()
    os.environ["OPENASYLUM_BENCH_PEERS"] = str(options.peers)
    if options.case:
        result = CASES[options.case]()
        result["peak_megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(result))
        return
    results: dict[str, Any] = {"machine": platform.platform(), "cores": os.cpu_count()}
    for name in CASES:
        if name != "first run":
            results[name] = measure(name)
    with tempfile.TemporaryDirectory() as cache:
        results["first run, compiling"] = measure("first run", {"NUMBA_CACHE_DIR": cache})
        results["first run, compiled before"] = measure("first run", {"NUMBA_CACHE_DIR": cache})
    for clock in ("seconds", "processor_seconds"):
        speed = {
            name: results[f"three stages, {name}"]["people"] / results[f"three stages, {name}"][clock]
            for name in ("ours", "ours, two at once", "SimPy", "Ciw")
        }
        for peer in ("SimPy", "Ciw"):
            results[f"times {peer}, one core, by {clock}"] = speed["ours"] / speed[peer]
            if clock == "seconds":
                results[f"times {peer}, two cores, by {clock}"] = speed["ours, two at once"] / speed[peer]
    text = json.dumps(results, indent=2)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
