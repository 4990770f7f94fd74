"""The page on costs quotes the figures that the commands give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from openasylum.costs.calibration import solutions, summary
from openasylum.scorecard.replication import replicate

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "costs.md").read_text(encoding="utf-8")


def row(title: str) -> list[float]:
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| {title}"))
    return [
        float(number.replace(",", ""))
        for number in re.findall(r"\d[\d,]*\.?\d*", line.removeprefix(f"| {title}"))
    ]


def test_the_table_of_rebuilt_cohorts() -> None:
    found = [one for one in replicate(["pbo-2018"])["pbo-2018"] if one.kind == "mechanistic"]
    titles = {"average_cost": "Average", "ifhp_cost_per_head": "Health care", "ifhp_cost": "Growth to"}
    for one in found:
        part, cohort = one.figure.removeprefix("pbo.2018.").split(".fy")
        comma = "" if part == "ifhp_cost" else ","
        published, ours, low, high = row(f"{titles[part]}{comma} {cohort.replace('_', '-')}")[:4]
        assert published == round(one.published, 3 if one.unit == "ratio" else 0)
        # Ours come out of a simulation: the page may lag behind the process model by two percent.
        assert (ours, low, high) == pytest.approx((one.ours, one.low, one.high), rel=0.02)
        line = next(
            line
            for line in PAGE.splitlines()
            if line.startswith(f"| {titles[part]}{comma} {cohort.replace('_', '-')}")
        )
        assert ("missed" in line) == (one.verdict == "missed")


def test_the_table_of_stage_costs() -> None:
    wide = {one["component"]: one for one in summary(solutions()).iter_rows(named=True)}
    for title, component in (
        ("First decision", "rpd_claim"),
        ("Appeal", "rad_appeal"),
        ("Federal Court and Justice", "court"),
        ("Removal", "removal"),
        ("Reception", "cbsa_intake"),
        ("Eligibility", "ircc_intake"),
    ):
        assert row(title)[-3:] == [round(wide[component][q]) for q in ("p05", "p50", "p95")]


def test_the_whole_model() -> None:
    average, health = replicate(["pbo-2018-whole-model"])["pbo-2018-whole-model"]
    said = re.search(
        r"our whole model gives about \$([\d,]+) for the same 23,755 people.*?\$([\d,]+) of it health care",
        PAGE,
    )
    assert said
    quoted = [float(number.replace(",", "")) for number in said.groups()]
    assert quoted == pytest.approx([average.ours, health.ours], rel=0.03)
