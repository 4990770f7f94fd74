"""Where a nested table of claims states each fact: flat names and list columns, by dotted path through structs; and
whether a table has that form at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.law.flatten import PARENTS
from openasylum.law.questions import answers_of, properties_of
from openasylum.law.schemas import schema

DATES: Final = frozenset(
    ("date", "birth_date", "valid_from", "valid_until", "decided_on", "conjugal_since", "cohabiting_since")
)
PLAIN: Final = {
    "direction": "direction",
    "law_date": "as_of",
    "claim_date": "claim.date",
    "decision_date": "claim.decision_date",
    "claim_place": "claim.place",
    "received_in_person": "claim.received_in_person",
    "documents_submitted_on": "claim.documents_submitted_on",
    "public_interest_determination": "claim.public_interest_determination",
    "stage": "proceedings.stage",
    "referred_on": "proceedings.referred_on",
    "_heard": "proceedings.evidence_heard_on",
    "_allowed": "proceedings.allowed_without_hearing_on",
    "rpd_outcome": "proceedings.rpd_outcome",
    "rpd_decision_date": "proceedings.rpd_decision_date",
    "no_credible_basis": "proceedings.no_credible_basis",
    "manifestly_unfounded": "proceedings.manifestly_unfounded",
    "referral_by_misrepresentation": "proceedings.referral_by_misrepresentation",
    "rad_outcome": "proceedings.rad_outcome",
    "rad_decision_date": "proceedings.rad_decision_date",
    "appeal_perfected_on": "proceedings.appeal_perfected_on",
    "_notified": "proceedings.risk_assessment.notified_on",
    "_applied": "proceedings.risk_assessment.applied_on",
    "_decided": "proceedings.risk_assessment.decided_on",
    "_sought": "proceedings.judicial_review.sought_on",
    "leave_extension_needed": "proceedings.judicial_review.extension_of_time",
    "resided_or_sojourned_in_us": "claimant.united_states.resided_or_sojourned",
    "visa_canada": "claimant.visa.canada",
    "visa_us": "claimant.visa.united_states",
    "us_refused_entry": "claimant.united_states.refused_entry",
    "us_claim_adjudicated": "claimant.united_states.refugee_claim_adjudicated",
    "us_ordered_removed": "claimant.united_states.ordered_removed",
    "us_being_returned": "claimant.united_states.being_returned",
    **{
        name: f"claimant.{name}"
        for name in (
            "stateless", "birth_date", "age", "marital_status", "unable_to_appreciate_proceedings",
            "refugee_protection_conferred", "subject_to_removal_order", "physically_in_canada",
            "returned_to_country_of_persecution", "designated_foreign_national", "under_removals_moratorium",
            "seeking_reentry", "life_at_risk_without_care", "child_directly_affected",
        )
    },
}  # fmt: skip
CONTAINS: Final = {
    "us_national": ("claimant.nationalities", ("US",)),
    "canadian_national": ("claimant.nationalities", ("CA",)),
    "former_resident_of_us": ("claimant.former_habitual_residence", ("US",)),
    "former_resident_of_canada": ("claimant.former_habitual_residence", ("CA",)),
    "accompanied_by_parent_or_guardian": ("claimant.accompanied_by", tuple(sorted(PARENTS))),
    "parent_or_guardian_in_canada": ("claimant.parent_or_guardian_in", ("CA",)),
    "parent_or_guardian_in_us": ("claimant.parent_or_guardian_in", ("US",)),
}
LAST_ENTRY: Final = {
    "entry_date": "date",
    "entry_date_established": "date_established",
    "entry_location": "location",
    "in_transit_removal": "in_transit_removal",
}
FIELDS: Final = {
    ("relatives", "claim_referred"): "claim.referred",
    ("relatives", "claim_outcome"): "claim.outcome",
    ("relatives", "claim_appeal_pending"): "claim.appeal_pending",
    ("relatives", "conjugal_since"): "conjugal.since",
    ("relatives", "cohabiting_since"): "conjugal.cohabiting_since",
    ("relatives", "unable_to_cohabit"): "conjugal.unable_to_cohabit",
}


def is_nested(frame: pl.DataFrame | pl.Schema) -> bool:
    """Whether the frame has claims in the nested form."""
    found = frame.schema if isinstance(frame, pl.DataFrame) else frame
    return isinstance(found.get("claim"), pl.Struct)


def refuse_other_shapes(columns: pl.Schema, source: Path) -> None:
    """Raise ``UserError`` for a column that the claim format does not have, or has in another shape: left unread, it
    would be taken for unknown.
    """
    whole = schema("claim")
    for path, english, french, near in _misfits(pl.Struct(dict(columns)), whole, whole, ""):
        raise UserError(english, french, file=source, field=path, nearest=near)


def _misfits(found: Any, asked: Any, whole: Any, path: str) -> Iterator[tuple[str, str, str, str | None]]:
    """Path, sentence in both languages, and nearest name of each column that does not fit."""
    if found == pl.Null:
        return
    known = properties_of(asked, whole)
    items = asked.get("items")
    if known and not isinstance(found, pl.Struct):
        yield path, "this column should hold objects", "cette colonne devrait contenir des objets", None
    elif known:
        for field in found.fields:
            below = f"{path}.{field.name}" if path else field.name
            if field.name not in known:
                said = "the claim format has no such field", "le format des demandes n'a pas ce champ"
                yield below, *said, nearest(field.name, known)
            else:
                yield from _misfits(field.dtype, known[field.name], whole, below)
    elif items is not None:
        if not isinstance(found, pl.List | pl.Array):
            yield path, "this column should hold lists", "cette colonne devrait contenir des listes", None
        else:
            yield from _misfits(found.inner, items, whole, f"{path}[]")
    elif found.is_nested():
        said = "this column should hold single values", "cette colonne devrait contenir des valeurs simples"
        yield path, *said, None
    elif not _can_hold(found, answers_of(asked, whole).kind):
        kind = answers_of(asked, whole).kind
        english, french = _KINDS.get(kind, ("words", "des mots"))
        yield (
            path,
            f"a column of {found} cannot be read as {english}",
            f"une colonne de {found} ne peut pas être lue comme {french}",
            None,
        )


def _can_hold(found: Any, kind: str) -> bool:
    """Whether the values of a column say what is asked for: a whole number is no day, no word, and not true or false."""
    if isinstance(found, pl.String | pl.Categorical | pl.Enum):
        return True
    if kind == "date":
        return isinstance(found, pl.Date | pl.Datetime)
    if kind == "truth":
        return bool(found == pl.Boolean)
    if kind == "number":
        return bool(found.is_numeric())
    return kind == "text" and (isinstance(found, pl.Time) or bool(found.is_integer()))  # an hour, or an id


_KINDS: Final = {
    "date": ("days", "des jours"),
    "truth": ("true or false", "vrai ou faux"),
    "number": ("numbers", "des nombres"),
}
