"""Sharing out printed totals: sums are kept, intervals are kept, nobody is made up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openasylum.arrivals.reconcile import apportion, within_intervals


@given(st.integers(0, 10**6), st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_shares_add_up_and_stay_within_one_of_proportion(total: int, weights: list[float]) -> None:
    shares = apportion(total, weights)
    assert shares.sum() == total and (shares >= 0).all()
    if sum(weights) > 1e-300 and min(w for w in weights if w >= 0) >= 0 and sum(weights) > 1:
        exact = np.array(weights) * (total / sum(weights))
        assert (np.abs(shares - exact) < 1 + 1e-6 * max(total, 1)).all()


def test_largest_remainders_by_hand() -> None:
    assert apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert apportion(7, [0, 0]).tolist() == [4, 3]
    with pytest.raises(ValueError, match="negative"):
        apportion(-1, [1.0])


@given(
    st.lists(st.tuples(st.integers(0, 500), st.booleans()), min_size=1, max_size=40),
    st.integers(0, 10**5),
)
def test_cells_stay_inside_their_intervals_and_reach_the_target_where_they_can(
    cells: list[tuple[int, bool]], target: int
) -> None:
    low = np.array([0 if hidden else max(5 * n - 2, 0) for n, hidden in cells])
    high = np.array([5 if hidden else 5 * n + 2 for n, hidden in cells])
    value = np.array([2.5 if hidden else 5.0 * n for n, hidden in cells])
    found = within_intervals(value, low, high, target)
    assert (found >= low).all() and (found <= high).all()
    assert found.sum() == np.clip(target, low.sum(), high.sum())
