"""The answer about the designation turns on what nobody has observed, and says so."""

from __future__ import annotations

from openasylum.scenario.scenario import load_scenario
from openasylum.scorecard.foresight.sensitivity import CHANCE, sensitivity


def test_ending_the_designation_turns_on_the_argument_and_on_chance() -> None:
    found = sensitivity(load_scenario("us-not-designated"), 2027, sample=16)
    order = [index.name for index in found]
    leading = {"arrivals.undesignation_argument", "arrivals.undesignation_place", CHANCE}
    assert set(order[:3]) == leading
    # What the law reads of a person changes who is heard, not how many come.
    silent = next(index for index in found if index.name == "arrivals.inland_within_year_days")
    assert silent.total == 0.0
