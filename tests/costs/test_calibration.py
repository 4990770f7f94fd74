"""The 2018 costing: every set of stage costs that is possible, and nothing that is not."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import costs, facts
from openasylum.costs.calibration import components, solutions, summary
from openasylum.costs.units import after_refusal, first_instance, health_2018
from openasylum.scenario.assumptions import draw_values

# PBO 2018, dollars per person: (340.2 - 48.8) M / 23,755, 104.5 M / 23,755, cheapest, dearest.
OTHER_THAN_HEALTH, HEALTH_LAST, LOWEST, HIGHEST = 12266.9, 4399.1, 9915, 33738


@cache
def found() -> pl.DataFrame:
    return solutions(60_000)


def test_every_solution_meets_every_published_figure() -> None:
    checked = found().select(
        lowest=pl.col("rcmp_interception")
        + pl.col("csis_screening")
        + pl.col("cbsa_intake")
        + pl.col("ircc_intake")
        + pl.col("rpd_claim")
        + pl.col("health_year") * pl.col("first_wait"),
        path=pl.col("rad_appeal")
        + pl.col("court")
        + pl.col("removal")
        + pl.col("health_year") * (pl.col("longest_wait") - pl.col("first_wait")),
        mean=pl.col("rcmp_interception")
        + pl.col("csis_screening")
        + pl.col("cbsa_intake")
        + pl.col("ircc_intake")
        + pl.col("rpd_claim")
        + pl.col("reach_appeal") * pl.col("rad_appeal")
        + pl.col("reach_court") * pl.col("court")
        + pl.col("reach_removal") * pl.col("removal"),
    )
    assert checked["lowest"].to_numpy() == pytest.approx(LOWEST, abs=0.01)
    assert (checked["lowest"] + checked["path"]).to_numpy() == pytest.approx(HIGHEST, abs=0.01)
    assert checked["mean"].to_numpy() == pytest.approx(OTHER_THAN_HEALTH, abs=0.1)
    others = found().select(pl.max_horizontal("cbsa", "ircc", "court_per_head"))
    assert (found()["irb"] > HEALTH_LAST - 0.1).all()
    assert (others.to_series() < HEALTH_LAST + 0.1).all()
    assert found().select(pl.all().min()).row(0) >= (0,) * found().width


def test_the_width_is_honest() -> None:
    wide = summary(found())
    ratio = wide.with_columns(width=pl.col("p95") / pl.col("p05"))
    # What was published pins down no single stage: each 90 % range spans at least a factor 1.5.
    stages = ["rpd_claim", "rad_appeal", "removal", "court", "cbsa_intake", "ircc_intake"]
    assert ratio.filter(pl.col("component").is_in(stages))["width"].min() > 1.5


def test_every_component_names_the_figures_it_rests_on() -> None:
    assert set(components()) == set(found().columns)
    for component in components().values():
        assert component.standing in ("published", "inferred", "calibrated")
        for figure in component.rests_on:
            facts.figure(figure)


@settings(max_examples=100, deadline=None)
@given(draw=st.integers(0, 10_000))
def test_every_draw_of_the_assumptions_meets_the_2018_paths(draw: int) -> None:
    values = draw_values(5, draw)
    units = {
        name: float(value) for name, value in costs.unit_costs(values).items() if name.startswith("costs.")
    }
    intake = sum(
        units[f"costs.{part}"]
        for part in ("rcmp_interception", "cbsa_intake", "csis_screening", "ircc_intake")
    )
    health = health_2018(values)
    lowest = intake + units["costs.rpd_claim"] + health * units["costs.first_wait_2018"]
    court = units["costs.court_leave"] + units["costs.court_review"]
    longer = units["costs.longest_wait_2018"] - units["costs.first_wait_2018"]
    highest = lowest + units["costs.rad_appeal"] + court + units["costs.removal_2018"] + health * longer
    assert lowest == pytest.approx(LOWEST, abs=0.01)
    assert highest == pytest.approx(HIGHEST, abs=0.01)
    assert first_instance(values) > 0
    assert after_refusal(values) > 0


def test_the_priors_lie_within_what_is_possible() -> None:
    wide = {row["component"]: row for row in summary(found()).iter_rows(named=True)}
    for name, component in (
        ("costs.rpd_claim", "rpd_claim"),
        ("costs.rad_appeal", "rad_appeal"),
        ("costs.removal_2018", "removal"),
        ("costs.rcmp_interception", "rcmp_interception"),
        ("costs.first_wait_2018", "first_wait"),
        ("costs.longest_wait_2018", "longest_wait"),
    ):
        drawn = [float(draw_values(6, draw)[name]) for draw in range(50)]
        assert wide[component]["lowest"] <= min(drawn)
        assert max(drawn) <= wide[component]["highest"] * 1.001
