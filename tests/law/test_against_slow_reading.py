"""The engine against a slow reading of the law that was written apart from it."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest

from openasylum import law
from openasylum.law import FLAT_FACTS, NEVER, engine
from openasylum.law.gates.planes import truth_flags
from openasylum.law.plan import plan_for
from support import slow_law
from support.random_facts import random_facts

GROUNDS = [citation for citation in law.grounds() if citation.startswith("IRPA 101")]


def _answers(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Outcome and the three-valued grounds of every row, as the engine has them."""
    plan = plan_for()
    table = engine.facts_table(frame)
    bites = plan.book.bites
    truths = plan.circuit.evaluate(table, plan.circuit.needed_for(bites.values()))
    flags = {c: truth_flags(truths[bites[c]], frame.height) for c in GROUNDS}
    outcomes = law.decide(frame)["outcome"].to_list()
    return [
        {"outcome": outcomes[row]}
        | {c: True if t[row] else False if f[row] else None for c, (t, f) in flags.items()}
        for row in range(frame.height)
    ]


def _slow(frame: pl.DataFrame) -> list[dict[str, Any]]:
    known = {"rpd_heard_or_allowed_on": NEVER, "entered_between_commencement_readings": False}
    answers = []
    for row in frame.to_dicts():
        facts = (
            dict.fromkeys(FLAT_FACTS)
            | known
            | {k: v for k, v in row.items() if v is not None or k not in known}
        )
        facts["law_date"] = facts["decision_date"] or facts["claim_date"]
        answers.append({"outcome": slow_law.outcome(facts)} | slow_law.grounds(facts))
    return answers


@pytest.mark.parametrize("unknown", [0.0, 0.1, 0.5])
def test_random_claims(unknown: float) -> None:
    frame = random_facts(4000, seed=int(100 * unknown), unknown=unknown, likely=0.05)
    for number, (found, expected) in enumerate(zip(_answers(frame), _slow(frame), strict=True)):
        assert found == expected, frame.row(number, named=True)


#: For each ground, the facts that its provisions ask, each tried true, false and unknown in every
#: combination.
PATTERNS = {
    "99(3), 100(2)": "subject_to_removal_order received_in_person report_referred charge_awaited",
    "101(1)(a)-(d)": """refugee_protection_conferred prior_claim_rejected claimed_in_sharing_country
        recognised_elsewhere""",
    "101(1)(c), 159.01": """prior_claim_ended prior_claim_ineligible prior_claim_ineligible_under_e
        seeking_reentry us_refused_entry us_claim_adjudicated""",
    "101(1)(f)": """inadmissible_on_listed_ground inadmissible_under_former_35_1_c serious_criminality
        convicted_in_canada convicted_abroad""",
    "159.2, 159.6": """came_from_us us_national stateless former_resident_of_us death_penalty_in_us
        death_penalty_elsewhere""",
    "159.5(a), (b), (f)": """came_from_us family_citizen family_protected family_permanent_resident
        family_stay holds_canadian_document""",
    "159.5(e)": """accompanied_by_parent_or_guardian parent_or_guardian_in_canada parent_or_guardian_in_us
        came_from_us""",
    "159.5(h)": """permanent_resident seeking_reentry us_refused_entry us_claim_adjudicated
        us_ordered_removed us_being_returned""",
    "159.4(2)": "came_from_us us_ordered_removed in_transit_removal us_national",
}
PLACES = ["land_port_of_entry", "between_ports_of_entry", "closed_port_of_entry", "airport", None]


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("place", PLACES)
def test_every_pattern_of_known_and_unknown(name: str, place: str | None) -> None:
    asked = PATTERNS[name].split()
    other = {
        "claim_date": date(2024, 1, 15),
        "entry_date": date(2024, 1, 10),
        "entry_location": place,
        "claim_place": "port_of_entry",
        "age": 16,
        "marital_status": "single",
        "came_from_us": True,
    }
    truths = {fact: entry.known is True for fact, entry in FLAT_FACTS.items() if entry.dtype == pl.Boolean}
    rows = [
        truths | other | dict(zip(asked, values, strict=True))
        for values in product((True, False, None), repeat=len(asked))
    ]
    schema = {n: FLAT_FACTS[n].dtype for n in rows[0]}
    days = ("first_entry_date", "unsettled_entry_date", "earlier_between_ports_entry_date")
    extra = {
        "family_claimant_age": -1,
        "family_permit_age": -1,
        "visa_canada": "required",
        "visa_us": "required",
    }
    extra |= dict.fromkeys(days, NEVER)
    frame = pl.DataFrame(rows, schema=schema).with_columns(
        [pl.lit(value, dtype=FLAT_FACTS[n].dtype).alias(n) for n, value in extra.items()]
        + [pl.col("claim_date").alias("decision_date")]
    )
    assert _answers(frame) == _slow(frame.with_columns(birth_date=pl.lit(None, dtype=pl.Date)))


@pytest.mark.heavy
def test_compiled_and_plain_engine_agree_on_a_million_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = random_facts(1_000_000, seed=7, unknown=0.05, after_referral=True)
    compiled = law.decide(frame)
    monkeypatch.setattr(engine, "COMPILED_FROM", 10**9)
    assert law.decide(frame).equals(compiled)


def test_compiled_and_plain_engine_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = random_facts(3_001, seed=8, unknown=0.2, after_referral=True)
    plain = law.decide(frame)
    monkeypatch.setattr(engine, "COMPILED_FROM", 1)
    assert law.decide(frame).equals(plain)
