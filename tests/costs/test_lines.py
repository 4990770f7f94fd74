"""Cost lines: each has a source, a price year, an amount, and stages that exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from openasylum import costs, facts, pipeline
from openasylum.costs.lines import CostLine, read_lines
from openasylum.documents import parse_document
from openasylum.errors import UserError
from openasylum.scenario.assumptions import central_values, draw_values, register

GOOD = """
- id: a.b
  title: {en: t, fr: t}
  organisation: someone
  payers: {canada: 1}
  scope: pbo
  basis: stay
  stages: [rpd]
  unit: costs.rpd_claim
  price_year: 2017-18
  escalation: consumer_prices
  sources: [x]
  includes: {en: t, fr: t}
"""


@pytest.mark.parametrize("line", costs.cost_lines(), ids=lambda line: line.id)
def test_every_line_has_its_amounts_sources_and_stages(line: CostLine) -> None:
    units = costs.unit_costs(central_values())
    for name in (
        line.unit,
        *line.times,
        *(share for share in line.payers.values() if isinstance(share, str) and share != "rest"),
    ):
        assert float(units[name]) >= 0
    for source in line.sources:
        facts.figure(source)
    graph = pipeline.load_stages()
    assert set(line.stages) <= set(graph.places)
    ways = {(way.stage, way.name) for way in graph.transitions}
    for exit_ in line.exits:
        assert any((stage, exit_) in ways for stage in line.stages), (
            f"no stage of {line.id} is left by {exit_}"
        )


def test_every_assumption_names_figures_that_exist() -> None:
    for name, entry in register().items():
        if name.startswith("costs."):
            for source in entry.sources:
                facts.table(source) if source == "consumer_price_index" else facts.figure(source)


def test_every_assumption_about_costs_is_used() -> None:
    own = {name for name in register() if name.startswith("costs.")}
    values = central_values()
    for name in own - {"costs.inflation", "costs.ifhp_growth", "costs.ifhp_copayment"}:
        moved = {**values, name: float(values[name]) * 1.01}
        used = costs.unit_costs(values).keys() - own
        derived = any(costs.unit_costs(moved)[unit] != costs.unit_costs(values)[unit] for unit in used)
        named = any(name in (line.unit, *line.times, *line.payers.values()) for line in costs.cost_lines())
        assert derived or named or name in PROFILE_SHARES | LEVELS, f"{name} moves nothing"


PROFILE_SHARES = {
    "costs.assistance_share_year_1",
    "costs.assistance_share_year_4",
    "costs.work_permit_months",
    "costs.employed_share",
    "costs.hotel_share",
    "costs.hotel_stay_days",
    "costs.shelter_share",
    "costs.shelter_stay_days",
    "costs.school_age_share",
}
LEVELS = {"costs.first_instance_level", "costs.after_refusal_level"}


@pytest.mark.parametrize("draw", range(200))
def test_no_draw_gives_a_negative_unit_cost(draw: int) -> None:
    units = costs.unit_costs(draw_values(3, draw))
    assert min(float(value) for name, value in units.items() if name.startswith("costs.")) >= 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sources: [x]", "sources: []", "sources"),
        ("  sources: [x]\n", "", "sources: this field is required and is missing"),
        ("  price_year: 2017-18\n", "", "price_year: this field is required and is missing"),
        ("price_year: 2017-18", "price_year: soon", "not a price year"),
        ("price_year: 2017-18", "price_year: 2017-19", "not a fiscal year"),
        ("scope: pbo", "scope: federal", "scope"),
        ("canada: 1", "canada: 0.5", "pays all of it"),
        ("canada: 1", "canada: 0.5, provinces: 0.4", "write rest"),
        ("canada: 1", "ottawa: 1", "payers"),
        ("basis: stay", "basis: stay\n  exits: [accepted]", "exits belong to"),
        ("basis: stay", "basis: stay\n  profile: everybody", "a profile is one of"),
    ],
)
def test_a_bad_line_is_refused_with_file_and_field(old: str, new: str, message: str) -> None:
    with pytest.raises(UserError, match=message) as refused:
        read_lines(parse_document(GOOD.replace(old, new), "own.yaml"))
    assert refused.value.file == "own.yaml"
    assert refused.value.line is not None


def test_a_line_named_twice_is_refused() -> None:
    with pytest.raises(UserError, match="stands here twice"):
        read_lines(parse_document(GOOD + GOOD, "own.yaml"))


def test_what_a_scope_says_of_itself() -> None:
    narrow, wide = costs.scope_statement("pbo"), costs.scope_statement("full")
    for language in ("en", "fr"):
        assert set(narrow[language]["includes"]) < set(wide[language]["includes"])
        assert narrow[language]["excludes"]
        assert wide[language]["excludes"]
    assert len(narrow["en"]["includes"]) == len(narrow["fr"]["includes"])
    assert any("Social assistance" in text for text in wide["en"]["includes"])
    assert not any("Social assistance" in text for text in narrow["en"]["includes"])
    with pytest.raises(UserError):
        costs.scope_statement("provincial")


PBO_ORGANISATIONS = {"rcmp", "csis", "cbsa", "ircc", "irb", "federal_court", "justice", "ifhp"}


def test_the_narrow_scope_has_the_organisations_of_the_2018_costing() -> None:
    narrow = {line.organisation for line in costs.cost_lines() if line.scope == "pbo"}
    assert narrow == PBO_ORGANISATIONS
    assert all(set(line.payers) == {"canada"} for line in costs.cost_lines() if line.scope == "pbo")


def test_the_reference_page_names_every_field_and_its_example_is_read() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "cost-lines.md").read_text(
        encoding="utf-8"
    )
    for field in CostLine.model_fields:
        assert f"`{field}`" in page, field
    example = page.split("```yaml\n")[1].split("```")[0]
    (line,) = read_lines(parse_document(example, "cost-lines.md"))
    assert line.unit == 4200
