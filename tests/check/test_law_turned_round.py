"""A rule turned round differs; told rightly, beside the same words, it does not (IRPA 101(1), IRPR 159.3 to 159.6, S.C. 2026, c. 4)."""

from __future__ import annotations

import pytest

from check.scoring import AS_OF
from openasylum.check import Text, check_texts

PACT = "The Safe Third Country Agreement"
ENTENTE = "L’Entente sur les tiers pays sûrs"


def verdicts(text: str) -> dict[str, str]:
    report = check_texts([Text("t", text)], as_of=AS_OF)
    return {one.measure: one.verdict for one in report.findings if one.measure and one.kind == "law"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"Under {PACT.lower()}, unaccompanied minors are turned back to the United States.", "minors_returned"),
        (f"En vertu de {ENTENTE.lower()}, les mineurs non accompagnés sont renvoyés aux États-Unis.", "minors_returned"),
        (f"{PACT} does not apply at official border crossings.", "not_at_ports"),
        (f"{ENTENTE} ne s’applique pas aux postes frontaliers officiels.", "not_at_ports"),
        (f"{PACT} applies to people who arrive by air from the United States.", "holds_by_air"),
        (f"{ENTENTE} s’applique aux personnes qui arrivent par avion.", "holds_by_air"),
        (f"{PACT} applies to U.S. citizens.", "holds_for_us_citizens"),
        (f"{ENTENTE} s’applique aussi aux citoyens américains.", "holds_for_us_citizens"),
        ("Bill C-12 died on the order paper.", "c12_failed"),
        ("Le projet de loi C-12 est mort au feuilleton.", "c12_failed"),
        (f"{PACT} binds it: Canada has designated the United States and the United Kingdom as safe third countries.",
         "several_designated"),
        (f"{PACT} has no exception for family members.", "no_exceptions"),
        (f"Under {PACT.lower()}, holders of a valid Canadian visa are turned back at the border.", "visa_holders_returned"),
        (f"Les titulaires d’un visa canadien valide sont refoulés en vertu de {ENTENTE.lower()}.", "visa_holders_returned"),
        (f"Children who arrive alone at a port of entry are returned under {PACT.lower()}.", "minors_returned"),
        (f"{PACT} bars refugees who land at an airport from making a claim.", "holds_by_air"),
        (f"The Supreme Court sided with the Canadian Council for Refugees on {PACT.lower()}.", "scc_struck"),
    ],
)  # fmt: skip
def test_a_rule_turned_round_differs(text: str, name: str) -> None:
    assert verdicts(text) == {name: "differs"}


@pytest.mark.parametrize(
    "text",
    [
        f"Unaccompanied minors are not turned back under {PACT.lower()}.",
        f"{PACT} applies at airports only to people in transit after removal from the United States.",
        f"{PACT} does not apply to U.S. citizens.",
        f"{PACT} does not apply to people who arrive by air.",
        f"{PACT} no longer applies only at official ports of entry but along the entire border.",
        f"Depuis 2023, {ENTENTE.lower()} ne s’applique plus seulement aux points d’entrée, mais aussi entre les points d’entrée.",
        f"{PACT} did not apply between ports of entry until 2023.",
        "Bill C-12 was amended in committee.",
        f"The Supreme Court sided with the federal government on {PACT.lower()}.",
        f"{PACT} excepts holders of a valid Canadian visa.",
        "Unaccompanied children are returned to Mexico under Title 42.",
    ],
)
def test_told_rightly_it_does_not(text: str) -> None:
    assert set(verdicts(text).values()) <= {"agrees"}


@pytest.mark.parametrize(
    "text",
    [
        f"Since 2023, {PACT.lower()} no longer applies between ports of entry.",
        f"Depuis 2023, {ENTENTE.lower()} ne s’applique plus entre les points d’entrée.",
    ],
)
def test_what_no_longer_applies_is_not_said_to_apply(text: str) -> None:
    assert "agrees" not in verdicts(text).values()
