"""Claims by office, month and province in whole persons: rounded and withheld cells reconciled to the
printed totals.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.arrivals.published import FIRST_MONTH, OFFICES, OTHER_OFFICES, PROVINCE_INDEX, TOTAL
from openasylum.arrivals.reconcile import Counts, apportion, within_intervals
from openasylum.vocabulary import PROVINCES

#: Offices of the printed tables; those with no province come last.
_ALL_OFFICES = (*OFFICES, OTHER_OFFICES)

#: First axis: ``value``, ``low``, ``high``, and whether the cell is printed (1 or 0).
Cells = NDArray[np.float64]
PRINTED: Final = 3


def office_claims(table: pl.DataFrame) -> Counts:
    """Claims, office x month x province (offices in the order of ``OFFICES``, rows from ``FIRST_MONTH``).

    ``table`` is ``published.claims_by_office()``. Years of Canada are fitted to the printed total of the
    year, months of Canada to their year, provinces to their month, each inside its own interval. The few
    claims at other offices, of no stated province, are counted inland. Newer tables may hold less: see
    ``_by_month`` and ``_by_province``.
    """
    months = int(table.filter(pl.col("grain") == "month")["month"].max()) - FIRST_MONTH + 1  # type: ignore[arg-type]
    provinces = _cells(table.filter(pl.col("province").is_not_null()), months, "month")
    canada = _cells(table.filter(pl.col("province").is_null()), months, "month")[..., 0]
    years = _cells(table.filter(pl.col("province").is_null()), months, "year")[..., 0]
    totals = dict(
        table.filter(pl.col("office") == TOTAL, pl.col("grain") == "year", pl.col("province").is_null())
        .select("month", "value")
        .iter_rows()
    )
    claims = np.zeros((len(_ALL_OFFICES), months, len(PROVINCES)), dtype=np.int64)
    for first in range(0, months, 12):
        year = slice(first, min(first + 12, months))
        of_year = _of_year(years[:, :, first], totals.get(FIRST_MONTH + first))
        for office, name in enumerate(_ALL_OFFICES):
            for row, total in zip(
                range(months)[year], _by_month(canada[:, office, year], of_year[office]), strict=True
            ):
                if name == OTHER_OFFICES:
                    claims[office, row, PROVINCE_INDEX["XX"]] = total
                else:
                    before = claims[office, max(row - 12, 0) : row].sum(axis=0)
                    claims[office, row] = _by_province(provinces[:, office, row], int(total), before)
    claims[OFFICES.index("Inland")] += claims[-1]
    return claims[:-1]


def _of_year(cells: Cells, total: float | None) -> list[int | None]:
    """Claims of a year by office, fitted to the printed total; None for an office whose year is not printed."""
    fitted = cells[0] if total is None else _reconciled(cells, int(total))
    return [int(np.rint(n)) if shown else None for n, shown in zip(fitted, cells[PRINTED], strict=True)]


def _by_month(cells: Cells, of_year: int | None) -> Counts:
    """The months of a year, fitted to ``of_year`` where their intervals reach it (not so for a year that is not
    over, or whose months were revised and its total not).
    """
    as_printed = int(np.rint(cells[0]).sum())
    fits = of_year is not None and cells[1].sum() <= of_year <= cells[2].sum()
    return _reconciled(cells, of_year if fits and of_year is not None else as_printed)


def _by_province(cells: Cells, total: int, before: Counts) -> Counts:
    """The provinces of a month, adding up to ``total``.

    What the printed provinces do not reach goes to those that are not printed, as ``before`` (the twelve months
    before); where every one is printed, all move in proportion (Canada was revised and they were not).
    """
    found = _reconciled(cells, total)
    short = total - int(found.sum())
    if short == 0:
        return found
    unprinted = np.where(cells[PRINTED] > 0, 0, before)
    if short > 0 and unprinted.any():
        return found + apportion(short, unprinted)
    if not found.any():
        found[PROVINCE_INDEX["XX"]] = 1
    return apportion(total, found)


def _reconciled(cells: Cells, target: int) -> Counts:
    """Rows ``value``, ``low``, ``high`` as whole numbers that add up to ``target``."""
    return within_intervals(cells[0], cells[1], cells[2], target)


def _cells(table: pl.DataFrame, months: int, grain: str) -> Cells:
    """``value``, ``low``, ``high`` and whether printed, by office, month and province (province 0 where the
    table has none); zeros where not printed.

    A printed zero is a zero: counts of one to five are withheld, not rounded down.
    """
    cells = np.zeros((4, len(_ALL_OFFICES), months, len(PROVINCES)))
    rows = table.filter(pl.col("grain") == grain, pl.col("office").is_in(_ALL_OFFICES)).with_columns(
        high=pl.when(pl.col("value") == 0).then(0.0).otherwise("high")
    )
    office = (
        rows["office"]
        .replace_strict(_ALL_OFFICES, list(range(len(_ALL_OFFICES))), return_dtype=pl.Int64)
        .to_numpy()
    )
    province = rows["province"].replace_strict(PROVINCE_INDEX, default=0, return_dtype=pl.Int64).to_numpy()
    month = rows["month"].to_numpy() - FIRST_MONTH
    for part, column in enumerate(("value", "low", "high")):
        cells[part, office, month, province] = rows[column].to_numpy()
    cells[PRINTED, office, month, province] = 1.0
    return cells
