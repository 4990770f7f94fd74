"""The interview: in which order it asks, what it takes for an answer, and when it is done."""

from __future__ import annotations

from typing import Any

import pytest

from openasylum.law.interview import answered, open_questions
from support.vignettes import vignettes

AT_THE_BORDER: dict[str, Any] = {
    "claim": {"date": "2024-01-15", "place": "port_of_entry"},
    "entries": [{"date": "2024-01-15", "from": "US", "via": [], "location": "land_port_of_entry"}],
}


def test_a_relative_is_asked_about_as_people_would() -> None:
    asked = [path for path in open_questions({**AT_THE_BORDER, "relatives": [{}]}) if "relatives[0]." in path]
    assert asked[0] == "relatives[0].relationship"
    fields = [path.split(".")[1] for path in asked]
    assert fields.index("relationship_established") < fields.index("location") < fields.index("status")


def test_earlier_claims_are_asked_for_before_what_only_they_make_matter() -> None:
    asked = open_questions(
        {**AT_THE_BORDER, "entries": [{**AT_THE_BORDER["entries"][0], "location": "airport"}]}
    )
    assert asked.index("claimant.prior_claims_in_canada") < asked.index("claimant.seeking_reentry")


@pytest.mark.parametrize(
    ("reply", "read"), [("no", []), ("non", []), ("none", []), ("NO", ["NO"]), ("ht, no", ["HT", "NO"])]
)
def test_no_is_no_country_and_capitals_are_norway(reply: str, read: list[str]) -> None:
    assert answered({}, "claimant.nationalities", reply)["claimant"]["nationalities"] == read


def test_it_goes_on_while_what_follows_is_open() -> None:
    claim = next(vignette.claim for vignette in vignettes() if vignette.id == "V397")
    barred = {**claim, "relatives": [{"relationship": "sister"}]}
    assert open_questions(barred)
    assert not open_questions(claim)
