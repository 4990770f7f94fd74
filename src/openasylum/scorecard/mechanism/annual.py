"""In sample: pending, finalizations, referrals, the eligibility stock, shares of outcomes, waits, the
crossers' cohort.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from openasylum import facts
from openasylum.pipeline.answers.wait_times import DAYS_A_MONTH
from openasylum.pipeline.opening import published_stocks
from openasylum.pipeline.outcome_rates import decisions_by_origin
from openasylum.scorecard.mechanism.free_run import MERITS, OTHER, Yearly, published
from openasylum.scorecard.mechanism.scores import Score, difference, mean_error, relative

#: The years that the bars on the RPD speak of.
SCORED = range(2017, 2024)
_COHORT_DAY = date(2024, 3, 31)


def stocks_and_flows(run: Yearly) -> Iterator[Score]:
    """RPD pending and finalized (bars 2017 to 2023), referrals, and the eligibility stock from 2022."""
    by_measure: dict[str, list[Score]] = {"rpd_pending": [], "rpd_finalized": []}
    for year, referred, finalized, pending in (
        published().select("year", "referred", "finalized", "pending").iter_rows()
    ):
        barred = year in SCORED
        pairs = (
            ("rpd_pending", pending, run.stocks["rpd", year], 0.07 if barred else None),
            ("rpd_finalized", finalized, run.flow("rpd", MERITS + OTHER, year), 0.10 if barred else None),
            ("rpd_referred", referred, run.flow("rpd", ("in",), year), 0.10),
        )
        for measure, observed, modelled, tolerance in pairs:
            score = relative(measure, year, observed, modelled, tolerance)
            yield score
            if barred and measure in by_measure:
                by_measure[measure].append(score)
        waiting = published_stocks(date(year, 12, 31)).get("eligibility")
        if waiting is not None:
            yield relative("eligibility_stock", year, waiting, run.stocks["eligibility", year], 0.15)
    yield mean_error("rpd_pending_mean_absolute", by_measure["rpd_pending"], 0.03)
    yield mean_error("rpd_finalized_mean_absolute", by_measure["rpd_finalized"], 0.05)


def outcome_shares(run: Yearly) -> Iterator[Score]:
    """Accepted, rejected and other, as percent of all finalized, 2017 to 2023."""
    for row in published().filter(pl.col("year").is_in(list(SCORED))).iter_rows(named=True):
        year = row["year"]
        ours = {
            "accepted": run.flow("rpd", ("accepted",), year),
            "rejected": run.flow("rpd", ("rejected",), year),
        }
        ours["other"] = run.flow("rpd", OTHER, year)
        theirs = {name: row[name] for name in ours}
        for name in ours:
            observed, modelled = (
                100 * theirs[name] / sum(theirs.values()),
                100 * ours[name] / sum(ours.values()),
            )
            yield difference(f"share_{name}", year, observed, modelled, 2.0, "points")


def publishers_apart() -> Iterator[Score]:
    """The same shares as UNHCR publishes them beside the IRB's, 2013 to 2023: how well anyone could do, since no model
    can agree with both. No bar.
    """
    irb = facts.table("rpd_calibration_series").filter(pl.col("accepted").is_not_null())
    unhcr = decisions_by_origin().group_by("year").agg(pl.col("recognized", "rejected", "closed").sum())
    both = irb.select(
        "year", "accepted", "rejected", pl.col("abandoned_withdrawn_other").alias("other")
    ).join(
        unhcr.select(
            "year",
            pl.col("recognized").alias("their_accepted"),
            pl.col("rejected").alias("their_rejected"),
            pl.col("closed").alias("their_other"),
        ),
        on="year",
    )
    for row in both.filter(pl.col("year").is_between(2013, 2023)).sort("year").iter_rows(named=True):
        names = ("accepted", "rejected", "other")
        ours, theirs = sum(row[name] for name in names), sum(row[f"their_{name}"] for name in names)
        for name in names:
            yield difference(
                f"share_{name}_by_unhcr",
                row["year"],
                100 * row[name] / ours,
                100 * row[f"their_{name}"] / theirs,
                None,
                "points",
            )


def crossers(people: pl.DataFrame, visits: pl.DataFrame, weight: float) -> Iterator[Score]:
    """People who crossed between ports, referred by March 2024: what had become of them."""
    table = facts.table("irregular_border_crossers_period").group_by("measure").agg(pl.col("value").sum())
    published_ = dict(table.iter_rows())
    pending = facts.table("irregular_border_crossers_period").filter(
        pl.col("measure") == "pending_end_of_period"
    )
    own = (
        visits.filter(pl.col("stage").cast(pl.String) == "rpd")
        .with_columns(
            people.select("channel")[visits.filter(pl.col("stage").cast(pl.String) == "rpd")["row"]]
        )
        .filter(pl.col("channel").cast(pl.String) == "between_ports", pl.col("date_in") <= _COHORT_DAY)
    )
    left = own.filter(pl.col("date_out") <= _COHORT_DAY)["exit"].cast(pl.String)
    pairs = (
        ("referred", published_["intake"], own.height),
        ("accepted", published_["accepted"], (left == "accepted").sum()),
        ("rejected", published_["rejected"], (left == "rejected").sum()),
        ("pending", float(pending.sort("last_day")["value"][-1]), own.height - len(left)),
    )
    for name, observed, modelled in pairs:
        yield relative(f"between_ports_{name}", "2017-02..2024-03", observed, weight * float(modelled), 0.05)


def mean_wait(visits: pl.DataFrame) -> Iterator[Score]:
    """Mean months from referral to decision of those decided in 2023-24, beside what the IRB published."""
    table = facts.table("irb_capacity_waits").filter(
        pl.col("measure") == "average_wait", pl.col("period") == "FY2023-24"
    )
    decided = visits.filter(
        pl.col("stage").cast(pl.String) == "rpd",
        pl.col("exit").cast(pl.String).is_in(MERITS + OTHER),
        pl.col("date_out").is_between(date(2023, 4, 1), date(2024, 3, 31)),
    )
    days = (decided["date_out"] - decided["date_in"]).dt.total_days().to_numpy()
    yield difference(
        "rpd_mean_wait",
        "FY2023-24",
        float(table["value"][0]),
        float(days.mean() / DAYS_A_MONTH),
        3.0,
        "months",
    )
