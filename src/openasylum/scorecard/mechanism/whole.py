"""The whole mechanism scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from openasylum.scorecard.mechanism.annual import (
    crossers,
    mean_wait,
    outcome_shares,
    publishers_apart,
    stocks_and_flows,
)
from openasylum.scorecard.mechanism.appeals import appeals
from openasylum.scorecard.mechanism.forecasts import forecasts
from openasylum.scorecard.mechanism.free_run import UNTIL, free_run, yearly
from openasylum.scorecard.mechanism.held_out import held_out
from openasylum.scorecard.mechanism.monthly import month_by_month
from openasylum.scorecard.mechanism.scores import Score


def mechanism(values: Mapping[str, Any] | None = None, every: int = 4) -> list[Score]:
    """Every score, in the order of the process. ``values``: assumptions (by default the middle of each
    prior).

    ``every``: simulate one person in so many (1 for everyone); held-out runs use twice that.
    """
    if values is None:
        from openasylum.scenario import central_values

        values = central_values()
    people, visits = free_run(values, every)
    run = yearly(visits, date(2017, 1, 1), UNTIL, float(every))
    return [
        *stocks_and_flows(run),
        *outcome_shares(run),
        *publishers_apart(),
        *mean_wait(visits),
        *crossers(people, visits, float(every)),
        *appeals(values, people, visits, every),
        *month_by_month(),
        *held_out(values, 2 * every),
        *forecasts(values, people, visits, every),
    ]
