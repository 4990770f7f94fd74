"""Multiple systems estimation: how many people are on no list, from how the lists overlap.

Log-linear Poisson model of the capture histories with interactions between pairs of lists; the exponential of
its intercept is the number on no list. The pairs are chosen forward by AIC, and the search stops at the first
pair whose own coefficient is not significant: the method of Bales, Hesketh & Silverman (2015, *Significance*
12(3):16-21, doi:10.1111/j.1740-9713.2015.00824.x) behind the United Kingdom's published 10,000 to 13,000
victims of modern slavery. The interval is the profile likelihood's of the multinomial model (Cormack 1992,
doi:10.2307/2532311).

Pairs of lists that share nobody have a coefficient of minus infinity (Chan, Silverman & Vincent 2021,
doi:10.1080/01621459.2019.1708748). They are never chosen, are named in the answer, and the intercept exists
only if the rest carries it.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError
from openasylum.keyed_random import stream_key
from openasylum.population.capture_histories import CaptureHistories, Pair, histories
from openasylum.population.poisson_regression import PoissonFit, fit_poisson, log_likelihood, model_covariance
from openasylum.population.result import Result, totals

Vector = NDArray[np.float64]

#: Thresholds of the alternatives shown beside the answer: those of the published sensitivity analysis
#: (Silverman 2020, doi:10.1111/rssa.12505, section 3), and no interaction at all.
_ALTERNATIVE_THRESHOLDS = (0.05, 0.02, 0.001, 0.0)

#: A fitted mean above this has settled; those that drift to zero end below it.
_CLEAR_OF_ZERO = 1e-6


@dataclass(frozen=True)
class Model:
    """A log-linear model with the pairs it holds, in the order of their choice."""

    pairs: tuple[Pair, ...]
    fit: PoissonFit

    @property
    def unlisted(self) -> float:
        """People on no list."""
        return float(np.exp(self.fit.coefficients[0]))


def design_of(data: CaptureHistories, pairs: tuple[Pair, ...]) -> Vector:
    """Intercept, one column a list, one column a pair: (histories, 1 + lists + pairs)."""
    interactions = [data.cells[:, i] * data.cells[:, j] for i, j in pairs]
    return np.column_stack([np.ones(len(data.cells)), data.cells, *interactions])


def fit_model(data: CaptureHistories, pairs: tuple[Pair, ...]) -> Model:
    """Maximum likelihood with the given interactions."""
    return Model(pairs, fit_poisson(design_of(data, pairs), data.counts))


def stepwise(data: CaptureHistories, threshold: float = 0.05) -> Model:
    """Add one pair at a time, that which lowers AIC most, while its p-value is at most ``threshold``."""
    model = fit_model(data, ())
    room = len(data.cells) - 1
    while True:
        open_pairs = [pair for pair in data.pairs if pair not in model.pairs and data.overlap(pair) > 0]
        if not open_pairs or design_of(data, model.pairs).shape[1] >= room:
            return model
        candidates = [fit_model(data, (*model.pairs, pair)) for pair in open_pairs]
        candidates.sort(key=lambda candidate: candidate.fit.aic)
        best = next((candidate for candidate in candidates if has_estimate(data, candidate)), model)
        if best.fit.aic >= model.fit.aic or _p_value_of_last(data, best) > threshold:
            return model
        model = best


def has_estimate(data: CaptureHistories, model: Model) -> bool:
    """Whether the likelihood of ``model`` has a maximum at finite coefficients.

    It has if some table with no empty cell has the same marginal sums (Fienberg & Rinaldo 2012,
    doi:10.1214/12-AOS986). The fitted means are such a table, where they are clear of zero; where they are
    not, a linear programme for the largest smallest cell decides.
    """
    design, means = design_of(data, model.pairs), model.fit.means
    if means.min() > max(_CLEAR_OF_ZERO, 100 * float(np.abs(design.T @ (means - data.counts)).max())):
        return True
    from scipy.optimize import linprog

    cells, parameters = design.shape
    answer = linprog(
        -np.eye(1, cells + 1, cells)[0],
        A_ub=np.hstack([-np.eye(cells), np.ones((cells, 1))]),
        b_ub=np.zeros(cells),
        A_eq=np.hstack([design.T, np.zeros((parameters, 1))]),
        b_eq=design.T @ data.counts,
        bounds=[(0, None)] * (cells + 1),
    )
    return bool(answer.success and answer.fun is not None and answer.fun < -1e-7)


def _p_value_of_last(data: CaptureHistories, model: Model) -> float:
    covariance = model_covariance(design_of(data, model.pairs), model.fit.means)
    return 2 * NormalDist().cdf(-abs(model.fit.coefficients[-1]) / float(np.sqrt(covariance[-1, -1])))


def profile_interval(data: CaptureHistories, model: Model, level: float) -> tuple[float, float]:
    """Interval of the whole population, from the profile likelihood of the number on no list."""
    from scipy.optimize import brentq, minimize_scalar

    design = design_of(data, model.pairs)
    extended = np.vstack([design, np.eye(1, design.shape[1])])

    def profile(unlisted: float) -> float:
        counts = np.append(data.counts, unlisted)
        size = np.array([data.persons + unlisted])
        # Poisson likelihood given its total is the multinomial one.
        return fit_poisson(extended, counts).log_likelihood - log_likelihood(size, size)

    centre = model.unlisted
    top = minimize_scalar(lambda x: -profile(x), bounds=(centre / 5, centre * 2 + 5), method="bounded")
    cut = -top.fun - NormalDist().inv_cdf(0.5 + level / 2) ** 2 / 2

    def below(unlisted: float) -> float:
        return profile(unlisted) - cut

    low = brentq(below, 0.0, top.x) if below(0.0) < 0 else 0.0
    far = 2 * top.x + 10
    while below(far) > 0:
        far *= 2
        if far > 1e6 * (centre + 1):
            raise UserError(
                "the lists overlap too little to bound the number on none of them",
                "les listes se recoupent trop peu pour borner le nombre de ceux qui ne sont sur aucune",
            )
    return data.persons + low, data.persons + brentq(below, top.x, far)


def bootstrap_interval(
    data: CaptureHistories, threshold: float, draws: int, seed: int, level: float
) -> tuple[float, float]:
    """Percentile interval that chooses the model anew in every resample of the people listed, (n,) of them.

    After Silverman, Chan & Vincent (2024, doi:10.1007/s11222-023-10346-9). Resamples whose lists overlap too
    little for an estimate count as unbounded above.
    """
    generator = np.random.Generator(np.random.Philox(int(stream_key(seed, 0, "population.multiple_systems"))))
    resamples = generator.multinomial(int(data.persons), data.counts / data.persons, size=draws)
    sizes = np.empty(draws)
    for draw, counts in enumerate(resamples):
        resampled = CaptureHistories(data.lists, data.cells, counts.astype(float))
        exists = has_estimate(resampled, fit_model(resampled, ()))
        sizes[draw] = resampled.persons + stepwise(resampled, threshold).unlisted if exists else np.inf
    low, high = np.quantile(sizes, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    return float(low), float(high)


def multiple_systems(
    table: pl.DataFrame, threshold: float = 0.05, level: float = 0.95, bootstrap: int = 0, seed: int = 0
) -> Result:
    """The whole population behind a table of overlapping lists.

    ``table``: one column of zeros and ones a list, and ``count`` persons with that history. With
    ``bootstrap`` resamples there is a second total, whose interval takes account of the choice of the model.
    Totals: the chosen model. ``details["alternatives"]``: what other thresholds give, and each list left out
    in turn; the honest uncertainty is the spread of these, not the interval, which takes the chosen model for
    certain. Raises ``UserError`` where the lists share nobody, or persons on none of them are counted.
    """
    lists = [name for name in table.columns if name != "count"]
    data = histories(table, lists)
    unlisted = float(table["count"].to_numpy().sum()) - data.persons
    if unlisted > 0:
        raise UserError(
            f"{unlisted:g} persons are counted on no list: their number is what is estimated, so leave the row out",
            f"{unlisted:g} personnes sont comptées sur aucune liste : c'est leur nombre qu'on estime, ôtez donc la ligne",
            field="count",
        )
    empty = [data.name(pair) for pair in data.pairs if data.overlap(pair) == 0]
    if len(empty) == len(data.pairs):
        raise UserError(
            "no person is on two lists, so the lists say nothing of people on none",
            "personne n'est sur deux listes : les listes ne disent rien de ceux qui ne sont sur aucune",
        )
    if not has_estimate(data, fit_model(data, ())):
        raise UserError(
            "the lists overlap too little for an estimate; merge lists that are alike",
            "les listes se recoupent trop peu pour une estimation ; réunissez celles qui se ressemblent",
        )
    model = stepwise(data, threshold)
    low, high = profile_interval(data, model, level)
    value = data.persons + model.unlisted
    covariance = model_covariance(design_of(data, model.pairs), model.fit.means)
    error = float(np.sqrt(model.unlisted**2 * covariance[0, 0] + model.unlisted))
    rows: list[tuple[str, float, float, float, float | None]] = [("all", value, low, high, error)]
    if bootstrap:
        rows.append(
            ("model_chosen_anew", value, *bootstrap_interval(data, threshold, bootstrap, seed, level), None)
        )
    return Result(
        method="multiple-systems",
        totals=totals(rows),
        level=level,
        diagnostics={
            "persons_listed": data.persons,
            "persons_unlisted": model.unlisted,
            "log_likelihood": model.fit.log_likelihood,
            "aic": model.fit.aic,
            "interactions": ", ".join(data.name(pair) for pair in model.pairs),
            "pairs_that_share_nobody": ", ".join(empty),
        },
        details={"alternatives": alternatives(table, lists, level)},
        caveats=(_MODEL_CHOICE, *((_SPARSE,) if empty else ())),
    )


def alternatives(table: pl.DataFrame, lists: list[str], level: float) -> pl.DataFrame:
    """The answer under other thresholds, and without each list: columns ``model``, ``interactions``,
    ``value``, ``low``, ``high``.

    Every row estimates the same whole population: people whom only the omitted list saw are then among the
    unlisted.
    """
    rows = []
    whole = histories(table, lists)
    for threshold in _ALTERNATIVE_THRESHOLDS:
        name = f"threshold {threshold:g}" if threshold else "no interactions"
        rows.append(_alternative(name, whole, threshold, level))
    if len(lists) > 3:
        for left_out in lists:
            part = histories(table, [name for name in lists if name != left_out])
            rows.append(_alternative(f"without {left_out}", part, 0.05, level))
    return pl.DataFrame(rows, schema=["model", "interactions", "value", "low", "high"], orient="row")


def _alternative(
    name: str, data: CaptureHistories, threshold: float, level: float
) -> tuple[str, str, float, float | None, float | None]:
    model = stepwise(data, threshold)
    chosen = ", ".join(map(data.name, model.pairs))
    try:
        return name, chosen, data.persons + model.unlisted, *profile_interval(data, model, level)
    except UserError:  # too little overlap is an answer here, not a fault of the user's
        return name, chosen, data.persons + model.unlisted, None, None


_MODEL_CHOICE = {
    "en": "The interval takes the chosen model for certain; other models give the answers tabled beside it. "
    "Whitehead and others (2021) hold that the method overstates how much is known.",
    "fr": "L'intervalle tient le modèle choisi pour certain; d'autres modèles donnent les réponses du second "
    "tableau. Whitehead et collègues (2021) jugent que la méthode exagère ce que l'on sait.",
}
_SPARSE = {
    "en": "Some pairs of lists share nobody; their interaction cannot be estimated and is left out.",
    "fr": "Certaines paires de listes n'ont personne en commun; leur interaction ne peut être estimée et "
    "est laissée de côté.",
}
