"""Multiple systems estimation against the published estimate for the United Kingdom in 2013, and against
theory.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum.errors import UserError
from openasylum.population import published
from openasylum.population.capture_histories import histories
from openasylum.population.examples import multiple_systems_table
from openasylum.population.multiple_systems import fit_model, has_estimate, multiple_systems


def test_the_united_kingdom_in_2013() -> None:
    """Silverman (2014), Bales, Hesketh & Silverman (2015): 10,000 to 13,000 from 2,744 on six lists."""
    result = published("multiple-systems")
    row = result.totals.row(0, named=True)
    assert result.diagnostics["persons_listed"] == 2_744
    assert round(row["low"], -3) == 10_000
    assert round(row["high"], -3) == 13_000
    assert row["low"] < row["value"] < row["high"]


def test_pairs_that_share_nobody_are_named_and_never_chosen() -> None:
    diagnostics = published("multiple-systems").diagnostics
    assert diagnostics["pairs_that_share_nobody"] == "LA x GP, LA x NCA"
    assert "LA x GP" not in str(diagnostics["interactions"])


def test_other_models_differ_by_more_than_the_interval_says() -> None:
    result = published("multiple-systems")
    others = result.details["alternatives"]["value"]
    assert others.max() > result.totals["high"][0]


def two_lists(both: int, only_a: int, only_b: int) -> pl.DataFrame:
    return pl.DataFrame({"A": [1, 1, 0], "B": [1, 0, 1], "count": [both, only_a, only_b]})


@settings(max_examples=40, deadline=None)
@given(both=st.integers(5, 500), only_a=st.integers(5, 2_000), only_b=st.integers(5, 2_000))
def test_two_lists_give_lincoln_and_petersen(both: int, only_a: int, only_b: int) -> None:
    row = multiple_systems(two_lists(both, only_a, only_b)).totals.row(0, named=True)
    assert row["value"] == pytest.approx((both + only_a) * (both + only_b) / both, rel=1e-5)
    assert row["low"] <= row["value"] <= row["high"]


def simulated(seed: int, size: int) -> pl.DataFrame:
    """Four lists; the second and third share a taste for the same people."""
    generator = np.random.default_rng(seed)
    shared = generator.random(size) < 0.3
    chances = [
        np.full(size, 0.25),
        np.where(shared, 0.5, 0.1),
        np.where(shared, 0.5, 0.1),
        np.full(size, 0.2),
    ]
    on = np.column_stack([generator.random(size) < chance for chance in chances]).astype(int)
    rows = [
        (*history, int((on == history).all(axis=1).sum()))
        for history in product((0, 1), repeat=4)
        if any(history)
    ]
    return pl.DataFrame(rows, schema=["A", "B", "C", "D", "count"], orient="row")


def test_a_dependence_between_lists_is_found_and_the_size_recovered() -> None:
    held = 0
    for seed in range(20):
        result = multiple_systems(simulated(seed, 5_000))
        assert "B x C" in str(result.diagnostics["interactions"])
        row = result.totals.row(0, named=True)
        held += row["low"] <= 5_000 <= row["high"]
    assert held >= 16  # 95 % given the model, less what choosing it costs


def test_the_order_of_lists_and_rows_does_not_matter() -> None:
    table = multiple_systems_table()
    turned = table.select(*reversed(table.columns[:-1]), "count").sample(fraction=1.0, shuffle=True, seed=1)
    assert multiple_systems(turned).totals["value"][0] == pytest.approx(
        multiple_systems(table).totals["value"][0], rel=1e-9
    )


def test_lists_that_share_nobody_are_said() -> None:
    with pytest.raises(UserError, match="no person is on two lists"):
        multiple_systems(two_lists(0, 10, 20))


def test_one_list_is_too_few() -> None:
    with pytest.raises(UserError, match="2 to 12 lists"):
        multiple_systems(pl.DataFrame({"A": [1], "count": [10]}))


def test_existence_of_the_estimate() -> None:
    """A and B share five people, C shares none with either; 25 people are on A or B and 10 on C.

    With the pair A x B in the model the margins leave no room for anybody on C and another list (25 + 10 = 35
    people in all), so those cells, and the number on no list, have no finite estimate. Without it they do.
    """
    table = pl.DataFrame({"A": [1, 0, 0, 1], "B": [0, 1, 0, 1], "C": [0, 0, 1, 0], "count": [10, 10, 10, 5]})
    data = histories(table, ["A", "B", "C"])
    assert has_estimate(data, fit_model(data, ()))
    assert not has_estimate(data, fit_model(data, ((0, 1),)))
    assert not has_estimate(data, fit_model(data, ((0, 2),)))  # its own margin is zero
    assert multiple_systems(table).diagnostics["interactions"] == ""


def test_the_united_kingdom_s_model_exists() -> None:
    lists = multiple_systems_table().columns[:-1]
    data = histories(multiple_systems_table(), lists)
    chosen = str(published("multiple-systems").diagnostics["interactions"]).split(", ")
    assert has_estimate(
        data, fit_model(data, tuple(pair for pair in data.pairs if data.name(pair) in chosen))
    )


def test_choosing_the_model_anew_widens_the_interval() -> None:
    """Silverman, Chan & Vincent (2024): intervals given the model are over-optimistic."""
    totals = published("multiple-systems", bootstrap=40).totals
    given, anew = totals.rows(named=True)
    assert anew["high"] - anew["low"] > given["high"] - given["low"]
    assert anew["low"] < given["value"] < anew["high"]
    assert published("multiple-systems", bootstrap=40).totals.equals(totals)


def test_persons_counted_on_no_list_are_refused() -> None:
    table = pl.DataFrame({"A": [1, 0, 1, 0], "B": [0, 1, 1, 0], "count": [12, 15, 3, 7]})
    with pytest.raises(UserError, match="7 persons are counted on no list"):
        multiple_systems(table)
