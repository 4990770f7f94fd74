"""Words find tables and figures in both languages; every country that a table names has its group."""

from __future__ import annotations

import polars as pl
import pytest

from openasylum import facts
from openasylum.facts.origins import declared_origins
from openasylum.vocabulary import ORIGIN_GROUPS


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("rcmp interceptions", "rcmp_interceptions_monthly_province"),
        ("interceptions grc province", "rcmp_interceptions_monthly_province"),
        ("GRC INTERCEPTION COUT", "rcmp.cost_per_interception"),
        ("ifhp 2017-18 spending", "ircc.ifhp.spending.fy2017_18"),
        ("santé intérimaire dépenses 2017-18", "ircc.ifhp.spending.fy2017_18"),
        ("sante interimaire depenses 2017-18", "ircc.ifhp.spending.fy2017_18"),
        ("A09a", "pbo.2018.total_cost_band.fy2018_19"),
        ("claim_office_type", "ircc_claims_by_office_type_province_monthly.claim_office_type"),
        ("lacolle", "lacolle_roxham_claims"),
    ],
)
def test_words_find_what_they_name(words: str, name: str) -> None:
    assert name in [hit.name for hit in facts.search(words)]


def test_every_hit_can_be_shown() -> None:
    for hit in facts.search("a"):
        facts.find(hit.name)


@pytest.mark.parametrize("words", ["", "   ", "zzzq", "rcmp zzzq"])
def test_nothing_is_found_where_nothing_is(words: str) -> None:
    assert facts.search(words) == []


COUNTRY_COLUMNS = ("origin", "coo_name", "citizenship", "nationality", "country", "origin_iso3", "coo_iso")


def test_every_country_of_every_table_has_a_group_or_is_declared_to_be_none() -> None:
    none = {name.casefold().strip() for name in declared_origins().no_country}
    for table in facts.table_names():
        frame = facts.table(table)
        for column in COUNTRY_COLUMNS:
            if column not in frame.columns or table == "origin_groups":
                continue
            names = frame[column].drop_nulls().unique().to_list()
            found = facts.origin_group_of(names)
            left = [
                row["name"]
                for row in found.iter_rows(named=True)
                if row["origin"] is None and row["name"].casefold().strip() not in {*none, "", "unk", "xxa"}
            ]
            assert not left, (table, column, left)


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("Haiti", "haiti"),
        ("HAITI", "haiti"),
        ("MEX", "mexico"),
        ("Türkiye", "middle_east_north_africa"),
        ("Turkiye", "middle_east_north_africa"),
        ("DR Congo", "sub_saharan_africa"),
        ("Dem. Rep. of the Congo", "sub_saharan_africa"),
        ("Afghanistan", "south_asia"),
        ("China, People's Republic", "east_asia_pacific"),
        ("Ukraine", "europe_central_asia"),
        ("Venezuela (Bolivarian Republic of)", "other_americas"),
        ("Total", None),
        ("Unknown", None),
    ],
)
def test_groups(name: str, group: str | None) -> None:
    assert facts.origin_group_of([name])["origin"].to_list() == [group]


def test_a_name_has_one_group_whatever_its_capitals() -> None:
    table = facts.table("origin_groups").with_columns(pl.col("name").str.to_lowercase())
    assert table.group_by("name").agg(pl.col("origin").n_unique())["origin"].max() == 1
    assert set(table["origin"]) == set(ORIGIN_GROUPS)


def test_the_frame_keeps_the_names_as_given_and_their_order() -> None:
    names = ["Total", "haiti", "Haiti", "Nowhere"]
    assert facts.origin_group_of(names)["name"].to_list() == names
