"""How the facts look in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl
from rich.console import Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from openasylum import facts
from openasylum.cli import output
from openasylum.cli.output import say
from openasylum.facts import Figure, Hit

#: Labels of what is known of a figure, in the order shown.
_LABELS = (
    ("unit", "Unit", "Unité"),
    ("period", "Period", "Période"),
    ("geography", "Place", "Lieu"),
    ("organisation", "Organisation", "Organisme"),
    ("stage", "Stage", "Étape"),
    ("basis", "Basis", "Base"),
    ("includes", "Includes", "Comprend"),
    ("excludes", "Leaves out", "Exclut"),
    ("source", "Source", "Source"),
    ("publisher", "Publisher", "Éditeur"),
    ("url", "Address", "Adresse"),
    ("published", "Published", "Publié"),
    ("licence", "Licence", "Licence"),
    ("confidence", "Confidence", "Confiance"),
    ("note", "Note", "Note"),
    ("raw", "Raw row", "Ligne brute"),
)

#: Columns of a line where the output is a file or another program.
_FILE_WIDTH = 10_000

_KINDS = {
    "table": ("table", "tableau"),
    "column": ("column", "colonne"),
    "figure": ("figure", "chiffre"),
}


#: What of a figure has words of its own in each language (``declarations/words.yaml``).
_WORDED = frozenset(
    {"unit", "geography", "confidence", "organisation", "stage", "basis", "includes", "excludes"}
)


def word(english: str) -> str:
    """A unit, a place or a confidence in the language being spoken; as it is where no French is declared."""
    return say(english, facts.french(english))


def titled(titles: Mapping[str, str]) -> str:
    """A title in the language being spoken."""
    return titles[output.language()]


def amount(value: float) -> str:
    """A number as it is read in the language being spoken: 23,755 or 23 755."""
    text = (
        f"{value:,.0f}"
        if value == int(value) and abs(value) >= 1
        else f"{value:,.6g}"
        if abs(value) < 1e6
        else f"{value:,.1f}"
    )
    return say(text, text.replace(",", "\u202f").replace(".", ","))


def number_of(figure: Figure) -> str:
    """The figure as text: value, range, or both."""
    ends = [None if end is None else amount(end) for end in (figure.low, figure.high)]
    if ends[0] and ends[1]:
        interval = say(f"{ends[0]} to {ends[1]}", f"{ends[0]} à {ends[1]}")
    elif ends[0]:
        interval = say(f"more than {ends[0]}", f"plus de {ends[0]}")
    elif ends[1]:
        interval = say(f"at most {ends[1]}", f"au plus {ends[1]}")
    else:
        interval = ""
    if figure.value is None:
        return interval or figure.text or say("not found", "introuvable")
    return f"{amount(figure.value)} ({interval})" if interval else amount(figure.value)


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows of text under column heads. The first column stays whole, so that names can be copied; the others
    are folded on a narrow screen.
    """
    console = output.console()
    if not console.is_terminal:
        console.width = _FILE_WIDTH
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in columns:
        grid.add_column(name, overflow="fold", no_wrap=name == columns[0] or not console.is_terminal)
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    console.print(grid)


def print_hits(hits: Sequence[Hit], limit: int) -> None:
    """What a search found."""
    if not hits:
        output.console().print(say("Nothing found.", "Rien trouvé."))
        return
    rows = [(say(*_KINDS[hit.kind]), hit.name, say(hit.title_en, hit.title_fr)) for hit in hits[:limit]]
    print_rows([say("kind", "genre"), say("name", "nom"), say("about", "sujet")], rows)
    if len(hits) > limit:
        more = len(hits) - limit
        output.console().print(say(f"and {more} more (--limit)", f"et {more} de plus (--limit)"))


def print_figure(figure: Figure) -> None:
    """A figure with everything known of it."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, english, french in _LABELS:
        known = getattr(figure, name)
        if known is not None:
            grid.add_row(say(english, french), Text(word(str(known)) if name in _WORDED else str(known)))
    head = Text(f"{number_of(figure)}", style="bold")
    head.append("" if figure.text else f"  {word(figure.unit)}", style="not bold")
    output.console().print(
        Panel(Group(head, "", grid), title=Text(titled(figure.title)), subtitle=figure.id, title_align="left")
    )


def print_table(described: Mapping[str, Any], frame: pl.DataFrame, rows: int) -> None:
    """A table: what it is, its columns, its sources and licences, its first rows."""
    console = output.console()
    console.print(Text(described["name"], style="bold"), Text(titled(described["titles"])))
    about = described.get("descriptions")
    if about:
        console.print(Text(titled(about)))
    console.print(
        say(f"{frame.height:,} rows; key: ", f"{frame.height} lignes ; clé : ") + ", ".join(described["key"])
    )
    for rule in described.get("rounding", ()):
        console.print(say("Rounding: ", "Arrondi : ") + str(rule.get("why", "")))
    meaning = say("description", "description_fr")
    fields = [(field["name"], field["type"], field[meaning]) for field in described["schema"]["fields"]]
    console.print()
    print_rows([say("column", "colonne"), say("type", "type"), say("meaning", "sens")], fields)
    console.print()
    console.print(
        say("Sources: ", "Sources : ") + "; ".join(source["title"] for source in described["sources"])
    )
    console.print(
        say("Licences: ", "Licences : ") + "; ".join(licence["title"] for licence in described["licenses"])
    )
    if rows:
        console.print()
        derived = [name for name in ("first_day", "note") if name in frame.columns]
        print_frame(frame.head(rows)[:, : frame.columns.index(derived[0])] if derived else frame.head(rows))


def print_frame(frame: pl.DataFrame) -> None:
    """A frame as columns of text."""
    print_rows(
        frame.columns,
        [tuple("" if cell is None else _cell(cell) for cell in row) for row in frame.iter_rows()],
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)
