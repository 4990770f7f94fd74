"""``openasylum facts``: the tables, the figure register and their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from openasylum.cli import output
from openasylum.cli._options import JSON
from openasylum.cli.command import command
from openasylum.cli.output import say

WORDS = typer.Argument(metavar="WORD", help="Words in English or French; accents and capitals do not matter.")
DIRECTORY = typer.Argument(metavar="DIR", help="A directory of tables, as for --data.")


def register(root: typer.Typer) -> None:
    """Add the ``facts`` verbs."""
    app = typer.Typer(help="Tables, single figures, and where each comes from.", no_args_is_help=True)
    root.add_typer(app, name="facts")
    command(app, "list")(list_tables)
    command(app)(search)
    command(app)(show)
    command(app)(sql)
    command(app)(reconcile)
    command(app)(licences)
    command(app)(validate)


def list_tables(
    theme: str = typer.Option(
        None, help="Only one theme: arrivals, pipeline, costs, population, benchmarks, reference."
    ),
    json: bool = JSON,
) -> None:
    """List the tables and the themes of the figure register.

    Example: `openasylum facts list --theme arrivals`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import print_rows, titled

    found = [one for one in facts.describe_all() if theme in (None, one["theme"])]
    if theme is not None and not found:
        raise_unknown_theme(theme)
    if json:
        output.print_json({"vintage": facts.data_vintage(), "tables": [facts.in_brief(one) for one in found]})
        return
    columns = [say("table", "tableau"), say("theme", "thème"), say("rows", "lignes"), say("about", "sujet")]
    print_rows(
        columns, [(one["name"], one["theme"], f"{one['rows']:,}", titled(one["titles"])) for one in found]
    )
    figures, vintage = len(facts.figures()), facts.data_vintage()
    output.console().print(
        say(
            f"{len(found)} tables; {figures} figures (openasylum facts search WORDS); data {vintage}",
            f"{len(found)} tableaux ; {figures} chiffres (openasylum facts search MOTS) ; données {vintage}",
        )
    )


def raise_unknown_theme(theme: str) -> None:
    """Say that there is no such theme, and which one is nearest."""
    from openasylum import facts
    from openasylum.errors import UserError, nearest

    themes = sorted({one["theme"] for one in facts.describe_all()})
    near = nearest(theme, themes)
    known, connus = (
        ("", "") if near else (f"; there are {', '.join(themes)}", f" ; il y a {', '.join(themes)}")
    )
    raise UserError(
        f"there is no theme {theme!r}{known}",
        f"il n'y a pas de thème « {theme} »{connus}",
        field="--theme",
        nearest=near,
    )


def search(
    words: list[str] = WORDS,
    limit: int = typer.Option(20, min=1, help="How many to show."),
    json: bool = JSON,
) -> int:
    """Find tables, columns and figures. Exit code 1 where nothing is found.

    Example: `openasylum facts search rcmp interceptions`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import print_hits

    hits = facts.search(" ".join(words))
    if json:
        output.print_json({"found": len(hits), "hits": [hit.record() for hit in hits[:limit]]})
    else:
        print_hits(hits, limit)
    return 0 if hits else 1


def show(
    name: str = typer.Argument(metavar="FIGURE|TABLE", help="A figure id, a table name, or TABLE.column."),
    rows: int = typer.Option(5, min=0, help="How many rows of a table to show."),
    json: bool = JSON,
) -> None:
    """Show a figure with everything known of it, or a table with its columns, sources, licences and first
    rows.

    Example: `openasylum facts show pbo.2018.average_cost.fy2017_18`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import print_figure, print_table

    found = facts.find(name)
    if isinstance(found, facts.Figure):
        if json:
            output.print_json(found.as_dict())
        else:
            print_figure(found)
        return
    frame = facts.table(found)
    if json:
        output.print_json({**facts.describe(found), "first_rows": frame.head(rows).to_dicts()})
    else:
        print_table(facts.describe(found), frame, rows)


def sql(
    query: str = typer.Argument(
        metavar="SELECT", help="One SELECT statement (DuckDB); every table is a view of its name."
    ),
    limit: int = typer.Option(1000, min=1, help="Give back at most this many rows."),
    csv: bool = typer.Option(False, "--csv", help="Print CSV."),
    json: bool = JSON,
) -> None:
    """Ask the tables in SQL. Nothing can be written, and no file or network can be reached.

    Example: `openasylum facts sql "select period, value from ircc_claims_by_mode_of_entry where category =
    'Total'"`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import print_frame

    frame, cut = facts.sql(query, limit)
    if json:
        output.print_json({"rows": frame.to_dicts(), "cut": cut})
    elif csv:
        typer.echo(frame.write_csv(), nl=False)
    else:
        print_frame(frame)
    if cut and not json:
        output.console(stderr=True).print(
            say(f"Cut at {limit} rows (--limit).", f"Coupé à {limit} lignes (--limit).")
        )


def reconcile(json: bool = JSON) -> None:
    """Published figures that do not agree, and what is used instead.

    Example: `openasylum facts reconcile`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import number_of, print_rows, titled

    found = facts.figures("reconciliation")
    if json:
        output.print_json([one.as_dict() for one in found])
        return
    columns = [say("period", "période"), say("used", "retenu"), say("what", "objet"), say("why", "pourquoi")]
    rows = [(one.period or "", number_of(one), titled(one.title), one.note or "") for one in found]
    print_rows(columns, sorted(rows))


def licences(json: bool = JSON) -> None:
    """The terms under which the figures may be used again, and how many sources are under each.

    Example: `openasylum facts licences`
    """
    from openasylum import facts
    from openasylum.cli._facts_views import print_frame

    if json:
        output.print_json(facts.licences().to_dicts())
    else:
        print_frame(facts.licences().select("licence", "sources", "title", "asks"))


def validate(
    directory: Path = DIRECTORY,
    json: bool = JSON,
) -> None:
    """Check tables of your own (NAME.csv or NAME.parquet) before handing them to any command as --data. Exit
    code 2 at a fault.

    Example: `openasylum facts validate next-year/`
    """
    from openasylum import facts

    with facts.overlay(directory):
        laid: Any = facts.current_overlay()
        rows = {
            name: frame.height - facts.describe(name)["rows"] for name, frame in sorted(laid.tables.items())
        }
        vintage = facts.data_vintage()
    if json:
        output.print_json({"tables": rows, "vintage": vintage})
        return
    for name, more in rows.items():
        output.console().print(say(f"{name}: valid, rows {more:+d}", f"{name} : valide, lignes {more:+d}"))
    output.console().print(
        say(f"With --data {directory}: data {vintage}", f"Avec --data {directory} : données {vintage}")
    )
