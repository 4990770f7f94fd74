"""The workbook, recalculated by an independent spreadsheet engine, gives the ledger's cents."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from openasylum import costs
from openasylum.costs.tables import as_csv, header, totals
from openasylum.costs.workbook import SHEETS, Subject, workbook
from openasylum.errors import UserError
from openasylum.scenario.assumptions import draw_values
from support.made_up_claims import REFUSED, Step, claims
from support.workbooks import recalculated

UNTIL = date(2028, 3, 31)


def made_up() -> tuple[pl.DataFrame, pl.DataFrame]:
    refused: list[Step] = [
        (stage, days, way) for (stage, way), days in zip(REFUSED, (40, 500, 420, 90, 200, 300), strict=True)
    ]
    accepted: list[Step] = [
        ("eligibility", 10, "referred"),
        ("rpd", 700, "accepted"),
        ("permanent_residence", 0, None),
    ]
    waiting: list[Step] = [("eligibility", 90, "referred"), ("rpd", 0, None)]
    return claims(
        [
            (date(2022, 5, 2), "between_ports", refused),
            (date(2023, 2, 20), "airport", accepted),
            (date(2024, 11, 1), "inland", waiting),
        ]
    )


@pytest.mark.parametrize(("scope", "weight", "draw"), [("pbo", 1.0, 3), ("full", 20.0, 4)])
def test_an_independent_engine_gives_the_same_cents(scope: str, weight: float, draw: int) -> None:
    visits, people = made_up()
    values, lines = draw_values(7, draw), costs.cost_lines()
    ledger = costs.in_scope(costs.book(visits, people, values, weight=weight, until=UNTIL), scope)
    used = costs.line_quantities(visits, people, values, lines, until=UNTIL)
    subject = Subject("Test", scope, 3 * weight, {"Basis": "three people"})
    cells = recalculated(workbook(used, lines, values, subject, weight=weight))

    keys = ["fiscal_year", "organisation", "payer", "stage", "scope"]
    expected = ledger.group_by(keys).agg(pl.col("cents").sum()).sort(keys)["cents"].to_list()
    sheet = SHEETS["ledger"]["en"].upper()
    booked = [cells[sheet, f"F{row}"] for row in range(2, 2 + len(cells)) if (sheet, f"F{row}") in cells]
    assert [cents for cents in booked if cents] == expected

    summary = SHEETS["summary"]["en"].upper()
    organisations = ledger["organisation"].n_unique()
    total = cells[summary, f"B{4 + organisations}"]
    assert round(total * 100) == int(ledger["cents"].sum())
    assert cells[summary, f"B{6 + organisations}"] == pytest.approx(total / (3 * weight))


def test_the_header_says_what_is_included_and_excluded() -> None:
    visits, people = made_up()
    ledger = costs.book(visits, people, draw_values(7, 1), until=UNTIL)
    text = as_csv(
        totals(ledger, "pbo", "organisation"),
        header(costs.scope_statement("pbo")["fr"], "fr", {"Base": "essai"}),
    )
    lines = text.splitlines()
    assert lines[0] == "# Coût variable fédéral, selon le compte du DPB de 2018"
    assert any(line.startswith("# Exclut : aide juridique") for line in lines)
    assert "organisation,cents" in lines
    read = pl.read_csv(text.encode(), comment_prefix="#")
    assert int(read["cents"].sum()) == int(costs.in_scope(ledger, "pbo")["cents"].sum())


def test_a_cohort_is_not_broken_down_by_fiscal_year() -> None:
    visits, people = made_up()
    by_cohort = costs.book_by_cohort(visits, people, draw_values(7, 1), until=UNTIL)
    assert int(totals(by_cohort, "full", "stage")["cents"].sum()) == int(by_cohort["cents"].sum())
    with pytest.raises(UserError, match="no fiscal years"):
        totals(by_cohort, "full", "year")
