"""Run the fit, judge it, and write what may be shipped. Needs the extra ``calibrate``."""

# mypy: ignore-errors
from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray

from openasylum.arrivals.calibration.consequences import consequences
from openasylum.arrivals.calibration.data import Counts, observed
from openasylum.arrivals.interceptions import row_of
from openasylum.bilingual import number
from openasylum.errors import UserError

Floats = NDArray[np.float64]

#: A fit that does not reach these is never written: split R-hat (Vehtari et al. 2021, doi:10.1214/20-BA1221),
#: effective sample size, share of divergent transitions.
LARGEST_RHAT: Final = 1.03
SMALLEST_SAMPLE: Final = 150
MOST_DIVERGENT: Final = 0.01

#: Draws that are shipped.
SHIPPED: Final = 1000


@dataclass(frozen=True)
class Fit:
    """``draws``: parameter -> chain x draw. ``diagnostics``: parameter -> (R-hat, effective sample size)."""

    draws: dict[str, Floats]
    demand: Floats  # draw x month: crossings a month, were they heard
    diagnostics: dict[str, tuple[float, float]]
    divergent: float

    @property
    def faults(self) -> list[str]:
        """What keeps the fit from being used; nothing where it converged."""
        return [english for english, _ in self.faults_in_both()]

    def faults_in_both(self) -> list[tuple[str, str]]:
        """The same, each in English and in French."""
        found = [
            (
                f"{name} has not converged (R-hat {rhat:.3f}, effective sample {size:.0f})",
                f"{name} n'a pas convergé (R-hat {number(rhat, 'fr', 3)}, échantillon efficace {number(size, 'fr')})",
            )
            for name, (rhat, size) in self.diagnostics.items()
            if not (rhat <= LARGEST_RHAT and size >= SMALLEST_SAMPLE)
        ]
        if self.divergent > MOST_DIVERGENT:
            share = 100 * self.divergent
            found.append(
                (
                    f"{share:.1f} % of transitions diverged",
                    f"{number(share, 'fr', 1)} % des transitions ont divergé",
                )
            )
        return found


def is_installed() -> bool:
    """Whether the extra ``calibrate`` is installed."""
    return find_spec("numpyro") is not None


def require_extra() -> None:
    """Raises ``UserError`` where the extra ``calibrate`` is not installed."""
    if not is_installed():
        raise UserError(
            "calibration needs the extra: pip install 'openasylum[calibrate]'",
            "le calage demande l'extra : pip install 'openasylum[calibrate]'",
        )


def run(counts: Counts | None = None, *, warmup: int = 1000, draws: int = 1500, seed: int = 0) -> Fit:
    """Sample the posterior by the No-U-Turn sampler, two chains. Raises ``UserError`` without the extra."""
    require_extra()
    import jax
    import numpyro
    from numpyro.diagnostics import summary
    from numpyro.infer import MCMC, NUTS, init_to_value

    from openasylum.arrivals.calibration import model

    numpyro.set_host_device_count(2)
    counts = observed() if counts is None else counts
    start = init_to_value(values=model.beginning(counts))
    kernel = NUTS(model.model, target_accept_prob=0.9, init_strategy=start)
    chains = MCMC(kernel, num_warmup=warmup, num_samples=draws, num_chains=2, progress_bar=False)
    chains.run(jax.random.PRNGKey(seed), counts, extra_fields=("diverging",))
    samples = {name: np.asarray(value) for name, value in chains.get_samples(group_by_chain=True).items()}
    kept = {name: samples[name] for name in model.PARAMETERS}
    table = summary(kept)
    return Fit(
        draws=kept,
        demand=np.exp(samples["level"]).reshape(-1, counts.months),
        diagnostics={name: (float(row["r_hat"]), float(row["n_eff"])) for name, row in table.items()},
        divergent=float(np.mean(np.asarray(chains.get_extra_fields()["diverging"]))),
    )


def write(fit: Fit, folder: Path, *, seed: int) -> None:
    """Write ``posterior.parquet`` and its manifest ``posterior.yaml``. Raises ``UserError`` for a fit with
    faults.
    """
    if fit.faults:
        english, french = fit.faults_in_both()[0]
        raise UserError(f"nothing is written: {english}", f"rien n'est écrit : {french}")
    flat = _flat(fit)
    step = max(len(fit.demand) // SHIPPED, 1)
    thinned = pl.DataFrame({name: values[::step][:SHIPPED] for name, values in flat.items()}).cast(pl.Float32)
    thinned.write_parquet(folder / "posterior.parquet", compression="zstd")
    (folder / "posterior.yaml").write_text(
        yaml.safe_dump(manifest(fit, seed=seed), sort_keys=False, allow_unicode=True), encoding="utf-8"
    )


def _flat(fit: Fit) -> dict[str, Floats]:
    """Draws of every parameter, and of what follows from them (``consequences``), chains together."""
    flat = {name: values.ravel() for name, values in fit.draws.items()}
    before = slice(row_of(2022, 12) - row_of(2017, 1), row_of(2023, 3) - row_of(2017, 1))
    flat["demand_before_protocol"] = fit.demand[:, before].mean(axis=1)
    flat["demand_last_year"] = fit.demand[:, -12:].mean(axis=1)
    return flat | consequences(flat)


def manifest(fit: Fit, *, seed: int) -> dict[str, Any]:
    """How the draws were made, their diagnostics, and prior and posterior quantiles (5, 50, 95 %)."""
    flat = _flat(fit)
    import jax
    import numpyro

    from openasylum.arrivals.calibration import model

    prior = {}
    for place, (name, distribution) in enumerate(model.priors().items()):
        sample = np.asarray(distribution.sample(jax.random.PRNGKey(1000 + place), (20000,)))
        prior[name] = _quantiles(sample)
    return {
        "model": "arrivals/calibration/model.py",
        "counts": f"monthly, January 2017 to December {2016 + fit.demand.shape[1] // 12}",
        "sampler": {
            "name": "NUTS",
            "numpyro": numpyro.__version__,
            "chains": 2,
            "draws": len(fit.demand),
            "seed": seed,
        },
        "divergent_share": round(fit.divergent, 5),
        "parameters": {
            name: {
                "posterior": _quantiles(values),
                **({"prior": prior[name]} if name in prior else {}),
                **(
                    {
                        "r_hat": round(fit.diagnostics[name][0], 4),
                        "effective_sample": round(fit.diagnostics[name][1]),
                    }
                    if name in fit.diagnostics
                    else {}
                ),
            }
            for name, values in flat.items()
        },
    }


def _quantiles(sample: Floats) -> list[float]:
    return [float(f"{value:.4g}") for value in np.quantile(sample, [0.05, 0.5, 0.95])]
