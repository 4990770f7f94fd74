"""People who share a file are heard and decided together."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textbook import graph

from openasylum import pipeline
from openasylum.errors import UserError

START, UNTIL = date(2021, 1, 1), date(2022, 12, 31)
QUICK = settings(max_examples=25, deadline=None)


def hall(per_year, size=1.0, **more):
    """A line in which people wait to be heard, some leaving; then a fork of outcomes."""
    stage = {"id": "station", "kind": "capacity", "capacity": {"per_year": per_year}} | more
    ways = [{"name": "yes", "to": "out", "share": 0.6}, {"name": "no", "to": "out"}]
    screening = {
        "name": "screening",
        "since": "claim",
        "takes": {"distribution": "exponential", "mean_days": 20},
    }
    stage |= {"exits": ways, "prerequisites": [screening]}
    stage["hazards"] = [{"name": "left", "to": "out", "per_year": 0.3}]
    return graph([stage], steps_per_day=1, people_per_file=size)


def crowd(size, days=365):
    """So many people, spread over so many days."""
    came = [START + timedelta(days=int(day)) for day in np.sort(np.arange(size) * days // size)]
    return pl.DataFrame({"person": np.arange(1, size + 1, dtype=np.uint64), "enter_date": came})


def run(stages, people):
    return pipeline.run(stages, people, {}, seed=3, draw=0, start=START, until=UNTIL)


@QUICK
@given(st.integers(20, 400), st.floats(20, 600), st.floats(1.1, 4.0), st.sampled_from([1.0, 0.5]))
def test_a_file_is_decided_on_one_day_and_one_way(size, per_year, mean, oldest):
    stages = hall(per_year, mean, oldest_share=oldest)
    people = pipeline.joined(stages, crowd(size, days=30), {})
    visits = run(stages, people).filter(pl.col("stage").cast(pl.String) == "station")
    visits = visits.with_columns(people["file"].gather(visits["row"]))
    each = visits.group_by("file").agg(
        pl.col("date_out").n_unique().alias("days"), pl.col("exit").n_unique().alias("ways")
    )
    assert (each["days"] == 1).all()
    assert (each["ways"] == 1).all()


def test_capacity_is_counted_in_persons():
    """In a year in which the line never empties as many are decided as without files."""
    people = crowd(4000, days=30)
    for mean in (1.0, 2.5):
        stages = hall(500.0, mean)
        visits = run(stages, pipeline.joined(stages, people, {}))
        decided = visits.filter(pl.col("exit").cast(pl.String).is_in(["yes", "no"])).height
        assert decided == pytest.approx(500 * 2, abs=12)


def test_the_mean_size_is_the_one_asked_for():
    people = crowd(200_000, days=200)
    files = pipeline.joined(hall(1.0, 1.8), people, {})["file"]
    # A file cannot outlast its day: of 1,000 people a day that shortens hardly any.
    assert people.height / files.n_unique() == pytest.approx(1.8, rel=0.01)


def test_people_added_after_them_leave_files_as_they_are():
    stages, people = hall(1.0, 2.0), crowd(500, days=10)
    more = pl.concat([people, people.with_columns(person=pl.col("person") + 10_000)])
    alone, among = (pipeline.joined(stages, each, {}) for each in (people, more))
    assert among[: people.height]["file"].equals(alone["file"])


def test_waits_stay_as_they_are_on_average():
    people = crowd(20_000, days=700)
    means = []
    for mean in (1.0, 2.0):
        stages = hall(9_000.0, mean)
        visits = run(stages, pipeline.joined(stages, people, {})).filter(
            pl.col("exit").cast(pl.String).is_in(["yes", "no"])
        )
        means.append((visits["date_out"] - visits["date_in"]).dt.total_days().mean())
    assert means[1] == pytest.approx(means[0], rel=0.03)


def test_a_file_of_less_than_one_person_is_refused():
    with pytest.raises(UserError, match="one person"):
        pipeline.joined(hall(1.0, 0.5), crowd(10), {})
