"""What the clerk does, each a function whose answer is what the command prints with ``--json``."""

from __future__ import annotations

from datetime import date
from typing import Any

from openasylum.scenario import Scenario, draw_values

#: Draws behind the waits of a month.
WAIT_DRAWS = 16


def replicate() -> list[dict[str, Any]]:
    """``openasylum replicate --json``."""
    from openasylum.scorecard.replication import replicate as rebuild

    return [one.as_dict() for found in rebuild(()).values() for one in found]


def mechanism() -> list[dict[str, Any]]:
    """``openasylum backtest mechanism --json``."""
    from openasylum.scorecard.mechanism import mechanism as scores

    return [score.as_dict() for score in scores()]


def foresight() -> list[dict[str, Any]]:
    """``openasylum backtest foresight --json``."""
    from openasylum.scorecard.foresight import card

    return list(card.score().rows())


def costs(scope: str, cohort: str | None, by: str) -> dict[str, Any]:
    """``openasylum costs --json``: cash of the observed years, or the whole claims of a year's arrivals."""
    from openasylum.report.cost_statements import of_cohort, of_history

    statement = of_history(scope, by) if cohort is None else of_cohort(cohort, scope, by)
    return statement.as_json()


def check(texts: list[dict[str, Any]], language: str, as_of: date | None) -> dict[str, Any]:
    """``openasylum check --json``."""
    from openasylum.check import Text, check_texts

    return check_texts([Text(**text) for text in texts], language, as_of).as_dict()


def waits(scenario: Scenario, seed: int, weight: float) -> list[dict[str, Any]]:
    """For every month of the horizon: by which day a tenth, half and nine in ten of those referred in it are decided."""
    from openasylum.simulate import simulate_people
    from openasylum.simulate.outlooks import outlook_by_month, over_draws
    from openasylum.web.workshop import worker

    world = worker.world(seed, weight).knowing(scenario)
    found = []
    for draw in range(WAIT_DRAWS):
        values = draw_values(seed, draw, scenario.assumptions)
        _, _, visits = simulate_people(world, scenario, draw, values)
        found.append(outlook_by_month(world, visits))
    return over_draws(found)
