"""How fast arrivals are drawn: 200 draws of six years, counts alone and person by person.

Example: python benchmarks/arrivals.py
"""

from __future__ import annotations

import time

from openasylum import arrivals
from openasylum.scenario.assumptions import draw_values
from openasylum.scenario.scenario import load_scenario

FIRST, LAST, DRAWS, WEIGHT = 12 * 2025, 12 * 2031 - 1, 200, 20.0

if __name__ == "__main__":
    regime = arrivals.regime_of(load_scenario("us-not-designated").law, FIRST, LAST)
    values = [draw_values(1, draw) for draw in range(DRAWS)]
    arrivals.project(regime, (), values[0], 1, 0, FIRST, LAST, WEIGHT)  # reads the tables once
    for name, draw_one in (("counts", arrivals.project_counts), ("persons", arrivals.project)):
        start, worked = time.perf_counter(), time.process_time()
        rows = sum(
            len(draw_one(regime, (), values[draw], 1, draw, FIRST, LAST, WEIGHT)) for draw in range(DRAWS)
        )
        seconds, processor = time.perf_counter() - start, time.process_time() - worked
        print(
            f"{name}: {seconds:.1f} s for {DRAWS} draws ({processor:.1f} s of processor time), "
            f"{rows / DRAWS:,.0f} rows a draw"
        )
    start = time.perf_counter()
    people = arrivals.replay(values[0], 1, 0)
    print(f"replay: {time.perf_counter() - start:.2f} s for {people.height:,} people")
