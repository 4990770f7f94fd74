"""Unit costs in dollars of their price year: the assumptions as drawn, and those that follow from them and
the PBO's figures.

The PBO published no cost of any single stage. Two sums are pinned down by its cheapest and its dearest path
once the yearly cost of the Interim Federal Health Program (IFHP) and the two waits are given:

    intake + first hearing           = lowest - IFHP x first wait
    appeal + court + removal         = highest - lowest - IFHP x (longest wait - first wait)

What a draw assumes of the parts is therefore subtracted from these sums, and the remainder falls to the part
nobody has measured (IRCC's intake; the court), so that every draw meets the published figures to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from openasylum.costs.health import health_cost_index
from openasylum.costs.lines import CostLine, cost_lines
from openasylum.costs.profiles import DAYS_IN_YEAR
from openasylum.costs.published import COSTING_2018
from openasylum.errors import UserError, nearest

Values = Mapping[str, float | str]

#: Price year of the 2018 costing.
COHORT_YEAR: Final = 2017


def first_instance(values: Values) -> float:
    """Intake and first hearing together, 2017-18 dollars per person."""
    return COSTING_2018.lowest - health_2018(values) * float(values["costs.first_wait_2018"])


def after_refusal(values: Values) -> float:
    """Appeal, court and removal together, for one who uses them all, 2017-18 dollars."""
    wait = float(values["costs.longest_wait_2018"]) - float(values["costs.first_wait_2018"])
    return COSTING_2018.highest - COSTING_2018.lowest - health_2018(values) * wait


def health_2018(values: Values) -> float:
    """IFHP per claimant and year in 2017-18: the assumed cost of 2024-25 carried back along the published
    cost per head.
    """
    index = health_cost_index(values)
    return float(values["costs.ifhp_claimant_year"]) * index(COHORT_YEAR)


def derived_units(values: Values) -> dict[str, float]:
    """The unit costs that are no assumption of their own, by name, in dollars of the price year of their cost
    line.

    ``costs.cbsa_intake``, ``costs.csis_screening``, ``costs.ircc_intake``: shares and remainder of what
    intake costs beside the first hearing and the RCMP. ``costs.court_leave``, ``costs.court_review``: what is
    left of the dearest path after appeal and removal. ``costs.removal``: the mean over escorted, unescorted
    and self-paid departures. ``costs.tax_year``: what the mean worker pays. The other ``…_year`` carry a
    night or a month to a year.
    """
    intake = (
        first_instance(values) - float(values["costs.rpd_claim"]) - float(values["costs.rcmp_interception"])
    )
    cbsa = intake * float(values["costs.cbsa_share_of_intake"])
    csis = intake * float(values["costs.csis_share_of_intake"])
    court = after_refusal(values) - float(values["costs.rad_appeal"]) - float(values["costs.removal_2018"])
    leave = court * float(values["costs.leave_share_of_court"])
    escorted, alone = (
        float(values["costs.removal_escorted_share"]),
        float(values["costs.removal_self_paid_share"]),
    )
    return {
        "costs.cbsa_intake": cbsa,
        "costs.csis_screening": csis,
        "costs.ircc_intake": intake - cbsa - csis,
        "costs.court_leave": leave,
        "costs.court_review": court - leave,
        "costs.removal": escorted * float(values["costs.removal_escorted"])
        + (1 - escorted - alone) * float(values["costs.removal_unescorted"])
        + alone * float(values["costs.removal_self_paid"]),
        "costs.court_share_of_litigation": 1 - float(values["costs.justice_share_of_litigation"]),
        "costs.hotel_year": float(values["costs.hotel_night"]) * DAYS_IN_YEAR,
        "costs.shelter_year": float(values["costs.shelter_night"]) * DAYS_IN_YEAR,
        "costs.assistance_year": float(values["costs.assistance_month"]) * 12,
        "costs.tax_year": float(values["costs.earnings_year"]) * float(values["costs.tax_share_of_earnings"]),
    }


def lines_of_2018() -> tuple[CostLine, ...]:
    """The cost lines with removal as the 2018 costing is assumed to have had it: one cost, in dollars of
    2017-18.
    """
    as_then = {"unit": "costs.removal_2018", "price_year": "2017-18", "escalation": "after_refusal"}
    return tuple(
        line.model_copy(update=as_then) if line.id == "cbsa.removal" else line for line in cost_lines()
    )


def unit_costs(values: Values) -> dict[str, float | str]:
    """Every amount and share that a cost line can name: the assumptions and what is derived from them."""
    return {**values, **derived_units(values)}


def amount_of(units: Values, name: float | str) -> float:
    """A number as it stands, or the amount or share of that name. Raises ``UserError`` with the nearest name."""
    if not isinstance(name, str):
        return float(name)
    try:
        return float(units[name])
    except KeyError:
        known = [known for known in units if known.startswith("costs.")]
        raise UserError(
            f"there is no amount or share {name!r}",
            f"il n'y a pas de montant ni de part « {name} »",
            nearest=nearest(name, known),
        ) from None
