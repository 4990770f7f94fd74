"""RCMP interceptions between ports of entry, month by month and province by province.

The complete table was published for 2017, 2018 and 2022. Of the other years only some months, provinces and
sums were, so:

==========
===========================================================================================================
2015, 2016  Quebec's sums (fiscal years, April to November 2016) are shared out by Quebec's land-border
claims; Manitoba's
            are its land-border claims less the few made at its ports; British Columbia has what is left of
            the 2,464 of 2016.
2019        Provinces to May, months to August and the provinces' totals are printed; the rest follows
Quebec's border
            claims, so that months, provinces and the year (16,503) all add up.
2020, 2021  January to May 2020 and Quebec's 4,095 of 2021 are printed. While the border was closed to
claimants a border
            claim was seldom an interception: its share is that of April and May 2020.
2023        January to March and June are printed; the other months are the RCMP's "about 50 a month".
2024        All but British Columbia and the last months of Alberta are printed.
==========
===========================================================================================================

A province with no printed figure has none here: its crossings stay among its land-border and inland claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from openasylum.arrivals.published import FIRST_MONTH, PROVINCE_INDEX, Array
from openasylum.arrivals.reconcile import Counts, apportion
from openasylum.vocabulary import PROVINCES

_QC, _MB, _BC, _XX = (PROVINCE_INDEX[code] for code in ("QC", "MB", "BC", "XX"))

#: The source's name for the three regions whose interceptions of 2016 were added up.
_THREE_REGIONS: Final = "Canada (Quebec, Manitoba, BC crossing points)"

Month = tuple[int, int]


def row_of(year: int, month: int) -> int:
    """The row of a month in the arrays of this room (0 is January 2015)."""
    return 12 * year + month - 1 - FIRST_MONTH


def rows_of(first: Month, last: Month) -> slice:
    """The rows from one month to another, both included."""
    return slice(row_of(*first), row_of(*last) + 1)


def interceptions_by_month(printed: pl.DataFrame, border: Array) -> Counts:
    """Persons intercepted, month x province (rows from ``FIRST_MONTH``, provinces in the order of
    ``PROVINCES``).

    ``printed`` is ``published.interceptions()``, ``border`` the claims coded *Border* (same shape as the
    result), by which sums are shared out. Printed months and printed years are kept exactly; persons of no
    stated province are ``XX``.
    """
    table = _Table(printed, border, np.zeros((len(border), len(PROVINCES)), dtype=np.int64))
    table.take_printed_months()
    for year, fill in _FILLS.items():
        if row_of(year, 12) < len(border):
            fill(table)
    table.place_the_unplaced()
    return table.found


@dataclass
class _Table:
    """The printed figures, the border claims, and what has been found so far."""

    printed: pl.DataFrame
    border: Array
    found: Counts

    def figure(self, place: str, first: Month, last: Month | None = None) -> int:
        """One printed figure: ``place`` from the month ``first`` to the month ``last`` (both included)."""
        start, end = (12 * year + month - 1 for year, month in (first, last or first))
        row = self.printed.filter(pl.col("place") == place, pl.col("first") == start, pl.col("last") == end)
        return int(row["value"][0])

    def take_printed_months(self) -> None:
        for first, last, place, value in self.printed.select("first", "last", "place", "value").iter_rows():
            row = first - FIRST_MONTH
            if first == last and place in PROVINCE_INDEX and 0 <= row < len(self.found):
                self.found[row, PROVINCE_INDEX[place]] = int(value)

    def place_the_unplaced(self) -> None:
        """Where Canada's month is printed and exceeds the provinces', the rest is of no stated province."""
        months = self.printed.filter(pl.col("place") == "Canada", pl.col("grain") == "month")
        for first, value in months.select("first", "value").iter_rows():
            row = first - FIRST_MONTH
            if 0 <= row < len(self.found):
                self.found[row, _XX] += max(int(value) - int(self.found[row].sum()), 0)

    def at_manitobas_ports(self) -> float:
        """Claims a month at Manitoba's ports: border claims less interceptions in the years for which both
        are complete.
        """
        both = rows_of((2017, 1), (2018, 12))
        return max(float((self.border[both, _MB] - self.found[both, _MB]).mean()), 0.0)

    def share_while_closed(self) -> float:
        """Interceptions per Quebec border claim while the border was closed: those of April and May 2020."""
        printed = self.figure("Canada", (2020, 4)) + self.figure("Canada", (2020, 5))
        return printed / float(self.border[rows_of((2020, 4), (2020, 5)), _QC].sum())


def _fill_2016(table: _Table) -> None:
    year, november = rows_of((2016, 1), (2016, 12)), row_of(2016, 11)
    summer = slice(row_of(2016, 4), november)
    total = table.figure("QC", (2016, 4), (2016, 11)) - int(table.found[november, _QC])
    table.found[summer, _QC] = apportion(total, table.border[summer, _QC])
    table.found[november + 1, _QC] = (table.found[november, _QC] + table.found[november + 2, _QC]) // 2
    _fill_2015(table)
    left = table.figure(_THREE_REGIONS, (2016, 1), (2016, 12)) - int(table.found[year].sum())
    table.found[year, _BC] = apportion(max(left, 0), np.ones(12))


def _fill_2015(table: _Table) -> None:
    winter, rest = rows_of((2015, 1), (2015, 3)), rows_of((2015, 4), (2016, 3))
    quarter = round(table.figure("QC", (2014, 4), (2015, 3)) / 4)
    table.found[winter, _QC] = apportion(quarter, table.border[winter, _QC])
    table.found[rest, _QC] = apportion(table.figure("QC", (2015, 4), (2016, 3)), table.border[rest, _QC])
    years = rows_of((2015, 1), (2016, 12))
    table.found[years, _MB] = np.rint(np.maximum(table.border[years, _MB] - table.at_manitobas_ports(), 0))


def _fill_2019(table: _Table) -> None:
    block = table.found[rows_of((2019, 1), (2019, 12))]
    months = [table.figure("Canada", (2019, month)) for month in range(1, 9)]
    autumn = table.border[rows_of((2019, 9), (2019, 12)), _QC]
    totals = np.array([*months, *apportion(table.figure("Canada", (2019, 9), (2019, 12)), autumn)])
    year = ((2019, 1), (2019, 12))
    small = {_BC: table.figure("BC", *year), _MB: table.figure("MB", *year)}
    small[_XX] = table.figure("Canada", *year) - table.figure("QC", *year) - sum(small.values())
    early, late = slice(0, 5), slice(5, 12)
    block[early, _XX] = totals[early] - block[early].sum(axis=1)
    for province, total in small.items():
        block[late, province] = apportion(max(total - int(block[early, province].sum()), 0), totals[late])
    block[late, _QC] = totals[late] - block[late].sum(axis=1)


def _fill_2020(table: _Table) -> None:
    winter, march = table.figure("Canada", (2020, 1), (2020, 3)), table.figure("Canada", (2020, 3))
    # Of those intercepted from 1 January to 19 March, Quebec's share is printed.
    to_march = table.printed.filter(pl.col("first") == 12 * 2020, pl.col("last") == 12 * 2020 + 2)
    seen = dict(to_march.filter(pl.col("value") != winter).select("place", "value").iter_rows())
    totals = [*apportion(winter - march, table.border[rows_of((2020, 1), (2020, 2)), _QC]), march]
    for month, total in enumerate(totals, start=1):
        table.found[row_of(2020, month), _QC] = round(int(total) * seen["QC"] / seen["Canada"])
        table.found[row_of(2020, month), _XX] = int(total) - table.found[row_of(2020, month), _QC]
    rest = rows_of((2020, 6), (2020, 12))
    table.found[rest, _QC] = np.rint(table.border[rest, _QC] * table.share_while_closed())


def _fill_2021(table: _Table) -> None:
    year = rows_of((2021, 1), (2021, 12))
    weights = table.border[year, _QC].copy()
    weights[:10] *= table.share_while_closed()
    table.found[year, _QC] = apportion(table.figure("QC", (2021, 1), (2021, 12)), weights)


def _fill_2023(table: _Table) -> None:
    average = table.printed.filter(pl.col("average"))["value"][0]
    for month in range(4, 13):
        total = table.figure("Canada", (2023, 6)) if month == 6 else average
        row = row_of(2023, month)
        table.found[row] = apportion(int(total), table.border[row])


_FILLS: Final = {2016: _fill_2016, 2019: _fill_2019, 2020: _fill_2020, 2021: _fill_2021, 2023: _fill_2023}
