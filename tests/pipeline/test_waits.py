"""Waits of cohorts, the published formula, one person's view, and what a month less does."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from textbook import graph

from openasylum import facts, pipeline
from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH

START, UNTIL = date(2024, 1, 1), date(2025, 12, 31)


def cohort(people, per_year):
    """So many people on the first day of March 2024 before a body that decides so many a year."""
    stage = {"id": "rpd", "kind": "capacity", "capacity": {"per_year": per_year}}
    ways = [{"name": "accepted", "to": "out", "share": 0.5}, {"name": "rejected", "to": "out"}]
    stages = graph([stage | {"exits": ways}], first="rpd", steps_per_day=1)
    frame = pl.DataFrame(
        {"person": np.arange(people, dtype=np.uint64), "enter_date": [date(2024, 3, 1)] * people}
    )
    return stages, frame, pipeline.run(stages, frame, {}, seed=0, draw=0, start=START, until=UNTIL)


def test_the_irbs_formula_gives_the_waits_that_it_published():
    """Inventory over funded capacity; for April 2019 the capacity that the IRB had in mind is not published."""
    table = facts.table("wait_formula_check")
    columns = (
        "inventory",
        "funded_or_actual_annual_capacity",
        "published_wait_months",
        "computed_wait_months",
    )
    close = []
    for pending, capacity, published, computed in table.select(columns).iter_rows():
        assert pipeline.projected_wait(pending, capacity) == pytest.approx(computed, abs=0.06)
        close.append(abs(computed - published) <= 2.7)
    assert sum(close) >= len(close) - 1


def test_waits_of_those_decided_and_of_those_referred():
    _, _, visits = cohort(200, 365.25)
    decided = pipeline.waits(visits).row(0, named=True)
    assert decided["people"] == 200
    assert decided["p50"] * DAYS_A_MONTH == pytest.approx(100, abs=2)
    referred = pipeline.waits(visits, cohort="referred", every="1mo", until=UNTIL).row(0, named=True)
    assert referred["p90"] * DAYS_A_MONTH == pytest.approx(180, abs=2)


def test_who_is_still_waiting_counts_as_waiting_longer():
    _, _, visits = cohort(1000, 365.25)
    row = pipeline.waits(visits, cohort="referred", until=UNTIL).row(0, named=True)
    assert row["p50"] * DAYS_A_MONTH == pytest.approx(500, abs=3)
    assert row["p90"] is None
    view = pipeline.outlook(visits, date(2024, 3, 1), UNTIL)
    assert view.people == 1000
    assert abs(view.half - (date(2024, 3, 15) + timedelta(days=500))).days <= 3
    assert view.nine_in_ten is None


def test_months_to_outcome_end_with_the_last_stage():
    _, _, visits = cohort(200, 365.25)
    row = pipeline.months_to_outcome(visits).row(0, named=True)
    assert row["people"] == 200
    assert row["p50"] * DAYS_A_MONTH == pytest.approx(100, abs=2)


def test_a_months_closure_costs_a_months_decisions():
    stages, frame, _ = cohort(2000, 365.25)
    closure = pipeline.CapacityChange(date(2024, 6, 1), factor=0.0, until=date(2024, 6, 30))
    effect = pipeline.marginal_effect(
        stages, frame, {}, ("rpd", closure), seed=0, draw=0, start=START, until=UNTIL
    )
    assert effect["pending"] == pytest.approx(30, abs=1)
    assert effect["decided"] == -effect["pending"]
    # Thirty people wait on at the end, each from the day in June on which they would have been decided.
    assert effect["person_months"] == pytest.approx(30 * (549 + 15) / DAYS_A_MONTH, rel=0.05)


def test_series_add_up():
    _, _, visits = cohort(200, 365.25)
    months = pl.date_range(START, UNTIL, "1mo", eager=True)
    flows = pipeline.flow_series(visits, months)
    stocks = pipeline.stock_series(visits, months)
    out = flows.filter(pl.col("stage") == "rpd", pl.col("flow") != "in")["value"].sum()
    assert out == flows.filter(pl.col("stage") == "out", pl.col("flow") == "in")["value"].sum() == 200
    assert stocks.filter(pl.col("month") == date(2025, 12, 1), pl.col("stage") == "out")["value"].sum() == 200


def test_members_ramp_attrition_and_postponements():
    """Ten members who each decide 100 a year, a tenth of hearings postponed: 900 a year, less what newcomers
    still lack.
    """
    stage = {
        "id": "rpd",
        "kind": "capacity",
        "capacity": {
            "members": {
                "members": [{"from": "2023-01-01", "value": 10}, {"from": "2025-01-01", "value": 20}],
                "decisions_per_member": 100,
                "ramp_months": 12,
                "postponed": 0.1,
            }
        },
        "exits": [{"name": "accepted", "to": "out"}],
    }
    stages = graph([stage], first="rpd", steps_per_day=1)
    frame = pl.DataFrame({"person": np.arange(9000, dtype=np.uint64), "enter_date": [START] * 9000})
    visits = pipeline.run(stages, frame, {}, seed=0, draw=0, start=START, until=UNTIL)
    by_year = dict(
        visits.filter(pl.col("exit").is_not_null()).group_by(pl.col("date_out").dt.year()).len().iter_rows()
    )
    assert by_year[2024] == pytest.approx(900 * 366 / 365.25, abs=4)
    # The ten who join on 1 January 2025 work up evenly over the year: half a year's output on average.
    assert by_year[2025] == pytest.approx(900 + 450, rel=0.01)


def test_the_diagram_in_the_docs_is_the_stage_file():
    from pathlib import Path

    page = Path(__file__).parents[2] / "docs" / "explanation" / "pipeline.md"
    assert pipeline.mermaid(pipeline.load_stages()) in page.read_text(encoding="utf-8")
