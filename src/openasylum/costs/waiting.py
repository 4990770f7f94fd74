"""What waiting costs: one more month for one claimant, and the waits at which two costs are equal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from openasylum.costs.lines import CostLine, cost_lines
from openasylum.costs.profiles import DAYS_IN_YEAR, MILLI, profile_table
from openasylum.costs.rates import MILLICENTS, rate_table
from openasylum.costs.scopes import marks_in
from openasylum.errors import UserError

Values = Mapping[str, float | str]

DAYS_IN_MONTH: Final = DAYS_IN_YEAR / 12

#: The longest wait that is searched, in months.
LONGEST: Final = 240


def cost_of_waiting(
    values: Values,
    scope: str,
    fiscal_year: int,
    *,
    months_before: float,
    months: float = 1.0,
    stage: str = "rpd",
    lines: Iterable[CostLine] | None = None,
) -> pl.DataFrame:
    """What ``months`` more in ``stage`` cost for one claimant who claimed ``months_before`` ago:
    ``organisation``, ``payer``, ``dollars`` (of the fiscal year; receipts negative), expected over who draws
    on what.
    """
    first, last = round(months_before * DAYS_IN_MONTH), round((months_before + months) * DAYS_IN_MONTH)
    chosen = [
        line
        for line in (cost_lines() if lines is None else lines)
        if line.basis == "stay" and stage in line.stages and line.scope in marks_in(scope)
    ]
    tables = {name: profile_table(name, last, values) for name in {line.profile for line in chosen}}
    drawn = pl.DataFrame(
        {
            "line": [line.id for line in chosen],
            "milli": [int(tables[line.profile][last] - tables[line.profile][first]) for line in chosen],
        },
        schema={"line": pl.String, "milli": pl.Int64},
    )
    rates = rate_table(chosen, range(fiscal_year, fiscal_year + 1), values)
    dollars = pl.col("milli") * pl.col("rate") / (MILLI * MILLICENTS)
    return (
        drawn.join(rates, on="line")
        .group_by("organisation", "payer")
        .agg(dollars.sum().alias("dollars"))
        .sort("organisation", "payer")
    )


def waiting_dollars(values: Values, scope: str, fiscal_year: int, months: float) -> float:
    """Dollars that the first ``months`` after the claim cost for one claimant who waits for a hearing."""
    booked = cost_of_waiting(values, scope, fiscal_year, months_before=0, months=months)
    return float(booked["dollars"].sum())


def event_dollars(values: Values, line_id: str, fiscal_year: int) -> float:
    """Dollars of one event of a cost line (``irb.first_hearing``, say) in a fiscal year."""
    line = next(line for line in cost_lines() if line.id == line_id)
    rates = rate_table([line], range(fiscal_year, fiscal_year + 1), values)
    return int(rates["rate"].sum()) / MILLICENTS


def months_that_cost(
    amount: float, values: Values, scope: str, fiscal_year: int, *, months_before: float = 0
) -> float:
    """How many more months of waiting cost ``amount`` dollars, for one who has waited ``months_before``
    already.

    Raises ``UserError`` where no wait of up to twenty years does: receipts may outweigh what late months
    cost.
    """
    from scipy.optimize import brentq

    def beyond(months: float) -> float:
        booked = cost_of_waiting(values, scope, fiscal_year, months_before=months_before, months=months)
        return float(booked["dollars"].sum()) - amount

    if beyond(0.0) > 0 or beyond(LONGEST) < 0:
        raise UserError(
            f"no wait of up to {LONGEST // 12} years costs {amount:,.0f} dollars in the scope {scope}",
            f"aucune attente de {LONGEST // 12} ans ou moins ne coûte {amount:,.0f} dollars dans "
            f"le périmètre {scope}",
        )
    return float(brentq(beyond, 0.0, float(LONGEST), xtol=0.01))
