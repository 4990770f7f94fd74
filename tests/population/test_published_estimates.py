"""The United States by state and country: what each organization published, and the range between them."""

from __future__ import annotations

import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.population import united_states
from openasylum.population.published_estimates import editions, typical_spread


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
    latest = editions("state").unique(["name", "organization"], keep="last", maintain_order=True)
    assert typical_spread(latest) == pytest.approx(0.12, abs=0.01)


def test_every_state_and_the_capital_are_there() -> None:
    assert united_states("state").height == 1 + 51


def test_an_unknown_breakdown_is_said() -> None:
    with pytest.raises(UserError, match="nearest valid value is country"):
        editions("county")  # type: ignore[arg-type]
