"""Newer tables laid over the shipped ones, and every fault of theirs told in one sentence with its place."""

from __future__ import annotations

import contextvars
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from openasylum import facts
from openasylum.errors import UserError

OFFICES = "ircc_claims_by_office_type_province_monthly"
HEAD = "period,geography,claim_office_type,value\n"


def write(folder: Path, text: str, name: str = OFFICES) -> Path:
    """A directory with one table."""
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_new_rows_are_added_and_rows_with_the_same_key_replaced(tmp_path: Path) -> None:
    shipped = facts.table(OFFICES)
    text = HEAD + "2025-01,Quebec,Airport,1235\n2024-12,Quebec,Airport,995\n"
    with facts.overlay(write(tmp_path, text)):
        laid = facts.table(OFFICES)
        new = laid.filter(pl.col("period").is_in(["2025-01", "2024-12"]) & (pl.col("source") == "overlay"))
    assert laid.height == shipped.height + 1
    assert laid.schema == shipped.schema
    assert new.sort("period").select("value", "low", "high", "province", "grain").rows() == [
        (995, 993, 997, "QC", "month"),
        (1235, 1233, 1237, "QC", "month"),
    ]
    assert facts.table(OFFICES).equals(shipped)


@pytest.mark.parametrize("printed", ["", "--"])
def test_an_empty_cell_is_withheld_as_in_the_shipped_table(tmp_path: Path, printed: str) -> None:
    with facts.overlay(write(tmp_path, HEAD + f"2025-01,Nunavut,Inland,{printed}\n")):
        row = facts.table(OFFICES).filter(pl.col("period") == "2025-01")
    assert row.select("value", "low", "high", "suppressed").rows() == [(2.5, 0, 5, True)]


def test_new_figures_are_dated_as_the_series_is(tmp_path: Path) -> None:
    text = HEAD.strip() + ",published\n2025-01,Quebec,Airport,1235,\n2025-02,Quebec,Airport,1235,2025-03-20\n"
    with facts.overlay(write(tmp_path, text)):
        published = (
            facts.table(OFFICES).filter(pl.col("source") == "overlay").sort("period")["published"].to_list()
        )
        known = facts.table(OFFICES, as_published_before=date(2025, 4, 1))
    assert published == [date(2025, 4, 30), date(2025, 3, 20)]
    assert "2025-02" in known["period"].to_list() and "2025-01" not in known["period"].to_list()


def test_the_vintage_tells_that_there_is_an_overlay(tmp_path: Path) -> None:
    shipped = facts.data_vintage()
    with facts.overlay(write(tmp_path, HEAD + "2025-01,Quebec,Airport,1235\n")):
        laid = facts.data_vintage()
    assert laid.startswith("2025-01+") and laid != shipped
    (tmp_path / f"{OFFICES}.csv").write_text(HEAD + "2025-01,Quebec,Airport,1240\n", encoding="utf-8")
    with facts.overlay(tmp_path):
        assert facts.data_vintage() not in (laid, shipped)
    assert facts.data_vintage() == shipped


@pytest.mark.parametrize(
    "name", [OFFICES, "rcmp_interceptions_monthly_province", "rpd_rad_monthly", "tps_population_by_country"]
)
def test_a_shipped_table_laid_over_itself_changes_nothing(name: str, tmp_path: Path) -> None:
    facts.table(name).write_parquet(tmp_path / f"{name}.parquet")
    with facts.overlay(tmp_path):
        laid = facts.table(name)
    kept = [column for column in laid.columns if column != "published"]
    assert sorted(laid.select(kept).rows(), key=str) == sorted(facts.table(name).select(kept).rows(), key=str)


FAULTS = {
    "unknown province": ("2025-01,Quebek,Airport,5\n", 2, "geography", "Quebec"),
    "no number": ("2025-01,Quebec,Airport,5\n2025-02,Quebec,Airport,1 235\n", 3, "value", None),
    "not a number at all": ("2025-01,Quebec,Airport,nan\n", 2, "value", None),
    "negative": ("2025-01,Quebec,Airport,-5\n", 2, "value", None),
    "no period": ("Jan 2025,Quebec,Airport,5\n", 2, "period", None),
    "empty key": ("2025-01,,Airport,5\n", 2, "geography", None),
    "twice": (
        "2025-01,Quebec,Airport,5\n2025-01,Quebec,Airport,6\n",
        3,
        "period, geography, claim_office_type",
        None,
    ),
    "too many cells": ("2025-01,Quebec,Airport,5,6\n", 2, None, None),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_in_rows(fault: str, tmp_path: Path) -> None:
    text, line, field, near = FAULTS[fault]
    with pytest.raises(UserError) as raised, facts.overlay(write(tmp_path, HEAD + text)):
        pass
    error = raised.value
    assert error.file and error.file.endswith(f"{OFFICES}.csv")
    assert (error.line, error.field, error.nearest) == (line, field, near)
    assert facts.current_overlay() is None


@pytest.mark.parametrize(
    ("header", "field", "near"),
    [
        ("period,geography,claim_office_typ,value", "claim_office_typ", "claim_office_type"),
        ("period,geography,claim_office_type", "value", None),
        ("period,geography,claim_office_type,value,colour", "colour", "claim_office_type"),
    ],
)
def test_faults_in_the_header(header: str, field: str, near: str | None, tmp_path: Path) -> None:
    cells = ",".join("5" for _ in header.split(","))
    with pytest.raises(UserError) as raised, facts.overlay(write(tmp_path, f"{header}\n{cells}\n")):
        pass
    assert (raised.value.line, raised.value.field) == (1, field)
    assert raised.value.nearest in (near, "claim_office_type", None)


def test_a_table_of_no_such_name_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised, facts.overlay(write(tmp_path, HEAD, OFFICES[:-2])):
        pass
    assert raised.value.nearest == OFFICES


@pytest.mark.parametrize("empty", ["missing", "empty"])
def test_a_directory_without_tables_is_refused(empty: str, tmp_path: Path) -> None:
    folder = tmp_path / "none" if empty == "missing" else tmp_path
    with pytest.raises(UserError), facts.overlay(folder):
        pass


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / f"{OFFICES}.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(UserError, match="Parquet"), facts.overlay(tmp_path):
        pass


def test_a_worker_lays_over_what_it_is_handed(tmp_path: Path) -> None:
    """Threads and processes start with an empty context; ``lay_over`` is for their set-up."""
    folder = write(tmp_path, HEAD + "2025-01,Quebec,Airport,1235\n")

    def worker() -> int:
        facts.lay_over(folder)
        return facts.table(OFFICES).height

    assert contextvars.Context().run(worker) == facts.table(OFFICES).height + 1


@pytest.fixture(autouse=True)
def _nothing_stays_laid_over() -> Iterator[None]:
    yield
    assert facts.current_overlay() is None


def test_what_is_remembered_is_remembered_for_its_overlay_only(tmp_path: Path) -> None:
    calls = []

    @facts.remembered
    def rows(name: str) -> int:
        calls.append(name)
        return facts.table(name).height

    shipped = rows(OFFICES)
    with facts.overlay(write(tmp_path, HEAD + "2025-01,Quebec,Airport,1235\n")):
        assert rows(OFFICES) == rows(OFFICES) == shipped + 1
    assert rows(OFFICES) == shipped
    assert calls == [OFFICES, OFFICES]


def _height(name: str) -> int:
    return facts.table(name).height


def test_a_spawned_worker_sees_the_overlay_once_set_up(tmp_path: Path) -> None:
    assert facts.worker_set_up() is None
    with facts.overlay(write(tmp_path, HEAD + "2025-01,Quebec,Airport,1235\n")):
        set_up = pickle.loads(pickle.dumps(facts.worker_set_up()))
        with ThreadPoolExecutor(1, initializer=set_up) as pool:
            assert pool.submit(_height, OFFICES).result() == facts.table(OFFICES).height
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(_height, OFFICES).result() == facts.table(OFFICES).height
