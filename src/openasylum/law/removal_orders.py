"""Removal orders: which one, when it comes into force, and where to (IRPR 228 and 229, IRPA 49(2) and 115(3))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from openasylum.law.notices import noticed, notices
from openasylum.law.reading import Reading
from openasylum.law.rulebook import AGREEMENT

#: Since when the numbering of IRPA 49(2) is that of S.C. 2026, c. 4.
_NEW_49_2: Final = date(2026, 3, 26)


def removal_order(reading: Reading) -> dict[str, Any]:
    """IRPR 228 and 229, for the gravest finding or report; none without a report."""
    findings = reading.claim.get("claimant", {}).get("inadmissibility", ())
    crimes = [item for item in findings if item.get("ground") in _CRIMES]
    grave = [item for item in findings if item.get("ground") in _FOR_THE_DIVISION]
    if not findings:
        return {}
    if any(_determined(reading, item) for item in (*grave, *crimes)):
        return {"removal_order": "deportation"}
    if grave or reading.met("IRPR 228(4)"):
        return {"removal_order": "immigration_division"}
    if crimes:
        return _order_for_crime(reading, crimes)
    reported = any(item.get("ground") == "non_compliance" for item in findings)
    if not reported or reading.met("IRPR 228(4)") is None:
        return {}
    if reading.outcome in ("ineligible", "cannot_claim"):
        return {"removal_order": "exclusion"}
    return (
        {"removal_order": "departure"} if reading.outcome in ("eligible", "undetermined", "suspended") else {}
    )


#: Grounds of which only the Immigration Division decides, and those that may be for the Minister's delegate.
_FOR_THE_DIVISION: Final = ("security", "human_or_international_rights", "organized_criminality")
_CRIMES: Final = ("serious_criminality", "criminality", "transborder_criminality")


def _determined(reading: Reading, finding: Mapping[str, Any]) -> bool:
    """Whether a finding had been made on the day that is asked about."""
    made = finding.get("date")
    later = made is not None and reading.law_date is not None and made > reading.law_date.isoformat()
    return finding.get("stage") == "determined" and not later


def _order_for_crime(reading: Reading, reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """IRPR 228(1)(a), (a.01): only convictions of foreign nationals in Canada, and offences on entry, are for the
    Minister's delegate; of the rest the Division decides.
    """
    if reading.fact("permanent_resident"):
        return {"removal_order": "immigration_division"}
    paragraphs = [item.get("paragraph", "") for item in reports]
    if not all(paragraphs):
        return {}
    by_delegate = all(paragraph.startswith(("36(1)(a)", "36(2)(a)", "36(2.1)")) for paragraph in paragraphs)
    return {"removal_order": "deportation" if by_delegate else "immigration_division"}


def in_force(reading: Reading) -> dict[str, Any]:
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
                return rule, noticed(reading), _days(reading, rule)
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
    return int(reading.number(citation, "days"))


def destination(reading: Reading) -> dict[str, Any]:
    """IRPA 115(3)."""
    return {"removal_to": "US"} if reading.met("IRPA 115(3)") and reading.outcome == "ineligible" else {}
