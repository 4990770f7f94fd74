"""What the 2018 costing leaves open: every set of stage costs that meets all that the PBO published, not one
convenient set.

Published are six independent numbers (one cost other than health care, three health totals, a cheapest and a
dearest path) and an order of the organisations. They leave the costs of the stages under-identified.
``solutions`` draws what is free from wide, flat ranges, lets the published numbers fix the rest, and keeps
the sets that are possible. Amounts are dollars of 2017-18 per person.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import polars as pl
from pydantic import BaseModel, ConfigDict, RootModel

from openasylum.bilingual import Text
from openasylum.costs.published import COSTING_2018
from openasylum.documents import parse_document, validate
from openasylum.keyed_random import uniform

#: What is drawn: name, lowest, highest. Ranges are what is published of each, widened where little is.
FREE: Final = (
    ("health_year", 600.0, 850.0),
    ("first_wait", 1.33, 2.0),
    ("longest_wait", 4.5, 6.0),
    ("rcmp_interception", 170.0, 310.0),
    ("csis_screening", 0.0, 600.0),
    ("cbsa_share", 0.0, 1.0),
    ("rpd_claim", 1500.0, 6000.0),
    ("rad_appeal", 2500.0, 6500.0),
    ("removal", 3250.0, 13933.0),
    ("reach_appeal", 0.20, 0.45),
    ("reach_court", 0.05, 0.35),
)

#: The most and the least that is possible of what follows.
LEAST_COURT, LEAST_INTAKE, MOST_REMOVED = 500.0, 0.0, 0.60


def solutions(candidates: int = 200_000, seed: int = 1) -> pl.DataFrame:
    """Sets of stage costs that meet every published figure, one row each: the columns of ``FREE`` and,
    derived from them,

    ``cbsa_intake``, ``ircc_intake`` (what intake costs beside RCMP and CSIS, shared), ``court`` (the whole
    course, Justice included), ``reach_removal`` (share removed, from the mean), and per person of the cohort
    ``irb``, ``cbsa``, ``ircc``, ``court_per_head``.

    By construction cheapest path, dearest path and mean are those published; kept are the sets in which the
    IRB is the largest organisation, nobody else comes above the health program of 2019-20, and no part is
    negative.
    """
    ids = np.arange(candidates, dtype=np.uint64)
    drawn = {
        name: low + (high - low) * uniform(seed, 0, f"calibration.{name}", ids) for name, low, high in FREE
    }
    intake = COSTING_2018.lowest - drawn["health_year"] * drawn["first_wait"] - drawn["rpd_claim"]
    shared = intake - drawn["rcmp_interception"] - drawn["csis_screening"]
    longer = drawn["longest_wait"] - drawn["first_wait"]
    refused = COSTING_2018.highest - COSTING_2018.lowest - drawn["health_year"] * longer
    court = refused - drawn["rad_appeal"] - drawn["removal"]
    after = COSTING_2018.other_than_health - intake - drawn["rpd_claim"]
    spent = drawn["reach_appeal"] * drawn["rad_appeal"] + drawn["reach_court"] * court
    reach_removal = (after - spent) / drawn["removal"]
    found = pl.DataFrame(drawn).with_columns(
        cbsa_intake=shared * drawn["cbsa_share"],
        ircc_intake=shared * (1 - drawn["cbsa_share"]),
        court=court,
        reach_removal=reach_removal,
        irb=drawn["rpd_claim"] + drawn["reach_appeal"] * drawn["rad_appeal"],
        cbsa=shared * drawn["cbsa_share"] + reach_removal * drawn["removal"],
        ircc=shared * (1 - drawn["cbsa_share"]),
        court_per_head=drawn["reach_court"] * court,
    )
    most = COSTING_2018.health("2019_20")
    return found.filter(
        pl.col("court") >= LEAST_COURT,
        pl.lit(shared) >= LEAST_INTAKE,
        pl.col("reach_removal").is_between(0, MOST_REMOVED),
        pl.col("reach_court") <= pl.col("reach_appeal"),
        pl.col("irb") >= most,
        *(pl.col(other) <= most for other in ("cbsa", "ircc", "court_per_head")),
    ).drop("cbsa_share")


class _Component(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    title: Text
    unit: str
    rests_on: tuple[str, ...]
    standing: str


class _Components(RootModel[dict[str, _Component]]):
    """The content of ``calibration.yaml``."""


@cache
def components() -> dict[str, _Component]:
    """What each column of ``solutions`` is called, and which figures of the register it rests on."""
    source = files("openasylum.costs").joinpath("calibration.yaml")
    return validate(
        _Components, parse_document(source.read_text(encoding="utf-8"), "costs/calibration.yaml")
    ).root


def summary(found: pl.DataFrame) -> pl.DataFrame:
    """``component``, ``lowest``, ``p05``, ``p50``, ``p95``, ``highest`` of every column of ``solutions``."""
    return pl.concat(
        found.select(
            pl.lit(name).alias("component"),
            pl.col(name).min().alias("lowest"),
            *(pl.col(name).quantile(q, "linear").alias(f"p{round(100 * q):02d}") for q in (0.05, 0.5, 0.95)),
            pl.col(name).max().alias("highest"),
        )
        for name in found.columns
    )
