"""Poisson regression with a log link, by iteratively reweighted least squares (McCullagh & Nelder 1989, ch.
2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from openasylum.errors import UserError

Vector = NDArray[np.float64]

_MOST_STEPS = 200
_TOLERANCE = 1e-10
#: Linear predictors stay within these bounds, so that a parameter at minus infinity ends in a mean of 1e-13,
#: not in a fault.
_FURTHEST = 30.0
#: Share of a column's length outside the columns before it, below which it counts as dependent on them.
_NEARLY_DEPENDENT = 1e-5


@dataclass(frozen=True)
class PoissonFit:
    """Coefficients, fitted means (one a row) and log-likelihood of counts ``y`` under ``log E[y] = X b``."""

    coefficients: Vector
    means: Vector
    log_likelihood: float

    @property
    def aic(self) -> float:
        """Akaike's information criterion."""
        return 2 * len(self.coefficients) - 2 * self.log_likelihood


def log_likelihood(counts: Vector, means: Vector) -> float:
    """Poisson log-likelihood with its constant, as R prints it."""
    from scipy.special import gammaln, xlogy

    return float(np.sum(xlogy(counts, means) - means - gammaln(counts + 1)))


def fit_poisson(design: Vector, counts: Vector) -> PoissonFit:
    """Maximum likelihood. ``design`` (n, p), ``counts`` (n,), not negative.

    Raises ``UserError`` where the iterations do not settle (the table carries too little for the model asked
    of it).
    """
    means = counts + 0.1
    predictor = np.log(means)
    before = np.inf
    for _ in range(_MOST_STEPS):
        working = predictor + (counts - means) / means
        coefficients = _weighted_least_squares(design, working, means)
        predictor = np.clip(design @ coefficients, -_FURTHEST, _FURTHEST)
        means = np.exp(predictor)
        now = float(counts @ predictor - means.sum())
        if abs(now - before) < _TOLERANCE * (abs(now) + 0.1):
            return PoissonFit(coefficients, means, log_likelihood(counts, means))
        before = now
    raise UserError(
        "the likelihood does not converge on this table; try fewer covariates or merge small categories",
        "la vraisemblance ne converge pas sur ce tableau ; essayez avec moins de covariables ou "
        "réunissez de petites catégories",
    )


def _weighted_least_squares(design: Vector, response: Vector, weights: Vector) -> Vector:
    """Normal equations, which are fast; where columns nearly depend on each other, the shortest solution."""
    weighted = design * weights[:, None]
    gram = design.T @ weighted
    scale = np.sqrt(np.diag(gram))
    if scale.min() > 0:
        try:
            factor = np.linalg.cholesky(gram / np.outer(scale, scale))
        except np.linalg.LinAlgError:
            factor = np.zeros((1, 1))
        if np.diag(factor).min() > _NEARLY_DEPENDENT:
            half = np.linalg.solve(factor, (weighted.T @ response) / scale)
            return np.asarray(np.linalg.solve(factor.T, half) / scale, dtype=np.float64)
    root = np.sqrt(weights)
    solution = np.linalg.lstsq(design * root[:, None], response * root, rcond=None)[0]
    return np.asarray(solution, dtype=np.float64)


def model_covariance(design: Vector, means: Vector) -> Vector:
    """The inverse Fisher information, (p, p); a generalised inverse where columns are not independent."""
    return np.asarray(np.linalg.pinv(design.T @ (design * means[:, None]), hermitian=True), dtype=np.float64)


def robust_covariance(design: Vector, counts: Vector, means: Vector) -> Vector:
    """The HC3 sandwich (p, p): residuals enlarged by their leverage (MacKinnon & White 1985,
    doi:10.1016/0304-4076(85)90158-7).
    """
    bread = model_covariance(design, means)
    leverage = means * np.einsum("ij,jk,ik->i", design, bread, design)
    residuals = (counts - means) / np.maximum(1 - leverage, 1e-9)
    return bread @ (design.T @ (design * (residuals**2)[:, None])) @ bread
