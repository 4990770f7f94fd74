"""Worlds kept on disk between starts: the people who wait when the horizon begins, which take seconds to replay."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import polars as pl

from openasylum import facts
from openasylum.results import model_version
from openasylum.scenario import LAST_DAY, LAW_IN_FORCE, presets
from openasylum.simulate import World, build_world
from openasylum.simulate.world import first_projected_day

#: Model versions and data whose files are kept beside those in use.
_KEPT = 3


def folder_of_this_model(cache: Path) -> Path:
    """Where files made by this model from these data are kept; private, and made if need be."""
    folder = cache / f"{model_version()}-{facts.data_vintage()}".replace("+", "-").replace(":", "-")
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(exist_ok=True, mode=0o700)
    return folder


def forget_older_models(cache: Path) -> None:
    """Remove the files of all but the last few models and data."""
    folders = [path for path in cache.iterdir() if path.is_dir()]
    for folder in sorted(folders, key=lambda path: path.stat().st_mtime, reverse=True)[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


def world_of(folder: Path, seed: int, weight: float) -> World:
    """The world of a seed: read if it was kept, otherwise replayed and kept."""
    file = folder / f"opening-{seed}.parquet"
    baseline = presets()[LAW_IN_FORCE]
    with suppress(OSError, pl.exceptions.PolarsError):
        opening = pl.read_parquet(file)
        return World(seed, weight, first_projected_day(), LAST_DAY, opening, {}).knowing(baseline)
    world = build_world([baseline], seed, weight)
    with suppress(OSError):
        write_frame(world.opening, file)
    return world


def write_frame(frame: pl.DataFrame, file: Path) -> None:
    """A Parquet file, written aside and renamed: there is a whole one or none."""
    descriptor, aside = tempfile.mkstemp(prefix=".writing-", dir=file.parent)
    os.close(descriptor)
    try:
        frame.write_parquet(aside, compression="zstd")
        Path(aside).replace(file)
    finally:
        Path(aside).unlink(missing_ok=True)
