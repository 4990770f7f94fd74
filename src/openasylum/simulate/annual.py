"""The headline measures by year, of one draw: sums of flows, year-end stocks, waits of the year, money by fiscal year."""

from __future__ import annotations

import polars as pl

from openasylum.simulate.measures import measure_rules
from openasylum.simulate.waits import QUANTILES, wait_quantiles
from openasylum.timeline import fiscal_year_label

#: Headline measures in the order in which people meet them.
HEADLINE = (
    "claims_made", "returned_to_us", "ineligible_to_prra", "undetected_entries", "referred_to_rpd", "rpd_finalized",
    "rpd_accepted", "rpd_pending", "wait_months_p50", "wait_months_p90", "rad_pending", "removed", "permanent_residents",
    "cost_federal", "cost_all_governments",
)  # fmt: skip

#: What each money measure adds up: the federal measure leaves taxes out, the other nets them off (they are negative rows).
MONEY = {
    "cost_federal": (pl.col("payer") == "canada") & (pl.col("cents") > 0),
    "cost_all_governments": pl.lit(True),
}


def annual_measures(series: pl.DataFrame, visits: pl.DataFrame, ledger: pl.DataFrame) -> pl.DataFrame:
    """Rows ``measure, period, value, unit``: calendar years for people, fiscal years ("2027-28") for money."""
    years = series["month"].dt.year().unique().sort().to_list()
    found = pl.concat([_people(series), _waits(visits, years), _money(ledger)])
    return found.filter(pl.col("measure").is_in(HEADLINE))


def _people(series: pl.DataFrame) -> pl.DataFrame:
    stocks = [rule.measure for rule in measure_rules() if rule.of == "stock"]
    by_year = (
        series.filter((pl.col("breakdown") == "total") & ~pl.col("measure").is_in(QUANTILES.keys()))
        .group_by("measure", pl.col("month").dt.year().cast(pl.String).alias("period"), maintain_order=True)
        .agg(flow=pl.col("value").sum(), stock=pl.col("value").last())
    )
    value = pl.when(pl.col("measure").is_in(stocks)).then("stock").otherwise("flow")
    return by_year.select("measure", "period", value.alias("value"), pl.lit("persons").alias("unit"))


def _waits(visits: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    by_year = wait_quantiles(visits, pl.col("date_out").dt.year())
    return by_year.filter(pl.col("period").is_in(years)).select(
        "measure", pl.col("period").cast(pl.String), "value", pl.lit("months").alias("unit")
    )


def _money(ledger: pl.DataFrame) -> pl.DataFrame:
    labels = {year: fiscal_year_label(year) for year in ledger["fiscal_year"].unique()}
    return pl.concat(
        ledger.filter(chosen)
        .group_by("fiscal_year")
        .agg(pl.col("cents").sum())
        .sort("fiscal_year")
        .select(
            pl.lit(measure).alias("measure"),
            pl.col("fiscal_year").replace_strict(labels, return_dtype=pl.String).alias("period"),
            (pl.col("cents") / 100).alias("value"),
            pl.lit("CAD").alias("unit"),
        )
        for measure, chosen in MONEY.items()
    )
