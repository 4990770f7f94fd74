"""The United States by state and country: what each organization published, and the range between them."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from openasylum import facts
from openasylum.errors import UserError
from openasylum.population import united_states
from openasylum.population.published_estimates import editions, latest_editions, typical_spread


def place(dimension: str, name: str) -> dict[str, float]:
    return united_states(dimension).filter(pl.col("name") == name).row(0, named=True)  # type: ignore[arg-type]


def test_the_ohss_report_of_2024() -> None:
    assert place("state", "United States")["ohss"] == 10_990_000
    assert place("state", "New York")["ohss"] == 410_000
    assert place("state", "Washington")["ohss"] == 340_000
    assert place("country", "Mexico")["ohss"] == 4_810_000


def test_mexico_comes_first_after_the_whole() -> None:
    assert united_states("country")["name"].head(2).to_list() == ["United States", "Mexico"]


def test_new_york_runs_from_ohss_to_the_migration_policy_institute() -> None:
    new_york = place("state", "New York")
    assert (new_york["low"], new_york["high"]) == (410_000, 836_000)
    assert (new_york["cms"], new_york["pew"], new_york["mpi"]) == (670_000, 825_000, 836_000)


@pytest.mark.parametrize("dimension", ["state", "country"])
def test_every_interval_holds_every_organization(dimension: str) -> None:
    table = united_states(dimension)  # type: ignore[arg-type]
    for row in table.iter_rows(named=True):
        spoken = [row[name] for name in ("ohss", "cms", "pew", "mpi") if row[name] is not None]
        assert len(spoken) <= row["organizations"]
        assert 0 < row["low"] <= min(spoken) <= max(spoken) <= row["high"]


def test_one_organization_alone_is_not_taken_at_its_word() -> None:
    vermont = place("state", "Vermont")
    assert vermont["organizations"] == 1
    assert vermont["low"] < vermont["mpi"] < vermont["high"]


def test_the_typical_spread_of_states_is_about_an_eighth() -> None:
    assert typical_spread(latest_editions("state")) == pytest.approx(0.12, abs=0.01)


def test_every_state_and_the_capital_are_there() -> None:
    assert united_states("state").height == 1 + 51


def test_an_unknown_breakdown_is_said() -> None:
    with pytest.raises(UserError, match="nearest valid value is country"):
        editions("county")  # type: ignore[arg-type]


def test_newer_tables_laid_over_speak_at_once(tmp_path: Path) -> None:
    newer = "year,dimension,name,value,source_title,source_url,note,confidence\n"
    newer += "2023,total,United States,14000000,Pew,https://www.pewresearch.org,,seen\n"
    newer += "2025,state,New York,900000,Pew,https://www.pewresearch.org,,seen\n"
    (tmp_path / "pew_unauthorized.csv").write_text(newer)
    with facts.overlay(tmp_path):
        assert place("state", "New York")["high"] == 900_000
    assert place("state", "New York")["high"] == 836_000


@pytest.mark.parametrize("name", ["North Carolina", "Georgia", "Arizona"])
def test_a_published_range_counts_as_a_range_and_is_no_point(name: str) -> None:
    """The summary of OHSS's report gives these three states a range only: 290,000 to 360,000."""
    said = editions("state").filter(pl.col("name") == name, pl.col("organization") == "ohss")
    assert said.select("value", "low", "high").row(0) == (None, 290_000, 360_000)
    shown = place("state", name)
    assert shown["ohss"] is None and shown["low"] <= 290_000 and shown["high"] >= 360_000
