"""One day each side of every day on which a provision starts or stops, and of every count of days: generated
from the
provisions themselves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from openasylum import law
from openasylum.law import FLAT_FACTS, engine
from openasylum.law.gates.planes import truth_flags
from openasylum.law.plan import plan_for
from openasylum.law.provisions import Provision, provisions

DAY = timedelta(days=1)
DATED = [p for p in provisions().values() if any(period.first for period in p.in_force)]


def _in_force(provision: Provision, days: list[date]) -> list[bool]:
    """Whether the provision is in force when its date of reading is each of ``days``."""
    late = max(days[-1], date(2026, 7, 1))
    frame = pl.DataFrame({"claim_date": days, "entry_date": days, "law_date": days})
    if provision.read_at == "decision":
        frame = frame.with_columns(claim_date=pl.lit(provision.claims_from or date(2004, 12, 29)))
    elif provision.read_at == "claim":
        frame = frame.with_columns(law_date=pl.lit(late))
    frame = frame.with_columns(
        entry_date_established=pl.lit(True), entered_between_commencement_readings=pl.lit(False)
    )
    plan = plan_for()
    table = engine.complete_table(engine.table_of_frame(frame))
    gate = plan.book.in_force[provision.citation]
    truth = plan.circuit.evaluate(table, plan.circuit.needed_for([gate]))[gate]
    return list(truth_flags(truth, len(days))[0])


@pytest.mark.parametrize("provision", DATED, ids=lambda p: p.citation)
def test_first_and_last_day(provision: Provision) -> None:
    for period in provision.in_force:
        assert period.first is not None
        follows = any(
            p.last == period.first - DAY for p in provision.in_force
        )  # another text of the same provision
        assert _in_force(provision, [period.first - DAY, period.first, period.first + DAY]) == [
            follows,
            True,
            True,
        ]
        if period.last is not None:
            followed = any(p.first == period.last + DAY for p in provision.in_force)
            assert _in_force(provision, [period.last, period.last + DAY]) == [True, followed]


@pytest.mark.parametrize("provision", [p for p in DATED if p.claims_from], ids=lambda p: p.citation)
def test_reach_back_to_claims_made_before(provision: Provision) -> None:
    """S.C. 2026, c. 4, s. 75 and S.C. 2019, c. 29, s. 309: claims from a day before the provision was in
    force.
    """
    since = provision.claims_from
    assert since is not None
    assert since < provision.in_force[0].first  # type: ignore[operator]
    frame = pl.DataFrame({"claim_date": [since - DAY, since], "law_date": [date(2026, 7, 1)] * 2})
    plan = plan_for()
    gate = plan.book.in_force[provision.citation]
    truth = plan.circuit.evaluate(
        engine.complete_table(engine.table_of_frame(frame)), plan.circuit.needed_for([gate])
    )
    assert list(truth_flags(truth[gate], 2)[0]) == [False, True]


def test_nothing_is_in_force_without_a_first_day() -> None:
    for provision in provisions().values():
        if not any(period.first for period in provision.in_force):
            assert plan_for().book.in_force[provision.citation] == plan_for().circuit.false


def _decide(rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = {name: FLAT_FACTS[name].dtype for name in rows[0]}
    return law.decide(law.fill_known(pl.DataFrame(rows, schema=schema)))


def _between_ports(entry: date, claim: date) -> dict[str, Any]:
    return {"claim_date": claim, "entry_date": entry, "came_from_us": True, "claim_place": "inland",
            "entry_location": "between_ports_of_entry"}  # fmt: skip


@pytest.mark.parametrize(
    "entry", [date(2024, 2, 15), date(2024, 2, 29), date(2025, 2, 20), date(2024, 12, 25), date(2023, 4, 17)]
)
def test_day_thirteen_is_caught_and_day_fourteen_is_not(entry: date) -> None:
    """IRPR 159.4(1.1): less than 14 days after the day of entry, across leap days, month ends and the new
    year.
    """
    answers = _decide([_between_ports(entry, entry + DAY * days) for days in range(17)])
    assert answers["outcome"].to_list() == ["ineligible"] * 14 + ["eligible"] * 3


def test_the_fourteen_days_and_the_bar_after_them_leave_no_gap_and_no_overlap() -> None:
    """IRPA 101(1)(b.2) begins where IRPR 159.4(1.1) ends; a last day that is a holiday leaves the next one
    open.
    """
    grounds = law.grounds()
    for start in range(60):
        entry = date(2026, 4, 7) + DAY * start
        for days in (12, 13, 14, 15, 20):
            answer = _decide([_between_ports(entry, entry + DAY * days)]).row(0, named=True)
            found = law.citations_of(answer["grounds"], grounds)
            open_ = law.citations_of(answer["possible_grounds"], grounds)
            expected = "IRPA 101(1)(e)" if days < 14 else "IRPA 101(1)(b.2)"
            assert [*found, *open_] == [expected], (entry, days)
            assert not open_ or days == 14 or (entry + DAY * 14).weekday() < 2


@pytest.mark.parametrize(
    "entry", [date(2028, 2, 29), date(2027, 3, 1), date(2027, 2, 26), date(2025, 1, 31), date(2024, 7, 9)]
)
def test_the_year_ends_on_its_anniversary(entry: date) -> None:
    """IRPA 101(1)(b.1): the anniversary is not more than a year after; 29 February counts to 28 February."""
    last = date(entry.year + 1, entry.month, 28 if (entry.month, entry.day) == (2, 29) else entry.day)
    rows = [
        {
            "claim_date": last + DAY * days,
            "decision_date": date(2029, 12, 31),
            "entry_date": entry,
            "entry_location": "airport",
        }
        for days in (-1, 0, 1, 2, 3)
    ]
    assert last.weekday() != 6
    assert _decide(rows)["outcome"].to_list() == [
        "eligible",
        "eligible",
        "ineligible",
        "ineligible",
        "ineligible",
    ]


@pytest.mark.parametrize("born", [date(2006, 1, 16), date(2004, 2, 29), date(2006, 12, 31)])
def test_eighteen_begins_on_the_birthday(born: date) -> None:
    """Interpretation Act, s. 30, through IRPR 159.5(e)."""
    birthday = date(
        born.year + 18,
        born.month,
        28 if (born.month, born.day) == (2, 29) and (born.year + 18) % 4 else born.day,
    )
    rows = [
        {"claim_date": birthday + DAY * days, "came_from_us": True, "claim_place": "port_of_entry",
         "entry_location": "land_port_of_entry", "birth_date": born}
        for days in (-1, 0, 1)
    ]  # fmt: skip
    assert _decide(rows)["outcome"].to_list() == ["eligible", "ineligible", "ineligible"]
