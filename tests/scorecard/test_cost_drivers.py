"""Which assumptions move the cost: the fast cost function against the ledger, and Sobol's indices against
theory and SALib.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import costs
from openasylum.scenario.assumptions import central_values, draw_values
from openasylum.scenario.priors import Uniform
from openasylum.scorecard.cost_drivers import assumptions, cohort_cost, sobol, tornado
from support.made_up_claims import REFUSED, claims, stories

UNTIL = date(2034, 3, 31)


@settings(max_examples=25, deadline=None)
@given(told=stories(), draw=st.integers(0, 50), scope=st.sampled_from(["pbo", "full"]))
def test_the_fast_cost_function_is_the_ledger(told: list, draw: int, scope: str) -> None:
    if not told:
        return
    visits, people = claims(told)
    values = draw_values(4, draw)
    ledger = costs.in_scope(costs.book_by_cohort(visits, people, values, until=UNTIL), scope)
    fast = cohort_cost(visits, people, scope, UNTIL)(values) * people.height
    # The ledger rounds each row to a cent; the fast function rounds profiles once a day.
    assert fast == pytest.approx(int(ledger["cents"].sum()) / 100, abs=0.05 * max(ledger.height, 1))


def test_the_tornado_ranks_by_span_and_finds_transfers_idle() -> None:
    visits, people = claims(
        [(date(2022, 5, 1), "between_ports", [(stage, 200, way) for stage, way in REFUSED])] * 3
    )
    found = tornado(cohort_cost(visits, people, "full", UNTIL))
    assert found["span"].is_sorted(descending=True)
    assert set(found["assumption"]) == {entry.id for entry in assumptions()}
    spans = dict(found.select("assumption", "span").iter_rows())
    for idle in ("costs.shelter_paid_by_canada", "costs.legal_aid_paid_by_canada", "costs.tax_to_canada"):
        assert spans[idle] == pytest.approx(0, abs=0.01)
    assert spans["costs.assistance_month"] > spans["costs.rcmp_interception"] > 0


@dataclass(frozen=True)
class Entry:
    id: str
    prior: Uniform


ENTRIES = [Entry(f"x{number}", Uniform(kind="uniform", low=-np.pi, high=np.pi)) for number in (1, 2, 3)]


def ishigami(values: dict) -> float:
    x1, x2, x3 = (float(values[f"x{number}"]) for number in (1, 2, 3))
    return float(np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1))


def test_sobols_indices_of_the_ishigami_function() -> None:
    found = {row["assumption"]: row for row in sobol(ishigami, ENTRIES, {}, size=2048).iter_rows(named=True)}
    # Ishigami and Homma (1990), a = 7, b = 0.1: first order .314, .442, 0; total .558, .442, .244.
    assert [found[f"x{n}"]["first"] for n in (1, 2, 3)] == pytest.approx([0.314, 0.442, 0.0], abs=0.03)
    assert [found[f"x{n}"]["total"] for n in (1, 2, 3)] == pytest.approx([0.558, 0.442, 0.244], abs=0.03)


def test_salib_ranks_the_same_assumptions_first() -> None:
    pytest.importorskip("SALib")
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    visits, people = claims([(date(2022, 5, 1), "inland", [(stage, 150, way) for stage, way in REFUSED])])
    cost, base = cohort_cost(visits, people, "pbo", UNTIL), central_values()
    names = (
        "costs.rpd_claim",
        "costs.ifhp_claimant_year",
        "costs.first_instance_level",
        "costs.removal_escorted_share",
    )
    entries = [entry for entry in assumptions() if entry.id in names]
    problem = {
        "num_vars": len(entries),
        "names": [entry.id for entry in entries],
        "bounds": [[0, 1]] * len(entries),
    }
    points = sample.sample(problem, 256, calc_second_order=False, seed=1)
    results = np.array(
        [
            cost({**base, **{e.id: e.prior.quantile(u) for e, u in zip(entries, row, strict=True)}})
            for row in points
        ]
    )
    theirs = dict(
        zip(problem["names"], analyze.analyze(problem, results, calc_second_order=False)["ST"], strict=True)
    )
    ours = dict(sobol(cost, entries, base, size=256).select("assumption", "total").iter_rows())
    for name, share in theirs.items():
        assert ours[name] == pytest.approx(share, abs=0.05)
