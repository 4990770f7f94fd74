"""One stage file, two fidelities: counts agree with persons to within sampling error."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from openasylum import pipeline
from openasylum.errors import UserError
from openasylum.pipeline.counts import run_counts
from openasylum.pipeline.history import replay
from openasylum.scenario import central_values

FIRST, LAST = date(2017, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def both():
    values, every = central_values(), 4
    people, visits = replay(values, LAST, every=every)
    counts = run_counts(pipeline.load_stages(), people, [values], start=FIRST, until=LAST, weight=every)
    return people, visits, counts, every


@pytest.mark.parametrize(
    ("stage", "share"),
    [
        ("eligibility", 0.01),
        ("rpd", 0.01),
        ("federal_court_leave", 0.02),
        ("removal", 0.05),
        ("permanent_residence", 0.03),
        # Half of its decisions take the newest appeals, whom a step of a week lumps together with the week's
        # others.
        ("rad", 0.10),
    ],
)
def test_stocks_agree_with_persons(both, stage, share):
    _, visits, counts, every = both
    inside = visits.filter(pl.col("stage").cast(pl.String) == stage)
    for step in range(60, len(counts.dates), 52):
        day = counts.dates[step]
        persons = inside.filter(
            pl.col("date_in") <= day, pl.col("date_out").is_null() | (pl.col("date_out") > day)
        ).height
        # Four standard errors of a count of persons, each standing for `every`, and the share above for the
        # step of a week.
        allowed = 4 * every * np.sqrt(persons) + share * every * persons
        assert abs(counts.stock(stage)[0, step] - every * persons) <= allowed, (day, persons * every)


def test_flows_agree_with_persons(both):
    _, visits, counts, every = both
    for name in ("accepted", "rejected", "withdrawn", "abandoned"):
        persons = visits.filter(
            pl.col("exit").cast(pl.String) == name, pl.col("stage").cast(pl.String) == "rpd"
        ).height
        assert counts.flow("rpd", name).sum() == pytest.approx(every * persons, rel=0.02), name


def test_people_are_conserved(both):
    people, _, counts, every = both
    came = people.filter(pl.col("enter_date") <= counts.dates[-1]).height * every
    assert counts.stocks[0, -1].sum() == pytest.approx(came, rel=1e-9)
    assert counts.stocks.min() >= -1e-6


def test_many_draws_and_any_number_of_threads_give_each_draw_its_own():
    values = central_values()
    people, _ = replay(values, date(2018, 12, 31), every=40)
    slow = {**values, "pipeline.rpd_decisions_per_funded": 0.5}
    options = {"start": FIRST, "until": date(2018, 12, 31), "weight": 40.0}
    stages = pipeline.load_stages()
    alone = run_counts(stages, people, [slow], threads=1, **options)
    many = run_counts(stages, people, [values, slow, values], threads=3, **options)
    assert np.array_equal(many.stocks[1], alone.stocks[0])
    assert np.array_equal(many.stocks[0], many.stocks[2])
    assert many.stock("rpd")[1, -1] > many.stock("rpd")[0, -1]


def test_what_the_count_level_cannot_do_is_said():
    people = pl.DataFrame(
        {
            "person": [1],
            "enter_date": [FIRST],
            "redetermined_on": [FIRST],
            "redetermined_pathway": ["prra"],
        }
    )
    with pytest.raises(UserError, match="person level"):
        run_counts(pipeline.load_stages(), people, [central_values()], start=FIRST, until=LAST)
