"""The ledgers: nothing lost, nothing twice, one organisation and one payer for every cent."""

from __future__ import annotations

from datetime import date
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openasylum import costs
from openasylum.costs.ledger import MICROCENTS_IN_CENT
from openasylum.costs.lines import read_lines
from openasylum.documents import parse_document
from openasylum.errors import UserError
from openasylum.scenario.assumptions import central_values, draw_values
from support.made_up_claims import Step, claims, stories

UNTIL = date(2030, 3, 31)
SLOW = settings(max_examples=40, deadline=None)

LINE = """
- id: test.line
  title: {en: t, fr: t}
  organisation: someone
  payers: {canada: test.share, provinces: rest}
  scope: full
  basis: stay
  stages: [rpd]
  unit: test.year
  price_year: 2017-18
  escalation: consumer_prices
  sources: [none]
  includes: {en: t, fr: t}
"""


@cache
def values() -> dict[str, float | str]:
    return central_values()


def total(ledger: pl.DataFrame, **where: str) -> int:
    return int(ledger.filter(*(pl.col(name) == word for name, word in where.items()))["cents"].sum())


@SLOW
@given(told=stories(), draw=st.integers(0, 50), weight=st.sampled_from([1.0, 7.0, 20.0]))
def test_the_ledger_is_the_sum_of_its_people_to_the_cent(told: list, draw: int, weight: float) -> None:
    visits, people = claims(told)
    drawn = draw_values(1, draw)
    ledger = costs.book(visits, people, drawn, weight=weight, until=UNTIL)
    persons = costs.book_by_person(visits, people, drawn, until=UNTIL)
    keys = ["fiscal_year", "organisation", "payer", "stage", "scope"]
    added = (
        persons.group_by(keys)
        .agg((pl.col("microcents").sum() * weight / MICROCENTS_IN_CENT).round().cast(pl.Int64).alias("cents"))
        .sort(keys)
    )
    assert ledger.equals(added)


@SLOW
@given(told=stories(), draw=st.integers(0, 50))
def test_cash_of_all_years_and_cost_of_all_cohorts_are_the_same_money(told: list, draw: int) -> None:
    visits, people = claims(told)
    drawn = draw_values(2, draw)
    cash = costs.book(visits, people, drawn, until=UNTIL)
    cohorts = costs.book_by_cohort(visits, people, drawn, until=UNTIL)
    assert abs(total(cash) - total(cohorts)) <= (cash.height + cohorts.height) / 2  # each row is rounded once


@SLOW
@given(told=stories(), low=st.floats(0, 1), high=st.floats(0, 1))
def test_a_transfer_between_governments_changes_the_payer_and_never_the_total(
    told: list, low: float, high: float
) -> None:
    visits, people = claims(told)
    keys = ["fiscal_year", "organisation", "stage", "scope"]
    shares = ("costs.shelter_paid_by_canada", "costs.legal_aid_paid_by_canada", "costs.tax_to_canada")
    books = [
        costs.book_by_person(visits, people, {**values(), **dict.fromkeys(shares, share)}, until=UNTIL)
        .group_by(keys)
        .agg(pl.col("microcents").sum())
        .sort(keys)
        for share in (low, high)
    ]
    assert books[0].equals(books[1])


@SLOW
@given(told=stories(), which=st.integers(0, 100), longer=st.integers(1, 500))
def test_a_longer_wait_never_lowers_the_health_program(told: list, which: int, longer: int) -> None:
    if not told:
        return
    person, before = told[which % len(told)], health(told)
    claimed, channel, steps = person
    place = which % len(steps)
    stage, days, way = steps[place]
    told[which % len(told)] = (
        claimed,
        channel,
        [*steps[:place], (stage, days + longer, way), *steps[place + 1 :]],
    )
    assert health(told) >= before


def health(told: list) -> int:
    """The health program in micro-cents: rows of a ledger are rounded to cents one by one."""
    persons = costs.book_by_person(*claims(told), values(), until=UNTIL, dollars_of="2017-18")
    return int(persons.filter(organisation="ifhp")["microcents"].sum())


def booked(told: list) -> pl.DataFrame:
    return costs.book(*claims(told), values(), until=UNTIL, dollars_of="2017-18")


def test_nobody_costs_nothing() -> None:
    visits, people = claims([])
    assert costs.book(visits, people, values(), until=UNTIL).height == 0
    assert costs.book_by_cohort(visits, people, values(), until=UNTIL).height == 0
    assert costs.book_by_person(visits, people, values(), until=UNTIL).height == 0


def test_days_fall_into_their_fiscal_years_exactly() -> None:
    lines = read_lines(parse_document(LINE, "test.yaml"))
    told: list[tuple[date, str, list[Step]]] = [(date(2018, 3, 30), "inland", [("rpd", 368, "accepted")])]
    own = {**values(), "test.year": 365.25, "test.share": 0.25}  # one dollar a day
    ledger = costs.book(*claims(told), own, until=UNTIL, dollars_of="2017-18", lines=lines)
    by_year = ledger.group_by("fiscal_year").agg(pl.col("cents").sum()).sort("fiscal_year")
    assert by_year.rows() == [(2017, 200), (2018, 36500), (2019, 100)]
    assert total(ledger, payer="canada") == 9200
    # A dollar of 2017-18 in 2018-19: indexes 0.75 x 133.4 + 0.25 x 136.0 over 0.75 x 130.4 + 0.25 x 133.4.
    nominal = costs.book(*claims(told), own, until=UNTIL, lines=lines)
    assert total(nominal.filter(fiscal_year=2018)) == pytest.approx(36500 * 134.05 / 131.15, abs=1)


def test_someone_still_waiting_costs_until_the_last_day_counted() -> None:
    lines = read_lines(parse_document(LINE, "test.yaml"))
    told: list[tuple[date, str, list[Step]]] = [(date(2018, 3, 30), "inland", [("rpd", 0, None)])]
    own = {**values(), "test.year": 365.25, "test.share": 1}
    ledger = costs.book(*claims(told), own, until=date(2018, 4, 1), dollars_of="2017-18", lines=lines)
    assert ledger.select("fiscal_year", "cents").rows() == [(2017, 200), (2018, 100)]


def test_only_people_met_between_ports_cost_the_rcmp() -> None:
    steps: list[Step] = [("eligibility", 30, "referred"), ("rpd", 0, None)]
    between = booked([(date(2017, 6, 1), "between_ports", steps)])
    at_port = booked([(date(2017, 6, 1), "land_port", steps)])
    assert total(between, organisation="rcmp") == round(100 * float(values()["costs.rcmp_interception"]))
    assert total(at_port, organisation="rcmp") == 0
    assert total(between.filter(pl.col("organisation") != "rcmp")) == total(at_port)


def test_a_person_returned_under_the_agreement_costs_the_return_and_no_intake() -> None:
    ledger = booked(
        [(date(2024, 6, 1), "land_port", [("eligibility", 0, "returned_to_us"), ("returned_to_us", 0, None)])]
    )
    assert ledger["organisation"].to_list() == ["cbsa"]
    assert costs.in_scope(ledger, "pbo").equals(ledger)


def test_a_claim_examined_again_after_a_change_of_law_is_not_received_twice() -> None:
    once: list[Step] = [("eligibility", 30, "referred"), ("rpd", 0, "redetermined"), ("prra", 0, "rejected")]
    again: list[Step] = [*once[:2], ("eligibility", 0, "ineligible_prra"), once[2]]
    day = date(2025, 5, 1)
    assert booked([(day, "between_ports", once)]).equals(booked([(day, "between_ports", again)]))


def test_weight_multiplies() -> None:
    told: list[tuple[date, str, list[Step]]] = [
        (date(2019, 1, 1), "inland", [("eligibility", 400, "referred"), ("rpd", 0, None)])
    ]
    visits, people = claims(told)
    one = costs.book(visits, people, values(), until=UNTIL)
    twenty = costs.book(visits, people, values(), weight=20, until=UNTIL)
    assert one.drop("cents").equals(twenty.drop("cents"))
    assert ((twenty["cents"] - 20 * one["cents"]).abs() <= 10).all()


@SLOW
@given(told=stories())
def test_the_narrow_scope_is_part_of_the_wide_one(told: list) -> None:
    ledger = costs.book(*claims(told), values(), until=UNTIL)
    narrow, wide = costs.in_scope(ledger, "pbo"), costs.in_scope(ledger, "full")
    assert wide.equals(ledger)
    assert narrow.join(wide, on=list(ledger.columns), how="anti").height == 0
    assert set(narrow["payer"]) <= {"canada"}
    assert (ledger.filter(pl.col("cents") < 0)["organisation"] == "tax_revenue").all()


def test_cash_and_cohorts_are_never_mixed() -> None:
    visits, people = claims(
        [(date(2019, 1, 1), "inland", [("eligibility", 10, "referred"), ("rpd", 0, None)])]
    )
    by_year = costs.book(visits, people, values(), until=UNTIL)
    by_cohort = costs.book_by_cohort(visits, people, values(), until=UNTIL)
    assert costs.cash(by_year) is by_year
    assert costs.cohorts(by_cohort) is by_cohort
    with pytest.raises(UserError, match="never added or compared"):
        costs.cash(by_cohort)
    with pytest.raises(UserError, match="never added or compared"):
        costs.cohorts(by_year)


def test_an_unknown_scope_is_refused() -> None:
    with pytest.raises(UserError, match="nearest valid value is full"):
        costs.in_scope(pl.DataFrame({"scope": ["pbo"]}), "ful")


def test_cohort_sizes_tell_who_still_waits() -> None:
    visits, people = claims(
        [
            (date(2018, 3, 31), "inland", [("rpd", 5, "accepted"), ("permanent_resident", 0, None)]),
            (date(2018, 4, 1), "inland", [("rpd", 0, None)]),
        ]
    )
    sizes = costs.cohort_sizes(visits, people, ["permanent_resident"], weight=2)
    assert sizes.rows() == [(2017, 2.0, 0.0), (2018, 2.0, 2.0)]
