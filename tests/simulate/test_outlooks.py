"""The backlog by stage over the horizon: the same people as in the monthly series, and quantiles over draws."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openasylum.scenario import LAW_IN_FORCE, draw_values, presets
from openasylum.simulate import build_world, simulate_people
from openasylum.simulate.outlooks import Outlook, backlog_by_month, outlook, over_draws


def test_the_backlog_of_every_month_is_whoever_is_in_a_stage_at_its_end():
    world = build_world([presets()[LAW_IN_FORCE]], seed=3, weight=400.0, last_day=date(2026, 12, 31))
    values = draw_values(3, 0)
    _, people, visits = simulate_people(world, presets()[LAW_IN_FORCE], 0, values)
    rows = over_draws([outlook(world, visits)])
    assert len(rows) == 24
    for row, last in ((rows[0], date(2025, 1, 31)), (rows[17], date(2026, 6, 30))):
        inside = visits.filter(
            pl.col("date_in") <= last, pl.col("date_out").is_null() | (pl.col("date_out") > last)
        )
        counted = dict(inside["stage"].cast(pl.String).value_counts().iter_rows())
        backlog = row["backlog"]
        assert {stage: people["p50"] for stage, people in backlog.items() if people["p50"]} == {
            stage: 400.0 * counted[stage] for stage in backlog if stage in counted
        }
        # In the order of the process, and nobody who is through with it.
        assert next(iter(backlog)) == "eligibility" and not {"removed", "withdrawn"} & set(backlog)
    assert people.height > 0


def _drawn(people: float) -> Outlook:
    month = pl.Series("month", [date(2026, 1, 1)])
    waits = pl.DataFrame(
        {"month": month, "people": [1.0], "tenth": [1.0], "half": [2.0], "nine_in_ten": [3.0]}
    )
    return Outlook(waits, pl.DataFrame({"month": month, "stage": ["rpd"], "people": [people]}))


def test_people_of_a_stage_are_told_as_quantiles_over_draws():
    (row,) = over_draws([_drawn(float(number)) for number in range(0, 2001, 100)])
    assert row["backlog"] == {"rpd": {"p05": 100.0, "p50": 1000.0, "p95": 1900.0}}


def test_a_stage_in_which_nobody_is_counts_as_empty():
    world = build_world([presets()[LAW_IN_FORCE]], seed=3, weight=400.0, last_day=date(2025, 2, 28))
    visits = pl.DataFrame(
        {"stage": ["rpd"], "date_in": [date(2025, 2, 3)], "date_out": [None]},
        schema_overrides={"date_out": pl.Date},
    )
    found = backlog_by_month(world, visits)
    assert dict(found.filter(pl.col("people") > 0).select("stage", "people").iter_rows()) == {"rpd": 400.0}
    assert found.filter(pl.col("stage") == "rad")["people"].to_list() == pytest.approx([0.0, 0.0])
