"""Capacity that follows intake as a lever: with its lag, never below what there is, and on its days only."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from textbook import START, graph

from openasylum import pipeline
from openasylum.documents import parse_document
from openasylum.errors import UserError
from openasylum.scenario import central_values
from openasylum.scenario.scenario import read_scenario
from openasylum.simulate.draw import capacity_changes

OFFICE = {
    "id": "station",
    "kind": "capacity",
    "capacity": {"per_year": 365.25},
    "exits": [{"name": "served", "to": "out"}],
}


def served(levers, days=900, a_day=4, stock=0):
    """Decisions by day of an office that can decide one a day, where four come each day."""
    stages = graph([OFFICE], steps_per_day=1)
    enter = np.concatenate([np.full(stock, -1), np.repeat(np.arange(days), a_day)])
    people = pl.DataFrame(
        {
            "person": np.arange(len(enter), dtype=np.uint64),
            "enter_date": [START + timedelta(days=int(day)) for day in enter],
        }
    )
    until = START + timedelta(days=days - 1)
    visits = pipeline.run(stages, people, {}, seed=0, draw=0, start=START, until=until, capacity=levers)
    done = visits.filter(pl.col("exit") == "served")["date_out"]
    return np.bincount((done - START).dt.total_days().to_numpy(), minlength=days)


def rule(share=1.0, **more):
    return [("station", pipeline.Following(START, share, lag_days=100, window_days=50, **more))]


def test_capacity_follows_intake_with_its_lag():
    found = served(rule())
    assert found[:100].sum() == pytest.approx(100, abs=3), "nothing is seen before the lag is over"
    assert found[200:].mean() == pytest.approx(4, abs=0.02), "then as many are decided as came"
    assert served(rule(0.5))[200:].mean() == pytest.approx(2, abs=0.02)


def test_it_is_never_below_what_there_is_and_holds_on_its_days_only():
    assert np.array_equal(served(rule(0.0)), served([]))
    until = START + timedelta(days=499)
    found = served(rule(until=until))
    assert found[200:500].mean() == pytest.approx(4, abs=0.02) and found[500:].mean() == pytest.approx(
        1, abs=0.02
    )


def test_who_waits_when_the_run_begins_is_no_intake():
    assert served(rule(), stock=5000)[200:].mean() == pytest.approx(4, abs=0.02)


def test_a_share_below_nothing_is_refused():
    with pytest.raises(UserError, match="cannot follow"):
        served(rule(-0.1), days=10)


def test_a_scenario_may_move_it():
    text = """
id: follow
title: {en: Follow, fr: Suivre}
description: {en: A rule, fr: Une règle}
levers:
  - {lever: rpd_follows_intake, factor: 0.9, from: 2027-01-01}
"""
    scenario = read_scenario(parse_document(text, "follow.yaml"))
    assert capacity_changes(scenario, central_values()) == [
        ("rpd", pipeline.Following(date(2027, 1, 1), 0.9))
    ]
