"""A length of time that only says when something went on is no wait."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts


def lengths(text: str) -> list[str]:
    return [
        one.quoted for one in check_texts([Text("t", text)], as_of=AS_OF).findings if one.kind == "duration"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The backlog is a consequence of two years of historically high intake at the Immigration and Refugee Board.",
        "Claims pending have jumped more than five times over the last three years.",
        "A small portion of pending claims were awaiting a decision for three years or more.",
        "Two years ago the backlog of claims was smaller.",
        "Three years later, claimants were still waiting for a decision.",
        "Au cours de ses deux premières années, l’arriéré des demandes d’asile a doublé.",
        "Depuis trois ans, l’arriéré des demandes d’asile grandit.",
        "Il y a deux ans, l’arriéré des demandes d’asile était moindre.",
    ],
)
def test_says_only_when(text: str) -> None:
    assert lengths(text) == []


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Claimants now wait three years or more for a hearing.", "three years"),
        ("Refugee claimants face a wait of three years for their first hearing.", "three years"),
        ("Claims take two years to decide.", "two years"),
        ("Les demandeurs d’asile attendent depuis deux ans une décision.", "deux ans"),
        ("Les demandeurs d’asile attendent deux ans après leur arrivée.", "deux ans"),
    ],
)
def test_a_wait_is_a_wait(text: str, length: str) -> None:
    assert lengths(text) == [length]


def test_so_many_a_year_are_no_stock() -> None:
    text = "The number of asylum claims stays around 50,000 a year, and the backlog grows."
    (one,) = check_texts([Text("t", text)], as_of=AS_OF).findings
    assert one.measure is None or "pending" not in one.measure
