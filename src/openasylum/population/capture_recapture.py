"""How many were never caught, from how often the others were: one list, one count a person.

Zero-truncated Poisson regression (van der Heijden, Bustami, Cruyff, Engbersen & van Houwelingen 2003,
*Statistical Modelling* 3(4):305-322, doi:10.1191/1471082X03st057oa): person ``i`` is caught ``y_i >= 1``
times, ``y_i`` Poisson with mean ``lambda_i = exp(x_i b)`` given that it is not zero, and stands for ``1 / (1
- exp(-lambda_i))`` persons. Beside it two answers that lean on less: Zelterman's (1988), which reads only
those caught once or twice, and Chao's (1987) lower bound.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.population.design_matrix import design_matrix
from openasylum.population.normal import normal_interval
from openasylum.population.result import Result, totals

Vector = NDArray[np.float64]


def truncated_log_likelihood(
    design: Vector, captures: Vector, weights: Vector, coefficients: Vector
) -> float:
    """Log-likelihood of counts of at least one; ``weights`` are persons a row."""
    from scipy.special import gammaln

    predictor = design @ coefficients
    rate = np.exp(predictor)
    return float(
        np.sum(weights * (captures * predictor - rate - np.log(-np.expm1(-rate)) - gammaln(captures + 1)))
    )


def fit_truncated_poisson(design: Vector, captures: Vector, weights: Vector) -> tuple[Vector, Vector]:
    """Maximum-likelihood coefficients (p,) and their covariance (p, p), by Newton's method with Fisher's
    information.

    Raises ``UserError`` where nobody was caught twice, or the likelihood does not converge.
    """
    if captures.max() < 2:
        raise UserError(
            "nobody was counted more than once, so nothing can be said about those never counted",
            "personne n'a été compté plus d'une fois : rien ne peut être dit de ceux qui ne l'ont jamais été",
        )
    coefficients: Vector = np.zeros(design.shape[1])
    coefficients[0] = np.log(np.average(captures, weights=weights) - 1 + 1e-3)
    for _ in range(100):
        rate = np.exp(np.clip(design @ coefficients, -30, 10))
        mean = rate / -np.expm1(-rate)
        information = design.T @ (design * (weights * mean * (1 + rate - mean))[:, None])
        step = np.linalg.lstsq(information, design.T @ (weights * (captures - mean)), rcond=None)[0]
        coefficients = coefficients + step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-10:
            return coefficients, np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)
    raise UserError(
        "the likelihood does not converge on this table; try fewer covariates or merge small categories",
        "la vraisemblance ne converge pas sur ce tableau ; essayez avec moins de covariables ou "
        "réunissez de petites catégories",
    )


def horvitz_thompson(
    design: Vector, weights: Vector, coefficients: Vector, covariance: Vector
) -> tuple[float, float]:
    """Population size and its standard error: the error of the coefficients plus that of who happened to be
    caught.

    Equation 3 and the variance of van der Heijden et al. (2003): ``g' V g + sum (1 - p_i) / p_i^2``.
    """
    rate = np.exp(design @ coefficients)
    seen = -np.expm1(-rate)
    gradient = -design.T @ (weights * rate * np.exp(-rate) / seen**2)
    variance = gradient @ covariance @ gradient + np.sum(weights * (1 - seen) / seen**2)
    return float(np.sum(weights / seen)), float(np.sqrt(variance))


def zelterman(once: float, twice: float, persons: float) -> tuple[float, float]:
    """Zelterman's estimate from those caught once and twice, and its standard error (Boehning 2008,
    doi:10.1002/bimj.200810472).
    """
    rate = 2 * twice / once
    unseen = np.exp(-rate)
    size = persons / (1 - unseen)
    variance = (
        persons
        * unseen
        / (1 - unseen) ** 2
        * (1 + persons * unseen * rate**2 / (1 - unseen) ** 2 * (1 / once + 1 / twice))
    )
    return float(size), float(np.sqrt(variance))


def chao(once: float, twice: float, persons: float) -> tuple[float, float]:
    """Chao's (1987) lower bound and its standard error, doi:10.2307/2531532."""
    ratio = once / twice
    variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    return persons + once**2 / (2 * twice), float(np.sqrt(variance))


def capture_recapture(table: pl.DataFrame, by: str = "", level: float = 0.95) -> Result:
    """Population size from how often each person was recorded.

    ``table``: column ``captures`` (at least 1), optionally ``persons`` (how many the row stands for; 1 if
    absent), and the covariates that ``by`` names (``"gender,age,nation"``). Totals: the regression, the same
    without covariates, Zelterman, Chao. Raises ``UserError`` where nobody was recorded twice or the fit does
    not converge.
    """
    if "persons" in table.columns:
        table = table.filter(pl.col("persons").fill_null(1) > 0).with_columns(pl.col("persons").fill_null(1))
    if table.is_empty():
        raise UserError(
            "the table records nobody, so nothing can be said of those never recorded",
            "le tableau n'enregistre personne : rien ne peut être dit de ceux qui ne sont jamais enregistrés",
        )
    captures = table["captures"].to_numpy().astype(float)
    weights = (
        table["persons"].to_numpy().astype(float) if "persons" in table.columns else np.ones(table.height)
    )
    persons = float(weights.sum())
    once, twice = (float(weights[captures == times].sum()) for times in (1, 2))
    rows = []
    for cell, terms in (("regression", by), ("no_covariates", "")) if by else (("no_covariates", ""),):
        design, names = design_matrix(table, terms)
        coefficients, covariance = fit_truncated_poisson(design, captures, weights)
        size, error = horvitz_thompson(design, weights, coefficients, covariance)
        rows.append((cell, size, *_no_less_than(persons, normal_interval(size, error, level)), error))
        if cell == "regression" or not by:
            likelihood = truncated_log_likelihood(design, captures, weights, coefficients)
            coefficient_table = pl.DataFrame(
                {"term": names, "coefficient": coefficients, "standard_error": np.sqrt(np.diag(covariance))}
            )
    if once and twice:
        for cell, (size, error) in (
            ("zelterman", zelterman(once, twice, persons)),
            ("chao_lower_bound", chao(once, twice, persons)),
        ):
            rows.append((cell, size, *_no_less_than(persons, normal_interval(size, error, level)), error))
    return Result(
        method="capture-recapture",
        totals=totals(rows),
        level=level,
        diagnostics={
            "persons_seen": persons,
            "log_likelihood": likelihood,
            "seen_once": once,
            "seen_twice": twice,
        },
        details={"coefficients": coefficient_table},
        caveats=(_HETEROGENEITY,),
    )


def _no_less_than(floor: float, interval: tuple[float, float]) -> tuple[float, float]:
    """Nobody who was seen can be missing from the population."""
    return max(interval[0], floor), interval[1]


_HETEROGENEITY = {
    "en": "People who differ in how easily they are caught, in ways the table does not show, make the true "
    "number larger; people who leave or change after a first contact make it smaller.",
    "fr": "Si les personnes diffèrent par leur risque d'être repérées sans que le tableau le montre, le "
    "nombre réel est plus élevé; si elles partent ou changent de conduite après un premier contact, il est "
    "plus faible.",
}
