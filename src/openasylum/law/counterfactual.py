"""What would change the answer: the claim made on another day, or one fact otherwise.

Every single change is decided together, as one small batch; a day that is found is then checked on the
document itself.
"""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

import numpy as np

from openasylum.law.columns import Numbers, Table
from openasylum.law.engine import decide_table
from openasylum.law.flat_facts import flat_facts
from openasylum.law.plan import OUTCOMES
from openasylum.law.planes import FALSE, TRUE, UNKNOWN, Planes, Truth, pack
from openasylum.law.reading import Reading, read_claims
from openasylum.timeline import day_number

#: How far from the day of the claim a change is looked for.
REACH: Final = 400

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
    offsets = [*range(-1, -REACH - 1, -1), *range(1, REACH + 1)]
    answer = decide_table(reading.plan, _varied(reading, flipped, offsets), threads=1)
    outcomes, pathways = answer["outcome"].to_list(), answer["pathway"].to_list()
    found = [_checked(reading, days) for days in _nearest(reading, outcomes[len(flipped) :], offsets)]
    by_day = [change for change in found if change is not None]
    by_fact = [
        Change(name, not reading.fact(name), outcomes[row], pathways[row])
        for row, name in enumerate(flipped)
        if _settled_otherwise(reading, outcomes[row])
    ]
    return [*by_day, *by_fact]


def _nearest(reading: Reading, outcomes: list[str], offsets: list[int]) -> list[int]:
    days = []
    for sign in (-1, 1):
        answers = zip(offsets, outcomes, strict=True)
        others = [at for at, outcome in answers if at * sign > 0 and _settled_otherwise(reading, outcome)]
        days += others[:1]
    return days


def _settled_otherwise(reading: Reading, outcome: str) -> bool:
    return outcome != reading.outcome and outcome in OUTCOMES[:2]


def _varied(reading: Reading, flipped: list[str], offsets: list[int]) -> Table:
    """One row for each fact flipped, then one for each day."""
    height = len(flipped) + len(offsets)
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
            numbers[fact.name] = Numbers(np.full(height, plain, dtype=np.int32), None)
    for row, name in enumerate(flipped):
        flags = np.full(height, bool(reading.fact(name)))
        flags[row] = not flags[row]
        truths[name] = Planes(pack(flags))
    claimed = numbers["claim_date"].values.copy()
    claimed[len(flipped) :] += np.array(offsets, dtype=np.int32)
    assert reading.law_date is not None
    law = np.maximum(np.full(height, day_number(reading.law_date), dtype=np.int32), claimed)
    if reading.fact("decision_date") == reading.fact("claim_date"):
        law[len(flipped) :] = claimed[len(flipped) :]  # decided on the day it is made
    entered = numbers.get("entry_date")
    if entered is not None:
        claimed = np.maximum(claimed, entered.values)  # no claim before the entry
    return Table(
        height, truths, numbers | {"claim_date": Numbers(claimed, None), "law_date": Numbers(law, None)}
    )


def _checked(reading: Reading, days: int) -> Change | None:
    """The same change made to the document: the answer must differ there too."""
    claim = copy.deepcopy(dict(reading.claim))
    about = claim["claim"]
    moved = date.fromisoformat(about["date"]) + timedelta(days=days)
    if about.get("decision_date") and date.fromisoformat(about["decision_date"]) < moved:
        about["decision_date"] = moved.isoformat()
    if about.get("decision_date") == about["date"]:
        about["decision_date"] = moved.isoformat()
    about["date"] = moved.isoformat()
    if claim.get("as_of") and claim["as_of"] < about["date"]:
        claim["as_of"] = about["date"]
    again = read_claims([claim], reading.plan.book.amendments, answer_only=True)[0]
    if not _settled_otherwise(reading, again.outcome):
        return None
    return Change("claim_date", moved, again.outcome, again.pathway, days)
