"""Replications by the ledger itself: one person is taken along a path, and every step and day is booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl

from openasylum import costs, facts
from openasylum.costs.published import COSTING_2018
from openasylum.costs.units import lines_of_2018
from openasylum.scenario import central_values, draw_values
from openasylum.scorecard.replication.result import Replication, Standing, printed, remark, unit_of

Step = tuple[str, float, str]

#: The two paths between which the Parliamentary Budget Officer's mean lies, by the figure published for each.
ENDS_OF_2018 = ("pbo.2018.lowest_path.fy2017_18", "pbo.2018.highest_path.fy2017_18")

#: A path ends long before this day.
HORIZON = date(2060, 3, 31)


def book_path(
    steps: Sequence[Step],
    values: Mapping[str, float | str],
    *,
    claimed: date,
    channel: str,
    dollars_of: str,
    lines: Sequence[costs.CostLine] | None = None,
) -> pl.DataFrame:
    """The whole-of-claim ledger of one person who takes ``steps`` (stage, days, exit), in dollars of a fiscal
    year.
    """
    rows, day = [], float((claimed - date(1970, 1, 1)).days)
    for stage, days, way in steps:
        rows.append((0, stage, round(day), round(day + days), way))
        day += days
    schema = {
        "row": pl.UInt32,
        "stage": pl.String,
        "date_in": pl.Int32,
        "date_out": pl.Int32,
        "exit": pl.String,
    }
    visits = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.col("date_in", "date_out").cast(pl.Date)
    )
    people = pl.DataFrame({"enter_date": [claimed], "channel": [channel]})
    return costs.book_by_cohort(visits, people, values, until=HORIZON, dollars_of=dollars_of, lines=lines)


def accepted(days: float) -> list[Step]:
    """Accepted at the first hearing, ``days`` after the claim."""
    return [("eligibility", 3, "referred"), ("rpd", days - 3, "accepted")]


def refused(first: float, longest: float) -> list[Step]:
    """Refused after ``first`` days, every recourse used, removed after ``longest``."""
    rest = (longest - first) / 4
    recourse = [
        ("rad", "dismissed"),
        ("federal_court_leave", "leave_granted"),
        ("federal_court_hearing", "dismissed"),
    ]
    return [
        ("eligibility", 3, "referred"),
        ("rpd", first - 3, "rejected"),
        *((stage, rest, way) for stage, way in recourse),
        ("removal", rest, "removed"),
    ]


def _dollars(ledger: pl.DataFrame, scope: str) -> float:
    return int(costs.in_scope(ledger, scope)["cents"].sum()) / 100


def ledgers_of_2018() -> dict[str, pl.DataFrame]:
    """Cheapest and dearest path of 2017-18 as booked, by the published figure; every assumption at its middle."""
    values = central_values()
    first, longest = (float(values[f"costs.{name}_2018"]) * 365.25 for name in ("first_wait", "longest_wait"))
    return {
        figure: book_path(
            steps,
            values,
            claimed=date(2017, 4, 1),
            channel="between_ports",
            dollars_of="2017-18",
            lines=lines_of_2018(),
        )
        for figure, steps in zip(ENDS_OF_2018, (accepted(first), refused(first, longest)), strict=True)
    }


def pbo_2018() -> list[Replication]:
    """Cheapest and dearest path of 2017-18 through the ledger, at the middle of every assumption."""
    why = remark("ledger_path")
    inputs: dict[str, Standing] = {
        "costs.first_wait_2018": "inferred",
        "costs.longest_wait_2018": "inferred",
        "costs.ifhp_claimant_year": "inferred",
        "costs.rpd_claim": "calibrated",
        "costs.rad_appeal": "calibrated",
        "costs.removal_2018": "calibrated",
    }
    return [
        Replication(
            figure, printed(figure), _dollars(ledger, "pbo"), 1, "model", unit_of(figure), inputs, why
        )
        for figure, ledger in ledgers_of_2018().items()
    ]


#: Measured mean wait for a decision in 2023-24, and the longest path then, in months
#: (docs/explanation/costs.md).
FIRST_WAIT_2024, LONGEST_2024 = 14.0, 70.0


#: Draws of the assumptions for the range of a figure that rests on them.
DRAWS = 60


def _paths_of_2024(values: Mapping[str, float | str]) -> tuple[float, float, float]:
    """Cheapest path, dearest path and mean of visa-exempt claimants in dollars of 2024-25."""
    month, lines = 365.25 / 12, lines_of_2018()
    lowest, highest = (
        _dollars(
            book_path(
                steps, values, claimed=date(2024, 4, 1), channel="airport", dollars_of="2024-25", lines=lines
            ),
            "pbo",
        )
        for steps in (
            accepted(FIRST_WAIT_2024 * month),
            refused(FIRST_WAIT_2024 * month, LONGEST_2024 * month),
        )
    )
    cheapest, dearest = COSTING_2018.lowest, COSTING_2018.highest
    place = (COSTING_2018.average("2017_18") - cheapest) / (dearest - cheapest)
    return lowest, highest, lowest + place * (highest - lowest)


def pbo_2024() -> list[Replication]:
    """The study of visa-exempt claimants: the paths of 2018 in 2024 dollars and waits, without interception, and their mean; the range
    is over draws of the cost assumptions.
    """
    drawn = [_paths_of_2024(draw_values(1, draw)) for draw in range(DRAWS)]
    inputs: dict[str, Standing] = {
        "costs.first_instance_level": "calibrated",
        "costs.after_refusal_level": "calibrated",
        "costs.ifhp_claimant_year": "inferred",
        "waits_2024": "assumed",
    }
    ends = facts.figure("pbo.2024.path_range")
    study: list[tuple[str, float, dict[str, str]]] = [
        ("pbo.2024.path_range", float(ends.low or 0), remark("label_cheapest_2024")),
        ("pbo.2024.path_range", float(ends.high or 0), remark("label_dearest_2024")),
        ("pbo.2024.average_cost", printed("pbo.2024.average_cost"), {}),
    ]
    return [
        Replication(
            figure=figure,
            published=published,
            ours=ours,
            tolerance=0.1 * published,
            kind="model",
            unit="CAD/person",
            inputs=inputs,
            why=remark("carried_to_2024"),
            low=float(np.quantile(spread, 0.05)),
            high=float(np.quantile(spread, 0.95)),
            label=label,
        )
        for (figure, published, label), ours, spread in zip(
            study, _paths_of_2024(central_values()), zip(*drawn, strict=True), strict=True
        )
    ]


def refused_claimant_2010() -> list[Replication]:
    """The parts of the 2010 costing that run by the day, booked day by day over its 50 months with its own
    rates.
    """
    months = printed("cic.2010.months")
    values: dict[str, float | str] = {
        **central_values(),
        "costs.assistance_share_year_1": printed("cic.2010.share_on_aid"),
        "costs.assistance_share_year_4": printed("cic.2010.share_on_aid") * (1 - 1e-9),
        "costs.assistance_month": printed("cic.2010.aid_month"),
        "costs.school_age_share": printed("cic.2010.share_school_age"),
        "costs.pupil_year": printed("cic.2010.pupil_year"),
        "costs.ifhp_claimant_year": printed("cic.2010.health_month") * 12,
    }
    held = {
        "price_year": "2017-18",
        "escalation": "consumer_prices",
    }  # the rates as they are, moved by nothing
    own = [
        line.model_copy(update=held)
        for line in costs.cost_lines()
        if line.organisation in ("social_assistance", "schools", "ifhp")
    ]
    days = months * 365.25 / 12
    ledger = book_path(
        refused(days / 3, days),
        values,
        claimed=date(2017, 4, 1),
        channel="inland",
        dollars_of="2017-18",
        lines=own,
    )
    given = printed("cic.2010.refused_claimant.process") + printed("cic.2010.refused_claimant.other")
    figure = "cic.2010.refused_claimant.total"
    inputs: dict[str, Standing] = {
        "cic.2010.aid_month": "published",
        "cic.2010.pupil_year": "published",
        "cic.2010.health_month": "published",
        "cic.2010.refused_claimant.process": "published",
        "cic.2010.refused_claimant.other": "published",
    }
    why = remark("day_by_day")
    ours = _dollars(ledger, "full") + given
    return [Replication(figure, printed(figure), ours, 20, "mechanistic", unit_of(figure), inputs, why)]
