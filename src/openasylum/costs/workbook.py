"""A ledger as a spreadsheet whose headline is live: quantities times rates, rounded to cents, added up, all
in formulas.

Change a unit cost, a share or a price factor in the workbook and every total follows. Left alone, it
recomputes to the same cents as the ledger it was made from.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from openasylum.costs.escalation import Escalation
from openasylum.costs.labels import organisation_label
from openasylum.costs.lines import CostLine
from openasylum.costs.profiles import DAYS_IN_YEAR
from openasylum.costs.rates import payer_rates
from openasylum.costs.scopes import marks_in, scope_statement
from openasylum.costs.tables import header
from openasylum.costs.units import amount_of, unit_costs
from openasylum.timeline import fiscal_year_label

Values = Mapping[str, float | str]

SHEETS = {
    "summary": {"en": "Summary", "fr": "Sommaire"},
    "ledger": {"en": "Ledger", "fr": "Grand livre"},
    "bookings": {"en": "Bookings", "fr": "Inscriptions"},
    "rates": {"en": "Rates", "fr": "Taux"},
    "lines": {"en": "Unit costs", "fr": "Coûts unitaires"},
}


#: Fiscal year, organisation, payer, stage, scope: a row of the ledger.
_Key = tuple[int, str, str, str, str]


@dataclass(frozen=True)
class Subject:
    """What a workbook is about: ``title``, the scope, ``persons`` (None where there is no such number),
    remarks for the header.
    """

    title: str
    scope: str
    persons: float | None
    remarks: Mapping[str, str]


def workbook(
    used: pl.DataFrame,
    lines: Sequence[CostLine],
    values: Values,
    subject: Subject,
    *,
    weight: float = 1.0,
    dollars_of: str | None = None,
    language: str = "en",
) -> bytes:
    """The XLSX of quantities (``bookings.line_quantities`` with one group) priced with ``values``.

    Sheets: *Summary* (totals by organisation, headline, per person; what is included and excluded), *Ledger*
    (cents by fiscal year, organisation, payer and stage), *Bookings* (quantity times rate), *Rates*
    (thousandths of a cent by line, payer and fiscal year), *Unit costs* (dollars of the price year, shares:
    the cells to change).
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        writer = _Writer(book, lines, values, subject, weight, dollars_of, language)
        writer.write(used)
    return out.getvalue()


class _Writer:
    """Writes the sheets from inputs to headline, remembering the cells that later formulas point at."""

    def __init__(
        self,
        book: Any,
        lines: Sequence[CostLine],
        values: Values,
        subject: Subject,
        weight: float,
        dollars_of: str | None,
        language: str,
    ) -> None:
        lines, marks = tuple(lines), marks_in(subject.scope)
        self.said = scope_statement(subject.scope, lines)[language]
        self.lines = {line.id: line for line in lines if line.scope in marks}
        self.units, self.escalation = unit_costs(values), Escalation(values, dollars_of)
        self.subject, self.weight, self.language = subject, weight, language
        self.bold, self.money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        self.sheets = {name: book.add_worksheet(titles[language]) for name, titles in SHEETS.items()}
        self.unit_row: dict[str, int] = {}
        self.rate_cell: dict[tuple[str, str, int], str] = {}
        # What each formula comes to, written beside it for readers that show a workbook without recalculating.
        self.worth: dict[str, float] = {}

    def write(self, used: pl.DataFrame) -> None:
        """All sheets."""
        used = used.filter(pl.col("line").is_in(list(self.lines))).sort("fiscal_year", "line", "stage")
        self._unit_costs()
        self._rates(sorted(set(used["fiscal_year"].to_list())))
        cells = self._bookings(used)
        self._summary(self._ledger(cells))

    def _say(self, english: str, french: str) -> list[str]:
        return (english if self.language == "en" else french).split("|")

    def _reference(self, sheet: str, cell: str) -> str:
        return f"'{SHEETS[sheet][self.language]}'!{cell}"

    def _formula(
        self, sheet: str, row: int, column: int, formula: str, worth: float, style: Any = None
    ) -> str:
        """Write a formula and what it comes to; the reference by which later formulas point at it."""
        self.sheets[sheet].write_formula(row, column, f"={formula}", style, worth)
        reference = self._reference(sheet, f"{'ABCDEFG'[column]}{row + 1}")
        self.worth[reference] = worth
        return reference

    def _unit_costs(self) -> None:
        sheet = self.sheets["lines"]
        heads = self._say(
            "Line|Title|Unit cost (dollars of the price year)|Share that multiplies it"
            "|First payer's share|Price year|Sources",
            "Poste|Titre|Coût unitaire (dollars de l'année de prix)|Part qui le multiplie"
            "|Part du premier payeur|Année de prix|Sources",
        )
        sheet.write_row(0, 0, heads, self.bold)
        for row, line in enumerate(self.lines.values(), 1):
            first = next(iter(line.payers.values()))
            shares = float(np.prod([amount_of(self.units, share) for share in line.times]))
            paid = amount_of(self.units, first)
            title = getattr(line.title, self.language)
            cells = [
                line.id,
                title,
                amount_of(self.units, line.unit) * line.sign,
                shares,
                paid,
                line.price_year,
            ]
            sheet.write_row(row, 0, [*cells, ", ".join(line.sources)])
            self.unit_row[line.id] = row + 1
        sheet.set_column(0, 1, 36)
        sheet.set_column(2, 6, 18)

    def _rates(self, years: list[int]) -> None:
        sheet = self.sheets["rates"]
        heads = self._say(
            "Line|Payer|Fiscal year|Price factor|Thousandths of a cent per day or event",
            "Poste|Payeur|Exercice|Facteur de prix|Millièmes de cent par jour ou événement",
        )
        sheet.write_row(0, 0, heads, self.bold)
        row = 1
        for line in self.lines.values():
            factors = self.escalation.factors(
                line.escalation, line.price_year, np.array(years, dtype=np.int64)
            )
            rates = payer_rates(line, np.array(years, dtype=np.int64), self.units, self.escalation)
            for place_of_year, (year, factor) in enumerate(zip(years, factors, strict=True)):
                unit = self.unit_row[line.id]
                earlier: list[str] = []
                days = f"/{DAYS_IN_YEAR}" if line.basis == "stay" else ""
                amount, share = (self._reference("lines", f"{column}{unit}") for column in "CD")
                whole = f"ROUND({amount}*{share}{days}*D{row + 1}*100000,0)"
                for place, payer in enumerate(line.payers):
                    sheet.write_row(row, 0, [line.id, payer, fiscal_year_label(year), float(factor)])
                    last = place == len(line.payers) - 1
                    part = f"ROUND({whole}*{self._reference('lines', f'E{unit}')},0)"
                    formula = "".join([whole, *(f"-{cell}" for cell in earlier)]) if last else part
                    cell = self._formula("rates", row, 4, formula, float(rates[payer][place_of_year]))
                    earlier.append(f"E{row + 1}")
                    self.rate_cell[line.id, payer, year] = cell
                    row += 1
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 4, 18)

    def _bookings(self, used: pl.DataFrame) -> dict[_Key, list[str]]:
        sheet = self.sheets["bookings"]
        heads = self._say(
            "Line|Fiscal year|Stage|Payer|Days or events (thousandths)|Cents, unrounded",
            "Poste|Exercice|Étape|Payeur|Jours ou événements (millièmes)|Cents, non arrondis",
        )
        sheet.write_row(0, 0, heads, self.bold)
        cells: dict[_Key, list[str]] = {}
        row = 1
        for line_id, year, stage, milli in used.select("line", "fiscal_year", "stage", "milli").iter_rows():
            line = self.lines[line_id]
            for payer in line.payers:
                sheet.write_row(row, 0, [line_id, fiscal_year_label(year), stage, payer, milli])
                rate = self.rate_cell[line_id, payer, year]
                cents = milli * self.worth[rate] * self.weight / 1_000_000
                cell = self._formula("bookings", row, 5, f"E{row + 1}*{rate}*{self.weight!r}/1000000", cents)
                key = (year, line.organisation, payer, stage, line.scope)
                cells.setdefault(key, []).append(cell)
                row += 1
        sheet.set_column(0, 5, 24)
        return cells

    def _ledger(self, cells: Mapping[_Key, list[str]]) -> dict[str, list[str]]:
        sheet = self.sheets["ledger"]
        heads = self._say(
            "Fiscal year|Organisation|Payer|Stage|Scope|Cents",
            "Exercice|Organisation|Payeur|Étape|Portée|Cents",
        )
        sheet.write_row(0, 0, heads, self.bold)
        by_organisation: dict[str, list[str]] = {}
        for row, (key, parts) in enumerate(sorted(cells.items()), 1):
            year, organisation, *rest = key
            sheet.write_row(row, 0, [fiscal_year_label(year), organisation, *rest])
            cents = float(round(sum(self.worth[part] for part in parts)))
            cell = self._formula("ledger", row, 5, f"ROUND({'+'.join(parts)},0)", cents)
            by_organisation.setdefault(organisation, []).append(cell)
        sheet.set_column(0, 5, 24)
        return by_organisation

    def _summary(self, by_organisation: Mapping[str, list[str]]) -> None:
        sheet = self.sheets["summary"]
        sheet.write(0, 0, self.subject.title, self.bold)
        sheet.write_row(2, 0, self._say("Organisation|Dollars", "Organisation|Dollars"), self.bold)
        row, total = 3, 0.0
        for organisation, cells in by_organisation.items():
            sheet.write(row, 0, organisation_label(organisation)[self.language])
            dollars = sum(self.worth[cell] for cell in cells) / 100
            self._formula("summary", row, 1, f"({'+'.join(cells)})/100", dollars, self.money)
            total += dollars
            row += 1
        sheet.write(row, 0, *self._say("Total", "Total"), self.bold)
        self._formula("summary", row, 1, f"SUM(B4:B{row})", total, self.money)
        if self.subject.persons is not None:
            sheet.write_row(row + 1, 0, [*self._say("Persons", "Personnes"), self.subject.persons])
            sheet.write(row + 2, 0, *self._say("Per person", "Par personne"))
            each = total / self.subject.persons if self.subject.persons else 0.0
            self._formula("summary", row + 2, 1, f"B{row + 1}/B{row + 2}", each, self.money)
        for place, line in enumerate(header(self.said, self.language, self.subject.remarks), row + 5):
            sheet.write(place, 0, line)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 1, 20)
