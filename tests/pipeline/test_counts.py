"""One stage file, two fidelities: counts agree with persons to within sampling error."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from openasylum import pipeline
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
    """On average over four seeds: of some 3,000 sampled people who go a rare way, one seed alone is off by two percent."""
    _, visits, counts, every = both
    runs = [visits, *(replay(central_values(), LAST, every=every, seed=seed)[1] for seed in (1, 2, 3))]
    for name in ("accepted", "rejected", "withdrawn", "withdrawn_when_called", "abandoned"):
        persons = np.mean(
            [
                run.filter(
                    pl.col("exit").cast(pl.String) == name, pl.col("stage").cast(pl.String) == "rpd"
                ).height
                for run in runs
            ]
        )
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


def test_a_change_of_law_moves_as_many_at_both_levels():
    """Claims pending at the RPD go to the risk assessment on the day the law reaches them, and no others do.

    Claims of 2018, heard in the order of referral: while the newest went first, it matters when exactly each is ready, which
    the count level knows on average only.
    """
    values, day = central_values(), date(2019, 7, 1)
    people, _ = replay(values, date(2019, 12, 31), every=8)
    law = pl.col("enter_date").is_between(date(2018, 1, 1), date(2018, 12, 31))
    people = people.with_columns(
        redetermined_on=pl.when(law).then(pl.lit(day)), redetermined_pathway=pl.when(law).then(pl.lit("prra"))
    )
    options = {"start": FIRST, "until": date(2019, 12, 31), "weight": 8.0}
    visits = pipeline.run(pipeline.load_stages(), people, values, seed=0, draw=0, **options)
    counts = run_counts(pipeline.load_stages(), people, [values], **options)
    persons = 8 * visits.filter(pl.col("exit").cast(pl.String) == "redetermined").height
    moved = counts.flow("rpd", "redetermined")[0]
    assert persons > 10_000
    assert moved.sum() == pytest.approx(persons, rel=0.02)
    # In the step of that day, and in no other.
    assert (moved > 0).sum() == 1
    assert counts.dates[int(np.argmax(moved))] >= day
    came = people.filter(pl.col("enter_date") <= counts.dates[-1]).height
    assert counts.stocks[0, -1].sum() == pytest.approx(8 * came, rel=1e-9)


def test_a_hazard_far_stronger_than_any_capacity_runs_out_of_no_numbers():
    """Nearly everyone gives up within days; twenty years of it leave a Poisson queue's expectation."""
    from textbook import graph

    stage = {"id": "station", "kind": "capacity", "capacity": {"per_year": 1.0}}
    stage["hazards"] = [{"name": "gave_up", "to": "out", "per_year": 120.0}]
    stages = graph([stage | {"exits": [{"name": "served", "to": "out"}]}], steps_per_day=1)
    days = pl.date_range(date(2000, 1, 1), date(2019, 12, 31), "1d", eager=True)
    people = pl.DataFrame({"person": np.arange(len(days), dtype=np.uint64), "enter_date": days})
    options = {"start": date(2000, 1, 1), "until": date(2019, 12, 31)}
    counts = run_counts(stages, people, [{}], **options)
    assert np.isfinite(counts.stocks).all()
    assert counts.stocks.min() >= -1e-9
    assert counts.stocks[0, -1].sum() == pytest.approx(len(days) - len(days) % 7, abs=7)
    assert counts.flow("station", "gave_up").sum() > 0.99 * (len(days) - 7 - 25)
