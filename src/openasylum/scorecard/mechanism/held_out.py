"""Held out: the parameters set without the year that is scored.

Three parameters are set again each time: decisions on the merits per funded finalization, the hazard of
withdrawing, and the share found eligible. The response of the yearly series to each is nearly a straight line
(in logarithms), so each refit is one linear least-squares step from the centre of the priors, without any
pull back to it; the score is then taken from a full run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.pipeline.history import OPENING
from openasylum.scorecard.mechanism.annual import SCORED
from openasylum.scorecard.mechanism.free_run import MERITS, OTHER, UNTIL, free_run, published, yearly
from openasylum.scorecard.mechanism.scores import Score, mean_error, relative

#: What is set again: parameters that move together, and the step by which their effect is found.
PARAMETERS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("pipeline.rpd_decisions_per_funded",), 0.05),
    (("pipeline.rpd_withdrawal_hazard", "pipeline.rpd_abandonment_hazard"), 0.25),
    (("pipeline.eligible_share",), 0.02),
)

Array = NDArray[np.float64]


def moved(values: Mapping[str, Any], steps: Sequence[float]) -> dict[str, Any]:
    """``values`` with each group of parameters multiplied by exp(step)."""
    found = dict(values)
    for (names, _), step in zip(PARAMETERS, steps, strict=True):
        for name in names:
            found[name] = min(float(values[name]) * float(np.exp(step)), 1.0)
    return found


def summed(values: Mapping[str, Any], every: int) -> Array:
    """Logarithms of pending, finalized and referred, [3, scored years], of a free run."""
    _, visits = free_run(values, every)
    run = yearly(visits, OPENING.replace(year=OPENING.year + 1, month=1, day=1), UNTIL, float(every))
    rows = [
        [run.stocks["rpd", year] for year in SCORED],
        [run.flow("rpd", MERITS + OTHER, year) for year in SCORED],
        [run.flow("rpd", ("in",), year) for year in SCORED],
    ]
    return np.log(np.array(rows))


def held_out(values: Mapping[str, Any], every: int) -> Iterator[Score]:
    """Leave one year out, and rolling origin (parameters from earlier years only): RPD pending."""
    rows = published().filter(pl.col("year").is_in(list(SCORED)))
    observed = np.log(rows.select("pending", "finalized", "referred").to_numpy().T)
    centre = summed(values, every)
    slopes = []
    for k, (_, step) in enumerate(PARAMETERS):
        steps = [step if i == k else 0.0 for i in range(len(PARAMETERS))]
        slopes.append((summed(moved(values, steps), every) - centre) / step)
    slope = np.array(slopes)  # [parameter, measure, year]
    years = list(SCORED)
    for name, bar, folds in (
        ("rpd_pending_leave_one_year_out", 0.05, [(y, [o for o in years if o != y]) for y in years]),
        ("rpd_pending_rolling_origin", 0.07, [(y, [o for o in years if o < y]) for y in years if y >= 2019]),
    ):
        scores = []
        for year, training in folds:
            columns = [years.index(y) for y in training]
            design = slope[:, :, columns].reshape(len(PARAMETERS), -1).T
            target = (observed - centre)[:, columns].reshape(-1)
            steps = np.clip(np.linalg.lstsq(design, target, rcond=1e-2)[0], -0.6, 0.6)
            modelled = np.exp(summed(moved(values, list(steps)), every)[0, years.index(year)])
            scores.append(
                relative(
                    name, year, float(np.exp(observed[0, years.index(year)])), float(modelled), None, "held"
                )
            )
        yield from scores
        yield mean_error(f"{name}_mean_absolute", scores, bar)
