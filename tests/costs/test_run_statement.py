"""Costs of a run: medians of totals made draw by draw, never sums of medians."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest

from openasylum.errors import UserError
from openasylum.report.cost_statements import TOTAL, from_run
from openasylum.results import save
from support import made_up_run


@pytest.fixture
def kept(tmp_path: Path) -> tuple[str, Path]:
    run = save(made_up_run.run(), None, str(tmp_path))
    return run.manifest.run_id, tmp_path


@pytest.mark.parametrize("scope", ["pbo", "full"])
def test_a_run_by_organisation(kept: tuple[str, Path], scope: str) -> None:
    name, runs = kept
    found = from_run(name, runs, scope, "organisation")
    ledger = made_up_run.run().frames["ledger"]
    if scope == "pbo":
        ledger = ledger.filter(pl.col("scope") == "pbo")
    by_draw = ledger.group_by("scenario", "draw").agg(pl.col("cents").sum())
    for scenario in found.columns:
        own = by_draw.filter(pl.col("scenario") == scenario)["cents"]
        row = found.table.filter(pl.col("organisation") == TOTAL, pl.col("scenario") == scenario).row(
            0, named=True
        )
        assert row["p50"] == round(own.quantile(0.5, "linear") or 0)
        assert row["p05"] <= row["p50"] <= row["p95"]
    names = [name for name, _ in found.rows("en")]
    assert names[-1] == "Total"
    read = pl.read_csv(io.StringIO(found.csv("fr")), comment_prefix="#")
    assert read.columns == ["scenario", "organisation", "p05", "p50", "p95"]
    assert read.height == found.table.height


def test_a_run_has_no_workbook_and_no_unknown_breakdown(kept: tuple[str, Path]) -> None:
    name, runs = kept
    with pytest.raises(UserError, match="no chain to show"):
        from_run(name, runs, "full", "organisation").workbook("en")
    with pytest.raises(UserError, match="nearest valid value is payer"):
        from_run(name, runs, "full", "payers")
