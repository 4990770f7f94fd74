"""Citations as French texts write them."""

from __future__ import annotations

import pytest

from openasylum.errors import UserError
from openasylum.law.citations import cited
from openasylum.law.provisions import provision


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
