"""What a day or an event of each cost line costs in each fiscal year, in whole thousandths of a cent, by
payer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.costs.escalation import Escalation
from openasylum.costs.lines import CostLine
from openasylum.costs.profiles import DAYS_IN_YEAR
from openasylum.costs.units import amount_of, unit_costs

Values = Mapping[str, float | str]
Ints = NDArray[np.int64]

#: Thousandths of a cent in a dollar: rates are whole numbers of them.
MILLICENTS = 100 * 1000


def rate_table(
    lines: Iterable[CostLine], years: range, values: Values, dollars_of: str | None = None
) -> pl.DataFrame:
    """``line``, ``organisation``, ``payer``, ``scope``, ``fiscal_year``, ``rate`` (thousandths of a cent per
    day or event; receipts are negative), for the fiscal years ``years``.
    """
    units, escalation = unit_costs(values), Escalation(values, dollars_of)
    numbers = np.array(years, dtype=np.int64)
    columns: dict[str, list[object]] = {name: [] for name in _SCHEMA}
    for line in lines:
        for payer, rates in payer_rates(line, numbers, units, escalation).items():
            size = numbers.size
            columns["line"] += [line.id] * size
            columns["organisation"] += [line.organisation] * size
            columns["payer"] += [payer] * size
            columns["scope"] += [line.scope] * size
            columns["fiscal_year"] += numbers.tolist()
            columns["rate"] += rates.tolist()
    return pl.DataFrame(columns, schema=_SCHEMA)


_SCHEMA = {
    "line": pl.String,
    "organisation": pl.String,
    "payer": pl.String,
    "scope": pl.String,
    "fiscal_year": pl.Int32,
    "rate": pl.Int64,
}


def line_rates(line: CostLine, years: Ints, units: Values, escalation: Escalation) -> NDArray[np.float64]:
    """Dollars per event, or per day, in each fiscal year (same shape as ``years``); receipts are negative."""
    amount = line.sign * amount_of(units, line.unit)
    for share in line.times:
        amount *= amount_of(units, share)
    if line.basis == "stay":
        amount /= DAYS_IN_YEAR
    return amount * escalation.factors(line.escalation, line.price_year, years)


def payer_rates(line: CostLine, years: Ints, units: Values, escalation: Escalation) -> dict[str, Ints]:
    """The rates in whole thousandths of a cent, split between the payers so that the parts are the whole."""
    rate = np.rint(line_rates(line, years, units, escalation) * MILLICENTS).astype(np.int64)
    parts: dict[str, Ints] = {}
    *several, last = line.payers
    left = rate
    for payer in several:
        share = line.payers[payer]
        parts[payer] = np.rint(rate * amount_of(units, share)).astype(np.int64)
        left = left - parts[payer]
    return {**parts, last: left}
