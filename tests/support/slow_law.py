"""A slow reading of the law, written apart from the engine: plain Python over one claim's flat facts, None
for unknown.

It follows the statute's words paragraph by paragraph, with its own calendar. It knows the text in force, no
amendments.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

Truth = bool | None
PROTOCOL, C12, BILL_C2 = date(2023, 3, 25), date(2026, 3, 26), date(2025, 6, 3)
AGREEMENT_DAY = date(2004, 12, 29)


def no(a: Truth) -> Truth:
    return None if a is None else not a


def every(*parts: Truth) -> Truth:
    if any(part is False for part in parts):
        return False
    return None if any(part is None for part in parts) else True


def some(*parts: Truth) -> Truth:
    return no(every(*[no(part) for part in parts]))


def years_on(day: date, years: int) -> date:
    """The same day years later; 29 February becomes 28 where there is none."""
    last = calendar.monthrange(day.year + years, day.month)[1] if day.year + years < 9999 else 28
    return date(min(day.year + years, 9999), day.month, min(day.day, last))


def before(a: date | None, b: date | None) -> Truth:
    return None if a is None or b is None else a < b


def is_in(value: str | None, *words: str) -> Truth:
    return None if value is None else value in words


def adult(f: Mapping[str, Any]) -> Truth:
    if f["birth_date"] is not None and f["claim_date"] is not None:
        return years_on(f["birth_date"], 18) <= f["claim_date"]
    return None if f["age"] is None else f["age"] >= 18


def open_(a: Truth) -> Truth:
    """What the law leaves open: no where it surely is not so, else unknown."""
    return False if a is False else None


def between_ports(f: Mapping[str, Any]) -> Truth:
    place = f["entry_location"]
    coast = every(is_in(place, "coast"), f["came_from_us"])  # from elsewhere it is no part of the land border
    return some(
        is_in(place, "between_ports_of_entry"), open_(some(coast, is_in(place, "closed_port_of_entry")))
    )


def with_entry(f: Mapping[str, Any], test: Any) -> Truth:
    """``test(day of entry)``, the day being that of the claim where it is not shown (IRPA 100(1.1))."""
    shown, stated, late = f["entry_date_established"], test(f["entry_date"]), test(f["claim_date"])
    return some(every(shown, stated), every(no(shown), late), every(stated, late))


def days_since(f: Mapping[str, Any], entry: date | None) -> int | None:
    return None if entry is None else (f["claim_date"] - entry).days


def protocol_reaches(f: Mapping[str, Any]) -> Truth:
    """The entry was made since the Additional Protocol; nobody enters after the claim."""
    return every(f["claim_date"] >= PROTOCOL, with_entry(f, lambda d: no(before(d, PROTOCOL))))


def fourteen_day_rule(f: Mapping[str, Any]) -> Truth:
    """IRPR 159.4(1.1)."""
    within = with_entry(f, lambda d: None if d is None else days_since(f, d) < 14)
    since = protocol_reaches(f)
    if f["entered_between_commencement_readings"]:
        since = None
    return every(since, between_ports(f), within)


def within_agreement(f: Mapping[str, Any]) -> Truth:
    """IRPR 159.5, opening words: at a land port of entry, or under 159.4(1.1)."""
    place, at_port = f["entry_location"], is_in(f["claim_place"], "port_of_entry")
    port = some(is_in(place, "land_port_of_entry"), open_(is_in(place, "closed_port_of_entry")))
    within = with_entry(f, lambda d: None if d is None else days_since(f, d) < 14)
    since = protocol_reaches(f)
    if f["entered_between_commencement_readings"]:
        since = None
    either_way = every(is_in(place, "closed_port_of_entry"), at_port, since, within)
    return some(every(port, at_port), fourteen_day_rule(f), either_way)


def in_transit(f: Mapping[str, Any]) -> Truth:
    return every(is_in(f["entry_location"], "airport"), f["us_ordered_removed"], f["in_transit_removal"])


def at_least(value: int | None, least: int) -> Truth:
    return None if value is None else value >= least


def paragraphs_of_159_5(f: Mapping[str, Any]) -> dict[str, Truth]:
    reentry = every(f["seeking_reentry"], f["us_refused_entry"], no(f["us_claim_adjudicated"]))
    return {
        "a": f["family_citizen"],
        "b(i)": f["family_protected"],
        "b(ii)": f["family_permanent_resident"],
        "b(iii)": f["family_stay"],
        "c": at_least(f["family_claimant_age"], 18),
        "d": at_least(f["family_permit_age"], 18),
        "e": every(
            no(adult(f)),
            no(f["accompanied_by_parent_or_guardian"]),
            no(is_in(f["marital_status"], "married", "separated", "common_law")),
            no(f["parent_or_guardian_in_canada"]),
            no(f["parent_or_guardian_in_us"]),
        ),
        "f": f["holds_canadian_document"],
        "g": every(is_in(f["visa_canada"], "exempt"), is_in(f["visa_us"], "required")),
        "h(i)": every(no(f["permanent_resident"]), reentry),
        "h(ii)": every(f["permanent_resident"], f["us_ordered_removed"], f["us_being_returned"]),
    }


def agreement(f: Mapping[str, Any]) -> Truth:
    """IRPA 101(1)(e)."""
    if f["claim_date"] < AGREEMENT_DAY:
        return False
    scope = within_agreement(f)
    outside = [
        every(
            some(
                is_in(f["entry_location"], "between_ports_of_entry", "coast"),
                open_(is_in(f["entry_location"], "closed_port_of_entry")),
            ),
            no(scope),
        ),
        is_in(f["entry_location"], "harbour_port"),
        every(is_in(f["entry_location"], "airport"), no(in_transit(f))),
    ]
    general = [
        f["us_national"],
        every(f["stateless"], f["former_resident_of_us"]),
        f["death_penalty_in_us"],
        f["death_penalty_elsewhere"],
        every(f["under_removals_moratorium"], f["claim_date"] <= date(2009, 7, 22)),
    ]
    # Two ways into the Agreement. 159.5 goes with the first; whoever meets it is kept off on either reading
    # of whether the place is within.
    family = some(*paragraphs_of_159_5(f).values())
    by_place = every(scope, no(some(family, *general, *outside)))
    by_transit = every(in_transit(f), no(some(every(scope, family), *general, *outside)))
    return every(f["came_from_us"], some(by_place, by_transit))


def holiday(day: date) -> bool:
    """Sundays, and the federal holidays of the years this is tried on, from a published calendar."""
    listed = {
        "2025-09-01",
        "2025-09-30",
        "2025-10-13",
        "2025-11-11",
        "2025-12-25",
        "2026-01-01",
        "2026-04-03",
        "2026-04-06",
    }
    listed |= {
        "2026-05-18",
        "2026-07-01",
        "2026-09-07",
        "2026-09-30",
        "2026-10-12",
        "2026-11-11",
        "2026-12-25",
        "2025-07-01",
    }
    return day.weekday() == 6 or day.isoformat() in listed


def kept_next_open_day(end: date, acted: date) -> bool:
    day = end
    while holiday(day):
        day += timedelta(days=1)
    return day != end and day == acted


def one_year(f: Mapping[str, Any]) -> Truth:
    """IRPA 101(1)(b.1)."""
    if f["law_date"] < C12 or f["claim_date"] < BILL_C2:
        return False

    def late(entry: date | None) -> Truth:
        if entry is None:
            return None
        if entry <= date(2020, 6, 24) or entry.year > 9000:
            return False
        end = years_on(entry, 1)
        return None if kept_next_open_day(end, f["claim_date"]) else f["claim_date"] > end

    doubtful = f["unsettled_entry_date"]
    maybe = (
        None
        if doubtful is None
        else open_(
            date(2020, 6, 24) < doubtful and doubtful.year < 9000 and f["claim_date"] > years_on(doubtful, 1)
        )
    )
    return some(late(f["first_entry_date"]), maybe)


def after_the_days(f: Mapping[str, Any]) -> Truth:
    """IRPA 101(1)(b.2)."""
    if f["law_date"] < C12 or f["claim_date"] < BILL_C2:
        return False
    late = with_entry(f, lambda d: None if d is None else days_since(f, d) >= 14)
    entry = f["entry_date"]
    kept = None if entry is None else kept_next_open_day(entry + timedelta(days=13), f["claim_date"])
    earlier = f["earlier_between_ports_entry_date"]
    before_that = None if earlier is None else earlier.year < 9000 and days_since(f, earlier) >= 14
    return some(every(between_ports(f), late, no(open_(kept))), before_that)


def earlier_elsewhere(f: Mapping[str, Any]) -> Truth:
    """IRPA 101(1)(c.1) and 2019, c. 29, s. 309."""
    if f["law_date"] < date(2019, 6, 21) or f["claim_date"] < date(2019, 4, 8):
        return False
    acted = f["rpd_heard_or_allowed_on"] <= date(2019, 6, 21)
    spared = f["claim_date"] <= date(2019, 6, 21) and acted
    return every(f["claimed_in_sharing_country"], not spared)


def inadmissible(f: Mapping[str, Any]) -> Truth:
    """IRPA 101(1)(f) and (2)."""
    old = f["law_date"] < date(2012, 12, 15)
    here = f["convicted_in_canada_two_years"] if old else f["convicted_in_canada"]
    there = f["convicted_abroad_danger"] if old else f["convicted_abroad"]
    former = every(f["inadmissible_under_former_35_1_c"], f["law_date"] >= date(2023, 6, 22))
    return some(
        f["inadmissible_on_listed_ground"], every(f["serious_criminality"], some(here, there)), former
    )


def grounds(f: Mapping[str, Any]) -> dict[str, Truth]:
    """Every ground of 101(1), for a claim not yet referred."""
    returned = every(
        f["prior_claim_ineligible_under_e"],
        f["seeking_reentry"],
        f["us_refused_entry"],
        no(f["us_claim_adjudicated"]),
        f["claim_date"] >= PROTOCOL,
    )
    return {
        "IRPA 101(1)(a)": f["refugee_protection_conferred"],
        "IRPA 101(1)(b)": f["prior_claim_rejected"],
        "IRPA 101(1)(b.1)": one_year(f),
        "IRPA 101(1)(b.2)": after_the_days(f),
        "IRPA 101(1)(c)": some(f["prior_claim_ended"], every(f["prior_claim_ineligible"], no(returned))),
        "IRPA 101(1)(c.1)": earlier_elsewhere(f),
        "IRPA 101(1)(d)": f["recognised_elsewhere"],
        "IRPA 101(1)(e)": agreement(f),
        "IRPA 101(1)(f)": inadmissible(f),
    }


def outcome(f: Mapping[str, Any]) -> str:
    """99(3), then 100(2), then 101(1)."""
    cannot = some(
        f["subject_to_removal_order"],
        every(no(f["received_in_person"]), f["claim_date"] >= date(2023, 6, 22)),
    )
    suspended = some(f["report_referred"], f["charge_awaited"])
    ineligible = some(*grounds(f).values())
    for step, name in ((cannot, "cannot_claim"), (suspended, "suspended"), (ineligible, "ineligible")):
        if step is not False:
            return name if step else "undetermined"
    return "eligible"
