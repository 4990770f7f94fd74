"""The Board's projected wait for a new claim: its inventory over a year's funded capacity, in months.

For four of the six published waits the capacity of the time is published too. For two it follows from what
the budgets of 2018 and 2019 paid for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openasylum import facts
from openasylum.scorecard.replication.result import Replication, Standing, printed, remark, written

#: How near: the published waits are whole months.
WITHIN_MONTHS = 1.0

_BASE, _RAISED = "irb.capacity.rpd.fy2017_18", "irb.capacity.rpd.fy2020_21"
_BUDGET_2018, _MORE_CLAIMS = "irb.funding.budget_2018", "irb.funding.budget_2018.more_claims"
_BUDGET_2019, _LAST_YEAR = "irb.funding.budget_2019", "irb.funding.temporary.fy2020_21"


def capacity_of_budget_2018() -> float:
    """Claims a year over the two years of Budget 2018: the base, and half of the claims its money was to
    decide besides.
    """
    return printed(_BASE) + printed(_MORE_CLAIMS) / 2


def capacity_of_2019_20() -> float:
    """Claims in 2019-20: the base, and as much of what 2020-21 adds to it as the temporary money of the year
    is of that of 2020-21. The money: Budget 2019 less its second year, and half of Budget 2018.
    """
    money = printed(_BUDGET_2019) - printed(_LAST_YEAR) + printed(_BUDGET_2018) / 2
    return printed(_BASE) + (printed(_RAISED) - printed(_BASE)) * money / printed(_LAST_YEAR)


#: Capacities that follow from budgets, by the month of the wait: how, and from which figures.
INFERRED: dict[str, tuple[Callable[[], float], tuple[str, ...]]] = {
    "2018-12": (capacity_of_budget_2018, (_BASE, _MORE_CLAIMS)),
    "2019-04": (capacity_of_2019_20, (_BASE, _RAISED, _BUDGET_2018, _BUDGET_2019, _LAST_YEAR)),
}


def irb_wait() -> list[Replication]:
    """The six published waits, each from the inventory of its month."""
    return [_wait(row) for row in facts.table("wait_formula_check").iter_rows(named=True)]


def _wait(row: dict[str, Any]) -> Replication:
    period, inventory, published = row["period"], row["inventory"], row["published_wait_months"]
    told = row["funded_or_actual_annual_capacity"]
    inputs: dict[str, Standing] = {"inventory": "published"}
    if period in INFERRED:
        follow, figures = INFERRED[period]
        capacity, name = follow(), f"inventory_over_budget_{period.replace('-', '_')}"
        inputs |= {**dict.fromkeys(figures, "published"), "funded_annual_capacity": "inferred"}
    else:
        capacity, name = told, "inventory_over_capacity"
        inputs["funded_annual_capacity"] = "published"
    numbers = {
        "inventory": inventory,
        "capacity": capacity,
        "implied": 12 * inventory / published,
        "told": told,
        "told_wait": 12 * inventory / told,
    }
    why = {
        language: remark(
            name,
            period=period,
            **{what: written(number, language) for what, number in numbers.items()},
        )[language]
        for language in ("en", "fr")
    }
    return Replication(
        figure="irb.2018.projected_wait.rpd",
        published=published,
        ours=12 * inventory / capacity,
        tolerance=WITHIN_MONTHS,
        kind="model" if period in INFERRED else "identity",
        unit="months",
        inputs=inputs,
        why=why,
        label=remark("label_wait", period=period),
    )
