"""What every draw and scenario shares: the horizon, the people already waiting when it begins, and how people read each law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl

from openasylum import arrivals, facts, pipeline
from openasylum.arrivals.history import history
from openasylum.keyed_random import uniform_scalar
from openasylum.scenario import LAST_DAY, Scenario, central_values
from openasylum.simulate.reading import read_law
from openasylum.timeline import first_day_of_month, fiscal_year_of_month, month_number

#: The observed years are replayed from here on, person by person, to make the opening stock.
FIRST_OBSERVED_YEAR = 2015

#: From the end of this year on, published stocks and flows of the RPD close; before it, claims of the former system are left out of them.
RECONCILED_YEAR = 2016


@cache
def process() -> pipeline.StageGraph:
    """The process that ships with the package."""
    return pipeline.load_stages()


@dataclass(frozen=True)
class World:
    """Shared by all draws of a run; read-only.

    ``opening`` holds everyone in some stage at the start, in the columns that ``pipeline.run`` reads; ``regimes`` tells, by scenario id,
    what the law makes of typical claims month by month; ``weight`` is the number of people a simulated person stands for.
    """

    seed: int
    weight: float
    first_day: date
    last_day: date
    opening: pl.DataFrame
    regimes: Mapping[str, arrivals.Regime]

    @property
    def months(self) -> pl.Series:
        """First days of the months of the horizon."""
        return pl.date_range(self.first_day, self.last_day, "1mo", eager=True)

    @property
    def fiscal_years(self) -> range:
        """The fiscal years that lie wholly in the horizon; the sum of a part of one would not be that year's cost."""
        months = range(month_number(self.first_day), month_number(self.last_day) + 1)
        return range(fiscal_year_of_month(months[0] + 11), fiscal_year_of_month(months[-1] - 11) + 1)

    def knowing(self, scenario: Scenario) -> World:
        """The same world, with what the law of one more scenario makes of typical claims."""
        if scenario.id in self.regimes:
            return self
        months = month_number(self.first_day), month_number(self.last_day)
        return replace(self, regimes={**self.regimes, scenario.id: arrivals.regime_of(scenario.law, *months)})

    def opening_sample(self, draw: int) -> pl.DataFrame:
        """Every ``weight``-th person of the opening stock, from a start keyed by the draw.

        Systematic over stage and date of entry, so that each stage keeps its size and its profile of waits to within one person.
        """
        start = uniform_scalar(self.seed, draw, "simulate.opening_sample") * self.weight
        chosen = np.floor(np.arange(start, self.opening.height, self.weight)).astype(np.int64)
        return self.opening[chosen]


def build_world(scenarios: Sequence[Scenario], seed: int, weight: float, last_day: date = LAST_DAY) -> World:
    """Replay the observed years at central assumptions, take the people still waiting, and read the law of each scenario.

    The horizon begins where the observed months end: newer tables laid over the shipped ones move it.
    """
    first_day = first_projected_day()
    return World(
        seed=seed,
        weight=weight,
        first_day=first_day,
        last_day=last_day,
        opening=opening_stock(seed, first_day - timedelta(days=1)),
        regimes={
            scenario.id: arrivals.regime_of(scenario.law, month_number(first_day), month_number(last_day))
            for scenario in scenarios
        },
    )


def first_projected_day() -> date:
    """The day after the observed months end."""
    return first_day_of_month(history().last_month + 1)


def replay_history(seed: int, until: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The people of the years from 2017 on, with those who waited at the end of 2016, and their visits up to ``until``.

    Everyone is simulated, at central assumptions. The two years before serve to fill the stages; the RPD's queue is then brought to the
    stock at the end of 2016 that closes the published accounts of 2017.
    """
    values, stages = central_values(), process()
    claimants = read_law(
        arrivals.replay(values, seed, 0, FIRST_OBSERVED_YEAR, until.year), amendments=(), until=until
    )
    begin, end = date(FIRST_OBSERVED_YEAR, 1, 1), date(RECONCILED_YEAR, 12, 31)
    earlier = enter(claimants.filter(pl.col("claim_date") <= end))
    visits = pipeline.run(stages, earlier, values, seed=seed, draw=0, start=begin, until=end)
    waiting = pipeline.opening_stock(
        visits, earlier, end, {"rpd": rpd_pending_before(RECONCILED_YEAR + 1)}, seed=seed
    )
    people = pl.concat([enter(claimants.filter(pl.col("claim_date") > end)), waiting], how="diagonal_relaxed")
    visits = pipeline.run(
        stages, people, values, seed=seed, draw=0, start=end + timedelta(days=1), until=until
    )
    return people, visits


def rpd_pending_before(year: int) -> float:
    """Claims pending at the RPD when ``year`` began: pending at its end + finalized - referred, as published and reconciled."""
    flows = facts.table("rpd_calibration_series").row(by_predicate=pl.col("year") == year, named=True)
    pending = facts.figure(f"reconcile.rpd_pending.{year}").point
    return pending + float(flows["rpd_finalized"]) - float(flows["rpd_referred"])


def enter(claimants: pl.DataFrame) -> pl.DataFrame:
    """Claimants as the pipeline takes them in: at the first stage, on the day of the claim."""
    return claimants.with_columns(stage=pl.lit(process().file.first_stage), enter_date=pl.col("claim_date"))


def opening_stock(seed: int, at: date) -> pl.DataFrame:
    """Everyone in some stage at the end of ``at``, brought to the published stocks, ordered by stage and date of entry."""
    people, visits = replay_history(seed, at)
    return pipeline.opening_stock(visits, people, at=at, seed=seed).sort("stage", "enter_date", "person")
