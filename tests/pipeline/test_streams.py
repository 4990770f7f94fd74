"""Lines of their own within a stage: who stands in them, what a decision costs, and who goes first; by persons and by
counts alike.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from textbook import graph, station

from openasylum import pipeline
from openasylum.errors import UserError
from openasylum.pipeline.answers.summary import stage_summary
from openasylum.pipeline.counts import run_counts

START = date(2025, 1, 1)
DAYS = 1000
SPAN = {"start": START, "until": START + timedelta(days=DAYS - 1)}
TEN_A_DAY = {"per_year": 3652.5}


def stages(streams, capacity=TEN_A_DAY, **more):
    stage = station("capacity", "decided", capacity=capacity, streams=streams, **more)
    return graph([stage], steps_per_day=1, origins=["easy", "short", "hard"])


def people(**a_day):
    """So many people of each origin, day by day."""
    days = pl.DataFrame({"enter_date": [START + timedelta(days=day) for day in range(DAYS)]})
    groups = pl.DataFrame({"origin": [name for name, count in a_day.items() for _ in range(count)]})
    return days.join(groups, how="cross").with_row_index("person").cast({"person": pl.UInt64})


def decided(own, crowd):
    """People decided, in all and by origin, by persons; and by counts."""
    visits = pipeline.run(own, crowd, {}, seed=3, draw=0, **SPAN)
    done = visits.filter(pl.col("exit").cast(pl.String) == "decided")
    by_origin = dict(crowd["origin"].gather(done["row"]).value_counts().iter_rows())
    counts = run_counts(own, crowd, [{}], days_per_step=1, **SPAN)
    row = stage_summary(own, visits, {}, people=crowd, seed=3, **SPAN).row(0, named=True)
    return by_origin, counts.flow("station", "decided").sum(), row


EFFORTS = [
    {"name": "on_file", "when": {"origin": ["easy"]}, "effort": 0.25, "priority": 0},
    {"name": "short_hearing", "when": {"origin": ["short"]}, "effort": 0.5, "priority": 1},
    {"name": "hearing", "priority": 2},
]


def test_by_priority_the_foremost_are_all_decided_and_the_others_have_what_is_left():
    """8 at a quarter and 8 at a half leave 4 of the day's 10 for 6 full hearings."""
    found, counted, row = decided(stages(EFFORTS, allocation="priority"), people(easy=8, short=8, hard=6))
    assert (found["easy"], found["short"]) == (8 * DAYS, 8 * DAYS)
    assert found["hard"] == pytest.approx(4 * DAYS, abs=5)
    assert counted == pytest.approx(sum(found.values()), abs=5)
    assert row["utilisation"] == pytest.approx(1, abs=1e-3)


def test_in_proportion_every_line_is_served_by_its_length_whatever_its_decisions_cost():
    """Of 40 a day, 20 at a quarter, 10 at a half and 10 at one cost 20: half of each line is decided."""
    found, counted, row = decided(stages(EFFORTS), people(easy=20, short=10, hard=10))
    assert {name: n / DAYS for name, n in found.items()} == pytest.approx(
        {"easy": 10, "short": 5, "hard": 5}, rel=0.01
    )
    assert counted == pytest.approx(20 * DAYS, rel=0.002)
    assert row["utilisation"] == pytest.approx(1, abs=1e-3)


def test_a_decision_that_costs_more_than_a_day_is_paid_by_the_days_after():
    found, counted, row = decided(
        stages([{"name": "long", "effort": 3.0}], {"per_year": 365.25}), people(hard=1)
    )
    assert found["hard"] == pytest.approx(DAYS / 3, abs=1)
    assert counted == pytest.approx(DAYS / 3, abs=1)
    assert row["utilisation"] == pytest.approx(1, abs=0.01)


def test_a_share_of_a_stream_is_of_everybody_not_of_those_whom_others_left():
    """Half and three tenths leave a fifth: 0.5 x 1 + 0.3 x 2 + 0.2 x 4 = 1.9 a head on average."""
    streams = [
        {"name": "one", "when": {"share": 0.5}, "effort": 1.0},
        {"name": "two", "when": {"share": 0.3}, "effort": 2.0},
        {"name": "four", "effort": 4.0},
    ]
    found, counted, row = decided(stages(streams), people(hard=20))
    assert found["hard"] == pytest.approx(10 / 1.9 * DAYS, rel=0.01)
    assert counted == pytest.approx(10 / 1.9 * DAYS, rel=0.001)
    assert row["utilisation"] == pytest.approx(1, abs=0.002)


def test_streams_that_no_one_waits_in_leave_the_capacity_to_the_others():
    streams = [
        {"name": "a", "when": {"origin": ["easy"]}, "weight": 50.0},
        {"name": "b", "when": {"origin": ["short"]}, "weight": 20.0},
        {"name": "c"},
    ]
    found, counted, row = decided(stages(streams), people(easy=1, short=1, hard=20))
    assert sum(found.values()) == pytest.approx(10 * DAYS, rel=0.001)
    assert found["hard"] == pytest.approx(8 * DAYS, rel=0.02)
    assert counted == pytest.approx(10 * DAYS, rel=0.001)
    assert row["utilisation"] == pytest.approx(1, abs=1e-3)


def test_the_use_of_a_capacity_that_follows_intake_is_a_share_of_what_the_rule_gave():
    """Five a day, and from the 100th day on what came 100 days ago, ten: of 12 a day never fewer wait than are taken."""
    rule = {"follows_intake": {"base": 1826.25, "share": 1, "lag_days": 100, "window_days": 30}}
    own = stages([{"name": "all"}], rule)
    crowd = people(hard=10)
    visits = pipeline.run(own, crowd, {}, seed=3, draw=0, **SPAN)
    row = stage_summary(own, visits, {}, people=crowd, seed=3, **SPAN).row(0, named=True)
    assert row["completions"] == pytest.approx(5 * 100 + 10 * 900, rel=0.02)
    assert row["utilisation"] == pytest.approx(1, abs=0.002)


def test_who_is_needed_to_tell_the_use_of_decisions_of_unlike_effort_is_said():
    own, crowd = stages(EFFORTS), people(easy=1)
    visits = pipeline.run(own, crowd, {}, seed=3, draw=0, **SPAN)
    with pytest.raises(UserError, match="people"):
        stage_summary(own, visits, {}, **SPAN)


def test_a_scheduled_day_and_a_deadline_said_as_the_reference_says_them():
    """Nobody is heard before the 60th day; with a deadline of 15 days and no hearing before it, all are out on the 16th."""
    scheduled = {
        "prerequisites": [
            {"name": "scheduled", "since": "stage", "takes": {"distribution": "fixed", "mean_days": 60}}
        ]
    }
    everyone, crowd = [{"name": "all"}], people(hard=1).head(100)
    deadline = {"hazards": [{"name": "too_late", "to": "out", "after_days": 15, "per_year": 3652}]}
    for more, days in ((scheduled, {60}), (scheduled | deadline, {16})):
        visits = pipeline.run(stages(everyone, **more), crowd, {}, seed=3, draw=0, **SPAN)
        stays = visits.filter(pl.col("stage") == "station").select(pl.col("date_out") - pl.col("date_in"))
        assert {stay.days for stay in stays.to_series()} == days
