"""What ``openasylum costs`` and the page of costs show: one statement of cost, whichever way it was asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from openasylum.bilingual import number
from openasylum.errors import UserError
from openasylum.timeline import fiscal_year_label

if TYPE_CHECKING:
    import polars as pl

MILLION = 1e8  # cents


@dataclass(frozen=True)
class Statement:
    """A table of cents: ``table`` has the breakdown ``by``, one column of cents per heading of ``columns``
    (or texts of ranges), a row a key; ``persons`` where the cost is that of so many people. ``make_workbook``
    gives the spreadsheet in a language.
    """

    title: dict[str, str]
    by: str
    columns: list[str]
    table: pl.DataFrame
    said: dict[str, dict[str, Any]]
    remarks: dict[str, dict[str, str]]
    scope: str
    persons: float | None = None
    make_workbook: Callable[[str], bytes] | None = None

    def rows(self, language: str) -> Iterator[tuple[str, list[str]]]:
        """Name and cells of each row, in millions of dollars (and dollars per person), with a total."""
        from openasylum.costs.labels import key_label

        for row in self.table.iter_rows(named=True):
            name = key_label(self.by, row[self.by], "short")[language]
            yield name, [self._cell(row[column], column, language) for column in self.columns]
        if all(self.table.schema[name].is_integer() for name in self.columns):
            sums = [int(self.table[name].sum()) for name in self.columns]
            totals = zip(sums, self.columns, strict=True)
            yield "Total", [self._cell(total, name, language) for total, name in totals]

    def _cell(self, value: Any, name: str, language: str) -> str:
        if not isinstance(value, int):
            return str(value)
        return number(value / 100, language) if name == PER_PERSON else number(value / MILLION, language, 1)

    def csv(self, language: str) -> str:
        """The table in dollars and cents under its header."""
        import polars as pl

        from openasylum.costs.labels import key_label
        from openasylum.costs.tables import as_csv, header

        labels = [key_label(self.by, key)[language] for key in self.table[self.by]]
        whole = self.table.with_columns(
            pl.Series(self.by, labels),
            *(pl.col(name) / 100 for name in self.columns if self.table.schema[name].is_integer()),
        )
        lines = [self.title[language], *header(self.said[language], language, self.remarks[language])]
        return as_csv(whole, lines)

    def workbook(self, language: str) -> bytes:
        """The spreadsheet. Raises ``UserError`` where there is none (a run keeps no quantities)."""
        if self.make_workbook is None:
            raise UserError(
                "a run keeps amounts and no quantities, so there is no chain to show",
                "une exécution garde les montants et non les quantités : il n'y a pas de chaîne à montrer",
                field="--xlsx",
            )
        return self.make_workbook(language)

    def as_json(self) -> dict[str, Any]:
        """For machines: amounts in cents."""
        return {
            "title": self.title,
            "scope": self.scope,
            "by": self.by,
            "persons": self.persons,
            "remarks": self.remarks,
            "rows": self.table.to_dicts(),
            "statement": self.said,
        }


class RunStatement(Statement):
    """Of a run: ``table`` has a row per key and scenario, with ``p05``, ``p50`` and ``p95`` in cents; ``columns`` are the scenarios."""

    def rows(self, language: str) -> Iterator[tuple[str, list[str]]]:
        """Name of each row, and by scenario the median and its range in millions of dollars."""
        import polars as pl

        for key in dict.fromkeys(self.table[self.by].to_list()):
            own = {
                row["scenario"]: row
                for row in self.table.filter(pl.col(self.by) == key).iter_rows(named=True)
            }
            yield (
                self._name(key, language, "short"),
                [self._range(own.get(scenario), language) for scenario in self.columns],
            )

    def csv(self, language: str) -> str:
        """Key, scenario and the three quantiles in dollars and cents, under the header."""
        import polars as pl

        from openasylum.costs.tables import as_csv, header

        names = [self._name(key, language, "name") for key in self.table[self.by]]
        dollars = self.table.with_columns(pl.Series(self.by, names), pl.col("p05", "p50", "p95") / 100)
        return as_csv(
            dollars, [self.title[language], *header(self.said[language], language, self.remarks[language])]
        )

    def _name(self, key: str, language: str, form: Literal["name", "short"]) -> str:
        from openasylum.costs.labels import key_label

        return "Total" if key == TOTAL else key_label(self.by, key, form)[language]

    @staticmethod
    def _range(row: dict[str, Any] | None, language: str) -> str:
        if row is None:
            return "0"
        low, middle, high = (number(row[name] / MILLION, language) for name in ("p05", "p50", "p95"))
        return f"{middle} ({low} – {high})"


PER_PERSON = "$ / person"

#: The key of the row that adds up the others.
TOTAL = "total"


def of_history(scope: str, by: str, unit_costs: Path | None = None) -> Statement:
    """Cash of the observed fiscal years."""
    import polars as pl

    from openasylum import costs
    from openasylum.costs.tables import breakdown, totals
    from openasylum.scorecard import cost_history

    breakdown(by)
    lines = costs.cost_lines(unit_costs)
    said = costs.scope_statement(scope, lines)
    columns = [fiscal_year_label(year) for year in cost_history.COHORTS]
    whole = cost_history.history()
    used = costs.line_quantities(
        whole.visits,
        whole.people,
        whole.values,
        lines,
        until=cost_history.LAST_OBSERVED_DAY,
        from_fiscal_year=cost_history.COHORTS[0],
    )
    ledger = costs.cash_of(used, lines, whole.values)
    if by == "year":
        table = totals(ledger, scope, by).rename({"cents": "$M"})
        columns = ["$M"]
    else:
        table = (
            totals(ledger, scope, by, ["fiscal_year"])
            .with_columns(pl.col("fiscal_year").map_elements(fiscal_year_label, return_dtype=pl.String))
            .pivot("fiscal_year", index=by, values="cents")
            .fill_null(0)
            .sort(by)
        )
    remarks = {
        "en": {
            "Basis": "cash, millions of dollars of each year; observed years simulated at central assumptions"
        },
        "fr": {
            "Base": "décaissements, millions de dollars de l'année ; années observées, hypothèses centrales"
        },
    }
    title = {"en": f"Cash by fiscal year, scope {scope}", "fr": f"Décaissements par exercice, portée {scope}"}

    def workbook(language: str) -> bytes:
        from openasylum.costs.workbook import Subject
        from openasylum.costs.workbook import workbook as build

        subject = Subject(title[language], scope, None, remarks[language])
        return build(used, lines, whole.values, subject, language=language)

    return Statement(title, by, columns, table, said, remarks, scope, None, workbook)


def of_cohort(label: str, scope: str, by: str, unit_costs: Path | None = None) -> Statement:
    """Whole-of-claim cost of the arrivals of a fiscal year."""
    import polars as pl

    from openasylum import costs
    from openasylum.costs.tables import breakdown, totals
    from openasylum.scorecard import cost_history

    lines = costs.cost_lines(unit_costs)
    said = costs.scope_statement(scope, lines)
    cohort = cost_history.cohort_of(label)
    if breakdown(by) == "fiscal_year":
        raise UserError(
            "the cost of a cohort is the whole of its claims and has no fiscal years; ask for cash without"
            " --cohort",
            "le coût d'une cohorte est celui de ses demandes entières et n'a pas d'exercices ; "
            "demandez les décaissements, sans --cohort",
            field="--by",
        )
    own, persons, waiting = cost_history.of_cohort(label)
    used = costs.line_quantities(own.visits, own.people, own.values, lines, until=cost_history.LAST_DAY)
    ledger = costs.whole_claims_of(used, cohort, lines, own.values)
    table = totals(ledger, scope, by).rename({"cents": "$M"})
    table = table.with_columns((pl.col("$M") / persons).round().cast(pl.Int64).alias(PER_PERSON))
    remarks = {
        "en": {
            "Basis": f"whole claims of the {persons:,.0f} people who claimed in {label}, in dollars of the"
            f" years they are spent; {waiting:,.0f} still wait when the count ends",
        },
        "fr": {
            "Base": f"demandes entières des {number(persons, 'fr')} personnes arrivées en {label}, en dollars des"
            f" années de dépense ; {number(waiting, 'fr')} attendent encore à la fin du compte",
        },
    }
    title = {
        "en": f"Whole-of-claim cost of arrivals of {label}, scope {scope}",
        "fr": f"Coût des demandes entières, arrivées de {label}, portée {scope}",
    }

    def workbook(language: str) -> bytes:
        from openasylum.costs.workbook import Subject
        from openasylum.costs.workbook import workbook as build

        subject = Subject(title[language], scope, persons, remarks[language])
        return build(used, lines, own.values, subject, language=language)

    return Statement(title, by, ["$M", PER_PERSON], table, said, remarks, scope, persons, workbook)


def from_run(name: str, runs: Path | None, scope: str, by: str) -> Statement:
    """Cash of a run: the median over draws with the 5 to 95 % range, each scenario and the difference."""
    import polars as pl

    from openasylum import costs
    from openasylum.costs.tables import totals
    from openasylum.results import load_run, runs_root

    said = costs.scope_statement(scope)
    run = load_run(name, runs_root(runs))
    ledger = costs.cash(run.frames["ledger"])
    drawn = totals(ledger, scope, by, ["scenario", "draw"]).with_columns(pl.col(by).cast(pl.String))
    whole = (
        drawn.group_by("scenario", "draw").agg(pl.col("cents").sum()).with_columns(pl.lit(TOTAL).alias(by))
    )
    table = (
        pl.concat([drawn, whole.select(drawn.columns)])
        .group_by("scenario", by)
        .agg(
            *(
                pl.col("cents").quantile(q, "linear").round().cast(pl.Int64).alias(f"p{round(100 * q):02d}")
                for q in (0.05, 0.5, 0.95)
            )
        )
        .sort(pl.col(by) == TOTAL, by, "scenario")
    )
    columns = list(dict.fromkeys(drawn["scenario"].to_list()))
    horizon = sorted(set(ledger["fiscal_year"].to_list()))
    years = f"{fiscal_year_label(horizon[0])} – {fiscal_year_label(horizon[-1])}"
    remarks = {
        "en": {
            "Basis": f"cash of {years}, millions of dollars of each year; median (5 to 95 % of draws);"
            f" run {run.manifest.run_id}"
        },
        "fr": {
            "Base": f"décaissements de {years}, millions de dollars de chaque année ; médiane (5 à 95 % des"
            f" tirages) ; exécution {run.manifest.run_id}"
        },
    }
    title = {"en": f"Cash of a run, scope {scope}", "fr": f"Décaissements d'une exécution, portée {scope}"}
    return RunStatement(title, by, columns, table, said, remarks, scope)
