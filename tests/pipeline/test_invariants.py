"""What must hold whatever the process and whoever comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from textbook import graph

from openasylum import pipeline
from openasylum.pipeline.answers.series import months_between, stock_series

START, UNTIL = date(2021, 1, 1), date(2021, 12, 31)
QUICK = settings(max_examples=25, deadline=None)


def people_on(days, seed=0):
    """One person for each day number of the year, with ids that do not follow the order of arrival."""
    ids = np.random.default_rng(seed).permutation(len(days)).astype(np.uint64) + np.uint64(7)
    return pl.DataFrame(
        {"person": ids, "enter_date": [START + timedelta(days=int(day)) for day in days]},
        schema={"person": pl.UInt64, "enter_date": pl.Date},
    )


def office(per_year, hazard=0.0, **more):
    """A yearly capacity, with or without people who give up."""
    hazards = [{"name": "gave_up", "to": "out", "per_year": hazard}] if hazard else []
    stage = {"id": "station", "kind": "capacity", "capacity": {"per_year": per_year}, "hazards": hazards}
    return graph([stage | {"exits": [{"name": "served", "to": "out"}]} | more], steps_per_day=1)


def rounds(per_year, back, servers):
    """A network with a delay, an office, servers and a way back."""
    delay = {
        "id": "delay",
        "kind": "delay",
        "takes": {"distribution": "lognormal", "mean_days": 9, "sigma": 0.7},
    }
    ways = [{"name": "back", "to": "delay", "share": back}, {"name": "on", "to": "desk"}]
    desk = {
        "id": "desk",
        "kind": "servers",
        "servers": servers,
        "service": {"distribution": "erlang", "shape": 2, "mean_days": 4},
    }
    hall = {"id": "hall", "kind": "capacity", "capacity": {"per_year": per_year}, "exits": ways}
    hall["hazards"] = [{"name": "gave_up", "to": "out", "per_year": 0.8, "after_days": 5}]
    return graph(
        [
            delay | {"exits": [{"name": "in", "to": "hall"}]},
            hall,
            desk | {"exits": [{"name": "done", "to": "out"}]},
        ],
        first="delay",
        steps_per_day=1,
    )


def run(stages, people, **options):
    return pipeline.run(stages, people, {}, seed=1, draw=0, start=START, until=UNTIL, **options)


days = st.lists(st.integers(0, 364), min_size=1, max_size=120)


@QUICK
@given(days, st.floats(10, 800), st.floats(0, 0.9), st.integers(1, 4))
def test_people_are_conserved_and_follow_on_from_stage_to_stage(came, per_year, back, servers):
    people = people_on(came)
    visits = run(rounds(per_year, back, servers), people)
    assert set(visits["row"]) == set(range(people.height))
    open_ = visits.group_by("row").agg(pl.col("date_out").is_null().sum().alias("n"))
    assert (open_["n"] == 1).all()
    ordered = visits.sort("row", "sequence").with_columns(next_in=pl.col("date_in").shift(-1).over("row"))
    gone = ordered.filter(pl.col("date_out").is_not_null())
    assert (gone["date_out"] == gone["next_in"]).all()
    assert (gone["date_out"] >= gone["date_in"]).all()
    first = ordered.group_by("row", maintain_order=True).first()
    assert (first["date_in"] == people["enter_date"]).all()
    assert ordered.filter(pl.col("date_out").is_null())["exit"].null_count() == people.height


@QUICK
@given(days, st.floats(10, 800), st.floats(0, 0.9))
def test_no_stock_is_negative_and_stocks_add_up_to_everyone_who_came(came, per_year, back):
    visits = run(rounds(per_year, back, 2), people_on(came))
    stocks = stock_series(visits, months_between(START, UNTIL))
    assert (stocks["value"] >= 0).all()
    at_end = stocks.filter(pl.col("month") == date(2021, 12, 1))["value"].sum()
    assert at_end == len(came)


@QUICK
@given(days, st.floats(20, 2000))
def test_first_in_is_first_out(came, per_year):
    people = people_on(came)
    visits = run(office(per_year), people).filter(pl.col("stage") == "station").with_columns(people["person"])
    visits = visits.sort("date_in", "person")  # within a day, in the order of ids
    out = visits["date_out"].fill_null(date(9999, 1, 1))
    assert out.is_sorted()


@QUICK
@given(days, st.floats(20, 2000), st.floats(1.0, 3.0), st.sampled_from([0.0, 2.0]))
def test_more_capacity_never_lengthens_anyones_wait(came, per_year, factor, hazard):
    people = people_on(came)
    less, more = (
        run(office(per_year * f, hazard), people).filter(pl.col("stage") == "station") for f in (1.0, factor)
    )
    assert (more["date_out"].fill_null(UNTIL) <= less["date_out"].fill_null(UNTIL)).all()


@QUICK
@given(days, days, st.floats(20, 2000), st.sampled_from([0.0, 2.0]))
def test_more_intake_never_shortens_anyones_wait(came, others, per_year, hazard):
    people = people_on(came)
    extra = people_on(others, 1).with_columns(person=pl.col("person") + 10_000)
    alone = run(office(per_year, hazard), people).filter(pl.col("stage") == "station")
    crowd = run(office(per_year, hazard), pl.concat([people, extra])).filter(
        pl.col("stage") == "station", pl.col("row") < people.height
    )
    # Whoever gave up alone gives up at the same moment in the crowd; whoever was served is served no earlier,
    # or gives up.
    served = alone["exit"].cast(pl.String).eq_missing("served") & crowd["exit"].cast(pl.String).eq_missing(
        "served"
    )
    assert (crowd["date_out"].fill_null(UNTIL) >= alone["date_out"].fill_null(UNTIL)).filter(served).all()
    assert not (
        crowd["exit"].cast(pl.String).eq_missing("served")
        & ~alone["exit"].cast(pl.String).eq_missing("served")
    ).any()


@QUICK
@given(days, st.integers(0, 10_000))
def test_the_order_of_rows_does_not_matter(came, seed):
    people = people_on(came)
    shuffled = people.sample(fraction=1.0, shuffle=True, seed=seed)
    stages = rounds(150.0, 0.5, 2)
    one, other = (
        run(stages, each).with_columns(each["person"][run(stages, each)["row"]])
        for each in (people, shuffled)
    )
    keys = ["person", "sequence", "stage", "date_in", "date_out", "exit"]
    assert one.select(keys).sort(keys[:2]).equals(other.select(keys).sort(keys[:2]))


def test_threads_do_not_matter():
    people = people_on(np.random.default_rng(3).integers(0, 365, 3000))
    stages = rounds(900.0, 0.4, 6)
    alone = run(stages, people)
    with ThreadPoolExecutor(4) as pool:
        for visits in pool.map(lambda _: run(stages, people), range(4)):
            assert visits.equals(alone)


def test_room_that_runs_out_is_made_without_a_trace(monkeypatch):
    """A run that has to stop for more memory goes on as if it had not."""
    from openasylum.pipeline import person_level

    people = people_on(np.random.default_rng(3).integers(0, 365, 3000))
    stages = rounds(900.0, 0.9, 6)
    alone = run(stages, people)
    monkeypatch.setattr(person_level, "_first_guess", lambda size: (16, 16))
    assert run(stages, people).equals(alone)


def test_chance_is_the_persons_own():
    """The first visit's outcome is the keyed number itself; a second visit has a fresh one."""
    from openasylum.keyed_random import uniform

    people = people_on(np.zeros(2000))
    stages = graph(
        [
            {
                "id": "station",
                "kind": "delay",
                "takes": {"distribution": "fixed", "mean_days": 1},
                "exits": [{"name": "again", "to": "station", "share": 0.5}, {"name": "done", "to": "out"}],
            }
        ],
        steps_per_day=1,
    )
    visits = pipeline.run(stages, people, {}, seed=5, draw=2, start=START, until=UNTIL).filter(
        pl.col("stage") == "station"
    )
    again = visits.filter(pl.col("sequence") == 0).sort("row")["exit"].cast(pl.String) == "again"
    assert (again.to_numpy() == (uniform(5, 2, "station.outcome", people["person"].to_numpy()) < 0.5)).all()
    twice = visits.filter(pl.col("sequence") == 1)["exit"].cast(pl.String) == "again"
    assert 0.4 < twice.mean() < 0.6


@QUICK
@given(st.integers(2, 60), st.floats(50, 400))
def test_a_weight_stands_for_so_many_people(size, per_year):
    """Half the people at half the capacity wait as long, to within the days that whole numbers cost."""
    came = np.sort(np.arange(size * 2) * 365 // (size * 2) // 3)
    whole = run(office(per_year), people_on(came)).filter(pl.col("stage") == "station")
    half = run(office(per_year), people_on(came[::2]), weight=2.0).filter(pl.col("stage") == "station")
    ours = half["date_out"].fill_null(UNTIL)
    theirs = whole.sort("date_in")["date_out"].fill_null(UNTIL).gather_every(2)
    late = (ours.sort() - theirs.sort()).dt.total_days().abs().max()
    assert late <= 4 * 365.25 * 2 / per_year + 1


def test_what_waiting_does_to_one_hazard_does_nothing_to_another():
    """A hazard that ends after ten days of waiting beside one that does not know of waiting: e^(-rate x time) of the second
    are left, at both levels.
    """
    people = people_on(np.zeros(20_000, np.int64))
    gone = {"name": "gone", "to": "out", "per_year": 0.0, "by_wait": [{"from_days": 10, "factor": 0.0}]}
    steady = {"name": "steady", "to": "out", "per_year": 1.0}
    stage = {"id": "station", "kind": "capacity", "capacity": {"per_year": 0.0}, "hazards": [gone, steady]}
    closed = graph([stage | {"exits": [{"name": "served", "to": "out"}]}], steps_per_day=1)
    left = run(closed, people).filter(pl.col("date_out").is_null(), pl.col("stage") == "station").height
    expected = 20_000 * np.exp(-364 / 365.25)
    assert abs(left - expected) < 4 * np.sqrt(20_000 * 0.37 * 0.63)
    counted = pipeline.run_counts(closed, people, [{}], start=START, until=UNTIL).stock("station")[0, -1]
    assert abs(counted - expected) < 0.01 * expected


def test_who_waits_when_a_run_begins_again_has_new_chance():
    """Half a year on, those who did not give up are as likely to as anyone; cases sent back are not decided again as before."""
    people = people_on(np.zeros(20_000, np.int64)).with_columns(origin=pl.lit("haiti"))
    back = [{"name": "back", "to": "station", "share": 0.5}, {"name": "served", "to": "out"}]
    hazards = [{"name": "gave_up", "to": "out", "per_year": 1.0}]
    stage = {"id": "station", "kind": "capacity", "capacity": {"per_year": 12_000}, "hazards": hazards}
    process = graph([stage | {"exits": back}], steps_per_day=1)
    half = START + timedelta(days=181)
    first = pipeline.run(process, people, {}, seed=0, draw=0, start=START, until=half)
    stock = pipeline.opening_stock(first, people, half, {}, graph=process)
    assert not set(stock["person"]) & set(people["person"])
    second = pipeline.run(
        process, stock, {}, seed=0, draw=0, start=half + timedelta(days=1), until=half + timedelta(days=60)
    )
    decided = second.filter(pl.col("exit").cast(pl.String).is_in(["back", "served"]))
    sent_back = (decided["exit"].cast(pl.String) == "back").mean()
    assert abs(sent_back - 0.5) < 4 * np.sqrt(0.25 / decided.height)
    gone = second.filter(pl.col("exit").cast(pl.String) == "gave_up").height
    whole = pipeline.run(process, people, {}, seed=0, draw=0, start=START, until=half + timedelta(days=60))
    same = whole.filter(pl.col("exit").cast(pl.String) == "gave_up", pl.col("date_out") > half).height
    assert abs(gone - same) < 4 * np.sqrt(gone + same)
