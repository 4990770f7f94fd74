"""Priors against SciPy's distributions, and the properties that inverse transforms must have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from scipy import stats

from openasylum.scenario.priors import Prior

POINTS = np.linspace(0.001, 0.999, 101)
ADAPTER: TypeAdapter[Prior] = TypeAdapter(Prior)

CASES = [
    ({"kind": "uniform", "low": 2.0, "high": 5.0}, stats.uniform(2, 3)),
    ({"kind": "triangular", "low": 1.0, "mode": 2.0, "high": 5.0}, stats.triang(0.25, 1, 4)),
    ({"kind": "normal", "mean": 3.0, "sd": 2.0}, stats.norm(3, 2)),
    ({"kind": "normal", "mean": 3.0, "sd": 2.0, "low": 2.0, "high": 4.0}, stats.truncnorm(-0.5, 0.5, 3, 2)),
    ({"kind": "lognormal", "median": 5.0, "sigma": 0.4}, stats.lognorm(0.4, scale=5)),
    ({"kind": "beta", "a": 2.0, "b": 5.0}, stats.beta(2, 5)),
    ({"kind": "beta", "a": 2.0, "b": 5.0, "low": 1.0, "high": 3.0}, stats.beta(2, 5, 1, 2)),
]


@pytest.mark.parametrize(
    ("prior", "published"), CASES, ids=lambda case: case["kind"] if isinstance(case, dict) else ""
)
def test_quantiles_are_those_of_scipy(prior: dict[str, object], published: stats.rv_continuous) -> None:
    ours = [ADAPTER.validate_python(prior).quantile(u) for u in POINTS]
    np.testing.assert_allclose(ours, published.ppf(POINTS), rtol=1e-7)


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(CASES))
def test_quantiles_rise(u: float, v: float, case: tuple[dict[str, object], object]) -> None:
    prior = ADAPTER.validate_python(case[0])
    low, high = prior.quantile(min(u, v)), prior.quantile(max(u, v))
    assert low <= high + 1e-9  # type: ignore[operator]


def test_a_mixture_has_the_mean_of_its_parts() -> None:
    mixture = ADAPTER.validate_python(
        {
            "kind": "mixture",
            "components": [
                {"kind": "uniform", "low": 0, "high": 1},
                {"kind": "uniform", "low": 10, "high": 12},
            ],
            "weights": [3, 1],
        }
    )
    values = [mixture.quantile(u) for u in (np.arange(10_000) + 0.5) / 10_000]
    assert np.mean(values) == pytest.approx(0.75 * 0.5 + 0.25 * 11, rel=1e-3)


def test_a_discrete_choice_follows_its_weights() -> None:
    choice = ADAPTER.validate_python({"kind": "discrete", "values": ["a", "b", "c"], "weights": [1, 0, 3]})
    drawn = [choice.quantile(u) for u in (np.arange(1000) + 0.5) / 1000]
    assert (drawn.count("a"), drawn.count("b"), drawn.count("c")) == (250, 0, 750)


@pytest.mark.parametrize(
    "prior",
    [
        {"kind": "uniform", "low": 5, "high": 2},
        {"kind": "triangular", "low": 1, "mode": 9, "high": 5},
        {"kind": "normal", "mean": 0, "sd": -1},
        {"kind": "discrete", "values": ["a"], "weights": [1, 2]},
        {"kind": "cauchy"},
    ],
)
def test_malformed_priors_are_refused(prior: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(prior)
