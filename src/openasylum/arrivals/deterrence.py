"""How people answer a bar on claims made long after entry (IRPA 101(1)(b.1), (b.2); IRPR 159.4(1.1)),
person by person.

Each claimant who would come too late by the law of the month does one of three things: claims all the same,
claims in time (inland only: the claim is brought forward), or does not claim at all. Who does which is
keyed by person, so that between two scenarios only those change whose class of days the law treats
differently.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.arrivals.circumstances import INLAND, LAST_UNCOUNTED_ENTRY, UNDETECTED, Values
from openasylum.arrivals.persons import Persons
from openasylum.arrivals.regime import LAG_BOUNDS, Regime
from openasylum.keyed_random import uniform
from openasylum.law import NEVER
from openasylum.timeline import day_number

_HEARD = ("referred_to_rpd", "eligibility_suspended")


def answer_bars(
    everyone: pl.DataFrame, persons: Persons, regime: Regime, values: Values, seed: int, draw: int
) -> pl.DataFrame:
    """``everyone`` (``circumstances.claimants`` of ``persons``) less those who do not claim, with claims
    brought forward.

    A claim brought forward is made in the same month, its entry moved to within the days that the law still
    hears.
    """
    lag = (everyone["claim_date"] - everyone["entry_date"]).dt.total_days().to_numpy()
    chance = uniform(seed, draw, "arrivals.answer_to_bar", persons.person)
    claims = np.ones(len(persons.person), dtype=bool)
    entry = everyone["entry_date"].to_physical().to_numpy().copy()
    for channel, name in ((INLAND, "inland"), (UNDETECTED, "undetected")):
        rows = np.flatnonzero(persons.channel == channel)
        by_class = regime.by_lag(name)
        month = persons.month[rows] - regime.first_month
        fate = by_class[month, np.searchsorted(LAG_BOUNDS, lag[rows])]
        returned, barred = fate == "returned_to_us", ~np.isin(fate, (*_HEARD, "returned_to_us"))
        stay_away = np.where(
            returned,
            float(values["arrivals.stay_away_if_returned"]),
            np.where(barred, float(values["arrivals.stay_away_if_barred"]), 0.0),
        )
        claims[rows] = chance[rows] >= stay_away
        if name == "inland":
            window = _days_heard(by_class)[month]
            forward = barred & claims[rows] & (window > 0)
            forward &= chance[rows] < stay_away + float(values["arrivals.brought_forward_if_barred"])
            place = uniform(seed, draw, "arrivals.brought_forward", persons.person[rows])
            entry[rows[forward]] += (lag[rows] - np.floor(place * window).astype(int))[forward]
    counted = np.where(entry > LAST_UNCOUNTED_ENTRY, entry, day_number(NEVER)).astype(np.int32)
    return everyone.with_columns(
        pl.Series("entry_date", entry.astype(np.int32)).cast(pl.Date),
        pl.Series("first_entry_date", counted).cast(pl.Date),
    ).filter(claims)


def _days_heard(by_class: NDArray[np.str_]) -> NDArray[np.int64]:
    """Month by month, the days after entry up to which an inland claim is heard: the classes heard without
    a gap from day 0.
    """
    heard = np.isin(by_class, _HEARD)
    classes = np.cumprod(heard, axis=1).sum(axis=1)
    return np.array([0, *LAG_BOUNDS, LAG_BOUNDS[-1]])[classes]
