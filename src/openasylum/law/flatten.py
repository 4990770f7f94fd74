"""From claim documents to flat facts: the nested form of ``claim.schema.json`` read into the engine's table.

Many documents are flattened together; one document is a table of one row.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from openasylum.law import entry_times, referral
from openasylum.law.amendments import Amendment
from openasylum.law.countries import CODES
from openasylum.law.derived_facts import (
    Items,
    ListBook,
    columns_of,
    draw_facts,
    guardian_counts,
    list_book,
)
from openasylum.law.flat_facts import NEVER, flat_facts
from openasylum.law.gates.columns import Numbers, Table, table_of_rows
from openasylum.law.gates.planes import Planes, pack, truth_flags, unpack
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.timeline import day_number

Claim = Mapping[str, Any]

_NEVER: Final = day_number(NEVER)
#: IRPR 162: the days to apply for a risk assessment once notified of it.
DAYS_TO_APPLY: Final = 15
#: Where the list of entries is known to be empty (a person born in the country): nothing was entered from
#: anywhere.
NO_ENTRY: Final = {
    "entry_location": "no_entry",
    "came_from_us": False,
    "came_from_canada": False,
    "in_transit_removal": False,
}
#: Relationships that make a minor accompanied (IRPR 159.5(e)(i)).
PARENTS: Final = frozenset(("father", "mother", "legal_guardian", "adoptive_parent"))
_SERIOUS: Final = ("35(1)(c)", "36(1)(a)", "36(1)(b)", "36(1)(c)")


def flatten(claims: Sequence[Claim], amendments: tuple[Amendment, ...] = ()) -> Table:
    """The flat facts of ``claims`` (documents that satisfy the schema), one row each, with the day whose law
    is asked for.
    """
    kinds = {fact.name: fact.kind for fact in flat_facts().values()} | {"law_date": "number"}
    plain = table_of_rows([plain_facts(claim) for claim in claims], kinds)
    lists = _lists(claims, plain, amendments)
    truths, numbers = draw_facts(lists, amendments)
    return Table(len(claims), {**plain.truths, **truths}, {**plain.numbers, **numbers})


def _lists(claims: Sequence[Claim], plain: Table, amendments: tuple[Amendment, ...]) -> dict[str, Items]:
    lists = {name: _items(name, claims, plain) for name in _READERS}
    lists["relatives"] = _relatives(claims, plain, amendments)
    return lists


def item_tables(claim: Claim, amendments: tuple[Amendment, ...]) -> dict[str, tuple[ListBook, Items]]:
    """The lists of one document, each with the conditions that are asked of its items."""
    kinds = {fact.name: fact.kind for fact in flat_facts().values()} | {"law_date": "number"}
    plain = table_of_rows([plain_facts(claim)], kinds)
    return {
        name: (list_book(name, amendments), items)
        for name, items in _lists([claim], plain, amendments).items()
    }


def permit_tables(relative: Mapping[str, Any], amendments: tuple[Amendment, ...]) -> tuple[ListBook, Items]:
    """The permits of one relative, with the conditions that are asked of each."""
    permits = [dict(permit) for permit in relative["permits"]]
    held = _as_items("permits", permits, [0] * len(permits), np.ones(1, dtype=np.bool_), Table(1, {}, {}))
    return list_book("permits", amendments), held


def plain_facts(claim: Claim) -> dict[str, Any]:
    """The facts of one document that stand on their own, by flat name; what the document does not say is left
    out.
    """
    about, person = claim.get("claim", {}), claim.get("claimant", {})
    facts: dict[str, Any] = {"direction": claim.get("direction", "northbound")}
    facts |= _about_the_claim(claim, about)
    facts |= _about_the_person(person)
    facts |= _about_the_entry(claim, about)
    facts |= _about_proceedings(claim.get("proceedings", {}))
    facts |= _about_reviews(claim.get("proceedings", {}), facts["law_date"])
    facts |= referral.deemed_facts(claim)
    return {name: value for name, value in facts.items() if value is not None}


def day(value: Any, never: bool = True) -> int | None:
    """The day number of a written date; null is "never" where the format lets it say so."""
    if value is None:
        return _NEVER if never else None
    return day_number(date.fromisoformat(value))


def _day_of(part: Mapping[str, Any], key: str) -> int | None:
    return day(part[key]) if key in part else None


def _about_the_claim(claim: Claim, about: Mapping[str, Any]) -> dict[str, Any]:
    claimed = _day_of(about, "date")
    decided = day(about["decision_date"], never=False) if "decision_date" in about else claimed
    # Without any day the law is read as last stated; the day of the claim is then among the missing facts.
    law = [_day_of(claim, "as_of"), decided, claimed, day_number(STATED_AS_OF)]
    return {
        "claim_date": claimed,
        "decision_date": decided,
        "law_date": next(at for at in law if at is not None),
        "claim_place": about.get("place"),
        "received_in_person": about.get("received_in_person"),
        "documents_submitted_on": _day_of(about, "documents_submitted_on"),
        "public_interest_determination": about.get("public_interest_determination"),
    }


def _contains(part: Mapping[str, Any], key: str, wanted: Any) -> bool | None:
    """Whether a list names something of ``wanted``; unknown where the list is not given."""
    if key not in part:
        return None
    wanted = wanted if isinstance(wanted, frozenset) else {wanted}
    return any(item in wanted for item in part[key])


def _about_the_person(person: Mapping[str, Any]) -> dict[str, Any]:
    us, visa = person.get("united_states", {}), person.get("visa", {})
    status = person.get("status_in_canada")
    stateless = person.get("stateless")
    if stateless is None and "nationalities" in person:
        stateless = not person["nationalities"]
    nationals: Mapping[str, Any] = {"nationalities": []} if person.get("stateless") else {}
    if "nationalities" in person:
        nationals = person
    same = (
        "age", "marital_status", "unable_to_appreciate_proceedings", "refugee_protection_conferred",
        "subject_to_removal_order", "physically_in_canada", "returned_to_country_of_persecution",
        "designated_foreign_national", "under_removals_moratorium", "seeking_reentry",
        "life_at_risk_without_care", "child_directly_affected",
    )  # fmt: skip
    return {
        **{name: person.get(name) for name in same},
        "us_national": _contains(nationals, "nationalities", "US"),
        "canadian_national": _contains(nationals, "nationalities", "CA"),
        "stateless": stateless,
        "former_resident_of_us": _contains(person, "former_habitual_residence", "US"),
        "former_resident_of_canada": _contains(person, "former_habitual_residence", "CA"),
        "birth_date": _day_of(person, "birth_date"),
        "accompanied_by_parent_or_guardian": _contains(person, "accompanied_by", PARENTS),
        "parent_or_guardian_in_canada": _contains(person, "parent_or_guardian_in", "CA"),
        "parent_or_guardian_in_us": _contains(person, "parent_or_guardian_in", "US"),
        "visa_canada": visa.get("canada"),
        "visa_us": visa.get("united_states"),
        "permanent_resident": None if status is None else status == "permanent_resident",
        "us_refused_entry": us.get("refused_entry"),
        "us_claim_adjudicated": us.get("refugee_claim_adjudicated"),
        "us_ordered_removed": us.get("ordered_removed"),
        "us_being_returned": us.get("being_returned"),
        "resided_or_sojourned_in_us": us.get("resided_or_sojourned"),
    }


def _about_the_entry(claim: Claim, about: Mapping[str, Any]) -> dict[str, Any]:
    if not claim.get("entries"):
        return dict(NO_ENTRY) if "entries" in claim else {}
    entry = claim["entries"][-1]
    return {
        "entry_date": _day_of(entry, "date"),
        "entry_date_established": entry.get("date_established"),
        "entry_location": entry.get("location"),
        "in_transit_removal": entry.get("in_transit_removal"),
        "came_from_us": _came_from(entry, "US"),
        "came_from_canada": _came_from(entry, "CA"),
        "entered_between_commencement_readings": entry_times.between_readings(entry),
        "day_count_depends_on_zone": entry_times.depends_on_zone(entry, about),
    }


def _came_from(entry: Mapping[str, Any], country: str) -> bool | None:
    """Directly or indirectly."""
    through = _contains(entry, "via", country)
    if entry.get("from") == country or through:
        return True
    return False if "from" in entry and through is False else None


def _about_proceedings(proceedings: Mapping[str, Any]) -> dict[str, Any]:
    acted = [_day_of(proceedings, key) for key in ("evidence_heard_on", "allowed_without_hearing_on")]
    first = proceedings.get("first_claim_received")
    return {
        "stage": proceedings.get("stage"),
        "rpd_outcome": proceedings.get("rpd_outcome"),
        "rpd_decision_date": _day_of(proceedings, "rpd_decision_date"),
        "no_credible_basis": proceedings.get("no_credible_basis"),
        "manifestly_unfounded": proceedings.get("manifestly_unfounded"),
        "minister_appealed": None
        if "appellant" not in proceedings
        else proceedings["appellant"] == "minister",
        "referred_on": _day_of(proceedings, "referred_on"),
        "rpd_heard_or_allowed_on": min((at for at in acted if at is not None), default=None),
        "referral_by_misrepresentation": proceedings.get("referral_by_misrepresentation"),
        "not_first_claim": None if first is None else not first,
        "rad_outcome": proceedings.get("rad_outcome"),
        "rad_decision_date": _day_of(proceedings, "rad_decision_date"),
        "appeal_perfected_on": _day_of(proceedings, "appeal_perfected_on"),
    }


def _about_reviews(proceedings: Mapping[str, Any], law_date: int) -> dict[str, Any]:
    """What has happened with a judicial review of the RAD's decision, and with a risk assessment."""
    review, risk = proceedings.get("judicial_review", {}), proceedings.get("risk_assessment", {})
    notified, applied, decided = (_day_of(risk, key) for key in ("notified_on", "applied_on", "decided_on"))
    open_ = decided is None or decided > law_date
    asked = applied is not None and applied <= law_date
    in_time = notified is not None and notified <= law_date <= notified + DAYS_TO_APPLY
    return {
        "leave_sought": None if "sought_on" not in review else review["sought_on"] is not None,
        "leave_extension_needed": review.get("extension_of_time"),
        "risk_assessment_pending": asked and open_,
        "risk_assessment_stay": open_ and (in_time or (notified is not None and asked)),
        "risk_assessment_decided_on": None if open_ else decided,
    }


def _document(item: Mapping[str, Any]) -> dict[str, Any]:
    # The kinds of IRPR 159.5(f) are Canadian by their own description; only another issuer, if named, says
    # otherwise.
    return {
        **item,
        "issuer": CODES.index(item.get("issuer", "CA")),
        "valid_from": _day_of(item, "valid_from"),
        "valid_until": _day_of(item, "valid_until"),
    }


def _prior_claim(item: Mapping[str, Any]) -> dict[str, Any]:
    under = _contains(item, "ineligible_under", "IRPA 101(1)(e)")
    return {"outcome": item.get("outcome"), "under_e": under, "decided_on": _day_of(item, "decided_on")}


def _dated(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "date": _day_of(item, "date")}


def _finding(item: Mapping[str, Any]) -> dict[str, Any]:
    paragraph = item.get("paragraph")
    named = next((known for known in _SERIOUS if paragraph and paragraph.startswith(known)), "other")
    return {
        **item,
        "date": _day_of(item, "date"),
        "paragraph": named if paragraph else "unstated",
        "former_35_1_c": named == "35(1)(c)" if paragraph else None,
    }


def _offence(item: Mapping[str, Any]) -> dict[str, Any]:
    term = item.get("maximum_term_years")
    return {**item, "maximum_term_years": None if term is None else int(term)}


def _entry(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "date": _day_of(item, "date"), "nature": item.get("nature", "ordinary")}


_READERS: Final[dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]] = {
    "documents": _document,
    "prior_claims_in_canada": _prior_claim,
    "claims_elsewhere": _dated,
    "protection_elsewhere": dict,
    "inadmissibility": _finding,
    "offences": _offence,
    "entries": _entry,
}

#: Where the lists stand in a claim document.
LISTS: Final = {name: ("entries",) if name == "entries" else ("claimant", name) for name in _READERS} | {
    "relatives": ("relatives",)
}


def list_at(claim: Claim, path: Sequence[str]) -> list[Mapping[str, Any]] | None:
    """The list at ``path``, None where the document does not give it."""
    part: Any = claim
    for step in path:
        if not isinstance(part, Mapping) or step not in part:
            return None
        part = part[step]
    return list(part)


def _items(name: str, claims: Sequence[Claim], plain: Table) -> Items:
    path, read = LISTS[name], _READERS[name]
    rows: list[dict[str, Any]] = []
    owners: list[int] = []
    stated = np.zeros(len(claims), dtype=np.bool_)
    for number, claim in enumerate(claims):
        items = list_at(claim, path)
        if items is None:
            continue
        stated[number] = True
        for position, item in enumerate(items):
            row = read(item)
            row["last"] = position == len(items) - 1
            rows.append(row)
            owners.append(number)
    return _as_items(name, rows, owners, stated, plain)


def _as_items(name: str, rows: list[dict[str, Any]], owners: list[int], stated: Any, plain: Table) -> Items:
    owner = np.array(owners, dtype=np.int64)
    kinds = columns_of(name)
    coded = [_with_codes(row, kinds) for row in rows]
    table = table_of_rows(
        coded, {column: "number" if kind is CODES else kind for column, kind in kinds.items()}
    )
    numbers = {**table.numbers, **days_of_claims(plain, owner)}
    return Items(Table(len(rows), table.truths, numbers), owner, stated)


def days_of_claims(plain: Table, owner: NDArray[np.int64]) -> dict[str, Numbers]:
    """The day of the claim, and the day whose law is asked for, of the claim that each item belongs to."""
    found = {}
    for name in ("claim_date", "law_date"):
        column = plain.number(name)
        if column is not None and len(owner):
            known = known_rows(column)
            found[name] = Numbers(column.values[owner], None if known.all() else pack(known[owner]))
    return found


def known_rows(column: Numbers) -> NDArray[np.bool_]:
    """In which rows a column is known."""
    if column.known is None:
        return np.ones(len(column.values), dtype=np.bool_)
    return unpack(column.known, len(column.values))


def _with_codes(row: dict[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: CODES.index(value) if isinstance(value, str) and kinds.get(name) is CODES else value
        for name, value in row.items()
    }


def _relatives(claims: Sequence[Claim], plain: Table, amendments: tuple[Amendment, ...]) -> Items:
    rows: list[dict[str, Any]] = []
    owners: list[int] = []
    stated = np.zeros(len(claims), dtype=np.bool_)
    permits: list[dict[str, Any]] = []
    permit_owners: list[int] = []
    permits_stated: list[bool] = []
    for number, claim in enumerate(claims):
        if "relatives" not in claim:
            continue
        stated[number] = True
        for item in claim["relatives"]:
            permits_stated.append("permits" in item)
            permits += [dict(permit) for permit in item.get("permits", ())]
            permit_owners += [len(rows)] * len(item.get("permits", ()))
            rows.append(_relative(item))
            owners.append(number)
    items = _as_items("relatives", rows, owners, stated, plain)
    truths = dict(items.table.truths)
    if rows:
        per_relative = Table(len(rows), {}, {})
        held = _as_items("permits", permits, permit_owners, np.array(permits_stated), per_relative)
        truths["has_permit"] = draw_facts({"permits": held}, amendments)[0]["has_permit"]
        counts, not_so = truth_flags(guardian_counts(plain), plain.height)
        truths["guardian_counts"] = Planes(pack(counts[items.claim]), pack(not_so[items.claim]))
    return Items(Table(len(rows), truths, items.table.numbers), items.claim, stated)


def _relative(item: Mapping[str, Any]) -> dict[str, Any]:
    conjugal = item.get("conjugal", {})
    claim = item.get("claim")
    row = {
        key: item.get(key)
        for key in ("relationship", "relationship_established", "location", "status", "age")
    }
    row |= {
        "birth_date": _day_of(item, "birth_date"),
        "has_claim": claim is not None if "claim" in item else None,
        "conjugal_since": _day_of(conjugal, "since"),
        "cohabiting_since": _day_of(conjugal, "cohabiting_since"),
        "unable_to_cohabit": conjugal.get("unable_to_cohabit"),
    }
    if claim:
        row |= {f"claim_{key}": claim.get(key) for key in ("referred", "outcome", "appeal_pending")}
    return row
