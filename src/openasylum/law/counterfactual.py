"""What would change the answer: the claim made on another day, or one fact otherwise.

Every single change is decided together, as one small batch. A day that is found, and every day near which
something that the document lists begins or ends (an eighteenth birthday, a visa's last day), is then checked
on the document itself, so that the nearest day is the nearest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from openasylum.law.calendar import month_later
from openasylum.law.derived_facts import days_named
from openasylum.law.flat_facts import flat_facts
from openasylum.law.gates.columns import Numbers, Table
from openasylum.law.gates.few import first_named, flags, known_true
from openasylum.law.gates.planes import FALSE, TRUE, Planes, Truth
from openasylum.law.plan import OUTCOMES
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
    facts = {name: reading.fact(name) for name in flat_facts()}
    flipped = [
        name
        for name, fact in flat_facts().items()
        if fact.kind == "truth" and name not in _NOT_VARIED and facts[name] is not None
    ]
    plan, table = reading.plan, _varied(facts, flipped, reading.law_date)
    trues = known_true(plan.circuit, table, plan.answer_order)
    # Settled, and otherwise: the first two outcomes are eligible and ineligible.
    others = [gate for name, gate in zip(OUTCOMES[:2], plan.outcome, strict=False) if name != reading.outcome]
    otherwise = flags(reduce(or_, (trues[gate] for gate in others)), table.height)
    by_fact = [
        Change(
            name,
            not facts[name],
            first_named(OUTCOMES, plan.outcome, trues, row),
            first_named(PATHWAYS, plan.pathway, trues, row),
        )
        for row, name in enumerate(flipped)
        if otherwise[row]
    ]
    found = _OFFSETS[_turns(otherwise[len(flipped) :])]
    return [*_nearest(_checked(reading, sorted({*found.tolist(), *_listed_offsets(reading)}))), *by_fact]


def _turns(otherwise: NDArray[np.bool_]) -> NDArray[np.int_]:
    """Where, going away from the day of the claim on either side, another outcome begins."""
    begins = otherwise.copy()
    begins[1:REACH] &= ~otherwise[: REACH - 1]
    begins[REACH + 1 :] &= ~otherwise[REACH:-1]
    return np.flatnonzero(begins)


def _nearest(found: list[Change]) -> list[Change]:
    """The nearest change before and after the day of the claim."""
    before = max((one for one in found if one.days < 0), key=lambda one: one.days, default=None)
    after = min((one for one in found if one.days > 0), key=lambda one: one.days, default=None)
    return [one for one in (before, after) if one is not None]


#: Whole years after which a day that a document lists may start or end something: a year of living together or
#: of a bar, and the ages that family members must have.
_YEARS: Final = (0, 1, *range(14, 26))
#: How near: a time that ends on holidays in a row may be read as kept on the first day after them.
_SIDES: Final = range(-1, 5)
#: Days on which an undecided claim may be deemed referred (IRPA 100(3), to 20 June 2019), weekends included.
_REFERRAL_DAYS: Final = 10


def _listed_offsets(reading: Reading) -> set[int]:
    """Days, from that of the claim, near which something that the document lists begins or ends.

    The flat facts say only how it stood on the day of the claim.
    """
    claimed = reading.fact("claim_date")
    offsets = {
        (turn - claimed).days + side
        for day in _days_in_lists(reading.claim)
        for years in _YEARS
        if abs(day.year + years - claimed.year) <= 2
        for turn in (month_later(day, 12 * years),)
        for side in _SIDES
    }
    if reading.claim["claim"].get("decision_date", "") is None:
        offsets |= set(range(-_REFERRAL_DAYS, _REFERRAL_DAYS + 1))
    entered = reading.ends("entry_date")
    first = -REACH if entered is None else max(-REACH, (entered - claimed).days)  # no claim before the entry
    return {offset for offset in offsets if first <= offset <= REACH and offset}


def _days_in_lists(claim: Mapping[str, Any]) -> set[date]:
    """The days that the lists of a document state, and those of the law on what they list.

    Entries whose days are all known are left out: the flat facts say all there is to say of them.
    """
    person = claim.get("claimant", {})
    found = set(days_named()) if person.get("inadmissibility") else set()
    entries = claim.get("entries", [])
    waiting: list[Any] = [value for value in person.values() if isinstance(value, list)]
    waiting += claim.get("relatives", []), [] if all("date" in entry for entry in entries) else entries
    while waiting:
        part = waiting.pop()
        if isinstance(part, Mapping):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and len(part) == 10 and part[4] == part[7] == "-":
            found.add(date.fromisoformat(part))
    return found


def _varied(facts: Mapping[str, Any], flipped: Sequence[str], law_date: date) -> Table:
    """One row for each fact flipped, then one for each day."""
    height = len(flipped) + len(_OFFSETS)
    truths: dict[str, Truth] = {}
    numbers: dict[str, Numbers] = {}
    for name, value in facts.items():
        words = flat_facts()[name].words
        if isinstance(value, bool):
            truths[name] = TRUE if value else FALSE
        elif value is not None:  # what is unknown has no column
            number = words.index(value) if words else day_number(value) if isinstance(value, date) else value
            numbers[name] = Numbers.same(number, height)
    rows = np.arange(len(flipped), dtype=np.uint64)
    planes = np.zeros((len(flipped), (height + 63) // 64), dtype=np.uint64)
    planes[rows, rows // 64] = 1 << rows % 64
    for name, plane in zip(flipped, planes, strict=True):
        truths[name] = Planes(~plane if truths[name] is TRUE else plane)
    claimed = numbers["claim_date"].values.astype(np.int32)
    claimed[len(flipped) :] += _OFFSETS
    law = np.maximum(np.int32(day_number(law_date)), claimed)
    if facts["decision_date"] == facts["claim_date"]:
        law[len(flipped) :] = claimed[len(flipped) :]  # decided on the day it is made
    entered = numbers.get("entry_date")
    if entered is not None:  # no claim before the entry
        claimed, law = np.maximum(claimed, entered.values), np.maximum(law, entered.values)
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
