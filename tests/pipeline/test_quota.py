"""A quota: there from the first day of the calendar year, until it is used up or the year ends."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textbook import graph

from openasylum import pipeline
from openasylum.errors import UserError
from openasylum.pipeline import CapacityChange
from openasylum.pipeline.counts import run_counts


def stages(capacity, **more):
    stage = {
        "id": "station",
        "kind": "capacity",
        "capacity": capacity,
        "exits": [{"name": "admitted", "to": "out"}],
    }
    return graph([stage], steps_per_day=1, **more)


def people(*groups):
    """So many people on each day."""
    days = [day for day, count in groups for _ in range(count)]
    return pl.DataFrame(
        {"person": range(len(days)), "enter_date": days}, schema_overrides={"person": pl.UInt64}
    )


def admitted(rule, crowd, start=date(2025, 1, 1), until=date(2028, 12, 31), **options):
    """People admitted, by day."""
    visits = pipeline.run(stages(rule), crowd, {}, seed=0, draw=0, start=start, until=until, **options)
    done = visits.filter(pl.col("exit").cast(pl.String) == "admitted")
    return dict(done.group_by("date_out").len().sort("date_out").iter_rows())


def test_who_waits_is_admitted_on_the_first_days_of_the_years():
    found = admitted({"quota": 100}, people((date(2025, 1, 1), 250)))
    assert found == {date(2025, 1, 1): 100, date(2026, 1, 1): 100, date(2027, 1, 1): 50}


def test_what_is_not_used_waits_for_those_who_come_later_but_not_for_the_next_year():
    crowd = people((date(2025, 3, 1), 30), (date(2025, 12, 1), 100), (date(2026, 6, 1), 200))
    assert admitted({"quota": 100}, crowd) == {
        date(2025, 3, 1): 30,
        date(2025, 12, 1): 70,
        date(2026, 1, 1): 30,
        date(2026, 6, 1): 70,
        date(2027, 1, 1): 100,
        date(2028, 1, 1): 30,
    }


def test_spread_evenly_the_same_number_goes_day_by_day():
    found = admitted({"per_year": 100}, people((date(2025, 1, 1), 250)))
    assert max(found.values()) == 1
    assert sum(n for day, n in found.items() if day.year == 2025) == pytest.approx(100, abs=1)


def test_a_quota_that_changes_by_date_and_by_lever():
    dated = {"quota": [{"from": "2025-01-01", "value": 100}, {"from": "2026-01-01", "value": 40}]}
    assert admitted(dated, people((date(2025, 1, 1), 150)), until=date(2026, 12, 31)) == {
        date(2025, 1, 1): 100,
        date(2026, 1, 1): 40,
    }
    doubled = [("station", CapacityChange(date(2025, 7, 2), factor=2.0))]
    found = admitted(
        {"quota": 100}, people((date(2025, 1, 1), 150)), until=date(2025, 12, 31), capacity=doubled
    )
    # On 2 July 183 of the year's 365 days are left: half of it once more.
    assert found == {date(2025, 1, 1): 100, date(2025, 7, 2): 50}
    assert found[date(2025, 7, 2)] == pytest.approx(100 * 183 / 365, abs=1)


def test_a_run_that_begins_within_the_year_has_what_is_left_of_it():
    found = admitted(
        {"quota": 365}, people((date(2025, 12, 22), 20)), start=date(2025, 12, 22), until=date(2026, 1, 2)
    )
    assert found == {date(2025, 12, 22): 10, date(2026, 1, 1): 10}


def test_a_smaller_quota_takes_back_only_what_is_not_used():
    cut = [("station", CapacityChange(date(2025, 7, 2), factor=0.0))]
    crowd = people((date(2025, 1, 1), 80), (date(2025, 9, 1), 50))
    assert admitted({"quota": 100}, crowd, until=date(2026, 1, 31), capacity=cut) == {date(2025, 1, 1): 80}


def test_both_levels_use_a_quota_alike():
    crowd = people((date(2025, 3, 1), 300), (date(2025, 10, 1), 1200), (date(2026, 5, 1), 900))
    own = stages({"quota": 1000})
    time = {"start": date(2025, 1, 1), "until": date(2027, 12, 31)}
    visits = pipeline.run(own, crowd, {}, seed=0, draw=0, **time)
    counts = run_counts(own, crowd, [{}, {}], days_per_step=1, **time)
    for year, left in ((2025, 500), (2026, 400), (2027, 0)):
        present = visits.filter(
            pl.col("stage").cast(pl.String) == "station",
            pl.col("date_in") <= date(year, 12, 31),
            pl.col("date_out").is_null() | (pl.col("date_out") > date(year, 12, 31)),
        )
        assert present.height == left
        step = counts.dates.to_list().index(date(year, 12, 31))
        assert counts.stock("station")[:, step] == pytest.approx(left, abs=1e-6)


def test_a_quota_is_not_open_by_halves_and_stands_alone():
    for capacity in ({"quota": 100, "open": 0.5}, {"quota": 100, "per_year": 100}, {"quota": -1}):
        with pytest.raises(UserError) as told:
            admitted(capacity, people((date(2025, 1, 1), 1)))
        assert "textbook.yaml" in str(told.value)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(1, 60)), min_size=1, max_size=12),
    st.integers(0, 150),
    st.integers(0, 80),
)
def test_no_year_admits_more_and_a_larger_quota_delays_nobody(groups, quota, more):
    first = date(2025, 1, 1)
    crowd = people(*((first + timedelta(days=day), count) for day, count in sorted(groups)))
    waits = []
    for size in (quota, quota + more):
        found = admitted({"quota": size}, crowd)
        for year in range(2025, 2029):
            assert sum(count for day, count in found.items() if day.year == year) <= size
        waits.append([day.toordinal() for day, count in found.items() for _ in range(count)])
    fewer, larger = waits
    assert len(larger) >= len(fewer)
    # First in, first out: the k-th to be admitted is the k-th who came, in both.
    assert all(sooner <= later for sooner, later in zip(larger, fewer, strict=False))
