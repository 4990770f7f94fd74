"""Days of a claim document that cannot both be: each is named by its place, in a sentence of either language."""

from __future__ import annotations

from typing import Any

import pytest

from openasylum import law
from openasylum.errors import UserError

PORT = {"date": "2024-01-15", "from": "US", "via": [], "location": "land_port_of_entry"}
VISA = {"kind": "temporary_resident_visa", "issuer": "CA"}


def _claim(**more: Any) -> dict[str, Any]:
    return {"claim": {"date": "2024-01-15", "place": "port_of_entry"}, "entries": [PORT], **more}


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"entries": [PORT | {"date": "2024-01-16"}]}, "entries[0].date"),
        ({"entries": [PORT, PORT | {"date": "2023-01-01"}]}, "entries[0].date"),
        ({"claimant": {"birth_date": "2024-01-16"}}, "claimant.birth_date"),
        ({"as_of": "2024-01-14"}, "as_of"),
        ({"relatives": [{"relationship": "sister", "birth_date": "2024-02-01"}]}, "relatives[0].birth_date"),
        (
            {"claimant": {"prior_claims_in_canada": [{"date": "2024-02-01", "outcome": "rejected"}]}},
            "claimant.prior_claims_in_canada[0].date",
        ),
        (
            {"claimant": {"prior_claims_in_canada": [{"date": "2020-02-01", "decided_on": "2019-02-01"}]}},
            "claimant.prior_claims_in_canada[0].decided_on",
        ),
        (
            {"claimant": {"documents": [VISA | {"valid_from": "2023-06-01", "valid_until": "2023-05-31"}]}},
            "claimant.documents[0].valid_until",
        ),
        ({"proceedings": {"stage": "before_rpd", "referred_on": "2024-01-14"}}, "proceedings.referred_on"),
        (
            {"proceedings": {"referred_on": "2024-02-01", "rpd_decision_date": "2024-01-31"}},
            "proceedings.rpd_decision_date",
        ),
        (
            {"proceedings": {"rpd_decision_date": "2024-03-01", "rad_decision_date": "2024-02-29"}},
            "proceedings.rad_decision_date",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_days_that_cannot_both_be(more: dict[str, Any], place: str) -> None:
    with pytest.raises(UserError) as refused:
        law.check_claim(_claim(**more))
    assert str(refused.value).startswith(f"{place}: ")
    assert "is after" in str(refused.value)


def test_the_same_day_is_no_fault() -> None:
    documents = [VISA | {"valid_from": "2024-01-15", "valid_until": "2024-01-15"}]
    priors = [{"date": "2023-12-01", "decided_on": "2023-12-01", "outcome": "ineligible"}]
    person = {"documents": documents, "prior_claims_in_canada": priors, "birth_date": "2024-01-15"}
    at_once = {"stage": "decided_by_rpd", "referred_on": "2024-01-15", "rpd_decision_date": "2024-01-15"}
    claim = _claim(claimant=person, proceedings=at_once)
    assert law.check_claim(claim) is claim
