"""The PBO's projection of the Interim Federal Health Program of February 2026: beneficiaries times cost per
head.
"""

from __future__ import annotations

from openasylum.costs.health import health_cost_index, published_cost_per_head
from openasylum.scenario import central_values
from openasylum.scorecard.replication.result import Replication, printed, remark, unit_of

FIRST, LAST = 2025, 2029
BASE = 2024


def pbo_2026() -> list[Replication]:
    """Cost per head at the middle of its assumed growth, without the co-payment, times beneficiaries growing
    evenly to 680,000.
    """
    index = health_cost_index({**central_values(), "costs.ifhp_copayment": 0.0})
    base = published_cost_per_head()[BASE]
    persons = printed("pbo.2026.ifhp_beneficiaries.fy2024_25")
    last = printed("pbo.2026.ifhp_beneficiaries.fy2029_30")
    found = []
    for year in range(FIRST, LAST + 1):
        figure = f"pbo.2026.ifhp_projection.fy{year}_{(year + 1) % 100:02d}"
        people = persons * (last / persons) ** ((year - BASE) / (LAST - BASE))
        published = printed(figure)
        found.append(
            Replication(
                figure=figure,
                published=published,
                ours=base * index(year) * people / 1e6,
                tolerance=0.05 * published,
                kind="model",
                unit=unit_of(figure),
                inputs={
                    "pbo.2026.ifhp_actual.fy2024_25": "published",
                    "pbo.2026.ifhp_beneficiaries.fy2024_25": "published",
                    "pbo.2026.ifhp_beneficiaries.fy2029_30": "published",
                    "costs.ifhp_growth": "inferred",
                },
                why=remark("health_path"),
            )
        )
    return found
