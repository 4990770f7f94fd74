"""Citations as French texts write them."""

from __future__ import annotations

import pytest

from openasylum.law.citations import cited


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
