"""SQL over the facts reads the tables and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from openasylum import facts
from openasylum.errors import UserError


def test_the_answer_is_that_of_the_table() -> None:
    frame, cut = facts.sql(
        "select sum(value) total from rad_by_country_2017_2023 where measure = 'filed' and country != 'Total'"
    )
    table = facts.table("rad_by_country_2017_2023")
    same = table.filter((table["measure"] == "filed") & (table["country"] != "Total"))["value"].sum()
    assert frame["total"].to_list() == [same] and not cut


def test_rows_are_cut_at_the_limit() -> None:
    frame, cut = facts.sql("select * from figures", limit=7)
    assert frame.height == 7 and cut


def test_columns_of_the_same_name_do_not_clash() -> None:
    frame, _ = facts.sql("select 1 a, 2 a, 3 a")
    assert frame.row(0) == (1, 2, 3)


def test_an_overlay_is_asked_too(tmp_path: Path) -> None:
    text = "period,geography,claim_office_type,value\n2031-01,Quebec,Airport,1235\n"
    (tmp_path / "ircc_claims_by_office_type_province_monthly.csv").write_text(text)
    with facts.overlay(tmp_path):
        frame, _ = facts.sql(
            "select value from ircc_claims_by_office_type_province_monthly where period = '2031-01'"
        )
    assert frame["value"].to_list() == [1235]


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "select * from read_text('pyproject.toml')",
        "copy (select 1) to 'out.csv'",
        "create table mine as select 1",
        "drop table figures",
        "delete from figures",
        "install httpfs",
        "load httpfs",
        "attach 'other.db'",
        "set enable_external_access = true",
        "pragma database_list",
        "select 1; select 2",
        "selec 1",
        "",
        "select * from figure",
        "select nothing from figures",
        "select 1/'a'",
        "select string_agg(range::varchar, '') from range(2000000000)",
    ],
)
def test_anything_but_reading_the_tables_is_refused(
    query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError):
        facts.sql(query)
    assert not list(tmp_path.iterdir())


def test_an_unknown_table_names_the_nearest() -> None:
    with pytest.raises(UserError) as raised:
        facts.sql("select * from rcmp_interceptions")
    assert raised.value.nearest == "rcmp_interceptions_monthly_province"
