"""Scenario files: presets and their mirrors, and one plain sentence for every fault."""

from __future__ import annotations

import pytest

from openasylum.documents import parse_document
from openasylum.errors import UserError
from openasylum.scenario import Capacity, levers, load_scenario, presets, read_scenario

HEAD = "id: mine\ntitle: {en: Mine, fr: Mien}\ndescription: {en: x, fr: y}\n"


def fault(body: str) -> UserError:
    with pytest.raises(UserError) as caught:
        read_scenario(parse_document(HEAD + body, "mine.yaml"))
    return caught.value


def test_every_preset_has_a_mirror_and_both_languages() -> None:
    named = presets()
    assert list(named)[:2] == ["law-in-force", "us-not-designated"]
    for scenario in named.values():
        assert scenario.mirror in named
        assert named[str(scenario.mirror)].mirror == scenario.id
        assert scenario.title.en
        assert scenario.title.fr


def test_the_law_in_force_changes_nothing() -> None:
    scenario = presets()["law-in-force"]
    assert not scenario.law
    assert not scenario.levers
    assert not scenario.assumptions


def test_an_unknown_lever_is_named_with_the_nearest() -> None:
    error = fault("levers:\n  - {lever: rpd_capasity, factor: 1.1, from: 2027-01-01}\n")
    assert (error.file, error.line, error.nearest) == ("mine.yaml", 5, "rpd_capacity")


def test_a_provision_that_does_not_exist_is_named_with_the_nearest() -> None:
    error = fault("law:\n  - {repeal: IRPR 159.33, from: 2027-01-01}\n")
    assert (error.line, error.nearest) == (5, "IRPR 159.3")


@pytest.mark.parametrize("day", ["2019-01-01", "2031-01-01"])
def test_a_date_outside_the_projection_is_refused(day: str) -> None:
    assert "outside the projection" in str(fault(f"law:\n  - {{repeal: IRPR 159.3, from: {day}}}\n"))
    assert "outside the projection" in str(
        fault(f"levers:\n  - {{lever: rpd_capacity, factor: 1.1, from: {day}}}\n")
    )


@pytest.mark.parametrize(
    ("setting", "near"), [("factor: -1", "0.25"), ("factor: 99", "4"), ("per_year: -5", "0")]
)
def test_a_value_outside_its_range_is_refused_with_the_nearest(setting: str, near: str) -> None:
    assert fault(f"levers:\n  - {{lever: rpd_capacity, {setting}, from: 2027-01-01}}\n").nearest == near


def test_a_lever_takes_one_change() -> None:
    fault("levers:\n  - {lever: rpd_capacity, from: 2027-01-01}\n")
    fault("levers:\n  - {lever: rpd_capacity, factor: 1.1, per_year: 100, from: 2027-01-01}\n")
    fault("levers:\n  - {lever: us_removals, per_year: 100, from: 2027-01-01}\n")


def test_an_unknown_field_or_assumption_is_named() -> None:
    assert fault("lever: []\n").nearest == "levers"
    assert fault("assumptions: {arrivals.nonsense: 1}\n").line == 4


def test_an_unknown_scenario_names_the_nearest() -> None:
    with pytest.raises(UserError) as caught:
        load_scenario("us-not-designatd")
    assert caught.value.nearest == "us-not-designated"


def test_capacity_levers_name_stages_of_the_pipeline() -> None:
    from openasylum.pipeline import load_stages

    stages = {stage.id for stage in load_stages().stages}
    for lever in levers().values():
        if isinstance(lever.target, Capacity):
            assert lever.target.stage in stages
