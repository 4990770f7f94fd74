"""Which assumptions move a cost: a tornado (one at a time) and Sobol's indices (all at once, with their
interactions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum import costs
from openasylum.costs.profiles import MILLI, profile_table
from openasylum.costs.rates import MILLICENTS, rate_table
from openasylum.costs.scopes import marks_in
from openasylum.scenario.assumptions import Assumption, central_values, register
from openasylum.scorecard import cost_history
from openasylum.timeline import day_number, fiscal_years_of_days

Values = Mapping[str, float | str]

#: People of the cohort on whose histories the indices rest; the next multiple of persons adds nothing to a
#: ranking.
PERSONS: Final = 400


@dataclass(frozen=True)
class CohortCost:
    """Whole-of-claim dollars per person of fixed histories, as a function of the cost assumptions alone.

    ``used``: quantities of the lines that draw on everyone, fixed. ``days``: for the others, person-days by
    fiscal year (rows, from ``first_year``) and days since the claim (columns), on which each profile of the
    assumptions at hand is laid.
    """

    lines: tuple[costs.CostLine, ...]
    used: pl.DataFrame
    days: NDArray[np.int64]
    first_year: int
    persons: int

    def __call__(self, values: Values) -> float:
        """Dollars per person."""
        drawn = {
            name: self.days @ np.diff(profile_table(name, self.days.shape[1], values))
            for name in {line.profile for line in self.lines if _by_profile(line)}
        }
        years = range(self.first_year, self.first_year + self.days.shape[0])
        laid = pl.DataFrame(
            {
                "line": [line.id for line in self.lines if _by_profile(line) for _ in years],
                "fiscal_year": [year for line in self.lines if _by_profile(line) for year in years],
                "milli": [
                    int(amount) for line in self.lines if _by_profile(line) for amount in drawn[line.profile]
                ],
            },
            schema=self.used.schema,
        )
        booked = pl.concat([self.used, laid]).join(
            rate_table(self.lines, years, values), on=["line", "fiscal_year"]
        )
        return float((booked["milli"] * booked["rate"]).sum()) / (MILLI * MILLICENTS * self.persons)


def _by_profile(line: costs.CostLine) -> bool:
    return line.basis == "stay" and line.profile != "everyone"


def cohort_cost(visits: pl.DataFrame, people: pl.DataFrame, scope: str, until: date) -> CohortCost:
    """The cost of these histories in a scope as a function of the assumptions."""
    lines = tuple(line for line in costs.cost_lines() if line.scope in marks_in(scope))
    values = central_values()
    used = costs.line_quantities(visits, people, values, lines, until=until)
    fixed = [line.id for line in lines if not _by_profile(line)]
    used = used.filter(pl.col("line").is_in(fixed)).group_by("line", "fiscal_year").agg(pl.col("milli").sum())
    stages = {stage for line in lines if _by_profile(line) for stage in line.stages}
    days, first_year = _days_since_claim(visits, people, stages, until)
    return CohortCost(lines, used, days, first_year, people.height)


def _days_since_claim(
    visits: pl.DataFrame, people: pl.DataFrame, stages: set[str], until: date
) -> tuple[NDArray[np.int64], int]:
    """Person-days in ``stages`` by fiscal year (rows) and days since the claim (columns), and the first
    fiscal year.
    """
    own = visits.filter(pl.col("stage").cast(pl.String).is_in(list(stages)), pl.col("date_in") <= until)
    claimed = (
        people.select(pl.coalesce(pl.col("^claim_date|enter_date$"))).to_series().to_physical().to_numpy()
    )
    since, after = claimed[own["row"].to_numpy()], day_number(until) + 1
    begin = own["date_in"].to_physical().to_numpy()
    end = np.minimum(own["date_out"].to_physical().fill_null(after).to_numpy(), after)
    calendar = np.arange(min([*claimed, *begin, after]), after + 1)
    years = fiscal_years_of_days(calendar)
    found = np.zeros((int(years[-1] - years[0]) + 1, calendar.size + 1), dtype=np.int64)
    for first, last, claim in zip(begin, end, since, strict=True):
        rows = years[first - calendar[0] : last - calendar[0]] - years[0]
        np.add.at(found, (rows, np.arange(max(first - claim, 0), max(first - claim, 0) + rows.size)), 1)
    return found, int(years[0])


def reference(scope: str, cohort: str = "2023-24") -> CohortCost:
    """The cost function of an observed cohort, on a systematic sample of its people."""
    whole, persons, _ = cost_history.of_cohort(cohort)
    chosen = whole.people.with_row_index("row").gather_every(max(int(persons) // PERSONS, 1))
    numbered = chosen.select("row", new=pl.int_range(pl.len(), dtype=pl.UInt32))
    visits = (
        whole.visits.join(numbered, on="row")
        .with_columns(row=pl.col("new"))
        .drop("new")
        .sort("row", "sequence")
    )
    return cohort_cost(visits, chosen.drop("row"), scope, cost_history.LAST_DAY)


def assumptions() -> list[Assumption]:
    """Every assumption about costs."""
    return [entry for name, entry in register().items() if name.startswith("costs.")]


def tornado(cost: Callable[[Values], float]) -> pl.DataFrame:
    """``assumption``, ``low``, ``high``, ``span``: the cost with each assumption at its 5 % and 95 % point
    and the others in the middle.
    """
    values = central_values()
    rows = []
    for entry in assumptions():
        ends = [cost({**values, entry.id: entry.prior.quantile(u)}) for u in (0.05, 0.95)]
        rows.append((entry.id, min(ends), max(ends), abs(ends[1] - ends[0])))
    schema = {"assumption": pl.String, "low": pl.Float64, "high": pl.Float64, "span": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "span", "assumption", descending=[True, False]
    )


@dataclass(frozen=True)
class _Quantiles:
    """A prior as SciPy asks for it."""

    entry: Any

    def ppf(self, shares: Any) -> Any:
        return np.array([float(self.entry.prior.quantile(float(u))) for u in shares.ravel()]).reshape(
            shares.shape
        )


def sobol(
    cost: Callable[[Values], float], entries: Sequence[Any], base: Values, *, size: int = 128, seed: int = 1
) -> pl.DataFrame:
    """``assumption``, ``first`` and ``total``: Sobol's indices (Saltelli's estimators, SciPy), shares of the
    variance that an assumption explains alone, and with everything it acts together with. ``size`` is a power
    of two; the cost is computed ``size * (len(entries) + 2)`` times.
    """
    from scipy.stats import sobol_indices

    def of_columns(columns: NDArray[np.float64]) -> NDArray[np.float64]:
        names = [entry.id for entry in entries]
        return np.array([cost({**base, **dict(zip(names, column, strict=True))}) for column in columns.T])

    found = sobol_indices(
        func=of_columns,
        n=size,
        dists=[_Quantiles(entry) for entry in entries],
        rng=np.random.default_rng(seed),
    )
    return pl.DataFrame(
        {
            "assumption": [entry.id for entry in entries],
            "first": np.ravel(found.first_order),
            "total": np.ravel(found.total_order),
        }
    ).sort("total", "assumption", descending=[True, False])
