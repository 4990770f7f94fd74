"""Mean waits against queueing theory: within the simulation's own 99 % interval (``test_theory_long``: within 2 % too).

Formulas: Gross, Shortle, Thompson & Harris, *Fundamentals of Queueing Theory*, 4th ed. (Erlang C 2.33,
Pollaczek-Khinchine 5.11, priorities after Cobham 1954, 3.37, Jackson 4.7); Erlang A after Palm 1957, by
solving the birth-death chain.
"""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from textbook import (
    START,
    STEPS,
    graph,
    interval,
    people_at,
    poisson_arrivals,
    run,
    servers,
    steps_between,
    waits_by_service,
)

from openasylum.pipeline.answers.summary import stage_summary

MEAN = 10.0  # steps of service
N = 300_000


def erlang_c_wait(arrivals, mean, count):
    """Mean wait in M/M/c."""
    load = arrivals * mean
    busy = load**count / math.factorial(count) / (1 - load / count)
    waiting = busy / (sum(load**k / math.factorial(k) for k in range(count)) + busy)
    return waiting * mean / (count - load)


def erlang_a(arrivals, mean, count, patience, most=2000):
    """Mean wait (of all, served or not) and share who leave, in M/M/c+M."""
    weights = [1.0]
    for n in range(most):
        weights.append(weights[-1] * arrivals / (min(n + 1, count) / mean + max(n + 1 - count, 0) / patience))
    chance = np.array(weights) / sum(weights)
    queue = float(np.sum(np.maximum(np.arange(most + 1) - count, 0) * chance))
    return queue / arrivals, queue / patience / arrivals


CASES = {
    "M/M/1": (servers(1, MEAN), 0.06, 1, lambda rate: erlang_c_wait(rate, MEAN, 1)),
    "M/M/5": (servers(5, MEAN), 0.3, 5, lambda rate: erlang_c_wait(rate, MEAN, 5)),
    "M/D/1": (servers(1, MEAN, "fixed"), 0.06, 1, lambda rate: rate * MEAN**2 / (2 * (1 - rate * MEAN))),
    "M/E3/1": (
        servers(1, MEAN, "erlang", shape=3),
        0.06,
        1,
        lambda rate: rate * MEAN**2 * (4 / 3) / (2 * (1 - rate * MEAN)),
    ),
    "M/LN/1": (
        servers(1, MEAN, "lognormal", sigma=0.8),
        0.05,
        1,
        lambda rate: rate * MEAN**2 * math.exp(0.64) / (2 * (1 - rate * MEAN)),
    ),
}


def check(values, expected, share=None):
    mean, half = interval(values)
    # A service time is off by up to half a step: no more than a part in a thousand here.
    assert abs(mean - expected) <= half + 0.001 * expected, (mean, expected, half)
    assert share is None or abs(mean - expected) <= share * expected, (mean, expected)


@pytest.mark.parametrize("name", CASES)
def test_one_station(name):
    station, rate, _, theory = CASES[name]
    values = waits_by_service(graph([station]), poisson_arrivals(N, rate, 1), MEAN)
    check(values, theory(rate))


def test_impatience_erlang_a():
    # Fine steps: whoever leaves does so at the end of a step.
    mean, rate, patience = 80.0, 0.55 / 8, 160.0
    hazard = {"name": "gave_up", "to": "out", "per_year": 365.25 * STEPS / patience}
    stages = graph([servers(5, mean, hazards=[hazard])])
    visits = run(stages, poisson_arrivals(N, rate, 2)).filter(pl.col("stage") == "station")[N // 10 :]
    wait, left = erlang_a(rate, mean, 5, patience)
    gave_up = (visits["exit"] == "gave_up").to_numpy()
    days = steps_between(visits)
    check(gave_up.astype(float), left, 0.02)
    # Those who are served stay for the service too; its mean is known.
    check(days - np.where(gave_up, 0.5, mean), wait, 0.02)


def test_two_priorities_cobham():
    # Fine steps: whoever arrives in the step in which a server comes free is taken to have been there before
    # it did.
    mean, rate = 80.0, 0.07 / 8
    streams = [
        {"name": "urgent", "priority": 1, "when": {"origin": ["mexico"]}},
        {"name": "others", "priority": 2},
    ]
    stages = graph([servers(1, mean, streams=streams, allocation="priority")])
    people = poisson_arrivals(N, rate, 3)
    urgent = np.random.default_rng(4).random(N) < 0.4
    people = people.with_columns(origin=pl.Series(np.where(urgent, "mexico", "haiti")))
    visits = run(stages, people).filter(pl.col("stage") == "station")
    waited = steps_between(visits) - mean
    residual = rate * mean**2  # of the service in progress: E[S^2] / 2 = mean^2
    high, all_ = 0.4 * rate * mean, rate * mean
    check(waited[urgent], residual / (1 - high))
    check(waited[~urgent], residual / ((1 - high) * (1 - all_)))


def test_jackson_network_with_feedback():
    """Two stations in line, one in four of the second sent back to the first: each is an M/M/1 with the
    summed rate.
    """
    rate, back = 0.03, 0.25
    first = servers(1, MEAN) | {"id": "first", "exits": [{"name": "on", "to": "second"}]}
    ways = [{"name": "back", "to": "first", "share": back}, {"name": "served", "to": "out"}]
    second = servers(1, 15.0) | {"id": "second", "exits": ways}
    visits = run(graph([first, second], first="first"), poisson_arrivals(N, rate, 5))
    through = rate / (1 - back)
    for stage, mean in (("first", MEAN), ("second", 15.0)):
        own = visits.filter(pl.col("stage") == stage)
        own = own.sort("date_in")[own.height // 10 :]
        check(steps_between(own) - mean, erlang_c_wait(through, mean, 1))
    sent_back = (
        visits.filter(pl.col("exit") == "back").height / visits.filter(pl.col("stage") == "second").height
    )
    assert sent_back == pytest.approx(back, abs=0.004)


def test_littles_law_to_rounding():
    """The person-days of the daily stock are the person-days of the visits."""
    people = people_at(np.sort(np.random.default_rng(6).integers(0, 3000, 4_000)) * STEPS)
    visits = run(graph([servers(5, 3.0 * STEPS)]), people, extra=20_000).filter(pl.col("stage") == "station")
    visits = visits.with_columns(pl.col("date_in", "date_out").cast(pl.Date))
    days = (visits["date_out"] - visits["date_in"]).dt.total_days().sum()
    came = (
        visits.group_by("date_in").len().select(pl.col("date_in").alias("day"), pl.col("len").cast(pl.Int64))
    )
    went = (
        visits.group_by("date_out")
        .len()
        .select(pl.col("date_out").alias("day"), -pl.col("len").cast(pl.Int64))
    )
    moves = pl.concat([came, went]).group_by("day").agg(pl.col("len").sum()).sort("day")
    whole = moves.upsample("day", every="1d").with_columns(
        pl.col("len").fill_null(0).cum_sum().alias("stock")
    )
    assert whole["stock"].min() >= 0
    assert whole["stock"].sum() == days


def test_a_yearly_capacity_is_used_to_the_last_decision():
    """With people always waiting, decisions are capacity x time, to within the two or three that whole
    numbers cost.
    """
    capacity = {"kind": "capacity", "capacity": {"per_year": 1234.5}}
    stage = {"id": "station", **capacity, "exits": [{"name": "served", "to": "out"}]}
    people = people_at(np.zeros(20_000))
    visits = run(graph([stage], steps_per_day=1), people, extra=3651)
    served = visits.filter(pl.col("exit") == "served").height
    assert served == pytest.approx(1234.5 * 3652 / 365.25, abs=3)


def test_littles_law_of_the_report():
    """Queue = rate x wait and people present = rate x stay, once everyone is through; utilisation is the load."""
    people = poisson_arrivals(30_000, 0.06, 7)
    until = people["enter_date"].max().date() + timedelta(days=40)
    stages = graph([servers(1, MEAN)])
    visits = run(stages, people)
    row = stage_summary(stages, visits, {}, start=START, until=until).row(0, named=True)
    rate = people.height / ((until - START).days + 1)
    assert row["completions"] == people.height and row["final_queue"] == 0
    assert row["mean_queue"] == pytest.approx(rate * row["mean_wait"], rel=1e-9)
    assert row["mean_present"] == pytest.approx(rate * row["mean_stay"], rel=1e-9)
    assert row["utilisation"] == pytest.approx(row["mean_present"] - row["mean_queue"], rel=1e-9)


def test_the_report_of_a_line_that_is_not_served_to_its_end():
    """Of two who come at once to one desk for four days, one is being served after two days, and one waits."""
    stages = graph([servers(1, 4.0 * STEPS, "fixed")])
    visits = run(stages, people_at([0, 0]), extra=1)
    row = stage_summary(stages, visits, {}, start=START, until=START + timedelta(days=1)).row(0, named=True)
    assert (row["completions"], row["final_queue"], row["mean_queue"], row["mean_present"]) == (0, 1, 1, 2)
    assert row["utilisation"] == 1 and row["mean_wait"] is None
