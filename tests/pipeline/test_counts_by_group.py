"""Times that differ by group mean at the count level what they mean for persons: when each is ready, how old each is, how long each
is served. Expected values by hand.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from openasylum.pipeline import load_stages, run
from openasylum.pipeline.counts import run_counts

START, UNTIL = date(2025, 1, 1), date(2025, 12, 31)

#: People of the one group are ready after 30 days, of the other after 150; after 200 days in the stage everyone leaves at once.
READY = """\
title: {en: One office, fr: Un bureau}
channels: [soon, late]
first_stage: office
stages:
  - id: office
    kind: capacity
    title: {en: Office, fr: Bureau}
    prerequisites:
      - name: papers
        since: stage
        takes: {distribution: fixed, mean_days: {by: channel, values: {late: 150}, otherwise: 30}}
    capacity: {per_year: CAPACITY}
    hazards: [{name: gone, to: done, per_year: 100000, after_days: 200}]
    exits: [{name: served, to: done}]
  - {id: done, kind: end, title: {en: Done, fr: Fini}}
"""

SERVED = """\
title: {en: One desk, fr: Un guichet}
channels: [soon, late]
first_stage: desk
steps_per_day: 1
stages:
  - id: desk
    kind: servers
    title: {en: Desk, fr: Guichet}
    servers: 3
    service: {distribution: fixed, mean_days: {by: channel, values: {late: 9}, otherwise: 3}}
    exits: [{name: served, to: done}]
  - {id: done, kind: end, title: {en: Done, fr: Fini}}
"""


def graph(tmp_path, text):
    path = tmp_path / "stages.yaml"
    path.write_text(text, encoding="utf-8")
    return load_stages(path)


def people(days, channels=("soon", "late"), each=10):
    rows = [(day, channel) for day in days for channel in channels for _ in range(each)]
    return pl.DataFrame(
        {
            "person": range(len(rows)),
            "enter_date": [row[0] for row in rows],
            "channel": [row[1] for row in rows],
        },
        schema_overrides={"person": pl.UInt64},
    )


def days_of(counts, stage, name):
    """Day of the run -> people who left by an exit, where anybody did."""
    flow = counts.flow(stage, name)[0]
    return {int(day): round(float(flow[day]), 6) for day in np.flatnonzero(flow > 1e-9)}


def test_each_group_is_ready_in_its_own_time(tmp_path):
    stages, comers = graph(tmp_path, READY.replace("CAPACITY", "1000000")), people([START])
    counts = run_counts(stages, comers, [{}], start=START, until=UNTIL, days_per_step=1)
    assert days_of(counts, "office", "served") == {30: 10.0, 150: 10.0}
    visits = run(stages, comers, {}, seed=0, draw=0, start=START, until=UNTIL)
    left = visits.filter(pl.col("stage") == "office")["date_out"].unique().sort().to_list()
    assert left == [START + timedelta(days=30), START + timedelta(days=150)]


@pytest.mark.parametrize("came", [0, -100, -190])
def test_a_hazard_counts_the_wait_from_entry_whenever_one_was_ready(tmp_path, came):
    """Nobody is served; at 200 days everyone goes, also those who came before the run, ready by then or not."""
    stages = graph(tmp_path, READY.replace("CAPACITY", "0"))
    comers = people([START + timedelta(days=came)])
    counts = run_counts(stages, comers, [{}], start=START, until=UNTIL, days_per_step=1)
    (day,) = days_of(counts, "office", "gone")
    visits = run(stages, comers, {}, seed=0, draw=0, start=START, until=UNTIL)
    (left,) = visits.filter(pl.col("stage") == "office")["date_out"].unique().to_list()
    assert abs(day - (200 + came)) <= 1 and abs((left - START).days - (200 + came)) <= 1
    assert counts.flow("office", "gone").sum() == pytest.approx(20)


def test_servers_are_busy_as_long_as_those_they_serve_take(tmp_path):
    """More people than three desks can serve, half of 3 and half of 9 days: one every two days in the mean."""
    stages = graph(tmp_path, SERVED)
    comers = people([START + timedelta(days=day) for day in range(300)], each=1)
    counts = run_counts(stages, comers, [{}], start=START, until=UNTIL)
    visits = run(stages, comers, {}, seed=0, draw=0, start=START, until=UNTIL)
    persons = visits.filter(pl.col("exit").cast(pl.String) == "served").height
    assert persons == pytest.approx(365 / 2, abs=3)
    assert counts.flow("desk", "served").sum() == pytest.approx(365 / 2, abs=4)
