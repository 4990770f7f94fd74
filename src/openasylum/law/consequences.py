"""What follows in law from a reading: the ``consequences`` of ``decision.schema.json``, as far as the facts
allow.

A property that the facts do not settle is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from openasylum.law.calendar import month_later
from openasylum.law.notices import decided, noticed, notices
from openasylum.law.reading import Reading
from openasylum.law.referral import LAST_DAY, deemed_referral
from openasylum.law.removal_orders import destination, in_force, removal_order
from openasylum.law.rulebook import AGREEMENT

#: Made, not in force: only where an amendment enacts it.
_COMPLETE_FIRST: Final = "SC 2026 c. 4 ss. 43-45"
_APPEAL_DIVISION: Final = date(2012, 12, 15)


def consequences(reading: Reading) -> dict[str, Any]:
    """Every consequence that the facts settle, dates as ISO text, in the order of the schema. Northbound
    only.
    """
    if reading.fact("direction") == "southbound":
        return {}
    found: dict[str, Any] = {}
    for step in _STEPS:
        found |= {key: value for key, value in step(reading).items() if value is not None}
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()}


def _referral(reading: Reading) -> dict[str, Any]:
    if reading.outcome != "eligible":
        return {}
    if reading.fact("deemed_referred"):
        return {"referral": "deemed", "referral_date": deemed_referral(reading.claim)}
    if reading.met(_COMPLETE_FIRST):
        return {"referral": "when_claim_complete"}
    if reading.fact("stage") == "not_referred":
        return {"referral": "by_officer"} if decided(reading) is not None else {}
    referred = reading.ends("referred_on")  # before, it may have been deemed
    return {"referral": "by_officer"} if referred is not None and referred > LAST_DAY else {}


def _processing(reading: Reading) -> dict[str, Any]:
    """IRPA 101(1.2)."""
    return {"processing_terminated": reading.met("IRPA 101(1.2)")} if reading.outcome == "ineligible" else {}


def _proceedings(reading: Reading) -> dict[str, Any]:
    """IRPA 103, 104(2), 104.1."""
    given = notices(reading)
    stage = reading.fact("stage")
    found: dict[str, Any] = {"notice": given} if given else {}
    if "IRPA 104(1)(d)" in given:
        return found | {"rpd_proceedings": "nullified"}
    if given and (stage == "before_rpd" or (stage == "before_rad" and not reading.fact("minister_appealed"))):
        return found | {"rpd_proceedings": "terminated"}
    if reading.met("IRPA 104.1"):
        back = reading.fact("returned_to_country_of_persecution")
        return found | {"rpd_proceedings": "abandoned" if back else "suspended"}
    if stage == "before_rpd" and (reading.fact("report_referred") or reading.fact("charge_awaited")):
        return found | {"rpd_proceedings": "suspended"}
    return found | ({"rpd_proceedings": "continue"} if stage in ("before_rpd", "before_rad") else {})


def _risk_assessment(reading: Reading) -> dict[str, Any]:
    """IRPA 112 and 113.01."""
    if reading.outcome == "eligible":
        return _after_rejection(reading)
    if reading.outcome != "ineligible":
        return {}
    for_good = reading.met("IRPA 112(2)(b)")
    barred = {"prra": "barred", "prra_bar": "IRPA 112(2)(b)"}
    # A pathway is left undetermined while a bar may or may not apply; so is the assessment.
    answer: dict[str, Any] = {
        "remains_with_status": {"prra": "not_applicable"},
        "already_protected": {"prra": "not_applicable"},
        "returned_to_country_of_refuge": {"prra": "not_applicable", "prra_bar": "IRPA 112(1)"},
        "prra": {"prra": "available"},
        "returned_to_us": barred if for_good else {"prra": "available"},  # only an amendment lifts that bar
        "removal_without_prra": barred if for_good is not False else _timed_bar(reading),
    }.get(reading.pathway, {})
    return {**answer, "prra_hearing_mandatory": False if for_good else reading.met("IRPA 113.01")}


def _timed_bar(reading: Reading) -> dict[str, Any]:
    """The bar that ends last: 112(2)(b.1) from the Board's decision, (c) from the last risk assessment."""
    days = {"IRPA 112(2)(b.1)": "prior_claim_decided_on", "IRPA 112(2)(c)": "risk_assessment_decided_on"}
    bars = [
        (month_later(last, reading.number(bar, "months")), bar)
        for bar, name in days.items()
        if reading.met(bar) and (last := reading.ends(name)) is not None
    ]
    if not bars:
        return {"prra": "barred"}
    until, bar = max(bars)
    return {"prra": "barred", "prra_bar": bar, "prra_bar_until": until}


def _after_rejection(reading: Reading) -> dict[str, Any]:
    """IRPA 112(2)(b.1) runs from the Board's decision on this very claim, too."""
    outcome, ended = reading.fact("rpd_outcome"), reading.ends("rpd_decision_date")
    if reading.fact("stage") == "decided_by_rad":
        outcome, ended = reading.fact("rad_outcome"), reading.ends("rad_decision_date") or ended
        outcome = "rejected" if outcome == "none" and reading.fact("rpd_outcome") == "rejected" else outcome
    if outcome not in ("rejected", "withdrawn", "abandoned") or ended is None:
        return {}
    bar = "IRPA 112(2)(b.1)"
    until = month_later(ended, reading.number(bar, "months"))
    if reading.in_force(bar) and reading.law_date is not None and reading.law_date < until:
        return {"prra": "barred", "prra_bar": bar, "prra_bar_until": until}
    return _timed_bar(reading) if reading.met("IRPA 112(2)(c)") else {"prra": "available"}


def _rad(reading: Reading) -> dict[str, Any]:
    """IRPA 110(2): appeal to the Refugee Appeal Division."""
    if reading.outcome != "eligible":
        return {}
    claimed = reading.fact("claim_date")
    if claimed is None:
        return {}
    if (reading.ends("referred_on") or decided(reading) or claimed) < _APPEAL_DIVISION:
        return {"rad_access": "not_in_force"}
    bars = [f"IRPA 110(2)({letter})" for letter in "abcd"]
    for citation in bars:
        if reading.met(citation):
            return {"rad_access": "barred", "rad_bar": citation}
    return {"rad_access": "available"} if all(reading.met(bar) is False for bar in bars) else {}


def _stay(reading: Reading) -> dict[str, Any]:
    """IRPR 231: only a judicial review of the RAD's decision stays removal of itself."""
    by_rpd = reading.fact("stage") == "decided_by_rpd" and reading.fact("rpd_outcome") == "rejected"
    if reading.outcome == "ineligible" or by_rpd or _rad(reading).get("rad_access") == "barred":
        return {"automatic_stay_on_judicial_review": False}
    if reading.outcome == "eligible" and reading.fact("stage") == "decided_by_rad":
        return {"automatic_stay_on_judicial_review": reading.met("IRPR 231")}
    return {}


def _stayed(reading: Reading) -> dict[str, Any]:
    """IRPR 232, while a risk assessment is open."""
    return {"removal_stayed_by": "IRPR 232"} if reading.met("IRPR 232") else {}


def _time_limits(reading: Reading) -> dict[str, Any]:
    """IRPR 159.9 to 159.92, by regulation."""
    referred, ended = reading.ends("referred_on"), reading.ends("rpd_decision_date")
    perfected = reading.ends("appeal_perfected_on")
    found: dict[str, Any] = {}
    if reading.outcome != "eligible":
        return found
    if referred is not None and reading.met("IRPR 159.9"):
        found["hearing_due"] = referred + _days(reading, "IRPR 159.9")
    if ended is not None and reading.met("IRPR 159.91"):
        found["rad_appeal_due"] = ended + _days(reading, "IRPR 159.91", "file_days")
        found["rad_appeal_perfected_due"] = ended + _days(reading, "IRPR 159.91", "perfect_days")
    if perfected is not None and reading.met("IRPR 159.92"):
        found["rad_decision_due"] = perfected + _days(reading, "IRPR 159.92")
    return found


def _basis_of_claim(reading: Reading) -> dict[str, Any]:
    """IRPR 159.8 and the RPD's practice notice."""
    referred = reading.ends("referred_on") or (
        deemed_referral(reading.claim) if reading.fact("deemed_referred") else None
    )
    if reading.outcome != "eligible" or reading.met(_COMPLETE_FIRST):
        return {}
    if reading.met("IRPR 159.8(1)"):
        day = decided(reading)
        return {"boc_due": day, "boc_due_by_regulation": day}
    if referred is None or not reading.met("IRPR 159.8(2)"):
        return {}
    practice_since = date.fromisoformat(str(reading.number("IRPR 159.8(2)", "practice_notice_from")))
    days = "practice_notice_days" if referred >= practice_since else "days"
    return {
        "boc_due": referred + _days(reading, "IRPR 159.8(2)", days),
        "boc_due_by_regulation": referred + _days(reading, "IRPR 159.8(2)"),
    }


def _judicial_review(reading: Reading) -> dict[str, Any]:
    """IRPA 72(2)(b): fifteen days after notice of a decision made in Canada."""
    day = noticed(reading) if reading.outcome == "ineligible" else None
    return {"judicial_review_deadline": None if day is None else day + _days(reading, "IRPA 72(2)(b)")}


def _days(reading: Reading, citation: str, name: str = "days") -> timedelta:
    """A number of days that a provision sets, as amended for this claim."""
    return timedelta(days=int(reading.number(citation, name)))


#: What each bar keeps a person from asking for.
_BARS: Final = {
    "IRPA 24(3.1)": "IRPA 24(1)",
    "IRPA 24(4)": "IRPA 24(1)",
    "IRPA 25(1.2)(b.1)": "IRPA 25(1)",
    "IRPA 25(1.2)(c)": "IRPA 25(1)",
}


def _bars_to_relief(reading: Reading) -> dict[str, Any]:
    """Bars to a request for a temporary resident permit or on humanitarian grounds, where they run now."""
    bars = [bar for bar in _BARS if reading.met(bar)]
    return {"relief_barred": bars} if bars else {}


_STEPS: Final[tuple[Callable[[Reading], dict[str, Any]], ...]] = (
    _referral,
    _processing,
    _proceedings,
    removal_order,
    in_force,
    destination,
    _risk_assessment,
    _rad,
    _stay,
    _stayed,
    _time_limits,
    _basis_of_claim,
    _judicial_review,
    _bars_to_relief,
)


_SAFETY_VALVES: Final = ("IRPA 24(1)", "IRPA 25(1)", "IRPA 25.1(1)", "IRPA 25.2(1)")


def discretionary_relief(reading: Reading) -> list[str]:
    """Relief that an officer or the Minister may give; never part of the outcome.

    After a finding under (e) these are the safety valves of 2023 SCC 17; the public policy of 19 May 2026 is
    for minors.
    """
    barred = {_BARS[bar] for bar in _BARS if reading.met(bar)}
    relief = []
    if reading.outcome == "ineligible" and AGREEMENT in reading.grounds:
        relief = [one for one in _SAFETY_VALVES if one not in barred]
    policy = "IRPA 25.2 (public policy of 2026-05-19)"
    if reading.outcome == "ineligible" and reading.met(policy):
        relief.append(policy)
    return relief
