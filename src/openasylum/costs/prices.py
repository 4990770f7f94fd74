"""Price years: Statistics Canada's consumer price index, and what it makes of a dollar of another year.

A price year is a calendar year ("2021") or a government fiscal year ("2017-18"); the index of a fiscal year
is nine months of the year it starts in and three of the next. After the last published year prices grow at
the assumed ``costs.inflation``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from openasylum import facts
from openasylum.errors import UserError
from openasylum.timeline import fiscal_year_label

#: Share of a fiscal year's months that lie in the calendar year it starts in (April to December).
MONTHS_IN_FIRST_YEAR = 9 / 12


class ConsumerPrices:
    """All-items consumer price index, annual averages, 2002 = 100 (Statistics Canada, table
    18-10-0005-01).
    """

    def __init__(self, published: Mapping[int, float], inflation: float) -> None:
        """``published``: calendar year -> index, without gaps. ``inflation``: yearly growth after the last of
        them (0.02 = 2 %).
        """
        self.first, self.last = min(published), max(published)
        self._published, self._inflation = dict(published), inflation

    def of_year(self, year: int) -> float:
        """The index of a calendar year. Raises ``UserError`` for a year before the table."""
        if year < self.first:
            raise UserError(
                f"there is no price index for {year}",
                f"il n'y a pas d'indice des prix pour {year}",
                nearest=str(self.first),
            )
        if year > self.last:
            return self._published[self.last] * (1 + self._inflation) ** (year - self.last)
        return self._published[year]

    def of_fiscal_year(self, year: int) -> float:
        """The index of the fiscal year that starts in ``year``."""
        return MONTHS_IN_FIRST_YEAR * self.of_year(year) + (1 - MONTHS_IN_FIRST_YEAR) * self.of_year(year + 1)

    def of(self, price_year: str) -> float:
        """The index of a price year written "2021" or "2017-18". Raises ``UserError`` for anything else."""
        year = read_price_year(price_year)
        return self.of_fiscal_year(year) if "-" in price_year else self.of_year(year)

    def factors(self, price_year: str, fiscal_years: NDArray[np.integer]) -> NDArray[np.float64]:
        """What a dollar of ``price_year`` becomes in each fiscal year (same shape)."""
        base = self.of(price_year)
        return np.array([self.of_fiscal_year(int(year)) / base for year in fiscal_years])

    def convert(self, amount: float, price_year: str, to: str) -> float:
        """``amount`` of ``price_year`` in the dollars of price year ``to``; converting back gives ``amount``
        again.
        """
        return amount * self.of(to) / self.of(price_year)


def read_price_year(price_year: str) -> int:
    """The (first) calendar year of "2021" or "2017-18". Raises ``UserError`` for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?", price_year)
    if not found:
        raise UserError(
            f"{price_year!r} is not a price year such as 2021 or 2017-18",
            f"« {price_year} » n'est pas une année de prix comme 2021 ou 2017-18",
        )
    year = int(found[1])
    if found[2] and fiscal_year_label(year) != price_year:
        raise UserError(
            f"{price_year!r} is not a fiscal year",
            f"« {price_year} » n'est pas un exercice",
            nearest=fiscal_year_label(year),
        )
    return year


def read_fiscal_year(label: str) -> int:
    """The year in which the fiscal year "2017-18" starts. Raises ``UserError`` for anything else."""
    year = read_price_year(label)
    if "-" not in label:
        raise UserError(
            f"{label!r} is not a fiscal year",
            f"« {label} » n'est pas un exercice",
            nearest=fiscal_year_label(year),
        )
    return year


def consumer_prices(inflation: float) -> ConsumerPrices:
    """The published index, carried on at ``inflation`` a year."""
    table = facts.table("consumer_price_index")
    return ConsumerPrices(dict(table.select("year", "value").iter_rows()), inflation)
