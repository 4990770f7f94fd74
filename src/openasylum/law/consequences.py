"""What follows in law from a reading: the ``consequences`` of ``decision.schema.json``, as far as the facts
allow.

A property that the facts do not settle is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from openasylum.law.calendar import month_later
from openasylum.law.reading import Reading
from openasylum.law.referral import LAST_DAY, deemed_referral
from openasylum.law.rulebook import AGREEMENT

#: Since when the numbering of IRPA 49(2) is that of S.C. 2026, c. 4.
_NEW_49_2: Final = date(2026, 3, 26)
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
        return {"referral": "by_officer"} if _decided(reading) is not None else {}
    referred = reading.ends("referred_on")  # before, it may have been deemed
    return {"referral": "by_officer"} if referred is not None and referred > LAST_DAY else {}


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
        return _order_for_crime(reading, [item for item in findings if item.get("ground") in criminal])
    if "non_compliance" not in stages or reading.met("IRPR 228(4)") is None:
        return {}
    if reading.outcome in ("ineligible", "cannot_claim"):
        return {"removal_order": "exclusion"}
    return (
        {"removal_order": "departure"} if reading.outcome in ("eligible", "undetermined", "suspended") else {}
    )


def _order_for_crime(reading: Reading, findings: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """IRPR 228(1)(a), (a.01): only convictions of foreign nationals in Canada, and offences on entry, are for the
    Minister's delegate; of the rest the Division decides.
    """
    if any(item.get("stage") == "determined" for item in findings):
        return {"removal_order": "deportation"}
    if reading.fact("permanent_resident"):
        return {"removal_order": "immigration_division"}
    paragraphs = [item.get("paragraph", "") for item in findings]
    if not all(paragraphs):
        return {}
    by_delegate = all(paragraph.startswith(("36(1)(a)", "36(2)(a)", "36(2.1)")) for paragraph in paragraphs)
    return {"removal_order": "deportation" if by_delegate else "immigration_division"}


def _in_force(reading: Reading) -> dict[str, Any]:
    """IRPA 49(2): when a conditional removal order comes into force."""
    rule, start, days = _rule_of_49_2(reading)
    if rule is None or start is None or reading.pathway == "remains_with_status":
        return {}
    return {"removal_order_in_force_on": start + timedelta(days=days), "removal_order_in_force_rule": rule}


def _rule_of_49_2(reading: Reading) -> tuple[str | None, date | None, int]:
    """The paragraph that applies, the day that it counts from, and the days."""
    law = reading.law_date
    if reading.outcome == "ineligible":
        if reading.possible_grounds and reading.grounds == [AGREEMENT]:
            return None, None, 0  # whether (e) stands alone is not known
        # To 25 March 2026 the latest of the days that apply, so the fifteen from a termination under 104(1)(c)
        # or (d) outlast those from the finding; since then (h) is read as the particular rule for it.
        ends = ["IRPA 49(2)(h)", "IRPA 49(2)(e)"] if _not_first(reading) else []
        for rule in (*ends, "IRPA 49(2)(a)", "IRPA 49(2)(b)"):
            if reading.met(rule):
                return rule, _decided(reading), _days(reading, rule)
        return None, None, 0
    if reading.outcome != "eligible":
        return None, None, 0
    by_rpd, by_rad = reading.ends("rpd_decision_date"), reading.ends("rad_decision_date")
    by_board = by_rad if reading.fact("stage") == "decided_by_rad" else by_rpd
    ended = {"(c)": by_board, "(d)": by_rpd, "(e)": by_rad, "(f)": by_rpd, "(g)": by_rpd, "(h)": law}
    if law is not None and law < _NEW_49_2:
        ended["(e)"] = law
    for paragraph in ("(h)", "(e)", "(c)", "(d)", "(f)", "(g)"):
        rule = f"IRPA 49(2){paragraph}"
        if reading.met(rule) and (paragraph != "(h)" or _not_first(reading)):
            # No appeal: the day after the time to appeal is later than 15 days after notice.
            later = 1 if paragraph == "(d)" and reading.fact("rpd_outcome") == "rejected" else 0
            return rule, ended[paragraph], _days(reading, rule) + later
    return None, None, 0


def _not_first(reading: Reading) -> bool:
    return bool({"IRPA 104(1)(c)", "IRPA 104(1)(d)"} & set(notices(reading)))


def _days(reading: Reading, citation: str) -> int:
    return int(reading.plan.book.provisions[citation].parameters["days"])


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
    months = reading.plan.book.provisions["IRPA 112(2)(b.1)"].parameters["months"]
    days = {"IRPA 112(2)(b.1)": "prior_claim_decided_on", "IRPA 112(2)(c)": "risk_assessment_decided_on"}
    bars = [
        (month_later(last, months), bar)
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
    until = month_later(ended, 12)
    if reading.law_date is None or reading.law_date < date(2012, 8, 15):
        return {}
    if reading.law_date < until:
        return {"prra": "barred", "prra_bar": "IRPA 112(2)(b.1)", "prra_bar_until": until}
    return _timed_bar(reading) if reading.met("IRPA 112(2)(c)") else {"prra": "available"}


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
        return {"automatic_stay_on_judicial_review": reading.met("IRPR 231")}
    return {}


def _stayed(reading: Reading) -> dict[str, Any]:
    """IRPR 232, while a risk assessment is open."""
    return {"removal_stayed_by": "IRPR 232"} if reading.met("IRPR 232") else {}


def _time_limits(reading: Reading) -> dict[str, Any]:
    """IRPR 159.9 to 159.92, by regulation."""
    numbers = {
        c: reading.plan.book.provisions[c].parameters for c in ("IRPR 159.9", "IRPR 159.91", "IRPR 159.92")
    }
    referred, ended = reading.ends("referred_on"), reading.ends("rpd_decision_date")
    perfected = reading.ends("appeal_perfected_on")
    found: dict[str, Any] = {}
    if reading.outcome != "eligible":
        return found
    if referred is not None and reading.met("IRPR 159.9"):
        found["hearing_due"] = referred + timedelta(days=numbers["IRPR 159.9"]["days"])
    if ended is not None and reading.met("IRPR 159.91"):
        found["rad_appeal_due"] = ended + timedelta(days=numbers["IRPR 159.91"]["file_days"])
        found["rad_appeal_perfected_due"] = ended + timedelta(days=numbers["IRPR 159.91"]["perfect_days"])
    if perfected is not None and reading.met("IRPR 159.92"):
        found["rad_decision_due"] = perfected + timedelta(days=numbers["IRPR 159.92"]["days"])
    return found


def _basis_of_claim(reading: Reading) -> dict[str, Any]:
    """IRPR 159.8 and the RPD's practice notice."""
    referred = reading.ends("referred_on") or (
        deemed_referral(reading.claim) if reading.fact("deemed_referred") else None
    )
    if reading.outcome != "eligible" or reading.met(_COMPLETE_FIRST):
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
    _removal_order,
    _in_force,
    _destination,
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
