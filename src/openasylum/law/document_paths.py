"""Where a claim document would state a fact that it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from openasylum.law.flatten import LISTS

#: Where a list's column stands in an item of the document, if not under its own name.
_FIELDS: Final = {
    "relatives": {
        "has_claim": "claim",
        "claim_referred": "claim.referred",
        "claim_outcome": "claim.outcome",
        "claim_appeal_pending": "claim.appeal_pending",
        "has_permit": "permits",
        "conjugal_since": "conjugal.since",
        "cohabiting_since": "conjugal.cohabiting_since",
        "unable_to_cohabit": "conjugal.unable_to_cohabit",
        "age": "birth_date",
    },
    "inadmissibility": {"former_35_1_c": "paragraph"},
    "prior_claims_in_canada": {"under_e": "ineligible_under"},
}
#: Columns of every list that are of the claim itself.
_OF_THE_CLAIM: Final = {
    "claim_date": "claim.date",
    "law_date": "claim.date",
}


def place_of(path: str, claim: Mapping[str, Any]) -> str | None:
    """``path`` with the last entry's position; None where the document states it, ``entries`` where it does not
    say which entries there were.
    """
    if path.startswith("entries[-1]"):
        entries = claim.get("entries")
        if not entries:
            return "entries" if entries is None else None
        path = path.replace("[-1]", f"[{len(entries) - 1}]")
    return None if stated(claim, path) else path


def stated(claim: Mapping[str, Any], path: str) -> bool:
    """Whether the document has something at ``path``."""
    part: Any = claim
    for step in path.replace("[", ".[").split("."):
        if step.startswith("["):
            part = part[int(step[1:-1])]
        elif not isinstance(part, Mapping) or step not in part:
            return False
        else:
            part = part[step]
    return True


def item_paths(claim: Mapping[str, Any], name: str, row: int, column: str) -> list[str]:
    """The places of one column of one item of a list; [] where the document states it."""
    if column == "guardian_counts":
        return _about_guardians(claim)
    field = _FIELDS.get(name, {}).get(column, column)
    place = _OF_THE_CLAIM.get(column, f"{'.'.join(LISTS[name])}[{row}].{field}")
    return [] if stated(claim, place) else [place]


def _about_guardians(claim: Mapping[str, Any]) -> list[str]:
    """What is not stated of that on which it turns whether a claimant can have a legal guardian."""
    asked = [] if stated(claim, "claimant.age") else ["claimant.birth_date"]
    asked += ["claimant.marital_status"] if claim.get("direction") == "southbound" else []
    return [path for path in asked if not stated(claim, path)]
