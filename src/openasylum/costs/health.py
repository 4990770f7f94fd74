"""The yearly cost of the Interim Federal Health Program per head: published to 2024-25, projected by the PBO
to 2029-30, then assumed.

Published: spending over eligible persons (IRCC to the Standing Committee on Citizenship and Immigration, 25
November 2024; the PBO's 896 M over 624,000 for 2024-25). It serves as an index: claimants cost more than the
mean beneficiary, by an assumption.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from openasylum.costs.published import amount
from openasylum.timeline import fiscal_year_label

Values = Mapping[str, float | str]

#: The fiscal years whose cost per head is published, first to last; the last is the base of the index.
PUBLISHED: Final = range(2016, 2025)
BASE: Final = PUBLISHED[-1]


def published_cost_per_head() -> dict[int, float]:
    """Mean IFHP spending per eligible person by fiscal year, nominal dollars."""
    return {year: _cost_per_head(f"fy{fiscal_year_label(year).replace('-', '_')}") for year in PUBLISHED}


def _cost_per_head(fiscal_year: str) -> float:
    if fiscal_year == "fy2024_25":
        return amount(f"pbo.2026.ifhp_actual.{fiscal_year}") / amount(
            f"pbo.2026.ifhp_beneficiaries.{fiscal_year}"
        )
    return amount(f"ircc.ifhp.mean_per_eligible.{fiscal_year}")


def health_cost_index(values: Values) -> Callable[[int], float]:
    """Cost per head of a fiscal year over that of 2024-25: published, then growing at ``costs.ifhp_growth`` a
    year.

    From 2026-27 on the co-payment of Budget 2025 takes off the share that the department expects, times
    ``costs.ifhp_copayment`` (0: it saves nothing, 1: as expected). The PBO's projection leaves it out.
    """
    per_head = published_cost_per_head()
    growth, copayment = float(values["costs.ifhp_growth"]), float(values["costs.ifhp_copayment"])
    first_year = amount("ircc.2026.ifhp_copayment_savings.fy2026_27") / amount(
        "pbo.2026.ifhp_projection.fy2026_27"
    )
    later = amount("ircc.2026.ifhp_copayment_savings.later") / amount("pbo.2026.ifhp_projection.fy2027_28")

    def index(year: int) -> float:
        year = max(year, PUBLISHED[0])  # nothing is published before; the first published cost stands for it
        if year <= BASE:
            return per_head[year] / per_head[BASE]
        saved = 0.0 if year < 2026 else first_year if year == 2026 else later
        return (1 + growth) ** (year - BASE) * (1 - saved * copayment)

    return index
