"""One claim document in, one decision of ``decision.schema.json`` out: through the batch engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openasylum.law.amendments import Amendment, as_amendments
from openasylum.law.consequences import consequences, discretionary_relief
from openasylum.law.missing import missing_facts
from openasylum.law.reading import Reading, read_claims
from openasylum.law.trace import trace


@dataclass(frozen=True)
class Decision:
    """A decision: ``data`` is its form by the schema, ``reading`` what it was drawn from."""

    data: dict[str, Any]
    reading: Reading

    @property
    def outcome(self) -> str:
        """eligible, ineligible, suspended, cannot_claim or undetermined."""
        return str(self.data["outcome"])

    @property
    def pathway(self) -> str:
        """What follows in law."""
        return str(self.data["pathway"])


def decide_claim(
    claim: Mapping[str, Any],
    amendments: Sequence[Amendment] | Sequence[dict[str, Any]] = (),
    traced: bool = True,
) -> Decision:
    """The decision on one claim document that satisfies ``claim.schema.json`` (see ``check_claim``)."""
    return decide_claims([claim], amendments, traced)[0]


def decide_claims(
    claims: Sequence[Mapping[str, Any]],
    amendments: Sequence[Amendment] | Sequence[dict[str, Any]] = (),
    traced: bool = False,
) -> list[Decision]:
    """The decision on each claim document, in order; ``traced`` adds the provisions consulted."""
    changes = as_amendments(amendments)
    return [
        Decision(_data(reading, bool(changes), traced), reading) for reading in read_claims(claims, changes)
    ]


def _data(reading: Reading, amended: bool, traced: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"claim_id": reading.claim["id"]} if "id" in reading.claim else {}
    data |= {
        "outcome": reading.outcome,
        "pathway": reading.pathway,
        "grounds": [{"citation": citation} for citation in reading.grounds],
        "possible_grounds": [{"citation": citation} for citation in reading.possible_grounds],
        "exceptions": [{"citation": citation} for citation in reading.exceptions],
        "consequences": consequences(reading),
        "discretionary_relief": discretionary_relief(reading),
        "missing": missing_facts(reading) if reading.outcome == "undetermined" else [],
        "flags": reading.flags,
        "law_as_of": None if reading.law_date is None else reading.law_date.isoformat(),
    }
    if data["law_as_of"] is None:
        del data["law_as_of"]
    if amended:
        data["policy_applied"] = True
    if traced:
        data["trace"] = trace(reading)
    return data
