"""Costs on the command line, as a new user would ask."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OPENASYLUM = str(Path(sys.executable).parent / "openasylum")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([OPENASYLUM, *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["costs", "--scope", "federal"], "there is no scope 'federal'; a scope is pbo or full."),
        (["costs", "--by", "organization"], "the nearest valid value is organisation."),
        (
            ["costs", "--cohort", "2012-13"],
            "--cohort: there is no cohort '2012-13'; arrivals are observed whole from 2017-18 to 2023-24;"
            " the nearest valid value is 2017-18.",
        ),
        (["costs", "--cohort", "2018"], "there is no cohort '2018'"),
        (["costs", "--cohort", "2018-19", "--by", "year"], "whole of its claims and has no fiscal years"),
        (["costs", "--cohort", "2018-19", "--run", "abc"], "a run keeps cash by fiscal year and no cohorts"),
        (["cost-analysis", "drivers", "--size", "100"], "power of two; the nearest valid value is 128."),
        (["cost-analysis", "waiting", "--year", "2026"], "'2026' is not a fiscal year"),
        (["cost-analysis", "difference", "law-in-farce"], "the nearest valid value is law-in-force."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(words: list[str], sentence: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


OWN = """
- id: irb.first_hearing
  title: {en: First decision, fr: Première décision}
  organisation: irb
  payers: {canada: 1}
  scope: pbo
  basis: exit
  stages: [rpd]
  unit: 4200
  price_year: 2017-18
  escalation: consumer_prices
  sources: [our own study]
  includes: {en: a hearing, fr: une audience}
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("  sources: [our own study]\n", "", "[0].sources: this field is required and is missing."),
        ("  price_year: 2017-18\n", "", "[0].price_year: this field is required and is missing."),
        ("2017-18", "2017-19", "'2017-19' is not a fiscal year"),
        ("unit: 4200", "unit: costs.rpd_claims", "the nearest valid value is costs.rpd_claim."),
    ],
)
def test_own_unit_costs_need_a_source_and_a_price_year(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(OWN.replace(old, new))
    done = run("costs", "--unit-costs", str(file))
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_what_a_month_of_delay_costs() -> None:
    done = run("cost-analysis", "waiting", "--scope", "pbo", "--draws", "20", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    total = next(row for row in found["month_of_delay"] if row["organisation"] is None)
    assert 50 < total["p05"] < total["p50"] < total["p95"] < 300
    assert [row["of"] for row in found["waits"]] == ["first_hearing", "appeal"]


def test_what_the_2018_costing_leaves_open() -> None:
    done = run("cost-analysis", "calibration", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["solutions"] > 10_000
    assert all(row["rests_on"] for row in found["components"])


@pytest.mark.heavy
def test_the_cost_of_a_cohort_through_the_whole_model(tmp_path: Path) -> None:
    csv, xlsx = tmp_path / "cohort.csv", tmp_path / "cohort.xlsx"
    done = run("costs", "--cohort", "2017-18", "--json", "--csv", str(csv), "--xlsx", str(xlsx))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    # IRCC: about 53,000 claims in the fiscal year. The PBO's 14,321 is for people who crossed between ports.
    assert found["persons"] == pytest.approx(53_000, rel=0.05)
    per_person = sum(row["$M"] for row in found["rows"]) / 100 / found["persons"]
    assert per_person == pytest.approx(14_321, rel=0.25)
    assert csv.read_text().startswith("# Whole-of-claim cost of arrivals of 2017-18")
    assert xlsx.read_bytes()[:2] == b"PK"
    assert found["statement"]["fr"]["excludes"]
