"""The observed years, replayed person by person through law and pipeline, against what was published.

Expected values: RCMP interceptions per year (IRCC, *Asylum claims by year*); claims made (IRCC open data, printed totals); RPD claims
pending at year end, legacy claims included (IRB binders and volume reports; pending = pending before + referred - finalized).
"""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
import pytest

from openasylum.simulate.world import replay_history

INTERCEPTIONS = {2017: 20593, 2018: 19419, 2019: 16503, 2021: 4095, 2022: 39540}
CLAIMS = {2017: 50360, 2018: 55015, 2019: 64010, 2020: 23680, 2021: 24870, 2022: 91645}
PENDING = {2017: 47178, 2018: 73160, 2019: 88500, 2020: 81200, 2021: 57000, 2022: 71000}


@cache
def history() -> tuple[pl.DataFrame, pl.DataFrame]:
    return replay_history(seed=1, until=date(2022, 12, 31))


@pytest.mark.parametrize(("year", "published"), INTERCEPTIONS.items())
def test_rcmp_interceptions_are_exact(year: int, published: int) -> None:
    people, _ = history()
    crossed = people.filter((pl.col("channel") == "between_ports") & (pl.col("claim_date").dt.year() == year))
    assert crossed.height == published


@pytest.mark.parametrize(("year", "published"), CLAIMS.items())
def test_claims_made_are_within_one_percent(year: int, published: int) -> None:
    people, _ = history()
    assert people.filter(pl.col("claim_date").dt.year() == year).height == pytest.approx(published, rel=0.01)


@pytest.mark.parametrize(("year", "published"), PENDING.items())
def test_rpd_pending_is_within_fifteen_percent(year: int, published: int) -> None:
    _, visits = history()
    end = date(year, 12, 31)
    there = (pl.col("date_in") <= end) & (pl.col("date_out").is_null() | (pl.col("date_out") > end))
    assert visits.filter((pl.col("stage") == "rpd") & there).height == pytest.approx(published, rel=0.15)
