"""Amendments: both forms, what they do, and what they say of a mistake."""

from __future__ import annotations

from datetime import date
from typing import Any

import jsonschema
import polars as pl
import pytest

from openasylum import law
from openasylum.documents import parse_document
from openasylum.errors import UserError
from openasylum.law.schemas import schema


def test_short_and_long_form_are_the_same() -> None:
    short = law.parse_amendments([{"suspend": "IRPR 159.3", "from": "2027-03-01", "until": "2027-05-31"}])
    long = law.parse_amendments(
        [{"provision": "IRPR 159.3", "change": "suspend", "from": "2027-03-01", "until": "2027-05-31"}]
    )
    assert short == long
    jsonschema.Draft202012Validator(schema("policy")).validate([change.as_data() for change in short])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {repeal: IRPR 159.33, from: 2027-01-01}", "IRPR 159.3"),
        ("- {repel: IRPR 159.3, from: 2027-01-01}", "repeal"),
        ("- {repeal: IRPR 159.3, from: 2027-13-01}", "a day is written"),
        ("- {repeal: IRPR 159.3}", "a day is written"),
        ("- {suspend: IRPR 159.3, from: 2027-01-01}", "last day"),
        ("- {suspend: IRPR 159.3, from: 2027-05-01, until: 2027-01-01}", "before"),
        ("- {amend: IRPR 159.4(1.1), parameter: day, value: 30, from: 2027-01-01}", "days"),
        ("- {amend: IRPR 159.4(1.1), parameter: days, value: -1, from: 2027-01-01}", "zero or more"),
        ("- {amend: IRPA 101(1)(b.1), parameter: years, value: 0.3, from: 2027-01-01}", "whole months"),
        ("- repeal", "mapping"),
        ("{repeal: IRPR 159.3}", "list"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_nearest_valid_value(text: str, words: str) -> None:
    document = parse_document(text, "policy.yaml")
    with pytest.raises(UserError) as caught:
        law.parse_amendments(document.data, document)
    assert words in str(caught.value)
    assert "policy.yaml, line 1" in str(caught.value)


def _claims(days: list[int], entry: date) -> pl.DataFrame:
    return law.fill_known(
        pl.DataFrame(
            {
                "entry_date": [entry] * len(days),
                "claim_date": [date.fromordinal(entry.toordinal() + n) for n in days],
                "entry_location": ["between_ports_of_entry"] * len(days),
                "came_from_us": [True] * len(days),
            }
        )
    )


def test_a_changed_number_is_the_number_of_its_own_days_only() -> None:
    change: list[dict[str, Any]] = [
        {
            "amend": "IRPR 159.4(1.1)",
            "parameter": "days",
            "value": 30,
            "from": "2024-05-01",
            "until": "2024-05-31",
        }
    ]
    may = law.decide(_claims([13, 14, 29, 30], date(2024, 5, 1)), amendments=change)
    june = law.decide(_claims([13, 14], date(2024, 6, 1)), amendments=change)
    assert may["outcome"].to_list() == ["ineligible", "ineligible", "ineligible", "eligible"]
    assert june["outcome"].to_list() == ["ineligible", "eligible"]


def test_a_relationship_can_be_added() -> None:
    claim = {
        "claim": {"date": "2027-01-15", "place": "port_of_entry", "received_in_person": True},
        "entries": [{"date": "2027-01-15", "from": "US", "via": [], "location": "land_port_of_entry"}],
        "relatives": [
            {
                "relationship": "cousin",
                "relationship_established": True,
                "location": "CA",
                "status": "citizen",
            }
        ],
    }
    cousins = [
        {"amend": "IRPR 159.1", "parameter": "relationships", "value": ["cousin"], "from": "2027-01-01"}
    ]
    exceptions = law.decide_claim(claim, cousins).data["exceptions"]
    assert exceptions == [{"citation": "IRPR 159.5(a)"}]
    assert law.decide_claim(claim).data["exceptions"] == []


def test_days_on_which_pending_claims_are_read_again() -> None:
    after, before = date(2025, 1, 1), date(2030, 1, 1)
    suspension = law.parse_amendments(
        [{"suspend": "IRPR 159.3", "from": "2027-03-01", "until": "2027-05-31"}]
    )
    days = law.commencements(suspension, after, before)
    assert date(2026, 3, 26) in days  # S.C. 2026, c. 4, read at the decision
    assert [day for day in days if day.year == 2027] == [date(2027, 3, 1), date(2027, 6, 1)]


def test_an_amendment_can_write_an_exception_of_its_own() -> None:
    facts = law.fill_known(
        pl.DataFrame(
            {
                "claim_date": [date(2027, 1, 15)] * 2,
                "came_from_us": [True, True],
                "claim_place": ["port_of_entry"] * 2,
                "entry_location": ["land_port_of_entry"] * 2,
                "age": [64, 65],
            }
        )
    )
    text = """
- enact: IRPR 159.5(i)
  from: 2027-01-01
  to: IRPA 101(1)(e)
  title: Over sixty-five
  when: provision("IRPR 159.5") and age >= 65
"""
    document = parse_document(text)
    change = law.parse_amendments(document.data, document)
    answer = law.decide(facts, amendments=change)
    assert answer["outcome"].to_list() == ["ineligible", "eligible"]
    named = law.citations_of(answer["exceptions"][1], law.exceptions(change))
    assert named == ["IRPR 159.5(i)"]


def test_repealing_a_section_repeals_its_paragraphs() -> None:
    facts = law.fill_known(
        pl.DataFrame(
            {
                "claim_date": [date(2027, 1, 15)] * 2,
                "came_from_us": [True, True],
                "claim_place": ["port_of_entry"] * 2,
                "entry_location": ["land_port_of_entry", "airport"],
                "family_citizen": [True, True],
            }
        )
    )
    assert law.decide(facts)["outcome"].to_list() == ["eligible", "eligible"]
    without_exceptions = law.decide(facts, amendments=[{"repeal": "IRPR 159.5", "from": "2027-01-01"}])
    assert without_exceptions["outcome"].to_list() == ["ineligible", "eligible"]


def test_repealing_what_leaves_airports_out_brings_them_in() -> None:
    """IRPR 159.4(1)(c) is a non-application: without it IRPA 101(1)(e) reaches airports, with the exceptions of 159.5."""
    facts = law.fill_known(
        pl.DataFrame(
            {
                "claim_date": [date(2027, 1, 15)] * 2,
                "came_from_us": [True, True],
                "entry_location": ["airport", "airport"],
                "family_citizen": [False, True],
            }
        )
    )
    answer = law.decide(facts, amendments=[{"repeal": "IRPR 159.4(1)(c)", "from": "2027-01-01"}])
    assert answer["outcome"].to_list() == ["ineligible", "eligible"]


def test_a_change_that_flat_facts_cannot_show_is_refused_rather_than_ignored() -> None:
    """Whether a cousin counts is settled when relatives are read; flat facts come after that."""
    cousins = [
        {"amend": "IRPR 159.1", "parameter": "relationships", "value": ["cousin"], "from": "2027-01-01"}
    ]
    with pytest.raises(UserError, match="flat facts already say who is a family member"):
        law.decide(pl.DataFrame({"claim_date": [date(2027, 1, 2)]}), amendments=cousins)
