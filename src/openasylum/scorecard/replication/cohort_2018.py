"""The PBO's costing of 2018 rebuilt from its mechanism: three yearly cohorts wait for hearings, appeals, the
court and removal.

That the published averages follow from the published totals is arithmetic. Here the health program's cost is
not put in: it follows from how long people wait when arrivals exceed the capacity of that time. The report's
own capacities could not be read, so every set that agrees with what was known then is run, each with one of
the sets of unit costs that meet the published figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from openasylum import pipeline
from openasylum.backends import map_reduce
from openasylum.costs.calibration import solutions
from openasylum.costs.profiles import DAYS_IN_YEAR
from openasylum.costs.published import COSTING_2018
from openasylum.keyed_random import uniform_scalar
from openasylum.scorecard.replication.result import Replication, Standing, remark
from openasylum.timeline import day_number

COHORTS: Final = ("2017_18", "2018_19", "2019_20")
FIRST_DAY, LAST_ARRIVAL, LAST_DAY = date(2017, 4, 1), date(2020, 3, 31), date(2033, 3, 31)

#: How near a rebuilt ratio between cohorts, and a rebuilt level, should come.
WITHIN_RATIO, WITHIN_LEVEL = 0.05, 0.10

#: Waits for a first hearing that the Board projected in 2017 and 2018, in months.
PROJECTED_WAIT: Final = (16, 24)

#: People that a simulated person stands for; settings simulated.
WEIGHT, SETTINGS = 50.0, 80

#: What was known in 2018, each with its range: lowest, highest, why.
KNOWN: Final = {
    "arrivals_per_year": (45_000, 55_000, "50,389 claims in 2017, 55,023 in 2018"),
    "rpd_per_year": (
        22_500,
        32_000,
        "design of 2012; 2,000 a month in 2017; 26,000 base; 32,000 after Budget 2018",
    ),
    "rpd_backlog": (20_000, 30_000, "about 34,000 in August 2017, growing by some 2,000 a month"),
    "rad_per_year": (3_100, 7_500, "3,137 decided in 2017, 4,412 in 2018, 7,500 funded"),
    "rad_backlog": (2_000, 3_700, "3,710 pending at the end of 2017"),
    "refused_share": (
        0.28,
        0.44,
        "28 % of all RPD decisions of 2017; 44 % on the merits between ports to September 2018",
    ),
    "substituted_share": (0.11, 0.12, "of all appeals decided in 2017 and 2018"),
    "referred_back_share": (0.09, 0.13, "of all appeals decided in 2017 and 2018"),
    "court_days": (150, 500, "leave decided in months, a review within a year and a half"),
    "removal_days": (180, 730, "half of refused claimants gone within a year (2014-15)"),
}


@dataclass(frozen=True)
class Setting:
    """One set of what was known and one of the possible sets of unit costs."""

    known: dict[str, float]
    costs: dict[str, float]


def settings(number: int, seed: int) -> list[Setting]:
    """``number`` sets drawn evenly from what was known, each with a solution of the calibration."""
    found = solutions(40_000, seed)
    drawn = []
    for draw in range(number):
        known = {
            name: low + (high - low) * uniform_scalar(seed, draw, f"cohort_2018.{name}")
            for name, (low, high, _) in KNOWN.items()
        }
        row = int(uniform_scalar(seed, draw, "cohort_2018.solution") * found.height)
        drawn.append(Setting(known, found.row(row, named=True)))
    return drawn


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
    """Of one setting: mean years in the process by cohort, and the first cohort's mean years until the first
    hearing.
    """

    setting: Setting
    years: dict[str, float]
    first_wait: float

    @property
    def admissible(self) -> bool:
        """Whether the wait is one that the Board projected for those years: 16 to 24 months."""
        return PROJECTED_WAIT[0] <= 12 * self.first_wait <= PROJECTED_WAIT[1]

    def health(self, cohort: str) -> float:
        """The health program's cost per person of a cohort: years in the process times this setting's yearly
        cost.
        """
        return self.years[cohort] * self.setting.costs["health_year"]


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
        weight=weight,
    )
    waiting = visits.with_columns(
        (pl.col("date_out").fill_null(LAST_DAY) - pl.col("date_in")).dt.total_days().alias("days"),
        pl.col("stage").cast(pl.String),
        people["enter_date"][visits["row"]].alias("claimed"),
    ).filter(~pl.col("stage").is_in(list(_graph().ends)) & (pl.col("claimed") >= FIRST_DAY))
    years = {}
    for number, cohort in enumerate(COHORTS):
        first = FIRST_DAY.replace(year=FIRST_DAY.year + number)
        of_cohort = pl.col("claimed").is_between(
            first, first.replace(year=first.year + 1) - timedelta(days=1)
        )
        own = waiting.filter(of_cohort)
        years[cohort] = float(own["days"].sum()) / DAYS_IN_YEAR / own["row"].n_unique()
    hearing = (
        waiting.filter(
            (pl.col("stage") == "rpd") & (pl.col("claimed") < FIRST_DAY.replace(year=FIRST_DAY.year + 1))
        )
        .unique("row", keep="first", maintain_order=True)
        .select((pl.col("date_out").fill_null(LAST_DAY) - pl.col("claimed")).dt.total_days().mean())
        .item()
    )
    return Simulated(setting, years, float(hearing) / DAYS_IN_YEAR)


def simulate_many(number: int, seed: int = 1) -> list[Simulated]:
    """Every setting simulated, on all cores; the answer does not depend on how many there are."""
    drawn = list(enumerate(settings(number, seed)))
    return map_reduce(lambda one: simulate(one[1], seed=seed, draw=one[0]), drawn, backend="threads")


def replications(number: int = SETTINGS) -> list[Replication]:
    """Health cost and average cost of each cohort, and the growth between cohorts: the median over the
    settings that give the wait the Board projected, with their 5 to 95 % range.
    """
    simulated = [one for one in simulate_many(number) if one.admissible]
    inputs: dict[str, Standing] = {
        **dict.fromkeys(KNOWN, "inferred"),
        "health_year": "inferred",
        "reach_appeal": "calibrated",
        "reach_court": "calibrated",
        "reach_removal": "calibrated",
        "pbo.2018.non_ifhp_cost": "published",
    }
    rest = COSTING_2018.other_than_health
    found = []
    for cohort in COHORTS:
        health = [one.health(cohort) for one in simulated]
        for figure, published, ours in (
            (f"pbo.2018.ifhp_cost_per_head.fy{cohort}", COSTING_2018.health(cohort), health),
            (
                f"pbo.2018.average_cost.fy{cohort}",
                COSTING_2018.average(cohort),
                [rest + one for one in health],
            ),
        ):
            why = _remark(simulated, published, ours, WITHIN_LEVEL)
            found.append(_median(figure, published, ours, WITHIN_LEVEL, inputs, why))
    for cohort in COHORTS[1:]:
        growth = [one.years[cohort] / one.years[COHORTS[0]] for one in simulated]
        published = COSTING_2018.health_total(cohort) / COSTING_2018.health_total(COHORTS[0])
        why = _remark(simulated, published, growth, WITHIN_RATIO)
        label = remark("label_growth", cohort=cohort.replace("_", "-"))
        figure = f"pbo.2018.ifhp_cost.fy{cohort}"
        found.append(_median(figure, published, growth, WITHIN_RATIO, inputs, why, label, "ratio"))
    return found


def _median(
    figure: str,
    published: float,
    ours: list[float],
    within: float,
    inputs: dict[str, Standing],
    why: dict[str, str],
    label: dict[str, str] | None = None,
    unit: str = "CAD/person",
) -> Replication:
    low, median, high = (float(np.quantile(ours, q)) for q in (0.05, 0.5, 0.95))
    return Replication(
        figure,
        published,
        median,
        within * published,
        "mechanistic",
        unit,
        inputs,
        why,
        low,
        high,
        label or {},
    )


def _remark(simulated: list[Simulated], published: float, ours: list[float], within: float) -> dict[str, str]:
    """How many settings come near, and which inputs decide (by rank correlation with the result)."""
    near = sum(abs(one / published - 1) <= within for one in ours)
    names = [*KNOWN, "health_year", "reach_appeal"]
    strength = {}
    for name in names:
        drawn = [{**one.setting.known, **one.setting.costs}[name] for one in simulated]
        strength[name] = float(np.corrcoef(np.argsort(np.argsort(drawn)), np.argsort(np.argsort(ours)))[0, 1])
    decisive = sorted(names, key=lambda name: -abs(strength[name]))[:3]
    said = ", ".join(f"{name} ({strength[name]:+.2f})" for name in decisive)
    return remark("settings", count=len(ours), near=near, within=round(100 * within), decisive=said)
