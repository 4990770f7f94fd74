"""What must hold of any claim: knowledge only settles, exceptions only help, repeal undoes enactment,
conflict is an error.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import law
from openasylum.errors import UserError
from openasylum.law import FLAT_FACTS
from support.random_facts import random_facts

EXCEPTIONS = [c for c in law.exceptions() if c.startswith(("IRPR 159.5", "IRPR 159.6"))]
EXCEPTION_FACTS = ["family_citizen", "family_protected", "family_stay", "holds_canadian_document"]
EXCEPTION_FACTS += ["death_penalty_in_us", "us_national"]
E = 1 << law.grounds().index("IRPA 101(1)(e)")


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), hidden=st.floats(0.05, 0.6))
def test_telling_more_never_turns_a_settled_answer_round(seed: int, hidden: float) -> None:
    # Without the age: drawn apart from the birth date, it would be the birth date's opposite, not less of it.
    full = random_facts(300, seed, unknown=0.0, likely=0.05, after_referral=True).drop("age")
    draw = np.random.default_rng(seed)
    less = full.with_columns(
        [
            pl.when(pl.Series(draw.random(full.height) >= hidden)).then(pl.col(name)).alias(name)
            for name in full.columns
            if name not in ("claim_date", "decision_date") and not FLAT_FACTS[name].default
        ]
    )
    known, more = law.decide(less), law.decide(full)
    settled = (known["outcome"] != "undetermined").to_numpy()
    assert (known["outcome"].to_numpy()[settled] == more["outcome"].to_numpy()[settled]).all()
    # A ground that was found stays found; one that was ruled out stays out.
    words, after = known["grounds"].to_numpy(), more["grounds"].to_numpy()
    assert (words & after == words)[settled].all()
    possible = words | known["possible_grounds"].to_numpy()
    assert (after & ~possible == 0)[settled].all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), fact=st.sampled_from(EXCEPTION_FACTS))
def test_an_added_exception_never_makes_anyone_ineligible_under_e(seed: int, fact: str) -> None:
    facts = random_facts(300, seed, unknown=0.1, likely=0.03)
    without = law.decide(facts.with_columns(pl.lit(False).alias(fact)))
    with_it = law.decide(facts.with_columns(pl.lit(True).alias(fact)))
    gained = with_it["grounds"].to_numpy() & ~without["grounds"].to_numpy() & E
    assert not gained.any()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), day=st.dates(date(2005, 1, 1), date(2027, 12, 31)))
def test_repealing_what_was_enacted_is_the_identity(seed: int, day: date) -> None:
    facts = random_facts(200, seed, unknown=0.05, likely=0.05)
    there_and_back = [
        {"enact": "Gazette I 2026-06-20", "from": str(day)},
        {"repeal": "Gazette I 2026-06-20", "from": str(day)},
    ]
    assert law.decide(facts, amendments=there_and_back).equals(law.decide(facts))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), citation=st.sampled_from(EXCEPTIONS))
def test_a_repealed_exception_is_never_listed_and_an_amendment_reaches_only_its_own_claims(
    seed: int, citation: str
) -> None:
    facts = random_facts(300, seed, unknown=0.05, likely=0.1)
    day = date(2023, 4, 1)
    amended = law.decide(facts, amendments=[{"repeal": citation, "from": str(day)}])
    plain = law.decide(facts)
    later = (facts["claim_date"] >= day).to_numpy()
    bit = 1 << law.exceptions().index(citation)
    assert not (amended["exceptions"].to_numpy()[later] & bit).any()
    assert amended.filter(pl.Series(~later)).equals(plain.filter(pl.Series(~later)))


def test_two_provisions_that_contradict_each_other_are_an_error_that_names_both() -> None:
    """An amendment that puts airports within the Agreement, with 159.4(1)(c) left as it is."""
    facts = law.fill_known(
        pl.DataFrame({"claim_date": [date(2027, 1, 2)], "came_from_us": [True], "us_ordered_removed": [True]})
    )
    everyone = {"provision": "IRPR 159.4(3)", "change": "enact", "from": "2027-01-01", "to": "IRPA 101(1)(e)",
                "kind": "scope", "when": 'entry_location == "airport"', "title": "Airports"}  # fmt: skip
    with pytest.raises(UserError, match=r"IRPR 159\.4\(3\) and IRPR 159\.4\(1\)\(c\)"):
        law.decide(facts, amendments=[everyone])


def test_two_amendments_that_contradict_each_other_are_an_error_that_names_both() -> None:
    changes = [
        {"amend": "IRPR 159.4(1.1)", "parameter": "days", "value": 30, "from": "2027-01-01"},
        {"amend": "IRPR 159.4(1.1)", "parameter": "days", "value": 60, "from": "2028-01-01"},
    ]
    with pytest.raises(UserError, match=r"days = 30.*days = 60"):
        law.decide(pl.DataFrame({"claim_date": [date(2027, 1, 2)]}), amendments=changes)
