"""``openasylum population``: how many people nobody counts, by whose method, within which bounds."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from rich.table import Table

from openasylum.cli.command import command
from openasylum.cli.output import Language, console, label, language, print_json, say, speaking

if TYPE_CHECKING:
    import polars as pl

    from openasylum.population.result import Result

JSON = typer.Option(False, "--json", help="Machine output.")
TABLE = typer.Argument(
    None, metavar="[TABLE.csv]", help="Your own table; without one, the published table is rebuilt."
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
AS_OF = typer.Option(None, "--as-of", formats=["%Y-%m-%d"], help="As things stood on this day.")
SPEAK = typer.Option(Language.en, "--lang", envvar="OPENASYLUM_LANG", help="Language of what is printed.")


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
    speak: Language = SPEAK,
) -> None:
    if context.invoked_subcommand is None:
        with speaking(speak):
            list_methods(as_json)


def list_methods(as_json: bool = JSON) -> None:
    """List the estimators: what each says, and the columns that your table needs.

    Example: `openasylum population methods`
    """
    from openasylum.population import methods

    if as_json:
        print_json([method.model_dump() for method in methods().values()])
        return
    table = Table(
        say("estimator", "estimateur"),
        say("what it says", "ce qu'il dit"),
        say("columns", "colonnes"),
        box=None,
        pad_edge=False,
    )
    for method in methods().values():
        needed = [name for name, column in method.columns.items() if not column.optional]
        further = say("one a list", "une par liste") if method.lists else ""
        table.add_row(
            method.id,
            f"{method.says[language()]}\n[dim]{method.cite}[/dim]\n",
            ", ".join(filter(None, [*needed, further])),
        )
    console().print(table)
    console().print(
        say(
            "Also: us --by state|country, canada, at-risk. Each estimator without a table rebuilds the "
            "published result.",
            "Et aussi : us --by state|country, canada, at-risk. Sans tableau, chaque estimateur refait le "
            "résultat publié.",
        )
    )


def united_states(by: Dimension = DIMENSION, as_json: bool = JSON) -> None:
    """Unauthorized residents of the United States: four organizations side by side, and the range between
    them.

    Example: `openasylum population us --by country`
    """
    from openasylum.population.published_estimates import editions, united_states

    frame = united_states(by.value)
    if as_json:
        print_json({"by": by.value, "rows": frame.to_dicts(), "editions": editions(by.value).to_dicts()})
        return
    heads = [say("place", "lieu"), "OHSS", "CMS", "Pew", "MPI", say("low", "bas"), say("high", "haut"), ""]
    table = _table(heads)
    for row in frame.iter_rows(named=True):
        figures = [_number(row[name]) for name in ("ohss", "cms", "pew", "mpi", "low", "high")]
        table.add_row(row["name"], *figures, "~" if row["basis"] == "typical_spread" else "")
    console().print(table)
    _remark(
        "Persons; latest edition of each (OHSS January 2022, CMS 2022-23, Pew July 2023, MPI 2023, "
        "countries 2021). Includes people with Temporary Protected Status, DACA or a pending claim. ~ one "
        "or two organizations speak: at least the spread usual elsewhere (90 %).",
        "Personnes; dernière édition de chacun (OHSS janvier 2022, CMS 2022-2023, Pew juillet 2023, MPI "
        "2023, pays 2021). Comprend les titulaires du statut de protection temporaire, de DACA ou d'une "
        "demande en instance. ~ un ou deux organismes seulement : au moins l'écart usuel ailleurs (90 %).",
    )


def canada(as_json: bool = JSON) -> None:
    """People living in Canada without status: what is claimed, on what it rests, and what firmer anchors
    allow.

    Example: `openasylum population canada`
    """
    from openasylum.population import canada

    result = canada()
    if as_json:
        print_json(result.as_json())
        return
    row = result.totals.row(0, named=True)
    console().print(
        say(
            f"Between {_number(row['low'])} and {_number(row['high'])} people.",
            f"Entre {_number(row['low'])} et {_number(row['high'])} personnes.",
        )
    )
    claims = _table(
        [say("claimed", "affirmé"), say("when", "quand"), say("what it rests on", "sur quoi cela repose")],
        numbers_from=9,
    )
    for claim in result.details["claims"].iter_rows(named=True):
        claims.add_row(_number(claim["value"]), claim["period"], claim[f"rests_on_{language()}"])
    anchors = _table(
        [say("bound", "borne"), say("low", "bas"), say("high", "haut"), say("from", "d'après")], numbers_to=3
    )
    roles = {
        "floor": say("floor", "plancher"),
        "ceiling": say("ceiling", "plafond"),
        "analogue": say("analogue", "cas voisin"),
    }
    for anchor in result.details["anchors"].iter_rows(named=True):
        anchors.add_row(
            roles[anchor["role"]], _number(anchor["low"]), _number(anchor["high"]), anchor[language()]
        )
    for table in (claims, anchors):
        console().print()
        console().print(table)
    _caveats(result)


def at_risk(
    as_of: datetime | None = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Populations behind northbound claims, by broad origin group: protections that can be lost, claims
    pending, people on the way.

    Example: `openasylum population at-risk --as-of 2024-12-31`
    """
    from openasylum.population import KINDS, at_risk
    from openasylum.vocabulary import ORIGIN_GROUP_LABELS

    frame = at_risk(None if as_of is None else as_of.date())
    if as_json:
        print_json({"kinds": KINDS, "rows": frame.to_dicts()})
        return
    for kind, words in KINDS.items():
        rows = frame.filter(frame["kind"] == kind)
        if rows.is_empty():
            continue
        reference = rows["reference"][0]
        table = _table([say("origin", "origine"), say("low", "bas"), say("high", "haut")])
        for row in rows.iter_rows(named=True):
            table.add_row(
                label(ORIGIN_GROUP_LABELS[row["origin"]]), _number(row["low"]), _number(row["high"])
            )
        console().print(f"[bold]{label(words)}[/bold] ({reference})")
        console().print(table)
        console().print()
    _remark(
        "The kinds overlap: never add them up.",
        "Les catégories se recoupent : ne jamais les additionner.",
    )


def residual(table: Path | None = TABLE, as_json: bool = JSON) -> None:
    """Demographic residual (OHSS): people born abroad less those lawfully resident.

    Example: `openasylum population residual my_states.csv`
    """
    _estimate("residual", table, as_json)


def ratio(table: Path | None = TABLE, as_json: bool = JSON) -> None:
    """Ratio method (Center for Migration Studies): the undocumented share of an edited survey population,
    renewed.

    Example: `openasylum population ratio my_countries.csv --json`
    """
    _estimate("ratio", table, as_json)


def capture_recapture(
    table: Path | None = TABLE, by: str | None = BY, level: float = LEVEL, as_json: bool = JSON
) -> None:
    """One-list capture-recapture: zero-truncated Poisson regression, with Zelterman's and Chao's answers
    beside it.

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
    """Dual-source power law (Zhang; Beręsewicz & Pawlukiewicz): a hidden stock from two enforcement sources
    and a register.

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


#: Figures of which the decimals are read.
_EXACT = ("log_likelihood", "aic")

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
    from openasylum.population import estimate, methods, published, read_table

    entry = methods()[method]
    chosen = {name: value for name, value in options.items() if value is not None}
    result = (
        published(method, **chosen) if table is None else estimate(method, read_table(table, entry), **chosen)
    )
    if as_json:
        print_json({"table": None if table is None else str(table), **result.as_json()})
        return
    about = entry.example[language()] if table is None else str(table)
    title = entry.title[language()]
    console().print(f"[bold]{title}[/bold]{say(':', ' :')} {about}\n[dim]{entry.cite}[/dim]")
    console().print(_frame(result.totals))
    for name, value in result.diagnostics.items():
        console().print(f"  {_word(name)}{say(':', ' :')} {_number(value, exact=name in _EXACT)}")
    for name, frame in result.details.items():
        console().print(f"\n[bold]{_word(name)}[/bold]")
        console().print(_frame(frame))
    if result.level is not None:
        _remark(f"Intervals at {result.level:.0%}.", f"Intervalles à {result.level:.0%}.".replace("%", " %"))
    _caveats(result)


def _table(heads: list[str], numbers_from: int = 1, numbers_to: int = 99) -> Table:
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if numbers_from <= place < numbers_to else "left")
    return table


def _frame(frame: pl.DataFrame) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in frame.columns:
        table.add_column(_word(name), justify="right" if frame.schema[name].is_numeric() else "left")
    years = frame.columns.index("year") if "year" in frame.columns else None
    for row in frame.iter_rows():
        table.add_row(*(str(value) if place == years else _number(value) for place, value in enumerate(row)))
    return table


def _word(name: str) -> str:
    from openasylum.population.catalogue import labels

    return labels()[name][language()] if name in labels() else name


def _number(value: Any, exact: bool = False) -> str:
    """Persons without decimals, small figures with them; separators of the language being spoken."""
    if value is None:
        return "–"
    if not isinstance(value, (int, float)):
        return _word(str(value))
    places = 0 if float(value).is_integer() else 4 if abs(value) < 10 else 2 if exact else 0
    text = f"{value:,.{places}f}"
    return text if language() == "en" else text.replace(",", "\N{NARROW NO-BREAK SPACE}").replace(".", ",")


def _remark(english: str, french: str) -> None:
    console().print(f"[dim]{say(english, french)}[/dim]")


def _caveats(result: Result) -> None:
    for caveat in result.caveats:
        console().print(f"[dim]{label(caveat)}[/dim]")
