"""What follows in law from a reading: the ``consequences`` of ``decision.schema.json``, as far as the facts
allow.

A property that the facts do not settle is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from openasylum.law.calendar import month_later
from openasylum.law.reading import Reading
from openasylum.law.referral import deemed_referral
from openasylum.law.rulebook import AGREEMENT

#: Since when the numbering of IRPA 49(2) is that of S.C. 2026, c. 4.
_NEW_49_2: Final = date(2026, 3, 26)
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
    decided = reading.fact("stage") == "not_referred" and _decided(reading) is not None
    return {"referral": "by_officer"} if decided else {}


def _processing(reading: Reading) -> dict[str, Any]:
    """IRPA 101(1.2)."""
    return {"processing_terminated": reading.met("IRPA 101(1.2)")} if reading.outcome == "ineligible" else {}


def notices(reading: Reading) -> list[str]:
    """The notices of IRPA 104(1) that an officer can give of a claim already referred."""
    if reading.fact("stage") == "not_referred":
        return []
    book = reading.plan.book
    given = []
    for citation in book.of_kind("notice"):
        reaches = book.provisions[citation].reaches
        if reading.met(citation) and (not reaches or set(reaches) & set(reading.grounds)):
            given.append(citation)
    return given


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


def _removal_order(reading: Reading) -> dict[str, Any]:
    """IRPR 228 and 229, for the gravest finding or report; none without a report."""
    findings = reading.claim.get("claimant", {}).get("inadmissibility", ())
    stages = {item.get("ground"): item.get("stage") for item in findings}
    to_division = {"security", "human_or_international_rights", "organized_criminality"}
    criminal = {"serious_criminality", "criminality", "transborder_criminality"}
    if not stages:
        return {}
    if reading.met("IRPR 228(4)"):
        return {"removal_order": "immigration_division"}
    if to_division & set(stages):
        determined = any(stages.get(ground) == "determined" for ground in to_division)
        return {"removal_order": "deportation" if determined else "immigration_division"}
    if criminal & set(stages):
        return {"removal_order": "deportation"}
    if "non_compliance" not in stages or reading.met("IRPR 228(4)") is None:
        return {}
    if reading.outcome in ("ineligible", "cannot_claim"):
        return {"removal_order": "exclusion"}
    return (
        {"removal_order": "departure"} if reading.outcome in ("eligible", "undetermined", "suspended") else {}
    )


def _in_force(reading: Reading) -> dict[str, Any]:
    """IRPA 49(2): when a conditional removal order comes into force."""
    rule, start, days = _rule_of_49_2(reading)
    if rule is None or start is None or reading.pathway == "remains_with_status":
        return {}
    return {"removal_order_in_force_on": start + timedelta(days=days), "removal_order_in_force_rule": rule}


def _rule_of_49_2(reading: Reading) -> tuple[str | None, date | None, int]:
    law = reading.law_date
    new = law is not None and law >= _NEW_49_2
    if reading.outcome == "ineligible":
        only_under_e = reading.grounds == [AGREEMENT] and not reading.possible_grounds
        if reading.possible_grounds and AGREEMENT in reading.grounds and len(reading.grounds) == 1:
            return None, None, 0  # whether (e) stands alone is not known
        return (
            ("IRPA 49(2)(a)", _decided(reading), 0)
            if only_under_e
            else ("IRPA 49(2)(b)", _decided(reading), 7)
        )
    if reading.outcome != "eligible":
        return None, None, 0
    if {"IRPA 104(1)(c)", "IRPA 104(1)(d)"} & set(notices(reading)):
        return ("IRPA 49(2)(h)" if new else "IRPA 49(2)(e)"), law, 15
    ended = reading.ends("rpd_decision_date")
    match reading.fact("rpd_outcome"):
        case "rejected" if reading.fact("stage") == "decided_by_rpd":
            barred = bool(_rad(reading).get("rad_bar"))
            return (
                ("IRPA 49(2)(c)" if barred or not new else "IRPA 49(2)(d)"),
                ended,
                15 if barred or not new else 16,
            )
        case "withdrawn":
            return ("IRPA 49(2)(f)", ended, 0) if new else ("IRPA 49(2)(d)", ended, 15)
        case "abandoned":
            return ("IRPA 49(2)(g)" if new else "IRPA 49(2)(d)"), ended, 15
    return None, None, 0


def _decided(reading: Reading) -> date | None:
    return reading.ends("decision_date")


def _destination(reading: Reading) -> dict[str, Any]:
    """IRPA 115(3)."""
    return {"removal_to": "US"} if reading.met("IRPA 115(3)") and reading.outcome == "ineligible" else {}


def _risk_assessment(reading: Reading) -> dict[str, Any]:
    """IRPA 112 and 113.01."""
    if reading.outcome == "eligible":
        return _after_rejection(reading)
    if reading.outcome != "ineligible":
        return {}
    # A pathway is left undetermined while a bar may or may not apply; so is the assessment.
    answer: dict[str, Any] = {
        "remains_with_status": {"prra": "not_applicable"},
        "already_protected": {"prra": "not_applicable"},
        "returned_to_country_of_refuge": {"prra": "not_applicable", "prra_bar": "IRPA 112(1)"},
        "prra": {"prra": "available"},
        "returned_to_us": {"prra": "barred", "prra_bar": "IRPA 112(2)(b)"},
        "removal_without_prra": {"prra": "barred", "prra_bar": "IRPA 112(2)(b)"},
    }.get(reading.pathway, {})
    if reading.pathway == "removal_without_prra" and reading.met("IRPA 112(2)(b)") is False:
        last = reading.ends("prior_claim_decided_on")
        until = None if last is None else month_later(last, 12)
        answer = {"prra": "barred", "prra_bar": "IRPA 112(2)(b.1)", "prra_bar_until": until}
    hearing = reading.met("IRPA 113.01")
    return {**answer, "prra_hearing_mandatory": False if reading.pathway == "returned_to_us" else hearing}


def _after_rejection(reading: Reading) -> dict[str, Any]:
    """IRPA 112(2)(b.1) runs from the Board's decision on this very claim, too."""
    ended = reading.ends("rpd_decision_date")
    if reading.fact("rpd_outcome") not in ("rejected", "withdrawn", "abandoned") or ended is None:
        return {}
    until = month_later(ended, 12)
    if reading.law_date is None or reading.law_date < date(2012, 8, 15):
        return {}
    if reading.law_date >= until:
        return {"prra": "available"}
    return {"prra": "barred", "prra_bar": "IRPA 112(2)(b.1)", "prra_bar_until": until}


def _rad(reading: Reading) -> dict[str, Any]:
    """IRPA 110(2): appeal to the Refugee Appeal Division."""
    if reading.outcome != "eligible":
        return {}
    claimed = reading.fact("claim_date")
    if claimed is None:
        return {}
    if (reading.ends("referred_on") or _decided(reading) or claimed) < _APPEAL_DIVISION:
        return {"rad_access": "not_in_force"}
    bars = [f"IRPA 110(2)({letter})" for letter in "abcd"]
    for citation in bars:
        if reading.met(citation):
            return {"rad_access": "barred", "rad_bar": citation}
    return {"rad_access": "available"} if all(reading.met(bar) is False for bar in bars) else {}


def _stay(reading: Reading) -> dict[str, Any]:
    """IRPR 231: only a judicial review of the RAD's decision stays removal of itself."""
    if reading.outcome == "ineligible" or _rad(reading).get("rad_access") == "barred":
        return {"automatic_stay_on_judicial_review": False}
    if reading.outcome == "eligible" and reading.fact("stage") == "decided_by_rad":
        reported_from_us = reading.fact("came_from_us") and reading.claim.get("claimant", {}).get(
            "inadmissibility"
        )
        met = reading.met("IRPR 231")
        return {"automatic_stay_on_judicial_review": None if met and reported_from_us else met}
    return {}


def _basis_of_claim(reading: Reading) -> dict[str, Any]:
    """IRPR 159.8 and the RPD's practice notice."""
    referred = reading.ends("referred_on")
    if reading.outcome != "eligible":
        return {}
    if reading.met("IRPR 159.8(1)"):
        decided = _decided(reading)
        return {"boc_due": decided, "boc_due_by_regulation": decided}
    if referred is None or not reading.met("IRPR 159.8(2)"):
        return {}
    number = reading.plan.book.provisions["IRPR 159.8(2)"].parameters
    noticed = referred >= date.fromisoformat(number["practice_notice_from"])
    days = number["practice_notice_days"] if noticed else number["days"]
    return {
        "boc_due": referred + timedelta(days=days),
        "boc_due_by_regulation": referred + timedelta(days=number["days"]),
    }


def _judicial_review(reading: Reading) -> dict[str, Any]:
    """IRPA 72(2)(b): fifteen days after notice of a decision made in Canada."""
    decided = _decided(reading) if reading.outcome == "ineligible" else None
    days = reading.plan.book.provisions["IRPA 72(2)(b)"].parameters["days"]
    return {"judicial_review_deadline": None if decided is None else decided + timedelta(days=days)}


_STEPS: Final[tuple[Callable[[Reading], dict[str, Any]], ...]] = (
    _referral,
    _processing,
    _proceedings,
    _removal_order,
    _in_force,
    _destination,
    _risk_assessment,
    _rad,
    _stay,
    _basis_of_claim,
    _judicial_review,
)


def discretionary_relief(reading: Reading) -> list[str]:
    """Relief that an officer or the Minister may give; never part of the outcome.

    After a finding under (e) these are the safety valves of 2023 SCC 17; the public policy of 19 May 2026 is
    for minors.
    """
    relief = []
    if reading.outcome == "ineligible" and AGREEMENT in reading.grounds:
        relief += ["IRPA 24(1)", "IRPA 25(1)", "IRPA 25.1(1)", "IRPA 25.2(1)"]
    policy = "IRPA 25.2 (public policy of 2026-05-19)"
    if reading.outcome == "ineligible" and reading.met(policy):
        relief.append(policy)
    return relief
