"""Does the sampler find what is known? Simulation-based calibration of the whole fit. Needs the extra ``calibrate``."""

# mypy: ignore-errors
from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from openasylum.arrivals.calibration.data import Counts, observed

Floats = NDArray[np.float64]

#: Draws of a trial after its warm-up, one chain; every ``_KEPT``-th counts, since neighbours are alike.
_WARM_UP, _DRAWS, _KEPT = 300, 300, 3


def ranks(
    trials: int,
    *,
    seed: int = 0,
    truth: dict[str, float] | None = None,
    on_trial: Callable[[int], None] = lambda done: None,
) -> dict[str, list[float]]:
    """Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): parameters drawn from the prior (or
    fixed at ``truth``), counts from the model, the fit, and the share of posterior draws below the truth: uniform
    where the sampler is right. Parameter -> a rank a trial.
    """
    from openasylum.arrivals.calibration import model

    found: dict[str, list[float]] = {name: [] for name in model.PARAMETERS}
    for trial, (values, draws) in enumerate(_trials(trials, seed, truth or {})):
        for name in model.PARAMETERS:
            found[name].append(float((draws[name][::_KEPT] < values[name]).mean()))
        on_trial(trial)
    return found


def _trials(
    trials: int, seed: int, truth: dict[str, float]
) -> Iterator[tuple[dict[str, Any], dict[str, Floats]]]:
    """The known parameters and the draws of each trial. The sampler is compiled once."""
    import jax
    from numpyro import handlers
    from numpyro.infer import MCMC, NUTS
    from numpyro.infer.util import unconstrain_fn

    from openasylum.arrivals.calibration import model

    base = vars(observed())
    kernel = NUTS(_of_arrays, target_accept_prob=0.9, max_tree_depth=7)
    chain = MCMC(kernel, num_warmup=_WARM_UP, num_samples=_DRAWS, jit_model_args=True, progress_bar=False)
    for trial in range(trials):
        key = jax.random.PRNGKey(10_000 * (seed + 1) + trial)
        fixed = handlers.substitute(handlers.seed(model.model, key), data=truth)
        drawn = handlers.trace(fixed).get_trace(Counts(**base), observe=False)
        values = {name: np.asarray(site["value"]) for name, site in drawn.items() if "value" in site}
        simulated = {name: values[name].astype(np.int64) for name in ("crossings", "ports", "hidden")}
        arrays = {**base, **simulated}
        start = unconstrain_fn(model.model, (Counts(**arrays),), {}, model.beginning(Counts(**arrays)))
        chain.run(jax.random.PRNGKey(trial), arrays, init_params=start)
        yield values, {name: np.asarray(draws) for name, draws in chain.get_samples().items()}


def _of_arrays(arrays: dict[str, Any]) -> None:
    from openasylum.arrivals.calibration import model

    model.model(Counts(**arrays))
