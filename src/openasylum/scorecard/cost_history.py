"""What the observed years cost: the people of 2017 to 2024 taken through the whole model, cash and
whole-of-claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from openasylum import costs, pipeline
from openasylum.costs.prices import read_fiscal_year
from openasylum.errors import UserError
from openasylum.scenario import central_values
from openasylum.timeline import fiscal_year_label

#: Fiscal years whose arrivals are observed whole; claims end long before ``LAST_DAY``, but for a few.
COHORTS: Final = range(2017, 2024)
FIRST_DAY, LAST_OBSERVED_DAY, LAST_DAY = date(2017, 4, 1), date(2024, 3, 31), date(2034, 3, 31)

#: The seed of every chance in the replay.
SEED: Final = 20241231


@dataclass(frozen=True)
class History:
    """People and their visits, and the assumptions at which they were simulated and are priced."""

    people: pl.DataFrame
    visits: pl.DataFrame
    values: dict[str, float | str]


@lru_cache(maxsize=1)
def history() -> History:
    """The observed years replayed person by person at central assumptions, and followed until their claims
    end.

    Claims are read under the law as it stood when the last observed year ended. Nobody arrives after it, so
    the waits of its latest arrivals are a little too short.
    """
    from openasylum.simulate.world import RECONCILED_YEAR, replay_history

    values = central_values()
    people, _ = replay_history(SEED, date(LAST_OBSERVED_DAY.year, 12, 31))
    visits = pipeline.run(
        pipeline.load_stages(),
        people,
        values,
        seed=SEED,
        draw=0,
        start=date(RECONCILED_YEAR + 1, 1, 1),
        until=LAST_DAY,
    )
    return History(people, visits, values)


def cohort_of(label: str) -> int:
    """The fiscal year of "2017-18". Raises ``UserError`` for what is no fiscal year, or is outside the
    observed ones.
    """
    first, last = (fiscal_year_label(year) for year in (COHORTS[0], COHORTS[-1]))
    try:
        year = read_fiscal_year(label)
    except UserError:
        year = -1
    if year not in COHORTS:
        near = fiscal_year_label(min(max(year, COHORTS[0]), COHORTS[-1]))
        raise UserError(
            f"there is no cohort {label!r}; arrivals are observed whole from {first} to {last}",
            f"il n'y a pas de cohorte « {label} » ; les arrivées sont observées en entier de "
            f"{first} à {last}",
            field="--cohort",
            nearest=near,
        )
    return year


def of_cohort(label: str) -> tuple[History, float, float]:
    """The history of those who claimed in a fiscal year; how many they are, and how many of them still wait
    at the end.
    """
    year, whole = cohort_of(label), history()
    claimed = pl.coalesce("claim_date", "enter_date").is_between(date(year, 4, 1), date(year + 1, 3, 31))
    chosen = whole.people.with_row_index("row").filter(claimed)
    visits = whole.visits.join(chosen.select("row", new=pl.int_range(pl.len(), dtype=pl.UInt32)), on="row")
    visits = visits.with_columns(row=pl.col("new")).drop("new").sort("row", "sequence")
    people = chosen.drop("row")
    sizes = costs.cohort_sizes(visits, people, _settled())
    return History(people, visits, whole.values), float(people.height), float(sizes["still_waiting"].sum())


def _settled() -> tuple[str, ...]:
    """Stages in which no cost is booked any more."""
    return (*pipeline.load_stages().ends, "permanent_residence", "wanted")
