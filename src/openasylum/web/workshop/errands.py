"""What the clerk does, each a function whose answer is what the command prints with ``--json``."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from openasylum.scenario import Scenario, central_values, draw_values
from openasylum.simulate.remembering import content_key

if TYPE_CHECKING:
    from openasylum.simulate.outlooks import Outlook

#: Draws behind the waits of a month, and of the first look at them.
WAIT_DRAWS, FIRST_WAIT_DRAWS = 16, 3

#: Draws of scenarios whose waits a process remembers.
_OUTLOOKS_KEPT = 256

_outlooks: OrderedDict[Any, Outlook] = OrderedDict()


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


def waits(scenario: Scenario, seed: int, weight: float, draws: int = WAIT_DRAWS) -> list[dict[str, Any]]:
    """For every month of the horizon: by which day a tenth, half and nine in ten of those referred in it are decided, and who waits
    at each stage at its end.
    """
    from openasylum.simulate.outlooks import over_draws

    return over_draws(_outlook(scenario, seed, weight, draw) for draw in range(draws))


def _outlook(scenario: Scenario, seed: int, weight: float, draw: int) -> Outlook:
    """One draw's, made once in this process: a finer answer goes on from a coarser one."""
    from openasylum.simulate import simulate_people
    from openasylum.simulate.outlooks import outlook
    from openasylum.web.workshop import worker

    key = (content_key(scenario), seed, weight, draw)
    if key not in _outlooks:
        world = worker.world(seed, weight).knowing(scenario)
        _, _, visits = simulate_people(world, scenario, draw, draw_values(seed, draw, scenario.assumptions))
        _outlooks[key] = outlook(world, visits)
    while len(_outlooks) > _OUTLOOKS_KEPT:
        _outlooks.popitem(last=False)
    return _outlooks[key]


#: The first month of referral that can be asked for: the observed years are simulated from the end of 2016 on.
FIRST_REFERRED: Final = date(2017, 1, 1)


def referral(month: str) -> dict[str, Any]:
    """``openasylum waits MONTH --json``."""
    from openasylum.pipeline import waits_for_referrals

    found = waits_for_referrals(date.fromisoformat(f"{month}-01"), central_values()).as_dict()
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in found.items()}
