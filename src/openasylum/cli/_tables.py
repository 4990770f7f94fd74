"""The one form of table that every verb prints: figures and ids are never broken, words give way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from textwrap import wrap

from rich import box
from rich.table import Table
from rich.text import Text


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    numbers: Collection[int] = (),
    *,
    title: str = "",
    styles: Mapping[int, str] | None = None,
) -> Table:
    """A table of ``rows`` (Rich markup) under ``headings``, with ``title`` above.

    ``numbers`` are the places of the columns of figures, set to the right; ``styles`` gives rows (by their number) a style of Rich's.
    """
    shown = [list(row) for row in rows]
    made = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for place, heading in enumerate(headings):
        figures = place in numbers
        cells = [Text.from_markup(row[place]).plain for row in shown]
        whole = figures or not any(" " in cell for cell in cells)
        if whole:
            longest = max(map(len, (*cells, *heading.split())), default=0)
            heading = "\n".join(wrap(heading, max(longest, 1)))
        made.add_column(heading, justify="right" if figures else "left", no_wrap=whole, overflow="fold")
    for number, row in enumerate(shown):
        made.add_row(*row, style=(styles or {}).get(number))
    return made
