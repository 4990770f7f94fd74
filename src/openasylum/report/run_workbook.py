"""A run as a spreadsheet whose headline is live: draws, their sums over the years, differences, percentiles, in
formulas.

A sheet a measure: a row a draw, the years of each scenario, then what they come to over the horizon, then the
difference of each alternative to the baseline in that draw. The first sheet takes its medians and ranges from there.
"""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import Any, Final

import polars as pl

from openasylum.report.colophon import colophon
from openasylum.report.scene import Scene
from openasylum.results import Measure, measures

#: Percentiles on the first sheet, in their order there.
LEVELS: Final = {"p50": 0.50, "p05": 0.05, "p95": 0.95}

#: The row of a measure's sheet where the draws begin, counted from 0: two rows of headings stand above.
FIRST_DRAW: Final = 2

_SHEET_NAME: Final = 31


def workbook(scene: Scene) -> bytes:
    """The XLSX."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        about = colophon(scene, [of.id for of in _present(scene)])
        book.set_properties(
            {
                "title": about["title"],
                "author": "OpenAsylum",
                "comments": f"{about['provenance']} {about['range']}",
                # A run of the same inputs is the same bytes: no clock.
                "created": datetime.combine(scene.run.manifest.law_date, time()),
            }
        )
        _Writer(book, scene).write(about)
    return out.getvalue()


def sheet_name(scene: Scene, of: Measure) -> str:
    """What the sheet of a measure is called, within what spreadsheets allow."""
    place = [one.id for one in _present(scene)].index(of.id) + 1
    label = "".join(" " if mark in "[]:*?/\\'" else mark for mark in scene.label(of))
    return f"{place} {label}"[:_SHEET_NAME].rstrip()


def _present(scene: Scene) -> list[Measure]:
    found = set(scene.run.frames["annual"]["measure"].unique().to_list())
    return [of for of in measures().values() if of.id in found]


class _Writer:
    """Writes the sheets; ``columns`` are the scenarios and then the differences, as every table has them."""

    def __init__(self, book: Any, scene: Scene) -> None:
        self.scene, self.manifest = scene, scene.run.manifest
        self.ids = self.manifest.scenario_ids
        self.columns = [*self.ids, *scene.differences]
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.number = book.add_format({"num_format": "#,##0"})
        self.months = book.add_format({"num_format": "0.0"})
        self.front = book.add_worksheet(scene.t("Headline", "Sommaire"))
        self.sheets = {of.id: book.add_worksheet(sheet_name(scene, of)) for of in _present(scene)}
        self.about = book.add_worksheet(scene.t("About", "À propos"))
        self.assumptions = book.add_worksheet(scene.t("Assumptions", "Hypothèses"))

    def write(self, about: dict[str, str]) -> None:
        """All sheets."""
        ranges = {of.id: self._draws(of) for of in _present(self.scene)}
        self._headline(ranges, about)
        for row, (name, text) in enumerate(about.items()):
            self.about.write_row(row, 0, [name, text])
        self.about.set_column(0, 0, 16)
        self.about.set_column(1, 1, 140)
        self._assumptions()

    def _draws(self, of: Measure) -> dict[str, str]:
        """The sheet of a measure; by scenario or difference, the range that holds its values draw by draw."""
        sheet, annual = self.sheets[of.id], self.scene.run.frames["annual"]
        own = annual.filter((pl.col("measure") == of.id) & pl.col("scenario").is_in(self.ids))
        periods = own["period"].unique().sort().to_list()
        draws = own["draw"].unique().sort().to_list()
        values = {(row["scenario"], row["draw"], row["period"]): row["value"] for row in own.to_dicts()}
        worth = self._worth(of)
        absent = None if of.kind == "wait" else 0.0
        width = len(periods) + 1
        column_of = {name: 1 + place * width + len(periods) for place, name in enumerate(self.ids)}
        last_of_scenarios = 1 + len(self.ids) * width
        column_of |= {name: last_of_scenarios + place for place, name in enumerate(self.scene.differences)}
        sheet.write(1, 0, self.scene.t("Draw", "Tirage"), self.bold)
        horizon = self._horizon_words(of)
        for name, column in column_of.items():
            first = column - len(periods) if name in self.ids else column
            sheet.write(0, first, self.scene.title(name), self.bold)
            sheet.write_row(1, first, [*(periods if name in self.ids else []), horizon], self.bold)
        style = self.months if of.unit == "months" else self.number
        for row, draw in enumerate(draws, FIRST_DRAW):
            sheet.write(row, 0, draw)
            for name, column in column_of.items():
                if name in self.ids:
                    for place, period in enumerate(periods):
                        value = values.get((name, draw, period), absent)
                        if value is not None:
                            sheet.write(row, column - len(periods) + place, value, style)
                    formula = self._over_horizon(of, row, column - len(periods), column - 1)
                else:
                    alternative = self.ids[1 + self.scene.differences.index(name)]
                    here, there = (_cell(row, column_of[one]) for one in (alternative, self.scene.baseline))
                    formula = f'=IF(OR({here}="",{there}=""),"",{here}-{there})'
                known = worth.get((name, draw))
                sheet.write_formula(row, column, formula, style, "" if known is None else known)
        sheet.freeze_panes(FIRST_DRAW, 1)
        sheet.set_column(1, max(column_of.values()), 13)
        quoted = sheet.get_name()
        last = FIRST_DRAW + len(draws) - 1
        return {
            name: f"'{quoted}'!{_cell(FIRST_DRAW, column, fixed=True)}:{_cell(last, column, fixed=True)}"
            for name, column in column_of.items()
        }

    def _worth(self, of: Measure) -> dict[tuple[str, int], float | None]:
        """What each formula of a measure's sheet comes to, for readers that show a workbook without recalculating."""
        rows = self.scene.whole_horizon.filter(pl.col("measure") == of.id).to_dicts()
        return {(row["scenario"], row["draw"]): row["value"] for row in rows}

    def _horizon_words(self, of: Measure) -> str:
        if of.additive:
            return self.scene.t("All years", "Toutes les années")
        return self.scene.t("Last year", "Dernière année")

    @staticmethod
    def _over_horizon(of: Measure, row: int, first: int, last: int) -> str:
        if of.additive:
            return f"=SUM({_cell(row, first)}:{_cell(row, last)})"
        end = _cell(row, last)
        return f'=IF(ISBLANK({end}),"",{end})'

    def _headline(self, ranges: dict[str, dict[str, str]], about: dict[str, str]) -> None:
        scene, sheet = self.scene, self.front
        sheet.write(0, 0, about["title"], self.bold)
        sheet.write(1, 0, about["provenance"])
        sheet.write(2, 0, about["range"])
        top = 4
        names = [scene.t("Measure", "Mesure"), scene.t("Unit", "Unité"), scene.t("Period", "Période")]
        sheet.write_row(top + 1, 0, names, self.bold)
        words = (scene.t("median", "médiane"), "5 %", "95 %")
        for place, column in enumerate(self.columns):
            at = len(names) + place * len(LEVELS)
            sheet.write(top, at, scene.title(column), self.bold)
            sheet.write_row(top + 1, at, words, self.bold)
        said = len(names) + len(self.columns) * len(LEVELS)
        sheet.write_row(
            top + 1, said, [scene.t("Includes", "Comprend"), scene.t("Excludes", "Exclut")], self.bold
        )
        units = {"persons": ("persons", "personnes"), "months": ("months", "mois"), "CAD": ("CAD", "$ CA")}
        for row, of in enumerate(_present(scene), top + 2):
            totals = {column: scene.totals.get((column, of.id)) for column in self.columns}
            period = next(total["period"] for total in totals.values() if total)
            sheet.write_row(row, 0, [scene.label(of), scene.t(*units.get(of.unit, (of.unit,) * 2)), period])
            style = self.months if of.unit == "months" else self.number
            for place, column in enumerate(self.columns):
                total = totals[column] or {}
                for step, (name, level) in enumerate(LEVELS.items()):
                    at = len(names) + place * len(LEVELS) + step
                    held = ranges[of.id][column]
                    formula = f'=IF(COUNT({held})=0,"",PERCENTILE({held},{level}))'
                    known = total.get(name)
                    sheet.write_formula(row, at, formula, style, "" if known is None else known)
            sheet.write_row(row, said, [scene.t.of(of.includes), scene.t.of(of.excludes)])
        sheet.set_column(0, 0, 44)
        sheet.set_column(2, said - 1, 14)
        sheet.freeze_panes(top + 2, 1)

    def _assumptions(self) -> None:
        from openasylum.report.units import unit_name

        scene, sheet = self.scene, self.assumptions
        heads = scene.t(
            "Id|Assumption|5 %|50 %|95 %|Unit|Grade|Why", "Id|Hypothèse|5 %|50 %|95 %|Unité|Cote|Pourquoi"
        ).split("|")
        sheet.write_row(0, 0, heads, self.bold)
        for row, one in enumerate(self.manifest.assumptions, 1):
            cells = [one.id, scene.t.of(one.title), *one.interval, unit_name(one.unit, scene.language)]
            sheet.write_row(row, 0, [*cells, one.grade, scene.t.of(one.why)])
        sheet.set_column(0, 1, 44)
        sheet.set_column(7, 7, 120)


def _cell(row: int, column: int, fixed: bool = False) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    found: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return found
