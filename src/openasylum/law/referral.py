"""Referral by the passing of time: IRPA 100(3) as it read to 20 June 2019."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from openasylum.law.calendar import is_working_day, nth_working_day_after

#: Last day of the rule (2019, c. 29, s. 305, in force 21 June 2019).
LAST_DAY: Final = date(2019, 6, 20)
WORKING_DAYS: Final = 3


def deemed_referral(claim: Mapping[str, Any]) -> date | None:
    """The day on which an undecided claim was deemed referred, None where it was not.

    The three working days leave out the day of receipt (English text of IRPR 159(c) with s. 27(5) of the
    Interpretation Act); they must end while the rule is in force, and have ended on the day that is asked
    about.
    """
    return _deemed(claim, nth_working_day_after)


def deemed_facts(claim: Mapping[str, Any]) -> dict[str, Any]:
    """The flat facts about it."""
    if claim.get("claim", {}).get("decision_date", "") is not None:
        return {}
    one, other = deemed_referral(claim), _deemed(claim, _counting_receipt)
    return {
        "deemed_referred": one is not None,
        "deemed_referral_depends_on_count": (one is None) != (other is None),
    }


def _deemed(claim: Mapping[str, Any], count: Any) -> date | None:
    about = claim.get("claim", {})
    if about.get("decision_date", "") is not None or not about.get("date") or not claim.get("as_of"):
        return None
    last = count(date.fromisoformat(about["date"]), WORKING_DAYS)
    return last if last <= LAST_DAY and date.fromisoformat(claim["as_of"]) > last else None


def _counting_receipt(day: date, count: int) -> date:
    """The French text: the day of receipt is the first of the three, if it is a working day."""
    return (
        nth_working_day_after(day - timedelta(days=1), count)
        if is_working_day(day)
        else nth_working_day_after(day, count)
    )
