"""Tables of decisions: bit words spelt out as citations, and frames written one after the other to one file."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any

import polars as pl

from openasylum.law.engine import citations_of


def readable(answer: pl.DataFrame, grounds: tuple[str, ...], exceptions: tuple[str, ...]) -> pl.DataFrame:
    """Bit words as citations: each distinct word is spelt out once."""
    spelt = []
    for name, citations in (("grounds", grounds), ("possible_grounds", grounds), ("exceptions", exceptions)):
        words = answer.get_column(name).unique()
        texts = ["; ".join(citations_of(word, citations)) for word in words]
        spelt.append(pl.col(name).replace_strict(words, texts, return_dtype=pl.Categorical))
    return answer.with_columns(spelt)


class TableWriter:
    """Writes frames one after the other to one Parquet or CSV file."""

    def __init__(self, path: Path, suffix: str) -> None:
        self._path, self._suffix = path, suffix
        self._parts: list[pl.DataFrame] = []
        self._file: IO[bytes] | None = None

    def __enter__(self) -> TableWriter:
        self._file = self._path.open("wb")
        return self

    def write(self, frame: pl.DataFrame) -> None:
        """Append ``frame``."""
        assert self._file is not None
        if self._suffix == ".csv":
            frame.write_csv(self._file, include_header=self._file.tell() == 0)
        else:
            self._parts.append(frame)

    def __exit__(self, kind: Any, *_: object) -> None:
        assert self._file is not None
        if kind is None and self._suffix == ".parquet":
            # Decisions are a few small codes a claim: ten million of them are about a hundred megabytes.
            pl.concat(self._parts).write_parquet(self._file, compression="lz4", statistics=False)
        self._file.close()
