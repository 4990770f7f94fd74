"""Waits asked for alone are those that the histories tell, visit by visit."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import polars as pl
from textbook import START, STEPS, graph, people_at, servers

from openasylum import pipeline

STATIONS = [
    servers(
        2,
        6.0,
        exits=[{"name": "served", "to": "between"}],
        hazards=[{"name": "gave_up", "to": "out", "per_year": 5 * 365.25}],
    ),
    {
        "id": "between",
        "kind": "delay",
        "takes": {"distribution": "exponential", "mean_days": 0.3},
        "exits": [{"name": "on", "to": "second"}],
    },
    servers(
        1,
        2.0,
        id="second",
        exits=[{"name": "again", "to": "station", "share": 0.2}, {"name": "served", "to": "out"}],
    ),
]


def test_waits_alone_are_those_of_the_histories():
    # Some came before the run; some are still there when it ends.
    people = people_at(np.cumsum(np.random.default_rng(7).exponential(3.5, 4000)) - 300)
    options = {"seed": 3, "draw": 1, "start": START, "until": START + timedelta(days=100)}
    waits = pipeline.waits_for_service(graph(STATIONS), people, {}, **options)
    visits = pipeline.run(graph(STATIONS), people, {}, **options).filter(
        pl.col("date_out").is_not_null(), pl.col("stage").cast(pl.String) != "between"
    )
    assert set(visits["exit"].cast(pl.String)) == {"served", "gave_up", "again"}
    told = visits.select("stage", (pl.col("date_taken") - pl.col("date_in")).alias("wait"))
    told = told.with_columns(steps=(pl.col("wait").dt.total_microseconds() * STEPS / 86_400e6).round())
    found = waits.with_columns(steps=(pl.col("days") * STEPS).round())
    for stage in ("station", "second"):
        of = pl.col("stage").cast(pl.String) == stage
        assert found.filter(of)["steps"].sort().to_list() == told.filter(of)["steps"].sort().to_list()
    assert set(waits["stage"].cast(pl.String)) == {"station", "second"}
    assert waits["days"].max() > 1
