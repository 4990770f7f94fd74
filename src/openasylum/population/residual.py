"""The demographic residual of DHS/OHSS: people born abroad, less those whose residence is lawful, is the
rest.

Baker (January 2021), *Estimates of the Unauthorized Immigrant Population Residing in the United States:
January 2015-January 2018*, Appendix 1 and Table A1-1; the equation numbers below are those of the table::

    F = a + b + c + d + e           (1f)  born abroad, entered since 1980, with those the survey missed
    c = 0.10  x NI                  (1c)  missed nonimmigrants
    d = 0.025 x L                   (1d)  missed permanent residents, refugees and asylees
    e = sum_k u_k U_k               (1e)  missed unauthorized, u_k = 0.13 x 0.925^k after k years
    L = flow - deaths - emigration  (2d)  lawful residents
    U = F - (L + NI)                (3a)  the residual

``e`` depends on the answer, so the answer is a fixed point. One row of the table is one *cell*: a year, a
state, a country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from openasylum.population import normal, swings
from openasylum.population.result import Result, floored, totals

#: Half-width of OHSS's 90 % interval over the standard error behind it.
_NINETY = normal.half_width_in_errors(0.90)


@dataclass(frozen=True)
class Undercount:
    """What share of each group the survey misses: the published rates of Baker (2021), Appendix 1."""

    nonimmigrants: float = 0.10
    legal_residents: float = 0.025
    first_year: float = 0.13
    yearly_decline: float = 0.075

    def of_cohort(self, earliest: float, latest: float) -> float:
        """Mean ``u_k`` of people who came between ``earliest`` and ``latest`` full years ago (uniform within
        the cohort).
        """
        years = range(int(earliest), int(latest) + 1)
        return sum(self.first_year * (1 - self.yearly_decline) ** k for k in years) / len(years)


PUBLISHED = Undercount()

#: The flat rate of the editions before 2021.
FLAT_RATE = 0.10


def legal_residents(figures: Mapping[str, float]) -> float:
    """``L`` (2d): flow of permanent residents, refugees and asylees less deaths and emigration."""
    return figures["legal_flow"] - figures["deaths"] - figures["emigration"]


def counted_residual(figures: Mapping[str, float], undercount: Undercount = PUBLISHED) -> float:
    """``U - e``: the residual before unauthorized people missed by the survey are added."""
    legal, nonimmigrants = legal_residents(figures), figures["nonimmigrants"]
    missed_nonimmigrants = figures.get("missed_nonimmigrants", undercount.nonimmigrants * nonimmigrants)
    missed_legal = figures.get("missed_legal_residents", undercount.legal_residents * legal)
    born_abroad = (
        figures["foreign_born"] + figures.get("date_shift", 0.0) + missed_nonimmigrants + missed_legal
    )
    return born_abroad - legal - nonimmigrants


def solve_undercount(
    counted: float, cohorts: Sequence[tuple[float, float]], tolerance: float = 1e-9
) -> float:
    """``e`` as a fixed point of ``e = sum_k u_k s_k (counted + e)``.

    ``cohorts``: (share of the unauthorized population, undercount rate of the cohort), shares summing to 1.
    Iterated from zero; it settles because every rate is below one. Same unit as ``counted``.
    """
    rate = sum(share * missed for share, missed in cohorts)
    missed, before = 0.0, float("inf")
    while abs(missed - before) > tolerance:
        missed, before = rate * (counted + missed), missed
    return missed


def unauthorized(
    figures: Mapping[str, float],
    cohorts: Sequence[tuple[float, float]] | None = None,
    undercount: Undercount = PUBLISHED,
) -> float:
    """``U`` (3a) of one cell.

    ``e`` is, in this order: the figure ``missed_unauthorized``; the fixed point at the rate of people who
    came ``years_since_arrival`` years ago; the fixed point over ``cohorts``; the fixed point at the flat rate
    of the editions before 2021 (10 %).
    """
    counted = counted_residual(figures, undercount)
    if "missed_unauthorized" in figures:
        return counted + figures["missed_unauthorized"]
    if "years_since_arrival" in figures:
        cohorts = [
            (1.0, undercount.first_year * (1 - undercount.yearly_decline) ** figures["years_since_arrival"])
        ]
    return counted + solve_undercount(counted, cohorts or [(1.0, FLAT_RATE)])


def residual(
    table: pl.DataFrame,
    relative_errors: Mapping[str, float],
    cohorts: Mapping[str, Sequence[tuple[float, float]]] | None = None,
    usual_cohorts: Sequence[tuple[float, float]] | None = None,
    undercount: Undercount = PUBLISHED,
) -> Result:
    """The residual of every cell of ``table``, with an interval at 90 %.

    ``table``: columns ``cell``, ``foreign_born``, ``legal_flow``, ``deaths``, ``emigration``,
    ``nonimmigrants``, and if known ``date_shift``, ``missed_nonimmigrants``, ``missed_legal_residents``,
    ``missed_unauthorized`` and ``sampling_margin`` (the 90 % margin of the survey), all in one unit, and
    ``years_since_arrival``. ``cohorts``: periods of entry of a cell, ``usual_cohorts`` of cells not in it,
    for the fixed point of those missed. A negative residual is shown as 0. ``relative_errors``: half-widths
    of the demographic components as shares of themselves, which no source publishes: they are assumptions.
    The interval joins them with the sampling margin as independent errors. ``details["sensitivity"]`` has
    what each component does alone.
    """
    cohorts = cohorts or {}
    rows, sensitivities, negative = [], [], False
    for record in table.iter_rows(named=True):
        cell = str(record["cell"])
        figures = {
            name: float(value) for name, value in record.items() if name != "cell" and value is not None
        }
        sampling = figures.pop("sampling_margin", 0.0)

        def answer(moved: swings.Figures, cell: str = cell) -> float:
            return unauthorized(moved, cohorts.get(cell, usual_cohorts), undercount)

        value = answer(figures)
        negative = negative or value < 0
        reach = swings.combined_half_width(answer, figures, relative_errors, sampling)
        rows.append(floored(cell, value, reach, reach / _NINETY))
        sensitivities.append(sensitivity(cell, figures, undercount, cohorts.get(cell, usual_cohorts)))
    return Result(
        method="residual",
        totals=totals(rows),
        level=0.90,
        diagnostics={"cells": table.height},
        details={"sensitivity": pl.concat(sensitivities)},
        caveats=(_LEGAL_EMIGRATION, *((_NEGATIVE,) if negative else ())),
    )


def sensitivity(
    cell: str,
    figures: Mapping[str, float],
    undercount: Undercount = PUBLISHED,
    cohorts: Sequence[tuple[float, float]] | None = None,
) -> pl.DataFrame:
    """What a component that is 10 % larger (survey count: 1 %) does to the answer.

    Columns ``cell``, ``component``, ``relative_change``, and the change of ``U`` where the three rows for
    missed people are held as they are (``undercounts_held``), where those for lawful residents follow
    (``legal_undercounts_follow``), and where the missed unauthorized are solved again too
    (``all_undercounts_follow``). Unit of ``figures``.
    """
    counted = counted_residual(figures, undercount)
    held = {
        **figures,
        "missed_nonimmigrants": figures.get(
            "missed_nonimmigrants", undercount.nonimmigrants * figures["nonimmigrants"]
        ),
        "missed_legal_residents": figures.get(
            "missed_legal_residents", undercount.legal_residents * legal_residents(figures)
        ),
        "missed_unauthorized": unauthorized(figures, cohorts, undercount) - counted,
    }
    legal_follow = {
        k: v for k, v in held.items() if k not in ("missed_nonimmigrants", "missed_legal_residents")
    }
    all_follow = {k: v for k, v in legal_follow.items() if k != "missed_unauthorized"}
    whole = counted + held["missed_unauthorized"]
    rate = held["missed_unauthorized"] / whole if whole else 0.0
    steps = {"foreign_born": 0.01, "emigration": 0.10, "deaths": 0.10, "nonimmigrants": 0.10}
    rows = [
        (
            cell,
            name,
            step,
            swings.swing(lambda f: unauthorized(f, None, undercount), held, name, step),
            swings.swing(lambda f: unauthorized(f, None, undercount), legal_follow, name, step),
            swings.swing(lambda f: unauthorized(f, [(1.0, rate)], undercount), all_follow, name, step),
        )
        for name, step in steps.items()
    ]
    names = ["cell", "component", "relative_change"]
    changes = ["undercounts_held", "legal_undercounts_follow", "all_undercounts_follow"]
    return pl.DataFrame(rows, schema=names + changes, orient="row")


_LEGAL_EMIGRATION = {
    "en": "The assumed emigration of lawful residents decides the answer: in the United States, 10 % more "
    "of it adds about 5 %.",
    "fr": "L'émigration supposée des résidents en règle décide du résultat : aux États-Unis, 10 % de plus y "
    "ajoutent environ 5 %.",
}
_NEGATIVE = {
    "en": "Where the lawful count exceeds the survey's the residual is negative: it is shown as 0, and the "
    "method fails there.",
    "fr": "Là où le compte des résidents en règle dépasse celui de l'enquête, le reste est négatif : il est "
    "montré à 0, et la méthode y échoue.",
}
