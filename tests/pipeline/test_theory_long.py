"""Every textbook queue over many independent runs: mean waits within 2 %, and within the runs' own 99 % interval.

One run of 200,000 customers is off by one to four percent by chance alone (the spread of a mean wait shrinks only with the
root of the number), so single runs cannot tell a bias from luck. These have millions.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from scipy.stats import t
from test_theory import CASES, MEAN, erlang_a, erlang_c_wait
from textbook import STEPS, graph, poisson_arrivals, run, servers, steps_between, waits_by_service

pytestmark = pytest.mark.heavy

CUSTOMERS = 500_000


def one_station(name: str) -> Callable[[int], list[float]]:
    station, rate, _, _ = CASES[name]
    return lambda seed: [
        waits_by_service(graph([station]), poisson_arrivals(CUSTOMERS, rate, seed), MEAN, seed).mean()
    ]


def impatient(seed: int) -> list[float]:
    """M/M/5+M: mean wait of all, served or not, and the share who leave."""
    mean, rate, patience = 80.0, 0.55 / 8, 160.0
    hazard = {"name": "gave_up", "to": "out", "per_year": 365.25 * STEPS / patience}
    stages = graph([servers(5, mean, hazards=[hazard])])
    visits = run(stages, poisson_arrivals(CUSTOMERS, rate, seed), seed)
    visits = visits.filter(pl.col("stage") == "station")[CUSTOMERS // 10 :]
    gave_up = (visits["exit"] == "gave_up").to_numpy()
    # Who leaves does so at the end of a step, half a step late on average.
    waits = steps_between(visits) - np.where(gave_up, 0.5, mean)
    return [waits.mean(), gave_up.mean()]


def two_priorities(seed: int) -> list[float]:
    """M/M/1 with two priorities, nobody interrupted: mean waits of the urgent and of the others."""
    mean, rate = 80.0, 0.07 / 8
    streams = [
        {"name": "urgent", "priority": 1, "when": {"origin": ["mexico"]}},
        {"name": "others", "priority": 2},
    ]
    urgent = np.random.default_rng(1000 + seed).random(CUSTOMERS) < 0.4
    people = poisson_arrivals(CUSTOMERS, rate, seed)
    people = people.with_columns(origin=pl.Series(np.where(urgent, "mexico", "haiti")))
    visits = run(graph([servers(1, mean, streams=streams, allocation="priority")]), people, seed)
    waits = steps_between(visits.filter(pl.col("stage") == "station")) - mean
    after = np.arange(CUSTOMERS) >= CUSTOMERS // 10
    return [waits[urgent & after].mean(), waits[~urgent & after].mean()]


def with_feedback(seed: int) -> list[float]:
    """Two stations in line, a quarter of the second sent back to the first: mean waits at each."""
    first = servers(1, MEAN) | {"id": "first", "exits": [{"name": "on", "to": "second"}]}
    ways = [{"name": "back", "to": "first", "share": 0.25}, {"name": "served", "to": "out"}]
    second = servers(1, 15.0) | {"id": "second", "exits": ways}
    visits = run(graph([first, second], first="first"), poisson_arrivals(CUSTOMERS, 0.03, seed), seed)
    means = []
    for stage, mean in (("first", MEAN), ("second", 15.0)):
        own = visits.filter(pl.col("stage") == stage).sort("date_in")
        means.append(steps_between(own[own.height // 10 :]).mean() - mean)
    return means


def cobham() -> list[float]:
    mean, rate = 80.0, 0.07 / 8
    high, all_ = 0.4 * rate * mean, rate * mean
    return [rate * mean**2 / (1 - high), rate * mean**2 / ((1 - high) * (1 - all_))]


#: A queue, what one run of it gives, what theory does, and how many runs it takes.
QUEUES = {
    **{name: (one_station(name), [case[3](case[1])], 8) for name, case in CASES.items() if name != "M/M/5"},
    "M/M/5": (one_station("M/M/5"), [erlang_c_wait(0.3, MEAN, 5)], 24),
    "M/M/5+M (Erlang A)": (impatient, list(erlang_a(0.55 / 8, 80.0, 5, 160.0)), 12),
    "two priorities (Cobham)": (two_priorities, cobham(), 12),
    "Jackson, with feedback": (
        with_feedback,
        [erlang_c_wait(0.04, MEAN, 1), erlang_c_wait(0.04, 15.0, 1)],
        8,
    ),
}


@pytest.mark.parametrize("name", QUEUES)
def test_mean_waits_over_many_runs(name: str) -> None:
    queue, expected, runs = QUEUES[name]
    found = np.array([queue(seed) for seed in range(1, runs + 1)])
    half = t.ppf(0.995, runs - 1) * found.std(axis=0, ddof=1) / np.sqrt(runs)
    off = found.mean(axis=0) / expected - 1
    print(name, [f"{100 * one:+.2f} % ± {100 * h:.2f}" for one, h in zip(off, half / expected, strict=True)])
    assert (np.abs(off) <= 0.02).all(), off
    # A time is off by up to half a step of twenty or more to the shortest mean: a part in a thousand.
    assert (np.abs(off) * expected <= half + 0.001 * np.array(expected)).all(), (off, half)
