"""Citations as French texts write them."""

from __future__ import annotations

import pytest

from openasylum.errors import UserError
from openasylum.law.citations import cited
from openasylum.law.provisions import named, provision


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("IRPA 101(1)(b.1)", "LIPR 101(1)b.1)"),
        ("IRPR 159.5(h)", "RIPR 159.5h)"),
        ("IRPA 25.2 (public policy of 2026-05-19)", "LIPR 25.2 (politique d'intérêt public du 2026-05-19)"),
    ],
)
def test_a_citation_in_french(english: str, french: str) -> None:
    assert cited(english, "fr") == french
    assert cited(english, "en") == english


def test_a_provision_is_found_by_its_french_citation() -> None:
    assert provision("LIPR 101(1)b.1)") is provision("IRPA 101(1)(b.1)")
    assert provision("RIPR 159.5") is provision("IRPR 159.5")
    with pytest.raises(UserError, match=r"nearest valid value is LIPR 101\(1\)e\)"):
        provision("LIPR 101(1)(e)")


@pytest.mark.parametrize("words", ["159.4(1.1)", " IRPR  159.4(1.1) ", "RIPR 159.4(1.1)"])
def test_a_provision_is_found_without_its_act(words: str) -> None:
    assert [found.citation for found in named(words)] == ["IRPR 159.4(1.1)"]


@pytest.mark.parametrize(
    ("section", "parts"),
    [
        ("IRPA 100(2)", ["IRPA 100(2)"]),
        ("IRPR 159.6", ["IRPR 159.6(a)", "IRPR 159.6(b)", "IRPR 159.6(c)"]),
        ("RIPR 159.6", ["IRPR 159.6(a)", "IRPR 159.6(b)", "IRPR 159.6(c)"]),
        ("159.5(h)", ["IRPR 159.5(h)(i)", "IRPR 159.5(h)(ii)"]),
        (
            "IRPA 104",
            ["IRPA 104(1)(a)", "IRPA 104(1)(a.1)", "IRPA 104(1)(b)", "IRPA 104(1)(c)", "IRPA 104(1)(d)"],
        ),
    ],
)
def test_a_section_without_text_of_its_own_is_its_parts(section: str, parts: list[str]) -> None:
    assert sorted(found.citation for found in named(section)) == parts


def test_no_part_is_found_for_what_is_no_citation() -> None:
    for words in ("", "IRPA", "101(", "IRPA 10", "2019"):
        with pytest.raises(UserError):
            named(words)
