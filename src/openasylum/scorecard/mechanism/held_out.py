"""Held out: the parameters set without the year that is scored.

Three parameters are set again each time: claims called per funded finalization, how readily people withdraw or
abandon, and the share found eligible. The response of the yearly series to each is nearly a straight line (in
logarithms), so each refit is one linear least-squares step from the centre of the priors, without any pull back to it;
the score is then taken from a full run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import facts
from openasylum.backends import map_reduce
from openasylum.pipeline.history import OPENING
from openasylum.scorecard.mechanism.annual import SCORED
from openasylum.scorecard.mechanism.free_run import MERITS, OTHER, UNTIL, free_run, published, yearly
from openasylum.scorecard.mechanism.scores import Score, mean_error, relative

#: What is set again: parameters that move together, and the step by which their effect is found.
PARAMETERS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("pipeline.rpd_decisions_per_funded",), 0.05),
    (
        ("pipeline.rpd_withdrawal_hazard", "pipeline.rpd_abandoned_part", "pipeline.rpd_withdrawn_part"),
        0.25,
    ),
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
    """Leave one year out, and rolling origin (parameters from earlier years only): RPD pending.

    The free runs are independent of each other, and shared out.
    """
    rows = published().filter(pl.col("year").is_in(list(SCORED)))
    observed = np.log(rows.select("pending", "finalized", "referred").to_numpy().T)
    none = [0.0] * len(PARAMETERS)
    apart = [[step if i == k else 0.0 for i in range(len(none))] for k, (_, step) in enumerate(PARAMETERS)]
    centre, *others = _runs(values, every, [none, *apart])
    slope = np.array(
        [(other - centre) / step for other, (_, step) in zip(others, PARAMETERS, strict=True)]
    )  # [parameter, measure, year]
    years = list(SCORED)
    for name, bar, folds in (
        ("rpd_pending_leave_one_year_out", 0.05, [(y, [o for o in years if o != y]) for y in years]),
        ("rpd_pending_rolling_origin", 0.07, [(y, [o for o in years if o < y]) for y in years if y >= 2019]),
    ):
        settings = []
        for _, training in folds:
            columns = [years.index(y) for y in training]
            design = slope[:, :, columns].reshape(len(PARAMETERS), -1).T
            target = (observed - centre)[:, columns].reshape(-1)
            settings.append(list(np.clip(np.linalg.lstsq(design, target, rcond=1e-2)[0], -0.6, 0.6)))
        scores = []
        for (year, _), run in zip(folds, _runs(values, every, settings), strict=True):
            at = 0, years.index(year)
            pair = float(np.exp(observed[at])), float(np.exp(run[at]))
            scores.append(relative(name, year, *pair, None, "held"))
        yield from scores
        yield mean_error(f"{name}_mean_absolute", scores, bar)


def _runs(values: Mapping[str, Any], every: int, settings: Sequence[Sequence[float]]) -> list[Array]:
    """``summed`` of a free run at each setting of the parameters."""
    common = dict(values), every
    return map_reduce(_run, settings, otherwise="serial", common=common, set_up=facts.worker_set_up())


def _run(common: tuple[Mapping[str, Any], int], steps: Sequence[float]) -> Array:
    values, every = common
    return summed(moved(values, steps), every)
