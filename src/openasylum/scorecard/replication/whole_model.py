"""The PBO's average of 2017-18 out of the whole model: published arrivals, law, queues and all, person by person."""

from __future__ import annotations

import polars as pl

from openasylum import costs
from openasylum.bilingual import number
from openasylum.costs.published import COSTING_2018
from openasylum.scorecard import cost_history
from openasylum.scorecard.replication.result import Replication, Standing, remark

COHORT = "2017_18"

#: How near the whole model should come.
WITHIN = 0.10


def pbo_2018() -> list[Replication]:
    """Average cost and health cost per person who crossed between ports and claimed in 2017-18, PBO scope."""
    own, _, _ = cost_history.of_cohort(COHORT.replace("_", "-"))
    crossed = own.people.with_row_index("row").filter(pl.col("channel").cast(pl.String) == "between_ports")
    visits = own.visits.filter(pl.col("row").is_in(crossed["row"].implode()))
    ledger = costs.in_scope(
        costs.book_by_cohort(
            visits, own.people, own.values, until=cost_history.LAST_DAY, dollars_of=COHORT.replace("_", "-")
        ),
        "pbo",
    )
    dollars = int(ledger["cents"].sum()) / 100 / crossed.height
    health = int(ledger.filter(organisation="ifhp")["cents"].sum()) / 100 / crossed.height
    inputs: dict[str, Standing] = {
        "observed_years": "published",
        "costs.first_wait_2018": "inferred",
        "costs.ifhp_claimant_year": "inferred",
        "costs.rpd_claim": "calibrated",
        "costs.rad_appeal": "calibrated",
    }
    why = {
        language: remark("whole_model", persons=number(crossed.height, language))[language]
        for language in ("en", "fr")
    }
    return [
        Replication(figure, published, ours, WITHIN * published, "model", "CAD/person", inputs, why)
        for figure, published, ours in (
            (f"pbo.2018.average_cost.fy{COHORT}", COSTING_2018.average(COHORT), dollars),
            (f"pbo.2018.ifhp_cost_per_head.fy{COHORT}", COSTING_2018.health(COHORT), health),
        )
    ]
