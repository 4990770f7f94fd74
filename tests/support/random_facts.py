"""Random claims as flat facts: every fact of every kind, some unknown, days near the law's own days."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl

from openasylum.law import FLAT_FACTS, NEVER
from openasylum.timeline import day_number

#: Days around which something changes.
TURNS = [
    date.fromisoformat(day)
    for day in [
        "2004-12-29",
        "2009-07-23",
        "2012-12-15",
        "2019-04-08",
        "2019-06-21",
        "2020-06-24",
        "2023-03-25",
        "2023-06-22",
        "2025-06-03",
        "2026-03-26",
        "2026-05-19",
        "2024-02-29",
    ]
]
#: Facts about a referred claim, left as they are by default: the slow reading is of claims not yet referred.
_AFTER_REFERRAL = {name for name, fact in FLAT_FACTS.items() if fact.default} - {"rpd_heard_or_allowed_on"}


def random_facts(
    count: int, seed: int, unknown: float = 0.1, likely: float = 0.12, after_referral: bool = False
) -> pl.DataFrame:
    """``count`` claims; each fact is unknown with probability ``unknown`` and, if a truth, true with
    ``likely``.
    """
    draw = np.random.default_rng(seed)
    claimed = _days(draw, count)
    columns: dict[str, Any] = {"claim_date": _as_dates(claimed)}
    columns["decision_date"] = _as_dates(claimed + draw.integers(0, 400, count) * (draw.random(count) < 0.3))
    for name, fact in FLAT_FACTS.items():
        if name in columns or name == "direction" or (name in _AFTER_REFERRAL and not after_referral):
            continue
        if fact.dtype == pl.Boolean:
            usual = {"received_in_person", "came_from_us", "entry_date_established", "physically_in_canada"}
            values: Any = pl.Series(draw.random(count) < (0.9 if name in usual else likely))
        elif fact.words:
            values = pl.Series(draw.choice(fact.words, count)).cast(fact.dtype)
        elif fact.dtype == pl.Date:
            values = _as_dates(_near(draw, claimed, name))
        else:
            values = pl.Series(draw.integers(-1, 40, count).astype(np.int16))
        hidden = pl.Series(draw.random(count) < (0 if name == "rpd_heard_or_allowed_on" else unknown))
        columns[name] = pl.select(pl.when(~hidden).then(values)).to_series()
    return pl.DataFrame(columns)


def _days(draw: Any, count: int) -> Any:
    turns = np.array([day_number(day) for day in TURNS], dtype=np.int32)
    near = turns[draw.integers(0, len(turns), count)] + draw.integers(-20, 21, count)
    spread = draw.integers(day_number(date(2004, 6, 1)), day_number(date(2026, 12, 31)), count)
    return np.where(draw.random(count) < 0.6, near, spread).astype(np.int32)


def _near(draw: Any, claimed: Any, name: str) -> Any:
    """Days before the claim: some days, about a year, or about eighteen years."""
    if name == "birth_date":
        return (claimed - 6570 + draw.integers(-400, 400, len(claimed))).astype(np.int32)
    back = np.select(
        [draw.random(len(claimed)) < 0.5, draw.random(len(claimed)) < 0.6],
        [draw.integers(0, 18, len(claimed)), 360 + draw.integers(0, 14, len(claimed))],
        draw.integers(0, 2500, len(claimed)),
    )
    never = (draw.random(len(claimed)) < 0.4) & (name not in ("entry_date", "prior_claim_decided_on"))
    return np.where(never, day_number(NEVER), claimed - back).astype(np.int32)


def _as_dates(days: Any) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)
