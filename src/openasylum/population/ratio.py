"""The ratio method of the Center for Migration Studies (Warren 2024, doi:10.1177/23315024241226624, Appendix
B).

The survey's noncitizens are edited down by rules of logic (people in licensed jobs, on benefits closed to the
undocumented, from countries of refuge, and so on). The share of the *edited* population that is undocumented,
fixed when it could be measured, is carried forward, and renewed from the counted inflows and outflows of
lawful residents::

    legal now        = legal then + admitted - naturalized
                       + change of nonimmigrants - deaths - emigration     (items 5-11)
    undocumented now = noncitizens now - legal now                         (item 13)
    ratio            = undocumented / edited population                    (items 4, 15)

One row of the table is one *cell* (a country of origin).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from openasylum.errors import UserError
from openasylum.population import normal, swings
from openasylum.population.result import Result, floored, totals

#: Yearly rates among lawfully resident noncitizens, Warren (2024) Table A1.
DEATH_RATE, EMIGRATION_RATE = 0.006, 0.010


def legal_then(figures: Mapping[str, float]) -> float:
    """Lawfully resident noncitizens at the start (item 5): all less undocumented."""
    return figures["noncitizens_then"] - figures["undocumented_then"]


def deaths_and_emigration(figures: Mapping[str, float]) -> tuple[float, float]:
    """Items 9 and 10 as given, or else from the yearly rates over ``years`` of even inflow (mid-period
    population).
    """
    if "deaths" in figures and "emigration" in figures:
        return figures["deaths"], figures["emigration"]
    years, start = figures["years"], legal_then(figures)
    if not 1 / 366 <= years <= 200:
        raise UserError(
            f"a period of {years:g} years is not from one day to two centuries long",
            f"une période de {years:g} ans n'est pas entre un jour et deux siècles",
            field="years",
        )
    inflow = (figures["admitted"] - figures["naturalized"] + figures["nonimmigrant_change"]) / years
    person_years, stock = 0.0, start
    whole, part = int(years), years - int(years)
    for length in [1.0] * whole + ([part] if part else []):
        after = stock + length * (inflow - (DEATH_RATE + EMIGRATION_RATE) * stock)
        person_years += length * (stock + after) / 2
        stock = after
    return (
        figures.get("deaths", DEATH_RATE * person_years),
        figures.get("emigration", EMIGRATION_RATE * person_years),
    )


def legal_now(figures: Mapping[str, float]) -> float:
    """Lawfully resident noncitizens at the end (item 11)."""
    deaths, emigration = deaths_and_emigration(figures)
    inflow = figures["admitted"] - figures["naturalized"] + figures["nonimmigrant_change"]
    return legal_then(figures) + inflow - deaths - emigration


def undocumented_now(figures: Mapping[str, float]) -> float:
    """Counted undocumented population at the end (item 13), before any allowance for undercount."""
    return figures["noncitizens_now"] - legal_now(figures)


def ratio(table: pl.DataFrame, relative_errors: Mapping[str, float]) -> Result:
    """The renewed estimate of every cell, with an interval at 90 %.

    ``table``: columns ``cell``, ``noncitizens_then``, ``edited_then``, ``undocumented_then``, ``admitted``,
    ``naturalized``, ``nonimmigrant_change``, ``noncitizens_now``, ``edited_now``, and either ``deaths`` and
    ``emigration`` or ``years``; one unit. ``relative_errors``: half-widths of the flows as shares of
    themselves (assumptions). ``details["ratios"]`` has the ratio then and now, and what carrying the old
    ratio forward would have given.
    """
    rows, ratios = [], []
    for record in table.iter_rows(named=True):
        cell = str(record["cell"])
        figures = {
            name: float(value) for name, value in record.items() if name != "cell" and value is not None
        }
        value = undocumented_now(figures)
        # Flows worked out from rates belong to the figures once worked out, so that their error counts too.
        deaths, emigration = deaths_and_emigration(figures)
        full = {**figures, "deaths": deaths, "emigration": emigration}
        reach = swings.combined_half_width(undocumented_now, full, relative_errors)
        error = reach / normal.half_width_in_errors(0.90)
        rows.append(floored(cell, value, reach, error))
        if not (figures["edited_then"] > 0 and figures["edited_now"] > 0):
            raise UserError(
                f"the edited population of {cell} is empty, so it has no ratio",
                f"la population éditée de {cell} est vide : elle n'a pas de rapport",
                field="edited_then",
            )
        then = figures["undocumented_then"] / figures["edited_then"]
        carried = then * figures["edited_now"]
        ratios.append(
            (cell, legal_then(figures), legal_now(figures), then, value / figures["edited_now"], carried)
        )
    names = ["cell", "legal_then", "legal_now", "ratio_then", "ratio_now", "old_ratio_carried_forward"]
    return Result(
        method="ratio",
        totals=totals(rows),
        level=0.90,
        diagnostics={"cells": table.height},
        details={"ratios": pl.DataFrame(ratios, schema=names, orient="row")},
        caveats=(_COUNTED,),
    )


_COUNTED = {
    "en": "This is the population that the survey counted; people it missed are not in it.",
    "fr": "C'est la population que l'enquête a comptée; les personnes qu'elle a manquées n'y sont pas.",
}
