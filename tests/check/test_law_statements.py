"""Statements of law: their days against the law engine, their words against texts."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from check.scoring import AS_OF
from openasylum import law
from openasylum.check import Text, check_texts
from openasylum.check.statutes.forms import statements
from openasylum.law.provisions import provisions


def becomes_of(claim_date: date, entry_date: date, where: str = "between_ports_of_entry") -> str:
    """What the law engine, read on 1 June 2026, makes of a claim by someone who came from the United States."""
    known = {
        "entry_location": where,
        "entry_date": entry_date,
        "claim_date": claim_date,
        "first_entry_date": entry_date,
        "came_from_us": True,
        "entry_date_established": True,
        "physically_in_canada": True,
        "received_in_person": True,
    }
    if where == "between_ports_of_entry":
        known["earlier_between_ports_entry_date"] = entry_date
    claim = law.fill_known(pl.DataFrame({name: [value] for name, value in known.items()}))
    return str(law.decide(claim, law_as_of=max(claim_date, date(2026, 6, 1)))["pathway"][0])


def days_of(name: str) -> tuple[date, date | None]:
    (days,) = next(one for one in statements().statements if one.id == name).so
    return days.first, days.last


def test_the_engine_says_when_the_agreement_reached_people_between_ports() -> None:
    _, last = days_of("only_at_ports")
    first, _ = days_of("whole_border")
    assert last is not None
    assert becomes_of(last, last) == "referred_to_rpd"
    assert becomes_of(first, first) == "returned_to_us"


def test_the_engine_says_that_it_is_less_than_fourteen_days() -> None:
    number = next(one for one in statements().statements if one.id == "fourteen_days").number["days"]
    entry = date(2024, 4, 2)
    assert becomes_of(entry + timedelta(days=number - 1), entry) == "returned_to_us"
    assert becomes_of(entry + timedelta(days=number), entry) == "referred_to_rpd"


def test_the_engine_says_until_when_waiting_fourteen_days_was_enough() -> None:
    _, last = days_of("after_fourteen_days_free")
    assert last is not None
    assert becomes_of(last, last - timedelta(days=30)) == "referred_to_rpd"
    assert becomes_of(last + timedelta(days=1), last - timedelta(days=30)) == "prra"


def test_the_engine_says_from_when_a_year_is_the_limit() -> None:
    first, _ = days_of("one_year_bar")
    entry = first - timedelta(days=400)
    assert becomes_of(first, entry, "airport") == "prra"
    assert becomes_of(first - timedelta(days=1), entry, "airport") == "referred_to_rpd"
    assert becomes_of(first, first - timedelta(days=300), "airport") == "referred_to_rpd"


def becomes_at(claim_date: date = date(2024, 4, 2), **known: object) -> str:
    """What the law engine makes of a claim at a land port of entry on the day of entry, with what else is known."""
    facts = {
        "entry_location": "land_port_of_entry", "claim_place": "port_of_entry", "entry_date": claim_date,
        "claim_date": claim_date, "first_entry_date": claim_date, "came_from_us": True,
        "entry_date_established": True, "physically_in_canada": True, "received_in_person": True, **known,
    }  # fmt: skip
    claim = law.fill_known(pl.DataFrame({name: [value] for name, value in facts.items()}))
    return str(law.decide(claim, law_as_of=max(claim_date, date(2024, 6, 1)))["pathway"][0])


@pytest.mark.parametrize(
    ("name", "known", "pathway"),
    [
        ("ports_returned", {}, "returned_to_us"),
        ("not_us_citizens", {"us_national": True}, "referred_to_rpd"),
        ("not_at_harbours", {"entry_location": "harbour_port"}, "referred_to_rpd"),
        ("not_at_airports", {"entry_location": "airport"}, "referred_to_rpd"),
        ("claimed_here_before", {"entry_location": "airport", "prior_claim_rejected": True}, "prra"),
        (
            "recognised_elsewhere",
            {"entry_location": "airport", "recognised_elsewhere": True},
            "returned_to_country_of_refuge",
        ),
        (
            "inadmissible_on_serious_grounds",
            {"entry_location": "airport", "inadmissible_on_listed_ground": True},
            "prra",
        ),
        ("claimed_elsewhere", {"entry_location": "airport", "claimed_in_sharing_country": True}, "prra"),
    ],
)
def test_the_engine_says_the_same(name: str, known: dict[str, object], pathway: str) -> None:
    first, last = days_of(name)
    assert last is None and first <= date(2024, 4, 2)
    assert becomes_at(**known) == pathway


def test_the_bar_of_2019_reaches_claims_made_since_it_was_tabled() -> None:
    known = {"entry_location": "airport", "claimed_in_sharing_country": True}
    assert becomes_at(date(2019, 4, 7), **known) == "referred_to_rpd"
    assert becomes_at(date(2019, 4, 8), **known) == "prra"


@pytest.mark.parametrize(
    "name",
    [
        "not_us_citizens",
        "not_at_harbours",
        "remains_in_force",
        "claimed_here_before",
        "recognised_elsewhere",
        "inadmissible_on_serious_grounds",
        "no_risk_assessment_for_a_year",
        "risk_assessment_with_hearing",
    ],
)
def test_a_statement_is_so_since_its_provisions_are_in_force(name: str) -> None:
    one = next(one for one in statements().statements if one.id == name)
    firsts = {period.first for cited in one.provisions for period in provisions()[cited].in_force}
    assert one.so[0].first in firsts


def test_the_engine_says_since_when_the_declaration_of_2020_was_suspended() -> None:
    first, _ = days_of("declaration_suspended")
    for day, flagged in ((first, True), (first - timedelta(days=1), False)):
        claim = {
            "claim": {"date": day.isoformat(), "place": "port_of_entry"},
            "entries": [
                {"date": day.isoformat(), "from": "US", "via": [], "location": "land_port_of_entry"},
            ],
        }
        assert ("declaration_2020_suspended" in law.decide_claim(claim).data["flags"]) is flagged


def test_there_are_four_kinds_of_exceptions_since_a_fifth_ended() -> None:
    first, _ = days_of("four_exceptions")
    assert provisions()["IRPR 159.6(c)"].in_force[0].last == first - timedelta(days=1)


def test_the_two_new_bars_are_those_of_claims_since_june_2025() -> None:
    first, _ = days_of("two_new_bars")
    assert {provisions()[cited].claims_from for cited in ("IRPA 101(1)(b.1)", "IRPA 101(1)(b.2)")} == {first}


def test_every_provision_named_is_in_the_rulebook() -> None:
    known = provisions()
    file = statements()
    for one in (*file.statements, *file.events):
        assert one.provisions, one.id
        for citation in one.provisions:
            assert citation in known, (one.id, citation)


@pytest.mark.parametrize(
    ("provision", "day"),
    [
        ("IRPR 159.4(1.1)", date(2023, 3, 25)),
        ("IRPR 159.3", date(2004, 12, 29)),
        ("IRPA 101(1)(b.1)", date(2026, 3, 26)),
    ],
)
def test_days_are_those_of_the_rulebook(provision: str, day: date) -> None:
    held = [period.first for period in provisions()[provision].in_force]
    claims_from = provisions()[provision].claims_from
    assert day in held or (claims_from is not None and claims_from <= day)


def test_the_last_day_on_which_the_agreement_reached_only_ports() -> None:
    only = next(one for one in statements().statements if one.id == "only_at_ports")
    whole = next(one for one in statements().statements if one.id == "whole_border")
    assert only.so[0].last is not None
    assert only.so[0].last + timedelta(days=1) == whole.so[0].first
    first = provisions()["IRPR 159.4(1.1)"].in_force[0].first
    assert first == whole.so[0].first


def verdict_of(text: str, language: str = "en", as_of: date = AS_OF) -> list[str]:
    report = check_texts([Text("t", text, language)], as_of=as_of)
    return [one.verdict for one in report.findings if one.kind in ("law", "date")]


def test_the_present_tense_is_read_by_the_day_asked_for() -> None:
    text = "The Safe Third Country Agreement applies only at official border crossings."
    assert verdict_of(text) == ["was_so_has_changed"]
    assert verdict_of(text, as_of=date(2023, 3, 24)) == ["agrees"]
    assert verdict_of(text, as_of=date(2023, 3, 25)) == ["was_so_has_changed"]


@pytest.mark.parametrize("days", [7, 15, 21, 30, 90])
def test_another_number_of_days_differs(days: int) -> None:
    text = f"Under the Safe Third Country Agreement, people who cross irregularly and claim asylum within {days} days are sent back."
    assert verdict_of(text) == ["differs"]
    assert verdict_of(text.replace(f"{days} days", "14 days")) == ["agrees"]
    assert verdict_of(text.replace(f"{days} days", "fourteen days")) == ["agrees"]


@pytest.mark.parametrize(
    "text",
    [
        "The premier wants the Safe Third Country Agreement to apply to the entire border.",
        "The Safe Third Country Agreement should apply to the entire border.",
        "Talks continue on whether the Safe Third Country Agreement could cover the entire border.",
        "Le Québec réclame que l’Entente sur les tiers pays sûrs s’applique à toute la frontière.",
        "Critics of the Safe Third Country Agreement spoke for an hour.",
    ],
)
def test_wishes_are_left_alone(text: str) -> None:
    assert verdict_of(text, "fr" if "Québec" in text else "en") == []


def test_the_reason_names_the_day_and_what_holds_now() -> None:
    report = check_texts(
        [Text("t", "The Safe Third Country Agreement applies only at official border crossings.")],
        as_of=AS_OF,
    )
    (one,) = report.findings
    assert "25 March 2023" in one.reason.en and "25 mars 2023" in one.reason.fr
    assert one.ours[0].id == "IRPR 159.4(1.1)" and one.ours[0].url


def test_the_day_of_an_event_is_not_the_day_of_a_statement_beside_it() -> None:
    text = (
        "The Safe Third Country Agreement, which took effect in December 2004, does not apply between official "
        "border crossings."
    )
    assert sorted(verdict_of(text)) == ["agrees", "was_so_has_changed"]


def test_another_closure_is_another_event() -> None:
    assert verdict_of("In 2021, few people crossed at Roxham Road because of the pandemic closure.") == []
    assert verdict_of("A camp at Roxham Road was closed in 2018.") == []
