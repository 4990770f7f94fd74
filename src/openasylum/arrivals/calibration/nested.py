"""Would a nested logit do better? Crossing seen and unseen as a nest, held against the counts. Needs the extra.

In a logit each way is as near to every other. A nest (``choice.shares``, ``likeness`` below 1) makes crossing unseen a
nearer substitute of crossing seen than of a port or of staying away: when crossing was closed in March 2020 and March
2023, more would have gone unseen, and the demand of 2024 need not have grown. The scales of the walks and of the counts
are those of the shipped fit; levels, seasons and the choice are integrated out by Laplace's approximation (Tierney &
Kadane 1986), so two values of the likeness differ by a Bayes factor, and counts that were left out have a score.
"""

# mypy: ignore-errors
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.calibration import posterior
from openasylum.arrivals.calibration.data import Counts, observed

Floats = NDArray[np.float64]

#: The likenesses that are tried: 1 is the logit.
LIKENESSES: Final = (1.0, 0.8, 0.6, 0.3, 0.2)

#: Counts of claims after undetected entry that are left out and scored: of 2024; of everything since March 2023.
LEFT_OUT: Final = {"2024": 1, "since_protocol": 3}

_HELD: Final = (
    "step_demand",
    "step_ports",
    "concentration_crossings",
    "concentration_ports",
    "concentration_hidden",
)


@dataclass(frozen=True)
class Verdict:
    """Log evidence of all counts at a ``likeness``, and the log score of the counts that were left out."""

    likeness: float
    evidence: float
    scores: dict[str, float]


def verdicts(likenesses: tuple[float, ...] = LIKENESSES) -> Iterator[Verdict]:
    """What the counts say of each likeness. Some twenty seconds each."""
    every = observed()
    without = {name: _without_last(every, count) for name, count in LEFT_OUT.items()}
    for likeness in likenesses:
        whole = log_evidence(every, likeness)
        scores = {name: whole - log_evidence(counts, likeness) for name, counts in without.items()}
        yield Verdict(likeness, whole, scores)


def _without_last(counts: Counts, periods: int) -> Counts:
    return replace(counts, hidden=counts.hidden[:-periods], periods=counts.periods[:-periods])


def log_evidence(counts: Counts, likeness: float) -> float:
    """Log probability of the counts at a likeness, by Laplace's approximation about the posterior mode."""
    import jax
    from jax.flatten_util import ravel_pytree
    from numpyro import handlers
    from numpyro.infer.util import potential_energy, unconstrain_fn
    from scipy.optimize import minimize

    from openasylum.arrivals.calibration import model

    held = {name: posterior.quantiles(name)[1] for name in _HELD}
    fixed = handlers.substitute(partial(model.model, likeness=likeness), data=held)
    with jax.enable_x64(True):
        begin = {name: value for name, value in model.beginning(counts).items() if name not in held}
        begin |= {
            name: posterior.quantiles(name)[1]
            for name in model.PARAMETERS
            if name not in held and name in posterior.manifest()["parameters"]
        }
        start, shaped = ravel_pytree(unconstrain_fn(fixed, (counts,), {}, begin))
        energy = jax.jit(jax.value_and_grad(lambda z: potential_energy(fixed, (counts,), {}, shaped(z))))

        def downhill(z: Floats) -> tuple[float, Floats]:
            value, slope = energy(z)
            return float(value), np.asarray(slope, dtype=np.float64)

        options = {"maxiter": 4000, "maxfun": 8000, "ftol": 1e-12, "gtol": 1e-6}
        best = np.asarray(start, dtype=np.float64)
        for _ in range(3):
            found = minimize(downhill, best, jac=True, method="L-BFGS-B", options=options)
            best = found.x
        curvature = _curvature(downhill, best)
    return float(-found.fun + len(best) / 2 * np.log(2 * np.pi) - np.linalg.slogdet(curvature)[1] / 2)


def _curvature(downhill, at: Floats, step: float = 1e-4) -> Floats:
    rows = [
        (downhill(at + step * axis)[1] - downhill(at - step * axis)[1]) / (2 * step)
        for axis in np.eye(len(at))
    ]
    found = np.array(rows)
    return (found + found.T) / 2
