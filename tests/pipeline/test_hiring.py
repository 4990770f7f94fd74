"""Capacity as people see it: members hired, trained, replaced; and what a scenario file can say of them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from openasylum import pipeline
from openasylum.documents import parse_document
from openasylum.pipeline.definition.capacity import output_of
from openasylum.pipeline.plan import make_process
from openasylum.scenario import central_values, levers
from openasylum.timeline import day_number

FIRST = date(2027, 1, 1)
DAYS = day_number(FIRST) + np.arange(2000)


def test_members_who_need_no_time_add_their_decisions_from_the_first_day():
    added = output_of(pipeline.Hiring(FIRST, 100, 164), DAYS)
    assert added == pytest.approx(16_400)


def test_training_costs_half_of_the_time_it_takes():
    """A hundred who work up evenly over six months lose, together, the work of a hundred for three."""
    added = output_of(pipeline.Hiring(date(2027, 7, 1), 100, 164, training_months=6), DAYS)
    lost = (np.where(day_number(date(2027, 7, 1)) <= DAYS, 16_400.0, 0.0) - added).sum() / 365.25
    assert lost == pytest.approx(16_400 / 4, rel=0.01)
    assert added[-1] == pytest.approx(16_400)


def test_attrition_is_training_without_end():
    """A tenth replaced a year, each lost for half of half a year: a fortieth of the output."""
    hired = pipeline.Hiring(FIRST, 100, 164, training_months=6, attrition_per_year=0.1)
    assert output_of(hired, DAYS)[-1] == pytest.approx(16_400 * (1 - 0.1 * 0.25), rel=1e-3)


def test_hiring_is_even_over_its_months_and_ends_when_it_is_told_to():
    hired = pipeline.Hiring(FIRST, 120, 100, hiring_months=12, until=date(2029, 12, 31))
    added = output_of(hired, DAYS)
    assert added[day_number(date(2027, 7, 2)) == DAYS][0] == pytest.approx(6_000, rel=0.01)
    assert (added[day_number(date(2029, 12, 31)) < DAYS] == 0).all()


def capacity_of(stage, levers_, values):
    graph = pipeline.load_stages()
    options = {"seed": 0, "draw": 0, "start": FIRST, "until": date(2030, 12, 31)}
    process = make_process(graph, values, capacity=levers_, **options)
    return process.capacity[graph.ids.index(stage)] * 365.25


@pytest.mark.parametrize(("stage", "per_member"), [("rpd", 164), ("rad", 113)])
def test_a_scenario_file_hires_members(stage, per_member):
    """From the file to the decisions of a day, on the middle of every assumption."""
    from openasylum.scenario.scenario import read_scenario
    from openasylum.simulate.draw import capacity_changes

    text = f"""
id: more-members
title: {{en: More members, fr: Plus de commissaires}}
description: {{en: Fifty more, fr: Cinquante de plus}}
levers:
  - {{lever: {stage}_members, persons: 50, from: 2027-01-01}}
"""
    values = central_values()
    scenario = read_scenario(parse_document(text, "more.yaml"))
    plain = capacity_of(stage, [], values)
    more = capacity_of(stage, capacity_changes(scenario, values), values)
    assert more[0] == pytest.approx(plain[0], abs=60)
    member = float(values[f"pipeline.{stage}_decisions_per_member"])
    assert abs(member - per_member) < 30
    # Two years on they are hired and trained; some are always new.
    assert 0.95 * 50 * member < more[-1] - plain[-1] <= 50 * member


def test_fewer_postponements_let_more_hearings_go_ahead():
    values = central_values()
    fewer = capacity_of("rpd", [], {**values, "pipeline.rpd_postponed_share": 0.2})
    assert fewer == pytest.approx(capacity_of("rpd", [], values) * 0.8 / 0.64)


def test_what_moves_people_of_the_tribunal_is_listed():
    for name in ("rpd_members", "rad_members", "rpd_capacity", "rad_capacity"):
        assert name in levers()
