"""Replications that are arithmetic on what the same source published: they prove how its figures hang
together, and no more.
"""

from __future__ import annotations

from openasylum.scorecard.replication.result import Replication, printed, remark, unit_of

COHORTS = ("2017_18", "2018_19", "2019_20")


def _identity(
    figure: str, ours: float, tolerance: float, *inputs: str, why: dict[str, str] | None = None
) -> Replication:
    return Replication(
        figure=figure,
        published=printed(figure),
        ours=ours,
        tolerance=tolerance,
        kind="identity",
        unit=unit_of(figure),
        inputs=dict.fromkeys(inputs, "published"),
        why=why or remark("same_source"),
    )


def pbo_2018() -> list[Replication]:
    """Averages from totals, totals from averages, health cost from averages beyond the constant rest."""
    persons, lowest = printed("pbo.2018.cohort_size"), printed("pbo.2018.lowest_path.fy2017_18")
    highest, first = printed("pbo.2018.highest_path.fy2017_18"), printed("pbo.2018.average_cost.fy2017_18")
    rest = (
        (printed("pbo.2018.total_cost.fy2017_18") - printed("pbo.2018.ifhp_cost.fy2017_18")) * 1e6 / persons
    )
    found = []
    for cohort in COHORTS:
        average, total, health = (
            f"pbo.2018.{part}.fy{cohort}" for part in ("average_cost", "total_cost", "ifhp_cost")
        )
        of_parts = rest + printed(health) * 1e6 / persons
        found += [
            _identity(average, of_parts, 1, health, "pbo.2018.total_cost.fy2017_18", "pbo.2018.cohort_size"),
            _identity(total, printed(average) * persons / 1e6, 0.05, average, "pbo.2018.cohort_size"),
            _identity(
                health, (printed(average) - rest) * persons / 1e6, 0.05, average, "pbo.2018.cohort_size"
            ),
        ]
    place = _identity(
        "pbo.2018.average_cost.fy2017_18",
        100 * (first - lowest) / (highest - lowest),
        0.05,
        "pbo.2018.average_cost.fy2017_18",
        "pbo.2018.lowest_path.fy2017_18",
        "pbo.2018.highest_path.fy2017_18",
    )
    return [
        *found,
        Replication(
            **{**vars(place), "published": 18.5, "unit": "percent", "label": remark("label_mean_place")}
        ),
    ]


def housing_2024() -> list[Replication]:
    """Hotels and housing transfers add up to what a Senate committee was told."""
    parts = ("ircc.hotels.cost.fy2023_24", "ircc.ihap.envelope.fy2023_24")
    return [_identity("federal.hotels_and_ihap.fy2023_24", sum(printed(part) for part in parts), 0.5, *parts)]


def irb_marginal_cost() -> list[Replication]:
    """What a claim and an appeal cost in the temporary money of 2020-21: its share over the capacity that it
    added.
    """
    found = []
    for division, figure in (("rpd", "irb.marginal_cost.rpd_claim"), ("rad", "irb.marginal_cost.rad_appeal")):
        share, money = f"irb.funding.temporary_share.{division}", "irb.funding.temporary.fy2020_21"
        raised, base = f"irb.capacity.{division}.fy2020_21", f"irb.capacity.{division}.fy2017_18"
        ours = printed(share) * printed(money) * 1e6 / (printed(raised) - printed(base))
        found.append(_identity(figure, ours, 1, share, money, raised, base))
    return found


def refused_claimant_2010() -> list[Replication]:
    """The parts of the 2010 costing from its own rates over 50 months, and their sum."""
    months, parts = printed("cic.2010.months"), "cic.2010.refused_claimant"
    aid = printed("cic.2010.aid_month") * printed("cic.2010.share_on_aid") * months
    school = printed("cic.2010.pupil_year") * printed("cic.2010.share_school_age") * months / 12
    health = printed("cic.2010.health_month") * months
    given = printed(f"{parts}.process") + printed(f"{parts}.other")
    return [
        _identity(
            f"{parts}.social_assistance",
            aid,
            1,
            "cic.2010.aid_month",
            "cic.2010.share_on_aid",
            "cic.2010.months",
        ),
        _identity(
            f"{parts}.school",
            school,
            1,
            "cic.2010.pupil_year",
            "cic.2010.share_school_age",
            "cic.2010.months",
        ),
        _identity(f"{parts}.health", health, 1, "cic.2010.health_month", "cic.2010.months"),
        _identity(
            f"{parts}.total",
            aid + school + health + given,
            1,
            f"{parts}.process",
            f"{parts}.other",
            "cic.2010.months",
            why=remark("not_itemised"),
        ),
    ]


def uk_2023() -> list[Replication]:
    """The share to deter at which relocating the others costs no more than doing nothing: 1 - avoided /
    relocation.
    """
    relocation = "uk.2023.relocation_cost"
    return [
        _identity(figure, 1 - printed(avoided) / printed(relocation), 0.005, relocation, avoided)
        for figure, avoided in (
            ("uk.2023.break_even", "uk.2023.cost_avoided"),
            ("uk.2023.break_even_rising", "uk.2023.cost_avoided_rising"),
        )
    ]
