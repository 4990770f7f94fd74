"""The law in force's draws on disk, between starts: no scenario of anyone's, and nothing of any claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import polars as pl

from openasylum.ensemble import FRAMES
from openasylum.simulate import Drawn
from openasylum.web.workshop.store import Key, Slim
from openasylum.web.workshop.worlds import write_frame


def write(folder: Path, draws: Mapping[int, Slim]) -> None:
    """Keep draws, one file a frame; the last one written says that all are there."""
    with suppress(OSError):
        for name in FRAMES:
            frames = [
                slim.frame(name).select(pl.lit(draw, pl.Int32).alias("draw"), pl.all())
                for draw, slim in draws.items()
            ]
            write_frame(pl.concat(frames), _file(folder, name, len(draws)))


def read(folder: Path, keys: Sequence[Key]) -> Iterator[tuple[Key, Drawn]]:
    """The draws of ``keys``, if all of them were kept whole; otherwise none."""
    try:
        frames = {
            name: pl.read_parquet(_file(folder, name, len(keys))).partition_by(
                "draw", as_dict=True, include_key=False
            )
            for name in FRAMES
        }
    except (OSError, pl.exceptions.PolarsError):
        return
    if any(len(parts) != len(keys) for parts in frames.values()):
        return
    for key in keys:
        yield key, Drawn(**{name: frames[name][key[3],] for name in FRAMES})


def _file(folder: Path, name: str, draws: int) -> Path:
    return folder / f"law-in-force-{draws}-{name}.parquet"
