"""How fast the books are kept: cash, whole-of-claim, and the cost function that Sobol's indices ask for.

    python benchmarks/costs.py --people 50000 --out costs.json

The people take five stages each, with random waits; the target for one booking of 50,000 people and 250,000 visits is 50 ms.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from openasylum import costs
from openasylum.scenario import central_values
from openasylum.scorecard.cost_drivers import cohort_cost
from openasylum.vocabulary import CHANNELS

WAY = (
    ("eligibility", "referred"),
    ("rpd", "rejected"),
    ("rad", "dismissed"),
    ("federal_court_leave", "leave_refused"),
    ("removal", "removed"),
)
UNTIL = date(2030, 12, 31)
REPEATS = 10


def made_up(people: int, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Visits and people: claims spread over six years, waits of up to 600 days a stage."""
    draw = np.random.default_rng(seed)
    claimed = draw.integers(0, 2190, people) + (date(2024, 1, 1) - date(1970, 1, 1)).days
    waits = draw.integers(0, 600, (people, len(WAY)))
    out = claimed[:, None] + np.cumsum(waits, axis=1)
    into = out - waits
    stages, exits = pl.Enum([stage for stage, _ in WAY]), pl.Enum([way for _, way in WAY])
    visits = pl.DataFrame(
        {
            "row": np.repeat(np.arange(people, dtype=np.uint32), len(WAY)),
            "sequence": np.tile(np.arange(len(WAY), dtype=np.uint16), people),
            "stage": pl.Series([stage for stage, _ in WAY] * people, dtype=stages),
            "date_in": pl.Series(into.ravel().astype(np.int32)).cast(pl.Date),
            "date_out": pl.Series(out.ravel().astype(np.int32)).cast(pl.Date),
            "exit": pl.Series([way for _, way in WAY] * people, dtype=exits),
        }
    )
    channels = pl.Series(draw.choice(CHANNELS, people), dtype=pl.Enum(CHANNELS))
    return visits, pl.DataFrame(
        {
            "person": np.arange(people, dtype=np.uint64),
            "enter_date": pl.Series(claimed.astype(np.int32)).cast(pl.Date),
            "channel": channels,
        }
    )


def best(task: Callable[[], object]) -> float:
    """Milliseconds of the fastest of some repetitions, after one that compiles."""
    task()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return round(min(times) * 1000, 2)


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    values = central_values()
    visits, people = made_up(options.people)
    few_visits, few = made_up(400)
    function = cohort_cost(few_visits, few, "full", UNTIL)
    found = {
        "people": people.height,
        "visits": visits.height,
        "book_ms": best(lambda: costs.book(visits, people, values, weight=20, until=UNTIL)),
        "book_by_cohort_ms": best(
            lambda: costs.book_by_cohort(visits, people, values, weight=20, until=UNTIL)
        ),
        "cost_function_ms": best(lambda: function(values)),
    }
    text = json.dumps(found, indent=2)
    if options.out:
        options.out.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
