"""The PBO's costing of 2018 rebuilt from its mechanism: three yearly cohorts wait for hearings, appeals, the
court and removal.

That the published averages follow from the published totals is arithmetic. Here the health program's cost is
not put in: it follows from how long people wait when arrivals exceed the capacity of that time. Every set of
what was known then is run (see ``known_2018``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import pipeline
from openasylum.backends import map_reduce
from openasylum.costs.profiles import DAYS_IN_YEAR
from openasylum.costs.published import COSTING_2018
from openasylum.scorecard.replication.known_2018 import FAMILIES, Family, Setting, known, settings, title
from openasylum.scorecard.replication.result import Replication, Standing, remark, written
from openasylum.timeline import day_number

COHORTS: Final = ("2017_18", "2018_19", "2019_20")
FIRST_DAY, LAST_ARRIVAL, LAST_DAY = date(2017, 4, 1), date(2020, 3, 31), date(2033, 3, 31)

#: When health care costs what the costing's first cohort paid for it.
MIDDLE_OF_2017_18: Final = date(2017, 10, 1)

#: How near a rebuilt ratio between cohorts, and a rebuilt level, should come.
WITHIN_RATIO, WITHIN_LEVEL = 0.05, 0.10

#: Waits for a first hearing that the Board projected in 2017 and 2018, in months.
PROJECTED_WAIT: Final = (16, 24)

#: People that a simulated person stands for; settings simulated.
WEIGHT, SETTINGS = 50.0, 100


@cache
def _graph() -> pipeline.StageGraph:
    return pipeline.load_stages(
        Path(str(files("openasylum.scorecard.replication").joinpath("cohort_2018.yaml")))
    )


def _people(setting: Setting, weight: float) -> pl.DataFrame:
    """The backlogs of 1 April 2017 and three years of arrivals, spread evenly over the days; one row for
    ``weight`` people.
    """
    start, last = day_number(FIRST_DAY), day_number(LAST_ARRIVAL)
    parts = []
    for stage, count, first, final in (
        ("rpd", setting.known["rpd_backlog"], start - 365, start - 1),
        ("rad", setting.known["rad_backlog"], start - 270, start - 1),
        ("eligibility", setting.known["arrivals_per_year"] * 3, start, last),
    ):
        rows = round(count / weight)
        days = np.floor(np.linspace(first, final + 0.999, rows)).astype(np.int32)
        parts.append(pl.DataFrame({"stage": [stage] * rows, "enter_date": pl.Series(days).cast(pl.Date)}))
    people = pl.concat(parts)
    return people.with_columns(
        pl.int_range(people.height).cast(pl.UInt64).alias("person"), pl.lit("between_ports").alias("channel")
    )


@dataclass(frozen=True)
class Simulated:
    """Of one setting, by cohort: mean years in the process, and dollars of health care per person; and the
    first cohort's mean years until the first hearing.
    """

    setting: Setting
    years: dict[str, float]
    health: dict[str, float]
    first_wait: float

    @property
    def admissible(self) -> bool:
        """Whether the wait is one that the Board projected for those years: 16 to 24 months."""
        return PROJECTED_WAIT[0] <= 12 * self.first_wait <= PROJECTED_WAIT[1]


def simulate(setting: Setting, weight: float = WEIGHT, seed: int = 1, draw: int = 0) -> Simulated:
    """Take the backlogs and three years of arrivals through the process with this setting's capacity and
    shares.
    """
    known, unit = setting.known, setting.costs
    refused = known["refused_share"]
    appealing = min(unit["reach_appeal"] / refused, 0.98)
    dismissed = 1 - known["substituted_share"] - known["referred_back_share"]
    at_court = min(unit["reach_court"] / (refused * appealing * dismissed), 0.98)
    leaving = refused * (1 - appealing * (1 - dismissed))
    people = _people(setting, weight)
    visits = pipeline.run(
        _graph(),
        people,
        {
            "replication.rpd_per_year": known["rpd_per_year"],
            "replication.rad_per_year": known["rad_per_year"],
            "replication.refused_share": refused,
            "replication.appeal_share": appealing,
            "replication.substituted_share": known["substituted_share"],
            "replication.referred_back_share": known["referred_back_share"],
            "replication.court_share": at_court,
            "replication.court_days": known["court_days"],
            "replication.removed_share": min(unit["reach_removal"] / leaving, 1.0),
            "replication.removal_days": known["removal_days"],
        },
        seed=seed,
        draw=draw,
        start=FIRST_DAY,
        until=LAST_DAY,
        capacity=setting.levers(),
        weight=weight,
    )
    waiting = visits.with_columns(
        (pl.col("date_out").fill_null(LAST_DAY) - pl.col("date_in")).dt.total_days().alias("days"),
        pl.col("stage").cast(pl.String),
        people["enter_date"][visits["row"]].alias("claimed"),
    ).filter(~pl.col("stage").is_in(list(_graph().ends)) & (pl.col("claimed") >= FIRST_DAY))
    waiting = waiting.with_columns(health=pl.Series(_health_years(waiting, known["health_growth"])))
    years, health = {}, {}
    for number, cohort in enumerate(COHORTS):
        first = FIRST_DAY.replace(year=FIRST_DAY.year + number)
        of_cohort = pl.col("claimed").is_between(
            first, first.replace(year=first.year + 1) - timedelta(days=1)
        )
        own = waiting.filter(of_cohort)
        persons = own["row"].n_unique()
        years[cohort] = float(own["days"].sum()) / DAYS_IN_YEAR / persons
        health[cohort] = float(own["health"].sum()) * unit["health_year"] / persons
    hearing = (
        waiting.filter(
            (pl.col("stage") == "rpd") & (pl.col("claimed") < FIRST_DAY.replace(year=FIRST_DAY.year + 1))
        )
        .unique("row", keep="first", maintain_order=True)
        .select((pl.col("date_out").fill_null(LAST_DAY) - pl.col("claimed")).dt.total_days().mean())
        .item()
    )
    return Simulated(setting, years, health, float(hearing) / DAYS_IN_YEAR)


def _health_years(waiting: pl.DataFrame, growth: float) -> NDArray[np.float64]:
    """Years of each stay, each moment weighed by what a year of health care costs then, one in the middle of
    2017-18.
    """
    begin, end = (
        (waiting[column].fill_null(LAST_DAY) - MIDDLE_OF_2017_18).dt.total_days().to_numpy() / DAYS_IN_YEAR
        for column in ("date_in", "date_out")
    )
    rate = np.log1p(growth)
    found: NDArray[np.float64] = (
        end - begin if rate < 1e-9 else (np.exp(rate * end) - np.exp(rate * begin)) / rate
    )
    return found


def simulate_many(number: int, family: Family, seed: int = 1) -> list[Simulated]:
    """Every setting of a family simulated, on all cores; the answer does not depend on how many there are."""
    drawn = list(enumerate(settings(number, seed, family)))
    return map_reduce(lambda one: simulate(one[1], seed=seed, draw=one[0]), drawn, backend="threads")


def replications(number: int = SETTINGS) -> list[Replication]:
    """Health cost and average cost of each cohort, and the growth between cohorts: the median over the
    settings that give the wait the Board projected, with their 5 to 95 % range.

    The settings are of both families, as many of each: neither one capacity for all the years nor Budget
    2018 as it was voted is chosen. The remark says how each comes out by itself.
    """
    sets = {family: [one for one in simulate_many(number, family) if one.admissible] for family in FAMILIES}
    rest = COSTING_2018.other_than_health
    found = []
    for cohort in COHORTS:
        label = cohort.replace("_", "-")

        def health(one: Simulated, cohort: str = cohort) -> float:
            return one.health[cohort]

        def average(one: Simulated, cohort: str = cohort) -> float:
            return rest + one.health[cohort]

        def growth(one: Simulated, cohort: str = cohort) -> float:
            return one.health[cohort] / one.health[COHORTS[0]]

        per_head, mean = (f"pbo.2018.{of}.fy{cohort}" for of in ("ifhp_cost_per_head", "average_cost"))
        found.append(_median(sets, per_head, COSTING_2018.health(cohort), health, WITHIN_LEVEL))
        found.append(_median(sets, mean, COSTING_2018.average(cohort), average, WITHIN_LEVEL))
        if cohort != COHORTS[0]:
            published = COSTING_2018.health_total(cohort) / COSTING_2018.health_total(COHORTS[0])
            one = _median(sets, f"pbo.2018.ifhp_cost.fy{cohort}", published, growth, WITHIN_RATIO)
            found.append(replace(one, unit="ratio", label=remark("label_growth", cohort=label)))
    return found


def _inputs() -> dict[str, Standing]:
    calibrated = ("reach_appeal", "reach_court", "reach_removal")
    return {
        **dict.fromkeys(known(FAMILIES[0]), "inferred"),
        "health_year": "inferred",
        **dict.fromkeys(calibrated, "calibrated"),
        "pbo.2018.non_ifhp_cost": "published",
    }


def _median(
    sets: dict[Family, list[Simulated]],
    figure: str,
    published: float,
    measure: Callable[[Simulated], float],
    within: float,
) -> Replication:
    """The median of a measure over all settings, and of each family by itself."""
    ours = {family: [measure(one) for one in simulated] for family, simulated in sets.items()}
    together = [value for values in ours.values() for value in values]
    low, median, high = (float(np.quantile(together, q)) for q in (0.05, 0.5, 0.95))
    near = sum(abs(one / published - 1) <= within for one in together)
    middles = {family: float(np.median(values)) for family, values in ours.items()}
    why = {
        language: remark(
            "settings",
            count=len(together),
            near=near,
            within=round(100 * within),
            decisive=_decisive([one for simulated in sets.values() for one in simulated], together, language),
            **{family: written(middle, language) for family, middle in middles.items()},
        )[language]
        for language in ("en", "fr")
    }
    return Replication(
        figure, published, median, within * published, "mechanistic", "CAD/person", _inputs(), why, low, high
    )


def _decisive(simulated: list[Simulated], ours: list[float], language: str) -> str:
    """Which three inputs decide, by rank correlation with the result."""
    shared = set(known(FAMILIES[0])) & set(known(FAMILIES[1]))
    strength = {}
    for name in (*sorted(shared), "health_year", "reach_appeal"):
        drawn = [{**one.setting.known, **one.setting.costs}[name] for one in simulated]
        strength[name] = float(np.corrcoef(np.argsort(np.argsort(drawn)), np.argsort(np.argsort(ours)))[0, 1])
    first = sorted(strength, key=lambda name: -abs(strength[name]))[:3]
    return ", ".join(
        f"{title(FAMILIES[0], name)[language]} ({written(strength[name], language, signed=True)})"
        for name in first
    )
