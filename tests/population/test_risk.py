"""Populations at risk: counts of the sources, put into groups, as they stood on a day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openasylum.population import KINDS, at_risk
from openasylum.vocabulary import ORIGIN_GROUPS


def one(frame: pl.DataFrame, kind: str, origin: str) -> dict[str, float]:
    return frame.filter((pl.col("kind") == kind) & (pl.col("origin") == origin)).row(0, named=True)


def test_columns_and_bounds() -> None:
    frame = at_risk()
    assert frame.columns == ["origin", "kind", "reference", "low", "high"]
    assert frame.schema["origin"] == pl.Enum(list(ORIGIN_GROUPS))
    assert frame.select((pl.col("low") >= 0).all() & (pl.col("low") <= pl.col("high")).all()).item()
    assert frame.select(pl.struct("kind", "origin").is_unique().all()).item()
    assert set(frame["kind"]) == set(KINDS)


def test_haitians_with_temporary_protected_status() -> None:
    """330,735 holders on 31 March 2025 and 331,355 applications pending on 30 June 2025 (USCIS)."""
    haiti = one(at_risk(), "temporary_protected_status", "haiti")
    assert (haiti["low"], haiti["high"]) == (330_735, 330_735 + 331_355)
    assert haiti["reference"] == date(2025, 3, 31)


def test_haitians_before_the_surge_of_2017_were_counted_three_ways() -> None:
    haiti = one(at_risk(date(2017, 9, 1)), "temporary_protected_status", "haiti")
    assert (haiti["low"], haiti["high"]) == (46_000, 58_000)


def test_temporary_protected_status_adds_up_to_the_published_total() -> None:
    frame = at_risk().filter(pl.col("kind") == "temporary_protected_status")
    assert frame["low"].sum() == pytest.approx(1_297_635, abs=20)  # countries are rounded to five


def test_parole_of_march_2024() -> None:
    frame = at_risk(date(2024, 6, 1)).filter(pl.col("kind") == "humanitarian_parole")
    assert one(frame, "humanitarian_parole", "haiti")["low"] == 154_000
    assert frame["high"].sum() == pytest.approx(404_000, abs=2)


def test_pending_asylum_claims_of_two_year_ends() -> None:
    """UNHCR: 2.60 million at the end of 2023 and 3.18 million at the end of 2024, stateless and unknown left
    out.
    """
    frame = at_risk(date(2024, 12, 31)).filter(pl.col("kind") == "asylum_pending")
    assert frame["low"].sum() == pytest.approx(2_601_468, rel=0.01)
    assert frame["high"].sum() == pytest.approx(3_184_162, rel=0.01)


def test_nobody_at_the_border_is_counted_twice() -> None:
    """About 1.4 million encounters between ports in the twelve months, of which 14 to 30 % are repeats."""
    frame = at_risk(date(2024, 11, 30)).filter(pl.col("kind") == "southwest_border_arrivals")
    assert float(frame["low"].sum()) / 0.70 == pytest.approx(float(frame["high"].sum()) / 0.86, rel=0.01)


def test_the_whole_of_the_united_states_is_no_country_of_origin() -> None:
    frame = at_risk().filter(pl.col("kind") == "unauthorized_residents")
    assert frame["high"].sum() < 14_000_000


def test_what_was_not_known_yet_is_not_told() -> None:
    early = at_risk(date(2016, 6, 30))
    assert set(early["kind"]) == {"asylum_pending", "southwest_border_arrivals"}
    assert (early["reference"] <= date(2016, 6, 30)).all()
    assert at_risk(date(1990, 1, 1)).is_empty()
