"""Does the sampler find what is known? Simulation-based calibration of the whole fit.

Parameters are drawn from the prior, counts from the model, and the model is fitted to those counts: the rank of the
known value among the posterior draws is uniform where model and sampler are right (Talts et al. 2018,
arXiv:1804.06788). A trial is known by its number, which seeds it, so that trials made on different days add up.
Making them needs the extra ``calibrate``; reading those that are shipped (``recovery.csv``) does not.
"""

# mypy: ignore-errors
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import kstest

from openasylum.arrivals.calibration.data import ROUNDING, Counts, observed
from openasylum.errors import UserError

Floats = NDArray[np.float64]

#: Draws of a trial after its warm-up, one chain; every ``_STEP``-th counts, since neighbours are alike.
_WARM_UP, _DRAWS, _STEP = 300, 300, 3

#: Posterior draws that a rank is among: ranks are 0 to this.
KEPT: Final = _DRAWS // _STEP

#: The walks of the model, and the counts that each is seen by; the counts that differ between trials.
_LEVELS: Final = {"level": "crossings", "port_level": "ports"}
_COUNTED: Final = ("crossings", "ports", "hidden")

#: How concentrated counts are about their means, and how open (log) the share is that a rule lets through: only for
#: the scale on which the sampler moves.
_CONCENTRATION: Final = 50.0
_SHARE_UNKNOWN: Final = 0.5

FILE: Final = "recovery.csv"


def ranks(trials: Sequence[int], *, truth: Mapping[str, float] | None = None) -> Iterator[pl.DataFrame]:
    """Make ``trials`` (their numbers), a row each as they are done: ``trial``, and for each parameter how many of
    ``KEPT`` posterior draws are below the known value (drawn from the prior, or fixed at ``truth``).
    """
    from openasylum.arrivals.calibration import model

    for trial in trials:
        known, counts = _simulated(trial, truth or {})
        draws = _recovered(trial, counts)
        below = {name: [int((draws[name] < known[name]).sum())] for name in model.PARAMETERS}
        yield pl.DataFrame({"trial": [trial], **below})


def made(trials: Sequence[int]) -> Iterator[pl.DataFrame]:
    """As ``ranks``, each frame with those before it."""
    return accumulate(ranks(trials), lambda before, more: pl.concat([before, more]))


def extend(folder: Path, trials: int) -> Iterator[pl.DataFrame]:
    """Make those of the first ``trials`` that ``folder`` does not hold, adding them to its ``recovery.csv`` as they are
    done; the table so far after each step (at once, what is there already).

    Raises ``UserError`` for a file that holds something else.
    """
    path = folder / FILE
    table = read(path.read_text(encoding="utf-8"), str(path)) if path.exists() else None
    if table is not None:
        yield table
    done = set() if table is None else set(table["trial"])
    for more in ranks([trial for trial in range(trials) if trial not in done]):
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as target:
            more.write_csv(target, include_header=table is None)
        table = more if table is None else pl.concat([table, more])
        yield table


def read(text: str, file: str) -> pl.DataFrame:
    """A table of ranks, checked: whole numbers from 0 to ``KEPT``, every trial once. Raises ``UserError``."""
    try:
        table = pl.read_csv(text.encode(), schema_overrides={"trial": pl.Int64})
        ranks_only = table.drop("trial").cast(pl.Int64)
    except (pl.exceptions.PolarsError, ValueError) as error:
        raise UserError("this is no table of ranks", "ce n'est pas un tableau de rangs", file=file) from error
    if table["trial"].is_duplicated().any():
        raise UserError(
            "a trial stands here twice", "un essai se trouve ici deux fois", file=file, field="trial"
        )
    for name in ranks_only.columns:
        if not ranks_only[name].is_between(0, KEPT).all():
            raise UserError(
                f"a rank is not from 0 to {KEPT}",
                f"un rang n'est pas entre 0 et {KEPT}",
                file=file,
                field=name,
            )
    return table


@cache
def shipped() -> pl.DataFrame:
    """The trials that are shipped: ``trial``, and the rank of each parameter."""
    text = files("openasylum.arrivals.calibration").joinpath(FILE).read_text(encoding="utf-8")
    return read(text, FILE)


def departures(table: pl.DataFrame) -> dict[str, float]:
    """How likely ranks as uneven as these are where all is well: parameter -> p (Kolmogorov-Smirnov)."""
    places = table.drop("trial").with_columns((pl.all() + 0.5) / (KEPT + 1))
    return {name: float(kstest(places[name].to_numpy(), "uniform").pvalue) for name in places.columns}


def uniform(table: pl.DataFrame) -> bool:
    """Whether no parameter departs from uniform ranks: p above 1 %, shared out over the parameters (Bonferroni)."""
    chances = departures(table)
    return min(chances.values()) > 0.01 / len(chances)


def _simulated(trial: int, truth: Mapping[str, float]) -> tuple[dict[str, Any], Counts]:
    """Parameters and counts of one trial; claims at ports rounded as they are printed."""
    import jax
    from numpyro import handlers

    from openasylum.arrivals.calibration import model

    base = observed()
    seeded = handlers.seed(model.model, jax.random.PRNGKey(10_000 + trial))
    sites = handlers.trace(handlers.substitute(seeded, data=dict(truth))).get_trace(base, observe=False)
    values = {name: np.asarray(site["value"]) for name, site in sites.items() if "value" in site}
    whole = {name: values[name].astype(np.int64) for name in _COUNTED}
    width = 2 * ROUNDING + 1
    whole["ports"] = width * ((whole["ports"] + ROUNDING) // width)
    return values, Counts(**{**vars(base), **whole})


def _recovered(trial: int, counts: Counts) -> dict[str, Floats]:
    """The draws that the fit of one trial keeps, parameter by parameter."""
    import jax
    from numpyro.infer.util import unconstrain_fn

    from openasylum.arrivals.calibration import model

    begin = unconstrain_fn(model.model, (counts,), {}, model.beginning(counts))
    start = {**begin, **{name: np.zeros(counts.months, dtype=np.float32) for name in _LEVELS}}
    scales = {name: _scale(getattr(counts, seen), counts) for name, seen in _LEVELS.items()}
    seen = {name: getattr(counts, name) for name in _COUNTED}
    values = _sampler()(
        jax.random.PRNGKey(trial), start, (seen, {name: begin[name] for name in _LEVELS}, scales)
    )
    return {name: np.asarray(values[name], dtype=np.float64) for name in model.PARAMETERS}


def _scale(seen: NDArray[np.int64], counts: Counts) -> Floats:
    """A matrix that turns independent standard numbers into departures of the monthly levels as large, and as alike,
    as the counts leave them open: the sampler then moves in few steps. It changes no posterior.

    The precision is that of the walk and of each count; where a rule lets an unknown share through, the counts of its
    months say nothing of what is common to them.
    """
    logs = np.log(seen + 1.0)
    step = float(np.clip(1.5 * np.median(np.abs(np.diff(logs))), 0.05, 0.4))
    steps = np.diff(np.eye(counts.months), axis=0) / step
    precision = steps.T @ steps + 1e-3 * np.eye(counts.months)
    said = 1.0 / (1.0 / (seen + 1.0) + 1.0 / _CONCENTRATION)
    for share in (counts.ports_only, counts.closed, counts.protocol):
        own = said * (share > 0.5)
        precision += np.diag(own)
        if share is not counts.ports_only:
            precision -= np.outer(own, own) / (own.sum() + 1.0 / _SHARE_UNKNOWN**2)
    return np.linalg.inv(np.linalg.cholesky(precision)).T.astype(np.float32)


@cache
def _sampler() -> Any:
    """The No-U-Turn sampler for any counts, compiled once: (key, start, (counts, levels, scales)) -> values drawn."""
    import jax
    from numpyro.infer.hmc import hmc
    from numpyro.infer.util import constrain_fn, potential_energy

    from openasylum.arrivals.calibration import model

    base = vars(observed())

    def plain(z: Any, given: Any) -> Any:
        _, levels, scales = given
        return {**z, **{name: levels[name] + scales[name] @ z[name] for name in _LEVELS}}

    def potential(given: Any) -> Any:
        counts = Counts(**{**base, **given[0]})
        return lambda z: potential_energy(model.model, (counts,), {}, plain(z, given))

    begin, move = hmc(potential_fn_gen=potential, algo="NUTS")

    def run(key: Any, start: Any, given: Any) -> Any:
        state = begin(
            start, _WARM_UP, target_accept_prob=0.85, max_tree_depth=7, model_args=(given,), rng_key=key
        )

        def step(state: Any, _: None) -> tuple[Any, None]:
            return move(state, model_args=(given,), model_kwargs={}), None

        def kept(state: Any, _: None) -> tuple[Any, Any]:
            state, _ = jax.lax.scan(step, state, length=_STEP)
            return state, constrain_fn(model.model, (Counts(**base),), {}, plain(state.z, given))

        state, _ = jax.lax.scan(step, state, length=_WARM_UP)
        return jax.lax.scan(kept, state, length=KEPT)[1]

    return jax.jit(run)
