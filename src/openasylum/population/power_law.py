"""A hidden stock read from two administrative sources, by country and year: the dual-source power law.

Zhang (2008), *Developing methods for determining the number of unauthorized foreigners in Norway* (Statistics
Norway, Documents 2008/11); Beresewicz & Pawlukiewicz (2020), arXiv:2008.09407. In cell ``i``, ``m`` people
were found by the first source (border guard), ``n`` by the second (police), and ``N`` foreigners are
registered::

    E[m_i] = N_i^alpha_i (gamma + n_i / N_i)^beta_i      hidden stock of some cells = sum N_i^alpha_i

``alpha`` and ``beta`` may depend on covariates; ``gamma`` keeps the second factor above zero. Poisson
pseudo-likelihood: for a given ``gamma`` it is a log-linear regression, so ``gamma`` alone is searched for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.population.design_matrix import design_matrix
from openasylum.population.normal import log_normal_interval
from openasylum.population.poisson_regression import (
    PoissonFit,
    fit_poisson,
    model_covariance,
    robust_covariance,
)
from openasylum.population.result import Result, totals

Vector = NDArray[np.float64]

#: The offset is searched for between exp(-14) (one in a million) and 1.
_LOG_GAMMA = (-14.0, 0.0)

#: An error of this many times the stock is an interval over twelve orders of magnitude: no answer.
_MOST_RELATIVE_ERROR = 7.0


@dataclass(frozen=True)
class PowerLawFit:
    """``alpha`` of every cell, its design (n, p), and the covariances of its coefficients (p, p): robust and
    of the model.
    """

    gamma: float
    alpha: Vector
    alpha_design: Vector
    robust: Vector
    model: Vector
    regression: PoissonFit


def fit_power_law(
    found: Vector, rate: Vector, registered: Vector, alpha_design: Vector, beta_design: Vector
) -> PowerLawFit:
    """Fit by profiling ``gamma``. Arrays (n,): ``found`` (m), ``rate`` (n/N), ``registered`` (N >= 1)."""
    from scipy.optimize import minimize_scalar

    def design(log_gamma: float) -> Vector:
        detection = np.log(np.exp(log_gamma) + rate)
        return np.hstack([alpha_design * np.log(registered)[:, None], beta_design * detection[:, None]])

    best = minimize_scalar(
        lambda log_gamma: -fit_poisson(design(log_gamma), found).log_likelihood,
        bounds=_LOG_GAMMA,
        method="bounded",
        options={"xatol": 1e-8},
    )
    gamma, matrix = float(np.exp(best.x)), design(best.x)
    regression = fit_poisson(matrix, found)
    width = alpha_design.shape[1]
    beta = beta_design @ regression.coefficients[width:]
    # The score of gamma joins the columns, so that its uncertainty reaches alpha.
    scores = np.column_stack([matrix, beta / (gamma + rate)])
    return PowerLawFit(
        gamma=gamma,
        alpha=alpha_design @ regression.coefficients[:width],
        alpha_design=alpha_design,
        robust=robust_covariance(scores, found, regression.means)[:width, :width],
        model=model_covariance(scores, regression.means)[:width, :width],
        regression=regression,
    )


def hidden_stock(
    fit: PowerLawFit, registered: Vector, cells: NDArray[np.bool_], level: float
) -> tuple[float, float, float, float]:
    """Hidden stock of the cells marked (n,): value, low, high, standard error.

    The interval is log-normal by the delta method with the robust covariance, shifted by the correction for
    the convexity of ``N^alpha`` (with the model's covariance); the value is the plug-in sum, as published.
    Raises ``UserError`` where the cells say next to nothing.
    """
    log_size, design, alpha = np.log(registered[cells]), fit.alpha_design[cells], fit.alpha[cells]
    with np.errstate(all="ignore"):  # a wild alpha overflows here and is refused below
        sizes = np.exp(alpha * log_size)
        value = float(sizes.sum())
        gradient = design.T @ (sizes * log_size)
        error = float(np.sqrt(gradient @ fit.robust @ gradient))
        spread = np.einsum("ij,jk,ik->i", design, fit.model, design)
        shift = float(np.sum(sizes * np.exp(-0.5 * log_size**2 * spread)) / value)
    if not (np.isfinite(value) and 0 <= error < _MOST_RELATIVE_ERROR * value):
        raise UserError(
            "the table says too little to bound the hidden stock; add rows or name fewer covariates",
            "le tableau en dit trop peu pour borner l'effectif caché ; ajoutez des lignes ou "
            "nommez moins de covariables",
        )
    low, high = log_normal_interval(value, error, level)
    return value, low * shift, high * shift, error


def power_law(
    table: pl.DataFrame, by: str = "", detection: str = "", total_by: str = "", level: float = 0.95
) -> Result:
    """Hidden stock by the values of the column ``total_by`` (all together if empty).

    ``table``: columns ``found`` (m), ``found_by_second_source`` (n), ``registered`` (N, at least 1), and the
    covariates that ``by`` (for alpha) and ``detection`` (for beta) name. Raises ``UserError`` where the fit
    does not converge or a column is unknown.
    """
    found, second, registered = (
        table[name].to_numpy().astype(float) for name in ("found", "found_by_second_source", "registered")
    )
    if not found.any():
        raise UserError(
            "the first source found nobody, so nothing can be said of those it did not find",
            "la première source n'a trouvé personne : rien ne peut être dit de ceux qu'elle n'a pas trouvés",
        )
    alpha_design, alpha_names = design_matrix(table, by)
    beta_design, beta_names = design_matrix(table, detection)
    if table.height <= alpha_design.shape[1] + beta_design.shape[1] + 1:
        raise UserError(
            "the table has fewer rows than the model has parameters; name fewer covariates",
            "le tableau a moins de lignes que le modèle n'a de paramètres ; nommez moins de covariables",
        )
    fit = fit_power_law(found, second / registered, registered, alpha_design, beta_design)
    if total_by and total_by not in table.columns:
        design_matrix(table, total_by)  # says which column is meant
    labels = table[total_by].cast(pl.String).to_numpy() if total_by else np.full(table.height, "all")
    rows = [
        (str(label), *hidden_stock(fit, registered, labels == label, level)) for label in sorted(set(labels))
    ]
    return Result(
        method="power-law",
        totals=totals(rows),
        level=level,
        diagnostics={
            "log_likelihood": fit.regression.log_likelihood,
            "gamma": fit.gamma,
            "parameters": len(fit.regression.coefficients) + 1,
            "rows": table.height,
        },
        details={
            "coefficients": pl.DataFrame(
                {
                    "term": [f"alpha {name}" for name in alpha_names]
                    + [f"beta {name}" for name in beta_names],
                    "coefficient": fit.regression.coefficients,
                }
            )
        },
        caveats=(_POWER_LAW,),
    )


_POWER_LAW = {
    "en": "That N to the power alpha is the hidden stock is a definition, not a finding; intervals of an "
    "order of magnitude are usual.",
    "fr": "Que N élevé à la puissance alpha soit la population cachée est une définition, non un constat; "
    "des intervalles d'un ordre de grandeur sont courants.",
}
