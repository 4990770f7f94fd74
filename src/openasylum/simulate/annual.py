"""The headline measures by year, of one draw: sums of flows, year-end stocks, waits of the year, money by fiscal year."""

from __future__ import annotations

import polars as pl

from openasylum.simulate.measures import DAYS_IN_A_MONTH, decided_waits, measure_rules
from openasylum.timeline import fiscal_year_label

UNITS = {"wait_months_p50": "months", "wait_months_p90": "months", "cost_federal": "CAD", "cost_all_governments": "CAD"}

#: Headline measures in the order in which people meet them.
HEADLINE = (
    "claims_made", "returned_to_us", "ineligible_to_prra", "undetected_entries", "referred_to_rpd", "rpd_finalized",
    "rpd_accepted", "rpd_pending", "wait_months_p50", "wait_months_p90", "rad_pending", "removed", "permanent_residents",
    "cost_federal", "cost_all_governments",
)  # fmt: skip


def annual_measures(series: pl.DataFrame, visits: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Rows ``measure, period, value, unit``: calendar years for people, fiscal years ("2027-28") for money.

    A fiscal year that the horizon covers only in part is left out: its sum would not be that year's cost.
    """
    years = series["month"].dt.year().unique().sort()
    return pl.concat([_people(series), _waits(visits, years), _money(ledger, years)]).filter(
        pl.col("measure").is_in(HEADLINE)
    )


def _people(series: pl.DataFrame) -> pl.DataFrame:
    stocks = [rule.measure for rule in measure_rules() if rule.of == "stock"]
    waits = [measure for measure, unit in UNITS.items() if unit == "months"]
    by_year = (
        series.filter((pl.col("breakdown") == "total") & ~pl.col("measure").is_in(waits))
        .sort("measure", "month")
        .group_by("measure", pl.col("month").dt.year().alias("year"), maintain_order=True)
        .agg(flow=pl.col("value").sum(), stock=pl.col("value").last())
    )
    return by_year.select(
        "measure",
        pl.col("year").cast(pl.String).alias("period"),
        pl.when(pl.col("measure").is_in(stocks)).then("stock").otherwise("flow").alias("value"),
        pl.lit("persons").alias("unit"),
    )


def _waits(visits: pl.DataFrame, years: pl.Series) -> pl.DataFrame:
    return (
        decided_waits(visits)
        .group_by(pl.col("date_out").dt.year().alias("year"))
        .agg(
            wait_months_p50=pl.col("days").quantile(0.5, "linear") / DAYS_IN_A_MONTH,
            wait_months_p90=pl.col("days").quantile(0.9, "linear") / DAYS_IN_A_MONTH,
        )
        .filter(pl.col("year").is_in(years.to_list()))
        .unpivot(index="year", variable_name="measure", value_name="value")
        .select("measure", pl.col("year").cast(pl.String).alias("period"), "value", pl.lit("months").alias("unit"))
        .sort("measure", "period")
    )


def _money(ledger: pl.DataFrame, years: pl.Series) -> pl.DataFrame:
    whole = [year for year in years.to_list() if year + 1 in years]
    labels = {year: fiscal_year_label(year) for year in whole}
    totals = [
        ledger.filter(pl.col("fiscal_year").is_in(whole), chosen)
        .group_by("fiscal_year")
        .agg(pl.col("cents").sum())
        .sort("fiscal_year")
        .select(
            pl.lit(measure).alias("measure"),
            pl.col("fiscal_year").replace_strict(labels, return_dtype=pl.String).alias("period"),
            (pl.col("cents") / 100).alias("value"),
            pl.lit("CAD").alias("unit"),
        )
        for measure, chosen in (
            ("cost_federal", pl.col("scope") == "pbo"),
            ("cost_all_governments", pl.lit(True)),
        )
    ]
    return pl.concat(totals)
