"""The guarantees of common random numbers, and that the numbers are good enough to be called random."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from openasylum.keyed_random import keyed_uniform, stream_key, uniform, uniform_scalar

PERSONS = np.arange(200_000, dtype=np.uint64)


def test_uniform_on_zero_one_and_uncorrelated_with_its_neighbours() -> None:
    drawn = uniform(7, 0, "rpd.outcome", PERSONS)
    assert drawn.min() >= 0.0
    assert drawn.max() < 1.0
    assert stats.kstest(drawn, "uniform").pvalue > 1e-4
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.01
    counts, *_ = np.histogram2d(drawn[:-1], drawn[1:], bins=20)
    assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_every_part_of_the_key_matters_and_gives_an_independent_draw() -> None:
    base = uniform(7, 0, "rpd.outcome", PERSONS)
    for other in (
        uniform(8, 0, "rpd.outcome", PERSONS),
        uniform(7, 1, "rpd.outcome", PERSONS),
        uniform(7, 0, "rad.outcome", PERSONS),
    ):
        assert abs(np.corrcoef(base, other)[0, 1]) < 0.01


@given(
    seed=st.integers(0, 2**31),
    draw=st.integers(0, 10_000),
    persons=st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=50, unique=True),
    split=st.integers(0, 50),
)
def test_order_and_chunking_leave_each_person_alone(
    seed: int, draw: int, persons: list[int], split: int
) -> None:
    ids = np.array(persons, dtype=np.uint64)
    whole = uniform(seed, draw, "any", ids)
    parts = np.concatenate([uniform(seed, draw, "any", ids[:split]), uniform(seed, draw, "any", ids[split:])])
    assert (whole == parts).all()
    assert (uniform(seed, draw, "any", ids[::-1])[::-1] == whole).all()


def test_compiled_and_plain_agree_to_the_bit() -> None:
    import numba

    compiled = numba.njit(keyed_uniform)
    key = stream_key(3, 5, "rpd.outcome")
    plain = uniform(3, 5, "rpd.outcome", PERSONS[:1000])
    assert [compiled(key, person) for person in PERSONS[:1000]] == plain.tolist()


def test_a_scalar_decision_is_reproducible() -> None:
    assert uniform_scalar(1, 2, "assumption.x") == uniform_scalar(1, 2, "assumption.x")
    assert uniform_scalar(1, 2, "assumption.x") != uniform_scalar(1, 3, "assumption.x")
