"""The nearest day that an explanation names is the nearest: held against every day within reach, each decided on the
document itself.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from openasylum import law
from openasylum.law.amendments import as_amendments
from openasylum.law.counterfactual import REACH, changes
from openasylum.law.reading import read_claims
from support.vignettes import Vignette, vignettes

#: Where what a list holds begins or ends near the day of the claim: partners, birthdays, visas, findings, referral.
LISTED = (
    "V310",
    "V359",
    "V360",
    "V402",
    "V426",
    "V457",
    "V528",
    "V731",
    "V737",
    "V754",
    "V762",
    "V766",
    "V801",
)


def _moved(claim: dict[str, Any], days: int) -> dict[str, Any]:
    """The claim made so many days later; decided, and asked about, no earlier than it is made."""
    about = dict(claim["claim"])
    made, decided = about["date"], about.get("decision_date")
    about["date"] = (date.fromisoformat(made) + timedelta(days=days)).isoformat()
    if decided is not None and (decided == made or decided < about["date"]):
        about["decision_date"] = about["date"]
    moved = claim | {"claim": about}
    return moved | {"as_of": max(claim["as_of"], about["date"])} if "as_of" in claim else moved


def _nearest(vignette: Vignette) -> tuple[dict[int, int], dict[int, int]]:
    """The days named and the nearest days of all, by the side on which they lie."""
    amendments = tuple(as_amendments(vignette.policy))
    claim = dict(law.check_claim(vignette.claim))
    reading = read_claims([claim], amendments)[0]
    named = {1 if one.days > 0 else -1: one.days for one in changes(reading) if one.days}
    entered, claimed = reading.ends("entry_date"), reading.fact("claim_date")
    first = -REACH if entered is None else max(-REACH, (entered - claimed).days)
    offsets = sorted((days for days in range(first, REACH + 1) if days), key=abs)
    found: dict[int, int] = {}
    moved = [_moved(claim, days) for days in offsets]
    for days, one in zip(offsets, read_claims(moved, amendments, answer_only=True), strict=True):
        if one.outcome in ("eligible", "ineligible") and one.outcome != reading.outcome:
            found.setdefault(1 if days > 0 else -1, days)
    return named, found


@pytest.mark.parametrize("vignette", [v for v in vignettes() if v.id in LISTED], ids=lambda v: v.id)
def test_the_nearest_day_where_a_list_decides(vignette: Vignette) -> None:
    named, found = _nearest(vignette)
    assert named == found


@pytest.mark.heavy
def test_the_nearest_day_of_every_vignette() -> None:
    for vignette in vignettes():
        if "date" in vignette.claim.get("claim", {}):
            named, found = _nearest(vignette)
            assert named == found, vignette.id
