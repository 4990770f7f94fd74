"""A user's own figures, laid over the register."""

from __future__ import annotations

from pathlib import Path

import pytest

from openasylum import facts
from openasylum.errors import UserError

OWN = """
figures:
  - id: own.beds
    title: {en: "Beds of our shelter", fr: "Lits de notre refuge"}
    value: 1234
    unit: persons
    period: "2026"
    source: "Our ledger"
    url: "https://example.org/ledger"
    confidence: seen
  - id: rcmp.interceptions.2022
    title: {en: "Interceptions, as recounted", fr: "Interceptions, recomptées"}
    value: 39541
    unit: persons
    period: "2022"
    source: ircc-demandeurs-d-asile-par-annee-2022-interceptions
    confidence: seen
"""


def test_own_figures_stand_before_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "figures.yaml").write_text(OWN)
    with facts.overlay(tmp_path):
        assert facts.figure("own.beds").value == 1234
        assert facts.figure("own.beds").url == "https://example.org/ledger"
        assert facts.figure("rcmp.interceptions.2022").value == 39541
        assert facts.figure("rcmp.interceptions.2022").url is not None
        assert "own.beds" in {one.id for one in facts.figures()}
    assert facts.figure("rcmp.interceptions.2022").value == 39540
    with pytest.raises(UserError, match=r"no figure 'own\.beds'"):
        facts.figure("own.beds")


def test_what_is_remembered_is_remembered_for_one_register(tmp_path: Path) -> None:
    calls = []

    @facts.remembered
    def value() -> float | None:
        calls.append(1)
        return facts.figure("rcmp.interceptions.2022").value

    assert value() == 39540
    (tmp_path / "figures.yaml").write_text(OWN)
    with facts.overlay(tmp_path):
        assert value() == 39541
    assert value() == 39540
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("unit: persons\n    period: one day", "no period"),
        ("unit: persons\n    colour: red", "no field named 'colour'"),
    ],
)
def test_a_fault_is_said_with_its_line(tmp_path: Path, fault: str, said: str) -> None:
    text = f'figures:\n  - id: own.x\n    title: {{en: "x", fr: "x"}}\n    value: 1\n    source: us\n    confidence: seen\n    {fault}\n'
    (tmp_path / "figures.yaml").write_text(text)
    with pytest.raises(UserError, match=said) as error, facts.overlay(tmp_path):
        pass
    assert error.value.line is not None
