"""Claims by office, month and province in whole persons: rounded and withheld cells reconciled to the
printed totals.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.arrivals.published import FIRST_MONTH, OFFICES, OTHER_OFFICES, PROVINCE_INDEX
from openasylum.arrivals.reconcile import Counts, within_intervals
from openasylum.vocabulary import PROVINCES

#: Offices of the printed tables; those with no province come last.
_ALL_OFFICES = (*OFFICES, OTHER_OFFICES)


def office_claims(table: pl.DataFrame) -> Counts:
    """Claims, office x month x province (offices in the order of ``OFFICES``, rows from ``FIRST_MONTH``).

    ``table`` is ``published.claims_by_office()``. Years of Canada are fitted to the printed total of the
    year, months of Canada to their year, provinces to their month, each inside its own interval. The few
    claims at other offices, of no stated province, are counted inland. A year that is not over keeps its
    months as printed.
    """
    months = int(table.filter(pl.col("grain") == "month")["month"].max()) - FIRST_MONTH + 1  # type: ignore[arg-type]
    provinces = _cells(table.filter(pl.col("province").is_not_null()), months, "month")
    canada = _cells(table.filter(pl.col("province").is_null()), months, "month")[..., 0]
    years = _cells(table.filter(pl.col("province").is_null()), months, "year")[..., 0]
    totals = dict(
        table.filter(pl.col("office") == "Total", pl.col("grain") == "year", pl.col("province").is_null())
        .select("month", "value")
        .iter_rows()
    )
    claims = np.zeros((len(_ALL_OFFICES), months, len(PROVINCES)), dtype=np.int64)
    for first in range(0, months, 12):
        year = slice(first, min(first + 12, months))
        printed = totals.get(FIRST_MONTH + first)
        by_office = None if printed is None else _reconciled(years[:, :, first], int(printed))
        for office in range(len(_ALL_OFFICES)):
            cells = canada[:, office, year]
            target = int(np.rint(cells[0]).sum()) if by_office is None else int(by_office[office])
            for row, total in zip(range(months)[year], _reconciled(cells, target), strict=True):
                claims[office, row] = _reconciled(provinces[:, office, row], int(total))
                if _ALL_OFFICES[office] == OTHER_OFFICES:
                    claims[office, row, PROVINCE_INDEX["XX"]] = total
    claims[OFFICES.index("Inland")] += claims[-1]
    return claims[:-1]


def _reconciled(cells: NDArray[np.float64], target: int) -> Counts:
    """Rows ``value``, ``low``, ``high`` as whole numbers that add up to ``target``."""
    return within_intervals(cells[0], cells[1], cells[2], target)


def _cells(table: pl.DataFrame, months: int, grain: str) -> NDArray[np.float64]:
    """``value``, ``low``, ``high`` by office, month and province (province 0 where the table has none);
    zeros where not printed.

    A printed zero is a zero: counts of one to five are withheld, not rounded down.
    """
    cells = np.zeros((3, len(_ALL_OFFICES), months, len(PROVINCES)))
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
    return cells
