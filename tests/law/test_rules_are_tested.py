"""Every rule of the rulebook is met by some claim and not met by another, among the vignettes and random
claims.
"""

from __future__ import annotations

from functools import cache
from itertools import product

import polars as pl
import pytest

from openasylum.law import engine, parse_amendments
from openasylum.law.gates.planes import truth_flags
from openasylum.law.plan import plan_for
from openasylum.law.provisions import provisions
from openasylum.law.reading import read_claims
from support.random_facts import random_facts
from support.vignettes import vignettes

#: Not conditions on a claim: definitions without a test of their own, notices never given, law not in force.
_NO_CONDITION = {c for c, p in provisions().items() if p.when in ("True", "False")}
_NOT_IN_FORCE = {c for c, p in provisions().items() if not any(period.first for period in p.in_force)}
_BOTH_WAYS = [c for c in provisions() if c not in _NO_CONDITION]


@cache
def _seen() -> dict[str, set[bool]]:
    proposed = parse_amendments(
        [{"enact": citation, "from": "2004-01-01"} for citation in sorted(_NOT_IN_FORCE)]
    )
    plans = [plan_for(), plan_for(proposed)]
    seen: dict[str, set[bool]] = {citation: set() for citation in _BOTH_WAYS}
    frame = random_facts(60_000, seed=3, unknown=0.02, likely=0.05, after_referral=True)
    south = frame.with_columns(direction=pl.lit("southbound", dtype=pl.Enum(["northbound", "southbound"])),
                               came_from_canada=pl.col("came_from_us"))  # fmt: skip
    for facts, plan in product((frame, south), plans):
        table = engine.facts_table(facts)
        truths = plan.circuit.evaluate(table, plan.circuit.needed_for(plan.book.met.values()))
        for citation in _BOTH_WAYS:
            true, false = truth_flags(truths[plan.book.met[citation]], facts.height)
            seen[citation] |= {True} if true.any() else set()
            seen[citation] |= {False} if false.any() else set()
    for reading in read_claims([v.claim for v in vignettes() if not v.policy]):
        for citation in _BOTH_WAYS:
            found = reading.met(citation)
            seen[citation] |= set() if found is None else {found}
    return seen


@pytest.mark.parametrize("citation", _BOTH_WAYS)
def test_met_by_some_claim_and_not_by_another(citation: str) -> None:
    assert _seen()[citation] == {True, False}


def test_every_rule_belongs_to_one_file_and_every_file_is_whole() -> None:
    rules = [rule for provision in provisions().values() for rule in provision.rules]
    assert len(set(rules)) == 100
    for provision in provisions().values():
        assert provision.title.en
        assert provision.title.fr
        assert provision.source.startswith("https://")
        assert provision.verification[0] in "PSM"
