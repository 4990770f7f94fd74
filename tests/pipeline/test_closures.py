"""How claims end without a decision on the merits: published counts, worked out by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openasylum import facts
from openasylum.pipeline.closures import closed_by_the_policy, rpd_closed_share, rpd_withdrawal_ratio


@pytest.fixture(scope="module")
def share():
    return dict(rpd_closed_share().iter_rows())


def test_the_share_closed_is_that_of_the_irbs_open_data(share):
    """4,688 of the 29,674 claims finalized in 2018, and 16,033 of the 73,275 of 2024."""
    assert share[date(2018, 1, 1)] == pytest.approx(4_688 / 29_674)
    assert share[date(2024, 1, 1)] == pytest.approx(16_033 / 73_275)


def test_what_the_policy_for_health_care_workers_closed_is_left_out(share):
    """Running totals of people who crossed between ports: 38,438 closed or decided by March 2021, of whom 20,584 and 15,154
    were decided; 49,000 (25,802 and 18,010) by the end of 2021; 58,241 (30,518 and 20,680) by that of 2022; 75,038 (43,071
    and 23,244) by March 2024.
    """
    usual = (2_700 + 1_680) / (35_738 + 15_117)
    policy = {2021: 2_488 - usual * 8_074, 2022: 1_855 - usual * 7_386}
    assert closed_by_the_policy() == pytest.approx(policy)
    assert share[date(2021, 1, 1)] == pytest.approx((6_412 - policy[2021]) / (48_106 - policy[2021]))


def test_withdrawals_as_printed_at_the_end_of_2021_do_not_close_with_their_total():
    """The print 3,404 is 725 short of what the same page finalized, and the next quarter's is right again."""
    printed = facts.table("irregular_border_crossers_quarterly").filter(pl.col("total"))
    totals = printed.pivot("measure", index="last_day", values="value").sort("last_day")
    parts = [f"cumulative_{name}" for name in ("accepted", "rejected", "abandoned", "withdrawn_other")]
    short = totals.select("last_day", short=pl.col("cumulative_finalized") - pl.sum_horizontal(parts))
    assert dict(short.filter(pl.col("short") != 0).iter_rows()) == {date(2021, 12, 31): 725.0}
    assert facts.figure("reconcile.crossers_withdrawn.2021").point == 3_404 + 725


def test_people_who_crossed_withdraw_a_little_less_readily_than_their_origins_say():
    table = rpd_withdrawal_ratio()
    by_channel = {
        channel: table.filter(pl.col("channel") == channel, pl.col("origin") == "haiti")["value"].item()
        for channel in ("between_ports", "undetected", "inland")
    }
    assert by_channel["between_ports"] == by_channel["undetected"] < by_channel["inland"]
