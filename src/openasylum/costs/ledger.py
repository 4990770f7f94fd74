"""The ledgers: every step and every day of waiting booked once, to one organisation and one payer, in whole
cents.

``book`` is cash by fiscal year. ``book_by_cohort`` is the whole of the claims of those who came in a fiscal
year, as the PBO counts. They are different quantities with different columns, and what takes one refuses the
other (``cash``, ``cohorts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import polars as pl

from openasylum.costs.bookings import line_quantities
from openasylum.costs.lines import CostLine, cost_lines
from openasylum.costs.profiles import MILLI
from openasylum.costs.quantities import Grouping
from openasylum.costs.rates import rate_table
from openasylum.costs.scopes import marks_in
from openasylum.errors import UserError

Values = Mapping[str, float | str]

#: Rates are whole thousandths of a cent, quantities whole thousandths of a day or event; a product is a
#: micro-cent.
MICROCENTS_IN_CENT = 1000 * MILLI

CASH_COLUMNS = ("fiscal_year", "organisation", "payer", "stage", "scope", "cents")
COHORT_COLUMNS = ("cohort", "organisation", "payer", "stage", "scope", "cents")


def book(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    values: Values,
    *,
    weight: float = 1.0,
    until: date,
    from_fiscal_year: int | None = None,
    dollars_of: str | None = None,
    lines: Iterable[CostLine] | None = None,
) -> pl.DataFrame:
    """Cash by fiscal year: what is spent, and received, on these visits up to and with ``until``.

    ``visits`` and ``people`` are frames of ``pipeline.run``; ``values`` holds every ``costs.…`` assumption;
    each person stands for ``weight`` people; what was spent before ``from_fiscal_year`` (by its first
    calendar year) on people who were there already is left out; amounts are dollars of each year, or all of
    fiscal year ``dollars_of`` ("2017-18"). Returns the *ledger*: ``fiscal_year`` (i32), ``organisation``,
    ``payer``, ``stage``, ``scope`` (strings), ``cents`` (i64), sorted. A row of scope ``pbo`` belongs to the
    scope ``full`` too; receipts are negative.
    """
    entries = _priced(visits, people, values, until, "none", dollars_of, lines, from_fiscal_year)
    return _in_cents(entries.drop("group"), weight).select(CASH_COLUMNS)


def book_by_cohort(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    values: Values,
    *,
    weight: float = 1.0,
    until: date,
    dollars_of: str | None = None,
    lines: Iterable[CostLine] | None = None,
) -> pl.DataFrame:
    """Whole-of-claim cost by the fiscal year of the claim: all that is spent on those who claimed in it.

    As ``book``, with ``cohort`` (i32) in place of ``fiscal_year``. A cohort with people who still wait at
    ``until`` is not complete: ``cohort_sizes`` says how many they are.
    """
    entries = _priced(visits, people, values, until, "cohort", dollars_of, lines)
    return _in_cents(entries.drop("fiscal_year").rename({"group": "cohort"}), weight).select(COHORT_COLUMNS)


def book_by_person(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    values: Values,
    *,
    until: date,
    dollars_of: str | None = None,
    lines: Iterable[CostLine] | None = None,
) -> pl.DataFrame:
    """Every single booking: as ``book``, with ``row`` (u32, row of ``people``) and ``microcents`` (i64) in
    place of cents.

    Their sum over people is the ledger, to the last micro-cent.
    """
    entries = _priced(visits, people, values, until, "person", dollars_of, lines)
    return entries.rename({"group": "row"}).with_columns(pl.col("row").cast(pl.UInt32))


def cohort_sizes(
    visits: pl.DataFrame, people: pl.DataFrame, ends: Iterable[str], *, weight: float = 1.0
) -> pl.DataFrame:
    """``cohort``, ``persons``, ``still_waiting``: people by fiscal year of claim, and those whose last visit
    is neither over nor an end.
    """
    claimed = pl.coalesce([pl.col(name) for name in ("claim_date", "enter_date") if name in people.columns])
    last = visits.group_by("row").agg(pl.col("stage").last().cast(pl.String), pl.col("date_out").last())
    return (
        people.select((claimed.dt.year() - (claimed.dt.month() < 4)).cast(pl.Int32).alias("cohort"))
        .with_row_index("row")
        .join(last, on="row", how="left")
        .group_by("cohort")
        .agg(
            (pl.len() * weight).alias("persons"),
            ((pl.col("date_out").is_null() & ~pl.col("stage").is_in(list(ends))).sum() * weight).alias(
                "still_waiting"
            ),
        )
        .sort("cohort")
    )


def cash(ledger: pl.DataFrame) -> pl.DataFrame:
    """``ledger`` itself, if it is cash by fiscal year. Raises ``UserError`` for a cohort table."""
    return _of_kind(ledger, "fiscal_year", "cohort")


def cohorts(ledger: pl.DataFrame) -> pl.DataFrame:
    """``ledger`` itself, if it is whole-of-claim by cohort. Raises ``UserError`` for a cash table."""
    return _of_kind(ledger, "cohort", "fiscal_year")


#: The two kinds of table, by the column that tells them apart.
_KINDS: Final = {
    "fiscal_year": ("cash by fiscal year", "en décaissements par exercice"),
    "cohort": ("whole-of-claim by arrival cohort", "en demandes entières par cohorte d'arrivée"),
}


def _of_kind(ledger: pl.DataFrame, has: str, lacks: str) -> pl.DataFrame:
    if lacks in ledger.columns or has not in ledger.columns:
        wanted, found = _KINDS[has], _KINDS[lacks]
        raise UserError(
            f"this table is {found[0]}, and {wanted[0]} is asked for;"
            " the two count different things and are never added or compared",
            f"ce tableau est {found[1]}, et il en faut un {wanted[1]} ;"
            " les deux ne comptent pas la même chose et ne s'ajoutent ni ne se comparent jamais",
        )
    return ledger


def in_scope(ledger: pl.DataFrame, scope: str) -> pl.DataFrame:
    """The rows of a scope: ``pbo``, or ``full``, which contains it. Raises ``UserError`` for any other."""
    return ledger.filter(pl.col("scope").is_in(marks_in(scope)))


def _priced(
    visits: pl.DataFrame,
    people: pl.DataFrame,
    values: Values,
    until: date,
    grouping: Grouping,
    dollars_of: str | None,
    lines: Iterable[CostLine] | None,
    from_fiscal_year: int | None = None,
) -> pl.DataFrame:
    """``group``, ``fiscal_year``, ``organisation``, ``payer``, ``stage``, ``scope``, ``microcents``, added up
    and sorted.
    """
    chosen = tuple(cost_lines() if lines is None else lines)
    used = line_quantities(
        visits,
        people,
        values,
        chosen,
        until=until,
        grouping=grouping,
        from_fiscal_year=from_fiscal_year,
    )
    return price(used, chosen, values, dollars_of)


def cash_of(used: pl.DataFrame, lines: Iterable[CostLine], values: Values) -> pl.DataFrame:
    """The cash ledger of quantities already counted (``bookings.line_quantities``); columns as ``book``."""
    return _in_cents(price(used, lines, values).drop("group"), 1.0).select(CASH_COLUMNS)


def whole_claims_of(
    used: pl.DataFrame, cohort: int, lines: Iterable[CostLine], values: Values
) -> pl.DataFrame:
    """The ledger of one cohort from quantities counted for its people; columns as ``book_by_cohort``."""
    entries = price(used, lines, values).drop("group", "fiscal_year")
    return (
        _in_cents(entries, 1.0).with_columns(pl.lit(cohort, pl.Int32).alias("cohort")).select(COHORT_COLUMNS)
    )


def price(
    used: pl.DataFrame, lines: Iterable[CostLine], values: Values, dollars_of: str | None = None
) -> pl.DataFrame:
    """Quantities of ``bookings.line_quantities`` times their rates: ``group``, ``fiscal_year``,
    ``organisation``, ``payer``, ``stage``, ``scope``, ``microcents``.
    """
    keys = ["group", "fiscal_year", "organisation", "payer", "stage", "scope"]
    first, last = (used["fiscal_year"].min(), used["fiscal_year"].max()) if used.height else (0, -1)
    rates = rate_table(lines, range(int(first), int(last) + 1), values, dollars_of)  # type: ignore[arg-type]
    return (
        used.join(rates, on=["line", "fiscal_year"])
        .with_columns(microcents=pl.col("milli") * pl.col("rate"))
        .group_by(keys)
        .agg(pl.col("microcents").sum())
        .filter(pl.col("microcents") != 0)
        .sort(keys)
    )


def _in_cents(entries: pl.DataFrame, weight: float) -> pl.DataFrame:
    """Micro-cents added up over everything that is no key, times ``weight``, rounded once to whole cents."""
    keys = [name for name in entries.columns if name != "microcents"]
    return (
        entries.group_by(keys)
        .agg(pl.col("microcents").sum())
        .with_columns(
            (pl.col("microcents") * weight / MICROCENTS_IN_CENT).round().cast(pl.Int64).alias("cents")
        )
        .sort(keys)
    )
