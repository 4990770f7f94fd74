"""The replay keeps what was published: RCMP interceptions exactly, claims within 1 %, persons returned as
reported.
"""

from __future__ import annotations

import polars as pl
import pytest

from openasylum import law
from openasylum.arrivals import history_series, replay
from openasylum.errors import UserError
from openasylum.scenario.assumptions import central_values

# RCMP interceptions between ports a year: IRCC, "Asylum claims by year" 2017, 2018, 2022; CP, 2020 (for
# 2019).
INTERCEPTIONS = {2017: 20593, 2018: 19419, 2019: 16503, 2022: 39540}
# Of 2021 only Quebec's total is published; of 2020 January to March, April and May.
QUEBEC_2021 = 4095
# IRCC open data, asylum claimants, all office types (printed total of the year).
CLAIMS = {
    2015: 16040,
    2016: 23835,
    2017: 50360,
    2018: 55015,
    2019: 64010,
    2020: 23680,
    2021: 24870,
    2022: 91645,
    2023: 143310,
    2024: 171835,
}


@pytest.fixture(scope="module")
def series() -> pl.DataFrame:
    return history_series().with_columns(year=pl.col("month").dt.year())


@pytest.mark.parametrize("year", INTERCEPTIONS)
def test_interceptions_of_a_year_are_exact(series: pl.DataFrame, year: int) -> None:
    found = series.filter(pl.col("channel") == "between_ports", pl.col("year") == year)
    assert found["claims"].sum() == INTERCEPTIONS[year]


def test_printed_months_of_2020_and_quebec_of_2021_are_exact(series: pl.DataFrame) -> None:
    crossed = series.filter(pl.col("channel") == "between_ports")
    by_month = dict(crossed.group_by("month").agg(pl.col("claims").sum()).iter_rows())
    months = {(day.year, day.month): count for day, count in by_month.items()}
    assert months[2020, 1] + months[2020, 2] + months[2020, 3] == 3035
    assert (months[2020, 3], months[2020, 4], months[2020, 5]) == (955, 6, 21)
    assert (months[2019, 3], months[2019, 7], months[2019, 8]) == (1002, 1874, 1762)
    quebec = crossed.filter(pl.col("province") == "QC", pl.col("year") == 2021)
    assert quebec["claims"].sum() == QUEBEC_2021


def test_printed_months_by_province_are_exact(series: pl.DataFrame) -> None:
    august = series.filter(pl.col("channel") == "between_ports", pl.col("month") == pl.date(2017, 8, 1))
    assert dict(august.filter(pl.col("claims") > 0).select("province", "claims").iter_rows()) == {
        "QC": 5530,
        "BC": 102,
        "MB": 80,
    }


@pytest.mark.parametrize("year", CLAIMS)
def test_claims_of_a_year_are_within_one_per_cent_of_the_printed_total(
    series: pl.DataFrame, year: int
) -> None:
    assert series.filter(pl.col("year") == year)["claims"].sum() == pytest.approx(CLAIMS[year], rel=0.01)


def test_the_coding_break_leaves_no_step_in_quebec(series: pl.DataFrame) -> None:
    """Between-port claims moved from *Inland* to *Border* in March 2018; neither ports nor inland may jump
    with them.
    """
    quebec = series.filter(
        pl.col("province") == "QC", pl.col("month").is_between(pl.date(2017, 9, 1), pl.date(2018, 8, 1))
    )
    by_side = quebec.with_columns(after=pl.col("month") >= pl.date(2018, 3, 1)).group_by("channel", "after")
    means = {(c, a): n for c, a, n in by_side.agg(pl.col("claims").mean()).iter_rows()}
    assert means["inland", True] == pytest.approx(means["inland", False], rel=0.35)
    assert means["land_port", True] < 150 and means["land_port", False] < 150


def test_clandestine_claims_of_2023_are_those_that_cbsa_counted(series: pl.DataFrame) -> None:
    hidden = series.filter(
        pl.col("channel") == "undetected",
        pl.col("month").is_between(pl.date(2023, 4, 1), pl.date(2023, 9, 1)),
    )
    assert hidden["claims"].sum() == 1921


def test_replay_is_the_history_person_by_person() -> None:
    people = replay(central_values(), seed=1, draw=0, first_year=2017, last_year=2019)
    assert people["person"].n_unique() == people.height
    counts = (
        people.group_by(pl.col("claim_date").dt.truncate("1mo").alias("month"), "channel", "province")
        .len("persons")
        .join(history_series(), on=["month", "channel", "province"], how="right")
        .filter(pl.col("month").dt.year().is_between(2017, 2019))
    )
    assert (counts["persons"].fill_null(0).cast(pl.Int64) == counts["claims"]).all()


def test_counts_are_the_same_in_every_draw_and_facts_keyed() -> None:
    values = central_values()
    one = replay(values, 1, 0, 2018, 2018)
    again = replay(values, 1, 0, 2018, 2018)
    other = replay(values, 1, 7, 2018, 2018)
    assert one.equals(again)
    assert one["person"].equals(other["person"])
    assert not one["claim_date"].equals(other["claim_date"])


# Order Paper: turned back at land ports under the Agreement.
@pytest.mark.parametrize(("year", "returned"), [(2016, 742), (2017, 1992), (2018, 744), (2019, 663)])
def test_the_law_returns_as_many_as_were_turned_back(year: int, returned: int) -> None:
    """Facts are drawn so that the published number is met on average: four standard deviations of a
    binomial.
    """
    people = replay(central_values(), seed=3, draw=0, first_year=year, last_year=year)
    ports = people.filter(pl.col("channel") == "land_port")
    pathways = law.decide(law.fill_known(ports))["pathway"].cast(pl.String)
    tolerance = 4 * (returned * (1 - returned / ports.height)) ** 0.5
    # U.S. citizens among the claimants are outside the Agreement.
    citizens = ports.filter(pl.col("us_national")).height
    assert (pathways == "returned_to_us").sum() == pytest.approx(returned, abs=tolerance + 0.3 * citizens)


def test_years_outside_the_series_are_refused() -> None:
    with pytest.raises(UserError, match="2015 to 2024"):
        replay(central_values(), 1, 0, 2014, 2016)
