"""Waits of people referred in a month, through the command as a new user would."""

from __future__ import annotations

import json
from datetime import date

import pytest
from typer.testing import CliRunner

from openasylum.cli.application import build
from openasylum.errors import UserError
from openasylum.pipeline import load_stages, waits_for_referrals
from openasylum.scenario import central_values

EVERY = "100"


@pytest.fixture(scope="module")
def told():
    done = CliRunner().invoke(build(), ["waits", "2024-09", "--every", EVERY, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)


def test_the_formula_gives_what_the_irb_announced_in_the_autumn_of_2024(told):
    """44 months were announced, on 249,857 pending at the end of September and some 68,000 decisions a year."""
    assert told["pending"] == pytest.approx(249_857, rel=0.07)
    assert told["announced"] == pytest.approx(12 * told["pending"] / told["decisions_a_year"], rel=1e-6)
    assert 38 <= told["announced"] <= 56


def test_the_backlog_is_told_by_stage_beside_what_is_published(told):
    """The line at the RPD is the one that the formula divides; no stage is left out; after it most people wait for permanent
    residence (88,000 applications in October 2024, as published).
    """
    backlog = told["backlog"]
    assert backlog["rpd"] == told["pending"]
    assert list(backlog) == list(load_stages().inside)
    assert all(people >= 0 for people in backlog.values())
    assert sorted(backlog, key=backlog.get)[-2:] == ["permanent_residence", "rpd"]
    done = CliRunner().invoke(build(), ["waits", "2024-09", "--every", EVERY])
    assert "Refugee Appeal Division" in done.output and "People at the end of 2024-09" in done.output


def test_waits_rise_from_the_first_tenth_to_the_last_outcome(told):
    decision, outcome = told["to_decision"], told["to_outcome"]
    assert decision["p10"] < decision["p25"] < decision["p50"] < decision["p75"] < decision["p90"]
    assert all(outcome[level] >= decision[level] for level in decision)
    assert told["tenth"] < told["half"] < told["nine_in_ten"]


def test_one_more_member_and_a_months_closure(told):
    """A member decides some 110 to 160 claims a year, less what training costs; a month is a twelfth of the 60,000 funded
    in 2024-25, of which nine in ten are called, and six in seven of those decided (the others withdraw or abandon).
    """
    member, closure = told["one_more_member"], told["one_month_closed"]
    assert 60 <= member["decided"] <= 170
    assert -170 <= member["pending"] <= -40
    assert closure["decided"] == pytest.approx(-60_000 / 12 * 0.91 * 6 / 7, rel=0.15)
    assert closure["pending"] > 0
    assert closure["mean_months"] > 0 > member["mean_months"]


@pytest.mark.parametrize("month", ["2024-13", "March", "2016-05", "2030-01"])
def test_a_month_that_cannot_be_told_is_named(month):
    done = CliRunner().invoke(build(), ["waits", month, "--json"], catch_exceptions=True)
    assert done.exit_code == 2 or isinstance(done.exception, UserError)


def test_months_outside_the_claims_that_are_published_are_refused():
    with pytest.raises(UserError, match="2017-01"):
        waits_for_referrals(date(2012, 1, 1), central_values())


@pytest.mark.parametrize(
    ("members", "near"), [("nan", None), ("1e300", "1000"), ("-100000", "-300"), ("inf", "1000")]
)
def test_no_more_members_than_the_lever_moves(members, near):
    done = CliRunner().invoke(build(), ["waits", "2024-03", "--members", members])
    assert isinstance(done.exception, UserError)
    assert (done.exception.field, done.exception.nearest) == ("--members", near)
