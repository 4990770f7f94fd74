"""Tables of decisions: bit words spelt out as citations, and frames written one after the other to one file."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any, Final

import polars as pl

from openasylum.law.engine import citations_of

#: Rows a row group of a Parquet file, about.
ROWS: Final = 1 << 18


def readable(answer: pl.DataFrame, grounds: tuple[str, ...], exceptions: tuple[str, ...]) -> pl.DataFrame:
    """Bit words as citations: each distinct word is spelt out once."""
    spelt = []
    for name, citations in (("grounds", grounds), ("possible_grounds", grounds), ("exceptions", exceptions)):
        words = answer.get_column(name).unique()
        texts = ["; ".join(citations_of(word, citations)) for word in words]
        spelt.append(pl.col(name).replace_strict(words, texts, return_dtype=pl.Categorical))
    return answer.with_columns(spelt)


class TableWriter:
    """Writes frames one after the other to one Parquet or CSV file, in the memory of a row group."""

    def __init__(self, path: Path, suffix: str) -> None:
        self._path, self._suffix = path, suffix
        self._waiting: list[pl.DataFrame] = []
        self._file: IO[bytes] | None = None
        self._parquet: Any = None

    def __enter__(self) -> TableWriter:
        self._file = self._path.open("wb")
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append ``frame``."""
        assert self._file is not None
        if self._suffix == ".csv":
            frame.write_csv(self._file, include_header=self._file.tell() == 0)
            return
        self._waiting.append(frame)
        if sum(part.height for part in self._waiting) >= ROWS:
            self._write_waiting()

    def _write_waiting(self) -> None:
        """A row group of the frames that wait. Arrow writes it: Polars has no writer that is fed bit by bit."""
        import pyarrow.parquet as pq

        rows = pl.concat(self._waiting).to_arrow(compat_level=pl.CompatLevel.oldest())
        self._waiting = []
        if self._parquet is None:
            self._parquet = pq.ParquetWriter(
                self._file, rows.schema, compression="lz4", write_statistics=False
            )
        self._parquet.write_table(rows)

    def __exit__(self, kind: Any, *_: object) -> None:
        assert self._file is not None
        if kind is None and self._waiting:
            self._write_waiting()
        if self._parquet is not None:
            self._parquet.close()
        self._file.close()
