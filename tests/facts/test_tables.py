"""The tables hold what was published, as intervals, and tell what was known when."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openasylum import facts
from openasylum.errors import UserError

OFFICES = "ircc_claims_by_office_type_province_monthly"
RCMP = "rcmp_interceptions_monthly_province"


@pytest.mark.parametrize(("year", "published"), [("2018", 19_419), ("2022", 39_540)])
def test_rcmp_interceptions_by_month_and_province_sum_to_the_published_year(
    year: str, published: int
) -> None:
    """Yearly totals that the RCMP and IRCC printed; provinces by month are exact counts of the department's
    page.
    """
    monthly = facts.monthly(RCMP, level="province").filter(pl.col("month").dt.year() == int(year))
    assert monthly.filter(pl.col("source").str.contains("ircc"))["value"].sum() == published


def test_rcmp_interceptions_of_2017_sum_with_the_yearly_residual_of_two_provinces() -> None:
    """20,593 (Global News, 18 October 2018): British Columbia and Alberta are known as a yearly residual
    only.
    """
    monthly = facts.monthly(RCMP, level="province").filter(pl.col("month").dt.year() == 2017)
    residual = facts.table(RCMP).filter(
        (pl.col("period") == "2017") & pl.col("geography").str.contains("residual")
    )
    of_ircc = monthly.filter(pl.col("source").str.contains("ircc"))
    assert of_ircc["value"].sum() + residual["value"].item() == 20_593


@pytest.mark.parametrize(("month", "published"), [("2017-08", 5_712), ("2018-04", 2_560)])
def test_rcmp_peaks(month: str, published: int) -> None:
    """The two peaks as the press printed them at the time (August 2017, April 2018)."""
    canada = facts.table(RCMP).filter((pl.col("period") == month) & (pl.col("geography") == "Canada"))
    assert published in canada["value"].to_list()


def test_office_counts_by_province_bracket_the_printed_canada_total() -> None:
    """Rounded and withheld cells: the sum of the lows cannot exceed what the printed total can stand for, nor
    the highs fall short.
    """
    offices = ["Airport", "Border", "Inland", "Other offices"]
    monthly = facts.table(OFFICES).filter(pl.col("grain") == "month")
    cells = monthly.filter((pl.col("level") == "province") & pl.col("claim_office_type").is_in(offices))
    summed = cells.group_by("period").agg(pl.col("low").sum(), pl.col("high").sum())
    printed = monthly.filter((pl.col("level") == "country") & (pl.col("claim_office_type") == "Total"))
    both = summed.join(printed.select("period", total_low="low", total_high="high"), on="period")
    assert both.height == 120
    missed = both.filter((pl.col("low") > pl.col("total_high")) | (pl.col("high") < pl.col("total_low")))
    assert missed.height == 0, missed


def test_the_midpoint_of_withheld_cells_does_not_bias_the_sum() -> None:
    """With 2.5 for each of 581 withheld cells, ten years of cells add up to the printed totals."""
    monthly = facts.table(OFFICES).filter(pl.col("grain") == "month")
    cells = monthly.filter((pl.col("level") == "province") & ~pl.col("total"))["value"].sum()
    printed = monthly.filter((pl.col("level") == "country") & pl.col("total"))["value"].sum()
    assert cells == pytest.approx(printed, rel=5e-4)


def test_claims_of_2024_are_those_that_ircc_printed() -> None:
    """171,835 (IRCC open data, sum of offices, 2024)."""
    frame = facts.table(OFFICES).filter(
        (pl.col("period") == "2024") & pl.col("total") & (pl.col("level") == "country")
    )
    assert frame["value"].to_list() == [171_835]


def test_a_question_of_2020_never_sees_what_came_later() -> None:
    day = date(2020, 1, 1)
    for name in facts.table_names():
        frame = (
            facts.table(name, as_published_before=day) if "published" in facts.table(name).columns else None
        )
        if frame is None or not frame.height:
            continue
        assert frame["published"].max() < day, name
        if "last_day" in frame.columns and not facts.describe(name).get("forecast"):
            assert frame.filter(pl.col("grain") != "undated")["first_day"].max() < day, name


def test_a_month_is_known_only_after_it_has_ended() -> None:
    """Series dated by rule: the figure of a period is public after the period's last day."""
    by_rule = facts.table("sources").filter(pl.col("publication_rule").is_not_null())["id"]
    for name in facts.table_names():
        frame = facts.table(name)
        if {"last_day", "published", "source"} <= set(frame.columns):
            rows = frame.filter(pl.col("source").is_in(by_rule.to_list()) & pl.col("last_day").is_not_null())
            assert (rows["published"] > rows["last_day"]).all(), name


def test_no_observation_was_published_before_its_period_began() -> None:
    for name in facts.table_names():
        frame = facts.table(name)
        if {"first_day", "published"} <= set(frame.columns) and not facts.describe(name).get("forecast"):
            early = frame.filter(pl.col("published") < pl.col("first_day"))
            assert early.height == 0, (name, early.select("first_day", "published", "source").head(3))


def test_what_was_known_on_a_day_grows_with_the_day() -> None:
    before = facts.monthly(OFFICES, as_published_before=date(2019, 7, 1))
    assert before["month"].max() == date(2019, 3, 1)  # April's figures take three months and more
    after = facts.monthly(OFFICES, as_published_before=date(2019, 9, 1))
    assert after["month"].max() == date(2019, 5, 1)


def test_withheld_cells_are_intervals_and_never_nothing() -> None:
    withheld = facts.table(OFFICES).filter("suppressed")
    assert withheld.height > 100
    assert withheld.select("low", "high", "value").unique().rows() == [(0, 5, 2.5)]


def test_a_printed_ten_stands_for_eight_to_twelve() -> None:
    ten = facts.table(OFFICES).filter((pl.col("value") == 10) & ~pl.col("suppressed"))
    assert ten.select("low", "high").unique().rows() == [(8, 12)]


def test_intervals_hold_the_value_everywhere() -> None:
    for name in facts.table_names():
        frame = facts.table(name)
        if {"low", "high", "value", "suppressed"} <= set(frame.columns):
            outside = frame.filter((pl.col("low") > pl.col("value")) | (pl.col("high") < pl.col("value")))
            assert outside.height == 0, name


def test_monthly_leaves_out_years_and_totals() -> None:
    frame = facts.monthly(OFFICES, level="province")
    assert frame["grain"].unique().to_list() == ["month"]
    assert "Total" not in frame["claim_office_type"].unique().to_list()
    assert frame.select("month", "province", "claim_office_type").is_duplicated().sum() == 0


def test_of_several_prints_the_last_before_the_day_is_kept() -> None:
    """RPD pending, April 2019: "74,000" in the press of May, 74,697 in the report of the IRB itself."""
    pending = (
        (pl.col("period") == "2019-04")
        & (pl.col("measure") == "pending_end_of_period")
        & (pl.col("division_or_agency") == "RPD")
    )
    assert facts.table("rpd_rad_monthly").filter(pending).height == 2
    assert facts.last_print("rpd_rad_monthly").filter(pending)["value"].to_list() == [74_697]
    in_june = facts.last_print("rpd_rad_monthly", as_published_before=date(2019, 6, 1))
    assert in_june.filter(pending)["value"].to_list() == [74_000]


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(UserError) as raised:
        facts.table("rcmp_interception_monthly_provinces")
    assert raised.value.nearest == RCMP


def test_the_vintage_is_the_newest_month_of_claims() -> None:
    assert facts.data_vintage().startswith("2024-12+")
