"""``openasylum population``: how many people nobody counts, by whose method, within which bounds."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import typer

from openasylum.cli.command import LANGUAGE, command, spoken
from openasylum.cli.output import Language, language, print_json, speaking

JSON = typer.Option(False, "--json", help="Machine output.")
TABLE = typer.Argument(
    None, metavar="TABLE.csv", help="Your own table; without one, the published table is rebuilt."
)
LEVEL = typer.Option(0.95, min=0.5, max=0.999, help="Coverage of the interval.")
BY = typer.Option(
    None, metavar="TERMS", help='Columns that explain, e.g. "gender,age" or "year*sex + region".'
)


class Dimension(enum.StrEnum):
    """How the table of the United States is broken down."""

    state = "state"
    country = "country"


DIMENSION = typer.Option(Dimension.state, "--by", help="state or country.")
AS_OF = typer.Option(
    None, "--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="As things stood on this day."
)


def register(root: typer.Typer) -> None:
    """Add the group and its verbs."""
    group = typer.Typer(
        help="Populations nobody counts: estimators for your own tables, and the model's stocks."
    )
    root.add_typer(group, name="population")
    group.callback(invoke_without_command=True)(_list_by_default)
    for name, verb in _VERBS.items():
        command(group, name)(verb)


def _list_by_default(
    context: typer.Context,
    as_json: bool = JSON,
    speak: Language = LANGUAGE,
) -> None:
    with speaking(spoken(context, speak)):
        if context.invoked_subcommand is None:
            list_methods(as_json)


def list_methods(as_json: bool = JSON) -> None:
    """List the estimators: what each says, and the columns that your table needs.

    Example: `openasylum population methods`
    """
    from openasylum.cli import _population_views as views
    from openasylum.population import methods

    if as_json:
        print_json([method.model_dump() for method in methods().values()])
        return
    views.methods(methods())


def united_states(by: Dimension = DIMENSION, as_json: bool = JSON) -> None:
    """Unauthorized residents of the United States: four organizations side by side, and their range.

    Example: `openasylum population us --by country`
    """
    from openasylum.cli import _population_views as views
    from openasylum.population.published_estimates import editions, united_states

    frame = united_states(by.value)
    if as_json:
        print_json({"by": by.value, "rows": frame.to_dicts(), "editions": editions(by.value).to_dicts()})
        return
    views.places(frame, by.value)


def canada(as_json: bool = JSON) -> None:
    """People living in Canada without status: what is claimed, and what firmer anchors allow.

    Example: `openasylum population canada`
    """
    from openasylum.cli import _population_views as views
    from openasylum.population import canada

    result = canada()
    if as_json:
        print_json(result.as_json())
        return
    views.canada(result)


def at_risk(
    as_of: datetime | None = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Populations behind northbound claims, by origin group: who may lose protection, waits, is on the way.

    Example: `openasylum population at-risk --as-of 2024-12-31`
    """
    from openasylum.cli import _population_views as views
    from openasylum.population import KINDS, at_risk

    frame = at_risk(None if as_of is None else as_of.date())
    if as_json:
        print_json({"kinds": KINDS, "rows": frame.to_dicts()})
        return
    views.at_risk(frame)


def residual(table: Path | None = TABLE, as_json: bool = JSON) -> None:
    """Demographic residual (OHSS): people born abroad less those lawfully resident.

    Example: `openasylum population residual my_states.csv`
    """
    _estimate("residual", table, as_json)


def ratio(table: Path | None = TABLE, as_json: bool = JSON) -> None:
    """Ratio method (Center for Migration Studies): the undocumented share of a survey population, renewed.

    Example: `openasylum population ratio my_countries.csv --json`
    """
    _estimate("ratio", table, as_json)


def capture_recapture(
    table: Path | None = TABLE, by: str | None = BY, level: float = LEVEL, as_json: bool = JSON
) -> None:
    """One-list capture-recapture: zero-truncated Poisson regression, beside Zelterman's and Chao's answers.

    Example: `openasylum population capture-recapture my_records.csv --by gender,age`
    """
    _estimate("capture-recapture", table, as_json, by=by, level=level)


def power_law(
    table: Path | None = TABLE,
    by: str | None = BY,
    detection: str | None = typer.Option(
        None, metavar="TERMS", help="Columns that explain how well people are found."
    ),
    total_by: str | None = typer.Option(
        None, metavar="COLUMN", help="One total for each value of this column."
    ),
    level: float = LEVEL,
    as_json: bool = JSON,
) -> None:
    """Dual-source power law (Zhang; Beręsewicz & Pawlukiewicz): a stock from two sources and a register.

    Example: `openasylum population power-law my_counts.csv --by year --detection year --total-by year`
    """
    _estimate("power-law", table, as_json, by=by, detection=detection, total_by=total_by, level=level)


def multiple_systems(
    table: Path | None = TABLE,
    threshold: float = typer.Option(
        0.05, min=0.0, max=1.0, help="An interaction enters while its p-value is at most this."
    ),
    bootstrap: int = typer.Option(
        0, min=0, help="Resamples in which the model is chosen anew (200 take seconds)."
    ),
    level: float = LEVEL,
    as_json: bool = JSON,
) -> None:
    """Multiple systems estimation (Bales, Hesketh & Silverman): people on no list, from how lists overlap.

    Example: `openasylum population multiple-systems my_lists.csv`
    """
    _estimate("multiple-systems", table, as_json, threshold=threshold, level=level, bootstrap=bootstrap)


def stock_flow(
    table: Path | None = TABLE,
    start_low: float | None = typer.Option(None, min=0.0, help="Lowest stock before the first year."),
    start_high: float | None = typer.Option(None, min=0.0, help="Highest stock before the first year."),
    level: float = LEVEL,
    as_json: bool = JSON,
) -> None:
    """Stock and flow: last year's stock, plus those who came, less those who left. An upper stress case.

    Example: `openasylum population stock-flow my_flows.csv --start-low 3e6 --start-high 4e6`
    """
    from openasylum.population.stock_flow import Span

    given = [end for end in (start_low, start_high) if end is not None]
    start = Span(min(given), max(given)) if given else None
    _estimate("stock-flow", table, as_json, start=start, level=level)


_VERBS: dict[str, Callable[..., Any]] = {
    "methods": list_methods,
    "us": united_states,
    "canada": canada,
    "at-risk": at_risk,
    "residual": residual,
    "ratio": ratio,
    "capture-recapture": capture_recapture,
    "power-law": power_law,
    "multiple-systems": multiple_systems,
    "stock-flow": stock_flow,
}


def _estimate(method: str, table: Path | None, as_json: bool, **options: Any) -> None:
    from openasylum.cli import _population_views as views
    from openasylum.errors import UserError
    from openasylum.population import estimate, methods, published, read_table

    entry = methods()[method]
    chosen = {name: value for name, value in options.items() if value is not None}
    try:
        result = (
            published(method, **chosen)
            if table is None
            else estimate(method, read_table(table, entry), **chosen)
        )
    except UserError as error:
        error.file = error.file or (None if table is None else str(table))
        raise
    if as_json:
        print_json({"table": None if table is None else str(table), **result.as_json()})
        return
    views.estimate(entry, result, entry.example[language()] if table is None else str(table))
