"""A CSV of flat facts block by block, in the memory of a few blocks however long the file.

A block is looked over before it is read: a line with too many or too few fields, an open quotation mark, a byte that is no
text. Such a line takes the place of a row without facts, with what is wrong with it, so that no row is lost or moved. Empty lines are
no rows.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from openasylum.errors import UserError, not_utf8

#: Bytes a block, about.
BYTES: Final = 1 << 24
#: Lines after which a quotation mark that was opened is taken never to be closed.
_LINES_OF_A_CELL: Final = 100
_BOM: Final = b"\xef\xbb\xbf"
_QUOTED: Final = re.compile(rb'(?:^|(?<=,))"(?:[^"]|"")*"(?=,|\r?\n|\r?$)')
_SEPARATORS: Final = {
    ";": ("a semicolon", "un point-virgule"),
    "\t": ("a tab", "une tabulation"),
    "|": ("a bar", "une barre"),
}


@dataclass(frozen=True)
class Block:
    """Some lines of a CSV, the first of which is line ``first`` of the file, and the names of the columns."""

    names: tuple[str, ...]
    header: bytes
    lines: bytes
    first: int

    def read(self) -> tuple[pl.DataFrame, dict[int, UserError]]:
        """Every cell as text, null where it is empty, and what is wrong with the rows that are none."""
        faults: dict[int, UserError] = {}
        lines = self.lines
        if not self._is_sound():
            rows, faults = self._mended()
            lines = b"".join(rows)
        schema = dict.fromkeys(self.names, pl.String)
        if not lines:
            return pl.DataFrame(schema=schema), faults
        frame = pl.read_csv(lines, has_header=False, schema=schema, null_values="")
        return frame, faults

    def _is_sound(self) -> bool:
        """Whether every line has as many fields as the header, and nothing else is the matter with any."""
        lines = self.lines
        if b"\0" in lines or self.header in lines or not _is_text(lines):
            return False
        octets = np.frombuffer(lines, dtype=np.uint8)
        ends, commas = octets == ord("\n"), octets == ord(",")
        if b'"' in lines:
            marks = octets == ord('"')
            # After an odd number of marks the text is inside a pair of them.
            outside = (np.cumsum(marks, dtype=np.uint8) & 1) == 0
            if not outside[-1] or not _marks_stand_well(octets, marks, outside):
                return False
            ends, commas = ends & outside, commas & outside
        at = np.flatnonzero(ends) + 1
        starts = np.concatenate([[0], at[:-1] if lines.endswith(b"\n") else at])
        # No line may be empty, which one of a single column could be.
        lengths = np.diff(np.append(starts, len(octets)))
        if lengths.min() <= 2 and len(self.names) < 3:
            return False
        fields = np.add.reduceat(commas, starts, dtype=np.int32)
        return bool((fields == len(self.names) - 1).all())

    def _mended(self) -> tuple[list[bytes], dict[int, UserError]]:
        """The rows one by one; in the place of a line that is none, a row without facts."""
        lines = self.lines.split(b"\n")
        if not lines[-1]:
            lines.pop()
        rows: list[bytes] = []
        faults: dict[int, UserError] = {}
        at = 0
        while at < len(lines):
            count = self._row_at(lines, at)
            row = b"\n".join(lines[at : at + max(count, 1)])
            if row.strip():
                said = self._fault(row, count)
                if said is not None:
                    english, french = said
                    faults[len(rows)] = UserError(english, french, line=self.first + at)
                    row = b"," * (len(self.names) - 1) if len(self.names) > 1 else b'""'
                rows.append(row + b"\n")
            at += max(count, 1)
        return rows, faults

    def _row_at(self, lines: list[bytes], at: int) -> int:
        """How many lines the row from ``at`` on has: more than one where a quoted cell has breaks; 0 where quotes are amiss."""
        row = lines[at]
        if b'"' not in row:
            return 1
        for count in range(1, _LINES_OF_A_CELL + 1):
            if b'"' not in _QUOTED.sub(b"", row):
                return count
            if at + count >= len(lines):
                break
            row += b"\n" + lines[at + count]
        return 0

    def _fault(self, row: bytes, count: int) -> tuple[str, str] | None:
        if not count:
            return (
                "a quotation mark stands within a cell or is never closed",
                "un guillemet se trouve au milieu d'une cellule ou n'est jamais fermé",
            )
        if b"\0" in row:
            return "the line has a NUL byte", "la ligne contient un octet nul"
        if not _is_text(row):
            return "the line is not UTF-8 text", "la ligne n'est pas du texte en UTF-8"
        if row.strip() == self.header.strip():
            return "the header stands here again", "l'en-tête se trouve ici une deuxième fois"
        fields, asked = _QUOTED.sub(b"", row).count(b",") + 1, len(self.names)
        if fields != asked:
            return (
                f"the line has {fields} field{'s' * (fields > 1)} where the header has {asked}",
                f"la ligne a {fields} champ{'s' * (fields > 1)} alors que l'en-tête en a {asked}",
            )
        return None


def csv_blocks(source: Path) -> Iterator[Block]:
    """The blocks of a file, in order; none for a file that has a header alone.

    Raises ``UserError`` for a header that cannot be read, names a column twice, or is parted by another character.
    """
    with source.open("rb") as stream:
        header = stream.readline().removeprefix(_BOM)
        names = _names(header, source)
        first = 2
        while lines := _lines(stream):
            yield Block(names, header.rstrip(b"\r\n"), lines, first)
            first += lines.count(b"\n")


def _lines(stream: IO[bytes]) -> bytes:
    """Whole lines, about ``BYTES`` of them, to the end of a quoted cell."""
    block = stream.read(BYTES) + stream.readline()
    more: list[bytes] = []
    open_mark = block.count(b'"') % 2
    while open_mark and len(more) < _LINES_OF_A_CELL and (line := stream.readline()):
        more.append(line)
        open_mark ^= line.count(b'"') % 2
    return block + b"".join(more)


def _names(header: bytes, source: Path) -> tuple[str, ...]:
    try:
        text = header.decode()
    except UnicodeDecodeError as error:
        raise not_utf8(source) from error
    if "\0" in text:
        raise UserError("the header has a NUL byte", "l'en-tête contient un octet nul", file=source, line=1)
    try:
        names = tuple(name.strip() for name in next(csv.reader([text]), []))
    except csv.Error as error:
        raise UserError(
            "the header is no line of a CSV: lines end in a line feed, and a quoted name in a quotation mark",
            "l'en-tête n'est pas une ligne de CSV : une ligne se termine par un saut de ligne, un nom entre guillemets par un guillemet",
            file=source,
            line=1,
        ) from error
    if len(names) == 1:
        for separator, (english, french) in _SEPARATORS.items():
            if separator in text:
                raise UserError(
                    f"the columns are parted by {english} and not by a comma",
                    f"les colonnes sont séparées par {french} et non par une virgule",
                    file=source,
                    line=1,
                )
    for position, name in enumerate(names):
        if name in names[:position]:
            raise UserError(
                "this column stands twice in the table",
                "cette colonne est deux fois dans le tableau",
                file=source,
                line=1,
                field=name,
            )
    return names


def _is_text(octets: bytes) -> bool:
    if octets.isascii():
        return True
    try:
        octets.decode()
    except UnicodeDecodeError:
        return False
    return True


def _marks_stand_well(
    octets: NDArray[np.uint8], marks: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> bool:
    """Whether quotation marks open after a comma or a break (or another mark) and close before one."""
    at = np.flatnonzero(marks)
    opening, closing = at[~outside[at]], at[outside[at]]
    before = octets[opening[opening > 0] - 1]
    after = octets[closing[closing < len(octets) - 1] + 1]
    return bool(np.isin(before, _BEFORE).all() and np.isin(after, _AFTER).all())


_BEFORE: Final = np.frombuffer(b',\n"', dtype=np.uint8)
_AFTER: Final = np.frombuffer(b',\r\n"', dtype=np.uint8)
