"""The Canadian process, fed published claims and funded capacity, against what was published."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import polars as pl
import pytest

from openasylum import pipeline
from openasylum.pipeline import history
from openasylum.pipeline.opening import published_mix
from openasylum.scenario import central_values
from openasylum.scorecard.mechanism.annual import crossers, mean_wait, stocks_and_flows
from openasylum.scorecard.mechanism.free_run import UNTIL, free_run, yearly
from openasylum.scorecard.mechanism.monthly import month_by_month

EVERY = 10


@pytest.fixture(scope="module")
def replayed():
    return free_run(central_values(), EVERY)


def test_year_end_pending_finalized_referred_and_eligibility(replayed):
    _, visits = replayed
    scores = list(stocks_and_flows(yearly(visits, date(2017, 1, 1), UNTIL, EVERY)))
    missed = [score for score in scores if score.verdict == "missed"]
    assert not missed, missed
    assert sum(score.verdict == "met" for score in scores) >= 25


def test_crossers_and_mean_wait(replayed):
    people, visits = replayed
    bars = {score.measure: score for score in (*crossers(people, visits, EVERY), *mean_wait(visits))}
    for name in (
        "between_ports_referred",
        "between_ports_accepted",
        "between_ports_rejected",
        "between_ports_pending",
        "rpd_mean_wait",
    ):
        assert bars[name].verdict == "met", bars[name]


def test_month_by_month_the_stock_closes_to_half_a_percent():
    scores = list(month_by_month())
    assert len(scores) == 18
    assert all(score.verdict == "met" for score in scores)


def test_opening_stock_meets_the_published_stocks(replayed):
    people, visits = replayed
    at = date(2024, 12, 31)
    stock = pipeline.opening_stock(visits, people, at, weight=EVERY)
    sizes = dict(stock.group_by("stage").len().iter_rows())
    assert sizes["rpd"] * EVERY == pytest.approx(272_440, abs=EVERY)
    assert sizes["eligibility"] * EVERY == pytest.approx(16_400, abs=EVERY)
    assert sizes["permanent_residence"] * EVERY == pytest.approx(88_000, abs=EVERY)
    assert stock["enter_date"].max() <= at
    assert stock["person"].n_unique() == stock.height
    assert not set(stock["stage"]) & set(pipeline.load_stages().ends)
    visits = pipeline.run(
        pipeline.load_stages(),
        stock,
        central_values(),
        seed=3,
        draw=0,
        start=date(2025, 1, 1),
        until=date(2025, 12, 31),
        weight=EVERY,
    )
    assert visits.group_by("row").agg(pl.len()).height == stock.height
    # Nobody who waited before the run is taken to have come on its first day.
    assert (visits.filter(pl.col("sequence") == 0).sort("row")["date_in"] == stock["enter_date"]).all()


def one(pathway, **more):
    frame = pl.DataFrame(
        {
            "person": pl.Series(range(400), dtype=pl.UInt64),
            "enter_date": [date(2025, 3, 1)] * 400,
            "pathway": [pathway] * 400,
            "origin": ["haiti"] * 400,
            "channel": ["land_port"] * 400,
        }
    )
    return frame.with_columns(**{name: pl.lit(value) for name, value in more.items()})


def after_eligibility(people, until=date(2026, 12, 31)):
    visits = pipeline.run(
        pipeline.load_stages(), people, central_values(), seed=1, draw=0, start=date(2025, 1, 1), until=until
    )
    return visits, set(visits.filter(pl.col("sequence") == 1)["stage"].cast(pl.String))


@pytest.mark.parametrize(
    ("pathway", "stages"),
    [
        ("returned_to_us", {"returned_to_us"}),
        ("referred_to_rpd", {"rpd"}),
        ("undetermined", {"rpd"}),
        ("prra", {"prra"}),
        ("eligibility_suspended", {"suspended"}),
        ("removal_without_prra", {"removal", "removal_stayed"}),
        ("already_protected", {"remains_with_status"}),
    ],
)
def test_the_pathway_decides_what_follows_eligibility(pathway, stages):
    visits, found = after_eligibility(one(pathway))
    assert found <= stages and found
    if pathway == "returned_to_us":
        back = visits.filter(pl.col("stage") == "returned_to_us")
        assert back["date_in"].unique().to_list() == [date(2025, 3, 1)]


def test_a_change_of_law_moves_claims_that_the_rpd_has_not_decided():
    day = date(2025, 6, 1)
    people = one("referred_to_rpd", redetermined_on=day, redetermined_pathway="prra")
    visits, _ = after_eligibility(people)
    waiting = visits.filter(pl.col("stage") == "rpd", pl.col("sequence") == 1)
    assert waiting.filter(pl.col("date_out") > day).height == 0
    moved = waiting.filter(pl.col("exit").cast(pl.String) == "redetermined")
    assert moved["date_out"].unique().to_list() == [day]
    next_stage = visits.filter(pl.col("sequence") == 2, pl.col("row").is_in(moved["row"].implode()))
    assert set(next_stage["stage"].cast(pl.String)) == {"prra"}
    # Whoever was still at eligibility is read anew there.
    late = visits.filter(pl.col("stage") == "eligibility", pl.col("date_out") >= day)
    assert set(late["exit"].cast(pl.String)) <= {"ineligible_prra"}


def test_a_lever_on_capacity_is_felt(replayed):
    people = one("referred_to_rpd")
    change = pipeline.CapacityChange(date(2025, 3, 1), per_year=0.0, until=date(2025, 12, 31))
    visits = pipeline.run(
        pipeline.load_stages(),
        people,
        central_values(),
        seed=1,
        draw=0,
        start=date(2025, 1, 1),
        until=date(2026, 12, 31),
        capacity=[("rpd", change)],
    )
    decided = visits.filter(
        pl.col("stage") == "rpd", pl.col("exit").cast(pl.String).is_in(["accepted", "rejected"])
    )
    assert decided["date_out"].min() == date(2026, 1, 1)


def test_the_same_without_compilation():
    """Compilation off gives the very same visits (slowly)."""
    program = """
import hashlib
from datetime import date
import numba
from openasylum.pipeline import history, load_stages, run
from openasylum.scenario import central_values
people = history.claims_made(date(2019, 1, 1), date(2019, 2, 28))[::40]
days = {"start": date(2019, 1, 1), "until": date(2021, 6, 30)}
visits = run(load_stages(), people, central_values(), seed=1, draw=0, weight=40, **days)
print(numba.config.DISABLE_JIT, hashlib.sha256(visits.write_csv().encode()).hexdigest())
"""
    said = []
    for off in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": off}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        said.append(done.stdout.split())
    assert [said[0][0], said[1][0]] == ["0", "1"]
    assert said[0][1:] == said[1][1:]


@pytest.mark.heavy
def test_the_backtest_prints_all_three_skills_for_machines():
    import json

    code = "import sys; from openasylum.cli import main; sys.argv[0] = 'openasylum'; main()"
    words = [sys.executable, "-c", code, "backtest", "mechanism", "--json", "--every", "8"]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    rows = json.loads(done.stdout)
    fields = {"measure", "period", "observed", "modelled", "error", "sample", "tolerance", "verdict"}
    assert all(fields <= set(row) for row in rows)
    verdicts = {row["measure"]: row["verdict"] for row in rows if row["measure"].endswith("mean_absolute")}
    # In sample, each year left out, and from earlier years only.
    assert set(verdicts.values()) == {"met"} and len(verdicts) == 4, verdicts
    assert {row["sample"] for row in rows} == {"fit", "held"}


def test_claims_by_origin_and_by_way_of_entry_add_up_to_what_is_published():
    """Haitians: 7,329 in 2017 and 5,585 in 2023 of UNHCR's 47,844 and 146,729 claims, so as many of the IRCC's."""
    for year, haitians, of_all in ((2017, 7_329, 47_844), (2023, 5_585, 146_729)):
        people = history.claims_made(date(year, 1, 1), date(year, 12, 31))
        ours = (people["origin"] == "haiti").sum()
        assert ours == pytest.approx(people.height * haitians / of_all, rel=0.03)
        crossed = people.filter(pl.col("channel") == "between_ports").height
        assert crossed == pytest.approx(
            sum(count for month, count in history.monthly_between_ports().items() if month // 12 == year),
            rel=0.01,
        )


def test_an_earlier_claim_elsewhere_bars_since_april_2019_only_who_crossed_between_ports():
    people = history.claims_made(date(2019, 3, 1), date(2019, 4, 30), 1.0, 0.5)
    referred = pl.col("pathway") == "referred_to_rpd"
    shares = {
        (month, channel): share
        for month, channel, share in people.group_by(pl.col("enter_date").dt.month(), "channel")
        .agg(referred.mean())
        .iter_rows()
    }
    assert shares[3, "between_ports"] == shares[3, "inland"] == shares[4, "inland"] == 1.0
    assert shares[4, "between_ports"] == pytest.approx(0.5, abs=0.01)


def test_the_free_run_begins_with_the_published_mix_of_origins(replayed):
    """UNHCR, asylum-seekers in Canada at the end of 2016: 18.5 % from Europe and Central Asia, 17.5 % from the Middle East."""
    mix = published_mix(history.OPENING)["rpd"]
    assert sum(mix.values()) == pytest.approx(1.0)
    assert mix["europe_central_asia"] == pytest.approx(0.185, abs=0.001)
    people, _ = replayed
    waiting = people.filter(pl.col("stage") == "rpd", pl.col("enter_date") <= history.OPENING)
    ours = dict(waiting.group_by("origin").agg(pl.len() / waiting.height).iter_rows())
    assert ours["europe_central_asia"] == pytest.approx(mix["europe_central_asia"], abs=0.002)
