"""How the answers of ``openasylum population`` are laid out in the terminal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal

import polars as pl
from rich.markup import escape
from rich.table import Table

from openasylum.cli.output import console, label, language, say
from openasylum.population import KINDS, Method, Result
from openasylum.population.catalogue import labels
from openasylum.population.published_estimates import latest_editions
from openasylum.vocabulary import ORIGIN_GROUP_LABELS

#: Figures of which the decimals are read.
_EXACT = ("log_likelihood", "aic")


def methods(entries: Mapping[str, Method]) -> None:
    """The estimators, what each says, and the columns that it needs."""
    table = Table(
        say("estimator", "estimateur"),
        say("what it says", "ce qu'il dit"),
        say("columns", "colonnes"),
        box=None,
        pad_edge=False,
    )
    for method in entries.values():
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


def places(frame: pl.DataFrame, dimension: Literal["state", "country"]) -> None:
    """The United States by state or country, organization by organization."""
    heads = [say("place", "lieu"), "OHSS", "CMS", "Pew", "MPI", say("low", "bas"), say("high", "haut")]
    rows = []
    for row in frame.iter_rows(named=True):
        figures = [_number(row[name]) for name in ("ohss", "cms", "pew", "mpi", "low")]
        wide = "~" if row["basis"] == "typical_spread" else ""
        rows.append([row["name"], *figures, wide + _number(row["high"])])
    console().print(_table(heads, rows, range(1, 7)))
    _remark(
        f"Persons; latest edition of each: {_years(dimension)}. Includes people with Temporary Protected "
        "Status, DACA or a pending claim. ~ one or two organizations speak: at least the spread usual "
        "elsewhere (90%).",
        f"Personnes; dernière édition de chacun : {_years(dimension)}. Comprend les titulaires du statut de "
        "protection temporaire, de DACA ou d'une demande en instance. ~ un ou deux organismes seulement : au "
        "moins l'écart usuel ailleurs (90 %).",
    )


def _years(dimension: Literal["state", "country"]) -> str:
    """OHSS 2022, CMS 2022-2023, …: the years of the editions that speak."""
    years: dict[str, set[int]] = {}
    for row in latest_editions(dimension).iter_rows(named=True):
        years.setdefault(row["organization"], set()).add(row["year"])
    spans = {name: sorted(span) for name, span in years.items()}
    names = {"ohss": "OHSS", "cms": "CMS", "pew": "Pew", "mpi": "MPI"}
    return ", ".join(
        f"{names[name]} {span[0]}" + (f"-{span[-1]}" if len(span) > 1 else "") for name, span in spans.items()
    )


def canada(result: Result) -> None:
    """What is claimed of Canada, on what it rests, and what bounds it."""
    row = result.totals.row(0, named=True)
    console().print(
        say(
            f"Between {_number(row['low'])} and {_number(row['high'])} people.",
            f"Entre {_number(row['low'])} et {_number(row['high'])} personnes.",
        )
    )
    claims = _table(
        [say("claimed", "affirmé"), say("when", "quand"), say("what it rests on", "sur quoi cela repose")],
        [
            [_number(claim["value"]), claim["period"], claim[f"rests_on_{language()}"]]
            for claim in result.details["claims"].iter_rows(named=True)
        ],
        numbers=[0],
    )
    roles = {
        "floor": say("floor", "plancher"),
        "ceiling": say("ceiling", "plafond"),
        "analogue": say("analogue", "cas voisin"),
    }
    anchors = _table(
        [say("bound", "borne"), say("low", "bas"), say("high", "haut"), say("from", "d'après")],
        [
            [roles[anchor["role"]], _number(anchor["low"]), _number(anchor["high"]), anchor[language()]]
            for anchor in result.details["anchors"].iter_rows(named=True)
        ],
        numbers=[1, 2],
    )
    for table in (claims, anchors):
        console().print()
        console().print(table)
    _caveats(result)


def at_risk(frame: pl.DataFrame) -> None:
    """A table for each kind of population at risk."""
    for kind, words in KINDS.items():
        rows = frame.filter(frame["kind"] == kind)
        if rows.is_empty():
            continue
        reference = rows["reference"][0]
        table = _table(
            [say("origin", "origine"), say("low", "bas"), say("high", "haut")],
            [
                [label(ORIGIN_GROUP_LABELS[row["origin"]]), _number(row["low"]), _number(row["high"])]
                for row in rows.iter_rows(named=True)
            ],
            numbers=[1, 2],
        )
        console().print(f"[bold]{label(words)}[/bold] ({reference})")
        console().print(table)
        console().print()
    _remark(
        "The kinds overlap: never add them up.",
        "Les catégories se recoupent : ne jamais les additionner.",
    )


def estimate(method: Method, result: Result, about: str) -> None:
    """An estimator's totals, diagnostics, further tables and caveats."""
    title = method.title[language()]
    console().print(f"[bold]{title}[/bold]{say(':', ' :')} {escape(about)}\n[dim]{method.cite}[/dim]")
    console().print(_frame(result.totals))
    for name, value in result.diagnostics.items():
        console().print(f"  {_word(name)}{say(':', ' :')} {_number(value, exact=name in _EXACT)}")
    for name, frame in result.details.items():
        console().print(f"\n[bold]{_word(name)}[/bold]")
        console().print(_frame(frame))
    if result.level is not None:
        _remark(f"Intervals at {result.level:.0%}.", f"Intervalles à {result.level:.0%}.".replace("%", " %"))
    _caveats(result)


def _table(heads: list[str], rows: Iterable[Sequence[str]], numbers: Collection[int]) -> Table:
    """A grid with one blank between columns. ``numbers`` are the columns of figures: those are never cut nor broken,
    words give way.
    """
    shown = list(rows)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for place, head in enumerate(heads):
        figures = place in numbers
        pieces = [piece for row in shown for piece in ([row[place]] if figures else row[place].split())]
        longest = max(map(len, pieces), default=0)
        table.add_column(head, justify="right" if figures else "left", min_width=longest, overflow="fold")
    for row in shown:
        table.add_row(*row)
    return table


def _frame(frame: pl.DataFrame) -> Table:
    years = frame.columns.index("year") if "year" in frame.columns else None
    return _table(
        [_word(name) for name in frame.columns],
        [
            [str(value) if place == years else _number(value) for place, value in enumerate(row)]
            for row in frame.iter_rows()
        ],
        [place for place, kind in enumerate(frame.dtypes) if kind.is_numeric()],
    )


def _word(name: str) -> str:
    """What a figure, table or column is called; names of the user's stay as they are."""
    return labels()[name][language()] if name in labels() else escape(name)


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
