"""What would change the answer: the claim made on another day, or one fact otherwise.

Every single change is decided together, as one small batch; a day that is found is then checked on the
document itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openasylum.law.columns import Numbers, Table
from openasylum.law.engine import answer_table
from openasylum.law.flat_facts import flat_facts
from openasylum.law.plan import OUTCOMES
from openasylum.law.planes import FALSE, TRUE, UNKNOWN, Planes, Truth
from openasylum.law.reading import Reading, read_claims
from openasylum.timeline import day_number
from openasylum.vocabulary import PATHWAYS

#: How far from the day of the claim a change is looked for.
REACH: Final = 400
_OFFSETS: Final = np.array([*range(-1, -REACH - 1, -1), *range(1, REACH + 1)], dtype=np.int32)

#: Facts that are about the course of the case, not about the person or what they did.
_NOT_VARIED: Final = frozenset(
    [
        "deemed_referred",
        "deemed_referral_depends_on_count",
        "not_first_claim",
        "referral_by_misrepresentation",
        "no_credible_basis",
        "manifestly_unfounded",
        "minister_appealed",
        "canadian_national",
        "came_from_canada",
        "physically_in_canada",
        "returned_to_country_of_persecution",
        "family_appeal_pending",
        "family_relation_not_listed",
        "entered_between_commencement_readings",
        "day_count_depends_on_zone",
        "public_interest_determination",
        "entry_date_established",
        "received_in_person",
    ]
)


class Change(NamedTuple):
    """One change, and the answer then. ``days`` is for a claim made earlier (negative) or later."""

    fact: str
    value: Any
    outcome: str
    pathway: str
    days: int = 0


def changes(reading: Reading) -> list[Change]:
    """The nearest day, earlier and later, on which the claim would have another outcome, and every single
    fact that
    would change it if it were otherwise."""
    if reading.law_date is None or reading.fact("claim_date") is None:
        return []
    facts = [fact for fact in flat_facts().values() if fact.kind == "truth" and fact.name not in _NOT_VARIED]
    flipped = [fact.name for fact in facts if reading.fact(fact.name) is not None]
    answer, _ = answer_table(reading.plan, _varied(reading, flipped), threads=1)
    outcome, pathway = answer["outcome"], answer["pathway"]
    # Settled, and otherwise: the first two outcomes are eligible and ineligible.
    otherwise = (outcome < 2) & (outcome != OUTCOMES.index(reading.outcome))
    by_fact = [
        Change(name, not reading.fact(name), OUTCOMES[outcome[row]], PATHWAYS[pathway[row]])
        for row, name in enumerate(flipped)
        if otherwise[row]
    ]
    return [*_checked(reading, _nearest(otherwise[len(flipped) :])), *by_fact]


def _nearest(otherwise: NDArray[np.bool_]) -> list[int]:
    """The nearest of ``_OFFSETS`` before and after the day of the claim with another outcome."""
    before, after = np.flatnonzero(otherwise[:REACH])[:1], np.flatnonzero(otherwise[REACH:])[:1] + REACH
    return [int(_OFFSETS[at]) for at in (*before, *after)]


def _varied(reading: Reading, flipped: list[str]) -> Table:
    """One row for each fact flipped, then one for each day."""
    height = len(flipped) + len(_OFFSETS)
    truths: dict[str, Truth] = {}
    numbers: dict[str, Numbers] = {}
    for fact in flat_facts().values():
        value = reading.fact(fact.name)
        if fact.kind == "truth":
            truths[fact.name] = UNKNOWN if value is None else TRUE if value else FALSE
        elif value is not None:
            plain = (
                fact.words.index(value)
                if fact.words
                else day_number(value)
                if isinstance(value, date)
                else value
            )
            numbers[fact.name] = Numbers.same(plain, height)
    plain = np.zeros((height + 63) // 64, dtype=np.uint64)
    for row, name in enumerate(flipped):
        plane = ~plain if truths[name] is TRUE else plain.copy()
        plane[row >> 6] ^= np.uint64(1 << (row & 63))
        truths[name] = Planes(plane)
    claimed = numbers["claim_date"].values.astype(np.int32)
    claimed[len(flipped) :] += _OFFSETS
    assert reading.law_date is not None
    law = np.maximum(np.int32(day_number(reading.law_date)), claimed)
    if reading.fact("decision_date") == reading.fact("claim_date"):
        law[len(flipped) :] = claimed[len(flipped) :]  # decided on the day it is made
    entered = numbers.get("entry_date")
    if entered is not None:
        claimed = np.maximum(claimed, entered.values)  # no claim before the entry
    return Table(
        height, truths, numbers | {"claim_date": Numbers(claimed, None), "law_date": Numbers(law, None)}
    )


def _checked(reading: Reading, offsets: list[int]) -> list[Change]:
    """The same changes made to the document, for the days on which the answer differs there too."""
    moved = [_moved(reading.claim, days) for days in offsets]
    again = read_claims(moved, reading.plan.book.amendments, answer_only=True)
    return [
        Change("claim_date", date.fromisoformat(claim["claim"]["date"]), one.outcome, one.pathway, days)
        for claim, one, days in zip(moved, again, offsets, strict=True)
        if one.outcome != reading.outcome and one.outcome in OUTCOMES[:2]
    ]


def _moved(document: Mapping[str, Any], days: int) -> dict[str, Any]:
    """The document with the claim made so many days later."""
    claim, about = dict(document), dict(document["claim"])
    claim["claim"] = about
    moved = date.fromisoformat(about["date"]) + timedelta(days=days)
    if about.get("decision_date") and date.fromisoformat(about["decision_date"]) < moved:
        about["decision_date"] = moved.isoformat()
    if about.get("decision_date") == about["date"]:
        about["decision_date"] = moved.isoformat()
    about["date"] = moved.isoformat()
    if claim.get("as_of") and claim["as_of"] < about["date"]:
        claim["as_of"] = about["date"]
    return claim
