"""One door to every estimator, for the command line and the interface: ``estimate(method, table, …)``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl

from openasylum.errors import UserError, nearest
from openasylum.population.assumptions import bounds
from openasylum.population.capture_recapture import capture_recapture
from openasylum.population.catalogue import methods
from openasylum.population.examples import EXAMPLES, residual_cohorts, stock_flow_start
from openasylum.population.multiple_systems import multiple_systems
from openasylum.population.power_law import power_law
from openasylum.population.published_estimates import stress_range
from openasylum.population.ratio import ratio
from openasylum.population.residual import residual
from openasylum.population.result import Result
from openasylum.population.stock_flow import Span, stock_flow


def component_errors() -> dict[str, float]:
    """Half-width (90 %) of every component that counts people in or out, as a share of it: an assumption of
    this room.
    """
    share = bounds("demographic_component_error")[1]
    return dict.fromkeys(
        ("deaths", "emigration", "nonimmigrants", "admitted", "naturalized", "nonimmigrant_change"), share
    )


def estimate(method: str, table: pl.DataFrame, **options: Any) -> Result:
    """Run an estimator over a table in the form of ``methods.yaml``.

    ``options`` belong to the estimator: ``by``, ``detection``, ``total_by``, ``level``, ``threshold``,
    ``start``. Raises ``UserError`` for an unknown method, or a table that carries too little.
    """
    if method == "residual":
        return residual(table, component_errors(), usual_cohorts=residual_cohorts(2018), **options)
    if method == "ratio":
        _needs_flows_or_years(table)
        return ratio(table, component_errors())
    if method == "stock-flow":
        start = options.pop("start", None)
        if start is None:
            raise UserError(
                "the stock before the first year is needed; give it with --start-low and --start-high",
                "l'effectif d'avant la première année est nécessaire ; donnez-le par --start-low "
                "et --start-high",
                field="start",
            )
        return stock_flow(table, start, Span(*bounds("stress_exit_rate")), **options)
    functions: dict[str, Callable[..., Result]] = {
        "capture-recapture": capture_recapture,
        "power-law": power_law,
        "multiple-systems": multiple_systems,
    }
    if method not in functions:
        raise UserError(
            f"there is no estimator named {method!r}",
            f"il n'y a pas d'estimateur nommé « {method} »",
            nearest=nearest(method, methods()),
        )
    return functions[method](table, **options)


def published(method: str, **options: Any) -> Result:
    """The estimator over the published table that it is tested on, with the published model unless
    ``options`` say otherwise.
    """
    build, defaults = EXAMPLES[method]
    table = build()
    chosen = {**defaults, **options}
    if method == "residual":
        chosen["cohorts"] = {str(cell): residual_cohorts(int(cell)) for cell in table["cell"]}
    if method == "stock-flow":
        chosen.setdefault("start", stock_flow_start())
    result = estimate(method, table, **chosen)
    if method == "stock-flow":
        return replace(result, details={"published_models": stress_range()})
    return result


def _needs_flows_or_years(table: pl.DataFrame) -> None:
    flows = (
        {"deaths", "emigration"} <= set(table.columns)
        and not table["deaths"].has_nulls()
        and not table["emigration"].has_nulls()
    )
    if not flows and ("years" not in table.columns or table["years"].has_nulls()):
        raise UserError(
            "give the deaths and the emigration, or the years over which to work them out",
            "donnez les décès et l'émigration, ou les années sur lesquelles les établir",
            field="years",
        )
