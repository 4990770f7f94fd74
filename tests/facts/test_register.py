"""The figure register: faithful to the raw collection, complete, told in both languages."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from openasylum import facts
from openasylum.errors import UserError
from openasylum.facts.schema import CONFIDENCES
from openasylum.facts.words import declared_words

ROOT = Path(__file__).parents[2]
COSTS = list(csv.DictReader((ROOT / "data/raw/costs/costs.csv").open(encoding="utf-8")))


def test_a_figure_carries_everything_that_is_known_of_it() -> None:
    figure = facts.figure("pbo.2018.average_cost.fy2017_18")
    assert figure.value == figure.point == 14_321
    assert figure.unit == "CAD/person"
    assert figure.published == date(2018, 11, 29)
    assert figure.url and figure.url.startswith("https://")
    assert figure.excludes and figure.includes and figure.basis and figure.licence
    assert figure.raw == "A01"


@pytest.mark.parametrize("row", COSTS, ids=[row["id"] for row in COSTS])
def test_every_row_of_the_cost_collection_is_in_the_register(row: dict[str, str]) -> None:
    """Each number printed in the cell is the value or an end of a figure that names the row."""
    entries = [one for one in facts.figures("costs") if one.raw == row["id"]]
    assert entries
    if row["confidence"].startswith("missing"):
        assert all(one.value is None and one.confidence == "missing" for one in entries)
        return
    if all(one.text is not None for one in entries):
        return
    told = {number for one in entries for number in (one.value, one.low, one.high) if number is not None}
    cell = re.sub(r"\(.*?\)", "", row["value"]).replace(",", "")
    for printed in re.findall(r"(?<![\w.-])\d+(?:\.\d+)?(?=[^\w.]|$|B)", cell):
        number = float(printed)
        near = {number, number * 1000, number / 100}
        assert near & told or _a_year_or_count_of_years(printed, row["value"]), (printed, row["value"], told)


def _a_year_or_count_of_years(printed: str, cell: str) -> bool:
    """2018 in "150 in 2018-19", 5 in "over 5 yr", 1 in "FC 1"… name a period, not an amount."""
    return bool(re.search(rf"(over {printed} (yr|months)|in {printed}|{printed}-\d\d|{printed} beds)", cell))


def test_intervals_are_told_as_intervals() -> None:
    band = facts.figure("pbo.2018.total_cost_band.fy2018_19")
    assert (band.value, band.low, band.high) == (None, 208, 538)
    assert band.point == 373
    floor = facts.figure("forecast.irb_2018.backlog")
    assert floor.low == 200_000 and floor.high is None
    with pytest.raises(ValueError, match="no value"):
        _ = floor.point


def test_the_pbo_identity_holds_in_the_register() -> None:
    """Total less IFHP is the same in the three cohorts, and their averages follow (PBO 2018, summary)."""
    persons = facts.figure("pbo.2018.cohort_size").point
    for year in ("fy2017_18", "fy2018_19", "fy2019_20"):
        total = facts.figure(f"pbo.2018.total_cost.{year}").point
        health = facts.figure(f"pbo.2018.ifhp_cost.{year}").point
        assert total - health == pytest.approx(facts.figure("pbo.2018.non_ifhp_cost").point)
        average = facts.figure(f"pbo.2018.average_cost.{year}").point
        assert total * 1e6 / persons == pytest.approx(average, abs=3)


def test_every_figure_is_whole() -> None:
    for one in facts.figures():
        assert re.fullmatch(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+", one.id) or "." not in one.id, one.id
        assert one.title["en"].strip() and one.title["fr"].strip() and one.title["en"] != one.title["fr"], (
            one.id
        )
        assert one.confidence in CONFIDENCES
        if one.confidence not in ("missing", "unverified"):
            assert one.source and one.published and one.licence, one.id
            assert one.value is not None or one.low is not None or one.high is not None or one.text, one.id
        if one.low is not None and one.high is not None and one.value is not None:
            assert one.low <= one.value <= one.high, one.id


@pytest.mark.parametrize(
    "field", ["unit", "confidence", "geography", "organisation", "stage", "basis", "includes", "excludes"]
)
def test_what_is_told_of_a_figure_has_french(field: str) -> None:
    declared = declared_words()
    told = {getattr(one, field) for one in facts.figures()} - {None}
    assert told <= set(declared), told - set(declared)


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UserError) as raised:
        facts.figure("pbo.2018.average_cost.2017_18")
    assert raised.value.nearest == "pbo.2018.average_cost.fy2017_18"


@pytest.mark.parametrize(
    ("figure_id", "expected"),
    [
        ("irb.capacity.rpd.fy2020_21", 50_000),
        ("irb.projected_wait.rpd.2022_03", 13),
        ("prra.approval.after_rpd_rejection", 0.06),
        ("prra.approval.ineligible_claimants", 0.33),
        ("c12.one_year_bar.share", 0.37),
        ("cbsa.clandestine_claims.2023", 1_921),
        ("stca.returned.2024_01_08", 2_481),
        ("foresight.undesignation.mixture", 5_300),
        ("ircc.protected_pr_months.quebec", 41),
        ("tps.holders.haiti.2025_03", 330_735),
        ("reconcile.rpd_pending.2017", 47_178),
    ],
)
def test_figures_that_the_model_rests_on(figure_id: str, expected: float) -> None:
    assert facts.figure(figure_id).point == expected
