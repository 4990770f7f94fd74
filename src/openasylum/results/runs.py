"""Past runs: find, load, list, verify, compare."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from openasylum.errors import UserError, nearest, unreadable
from openasylum.results.folder import MANIFEST
from openasylum.results.manifest import FORMAT, IDENTITY, Manifest, run_id_of
from openasylum.results.summaries import headline

#: Where runs are kept unless the user says otherwise, and the variable with which to say so.
DEFAULT_ROOT = "runs"
ROOT_VARIABLE = "OPENASYLUM_RUNS"


def runs_root(root: str | Path | None = None) -> Path:
    """The folder of runs: ``root``, or ``$OPENASYLUM_RUNS``, or ``./runs``."""
    return Path(root or os.environ.get(ROOT_VARIABLE) or DEFAULT_ROOT)


class Frames(Mapping[str, pl.DataFrame]):
    """The Parquet files of a run folder by name, read when first asked for."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        self._folder = folder
        self._names = names
        self._read: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            try:
                self._read[name] = pl.read_parquet(self._folder / f"{name}.parquet")
            except (OSError, pl.exceptions.PolarsError) as error:
                raise UserError(
                    "this file of the run cannot be read",
                    "ce fichier de l'exécution ne peut pas être lu",
                    file=self._folder / f"{name}.parquet",
                ) from error
        return self._read[name]

    def __iter__(self) -> Any:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class Run:
    """A run: its manifest and its frames; ``folder`` is None for one that is not on disk yet."""

    manifest: Manifest
    frames: Mapping[str, pl.DataFrame] = field(repr=False)
    folder: Path | None = None

    @cached_property
    def headline(self) -> list[dict[str, Any]]:
        """The headline rows: see ``summaries.headline``."""
        return headline(self.frames["annual"])

    def to_json(self) -> dict[str, Any]:
        """What ``--json`` prints for a run."""
        manifest = self.manifest
        return {
            "run_id": manifest.run_id,
            "scenarios": manifest.scenario_ids,
            "horizon": list(manifest.horizon),
            "draws": manifest.draws,
            "law_date": manifest.law_date.isoformat(),
            "data_vintage": manifest.data_vintage,
            "headline": self.headline,
        }


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a run folder whose files all stand there with their sizes.

    Raises ``UserError`` where it is no run.
    """
    path = folder / MANIFEST
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise UserError(
            "this folder is not a run: it has no manifest.json",
            "ce dossier n'est pas une exécution : il n'a pas de manifest.json",
            file=folder,
        ) from error
    except ValidationError as error:
        raise UserError(
            f"this is not the manifest of a run of format {FORMAT}",
            f"ce n'est pas le manifeste d'une exécution de format {FORMAT}",
            file=path,
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error
    for name, entry in manifest.files.items():
        file = folder / name
        if not file.is_file() or file.stat().st_size != entry.bytes:
            raise UserError(
                f"the run is not whole: {name} is missing or cut short",
                f"l'exécution n'est pas entière : {name} manque ou est tronqué",
                file=folder,
            )
    return manifest


def load_run(name: str | Path, root: Path | None = None) -> Run:
    """A run by its id, by the first digits of its id, or by its folder.

    Raises ``UserError`` with the nearest id.
    """
    folder = _find(str(name), runs_root(root))
    manifest = read_manifest(folder)
    tables = [file.removesuffix(".parquet") for file in manifest.files if file.endswith(".parquet")]
    return Run(manifest, Frames(folder, tables), folder)


def _find(name: str, root: Path) -> Path:
    if (Path(name) / MANIFEST).is_file():
        return Path(name)
    ids = [folder.name for folder in _run_folders(root)]
    matches = [run_id for run_id in ids if name and run_id.startswith(name)]
    if name in ids or len(matches) == 1:
        return root / (name if name in ids else matches[0])
    if matches:
        raise UserError(
            f"{len(matches)} runs begin with {name!r}: {', '.join(matches)}",
            f"{len(matches)} exécutions commencent par « {name} » : {', '.join(matches)}",
            file=root,
            nearest=matches[0],
        )
    if not ids:
        raise UserError(
            f"there is no run {name!r}, nor any other run here",
            f"il n'y a pas d'exécution « {name} », ni aucune autre ici",
            file=root,
        )
    raise UserError(
        f"there is no run {name!r} here",
        f"il n'y a pas ici d'exécution « {name} »",
        file=root,
        nearest=nearest(name, ids) or ids[0],
    )


def _run_folders(root: Path) -> list[Path]:
    """Folders that look like runs, newest first; hidden and damaged ones are none."""
    if not root.is_dir():
        return []
    found = [path.parent for path in root.glob(f"[0-9a-f]*/{MANIFEST}") if "." not in path.parent.name]
    return sorted(found, key=lambda folder: (-folder.stat().st_mtime, folder.name))


def list_runs(root: Path | None = None) -> list[Manifest]:
    """The manifests of the sound runs in a folder, the newest first. What is not a whole run is left out."""
    manifests = []
    for folder in _run_folders(runs_root(root)):
        try:
            manifests.append(read_manifest(folder))
        except UserError:
            continue
    return manifests


def verify_run(name: str | Path, root: Path | None = None, language: str = "en") -> list[str]:
    """What is wrong with a run, in plain sentences; nothing if every file has its hash and the id is the hash
    of its inputs.
    """
    return [said[language == "fr"] for said in _faults(name, root)]


def _faults(name: str | Path, root: Path | None) -> list[tuple[str, str]]:
    """What is wrong with a run, each in English and in French."""
    folder = _find(str(name), runs_root(root))
    try:
        manifest = read_manifest(folder)
    except UserError as error:
        return [error.said]
    faults: list[tuple[str, str]] = []
    if (expected := run_id_of(manifest)) != manifest.run_id:
        faults.append(
            (
                f"the run id is {manifest.run_id}, but what the manifest says gives {expected}",
                f"l'identifiant est {manifest.run_id}, mais ce que dit le manifeste donne {expected}",
            )
        )
    if folder.name != manifest.run_id:
        faults.append(
            (
                f"the folder is named {folder.name}, but the run is {manifest.run_id}",
                f"le dossier s'appelle {folder.name}, mais l'exécution est {manifest.run_id}",
            )
        )
    for file, entry in manifest.files.items():
        if sha256((folder / file).read_bytes()).hexdigest() != entry.sha256:
            faults.append(
                (f"{file} is not the file that was written", f"{file} n'est pas le fichier qui a été écrit")
            )
    on_disk = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    added = sorted(on_disk - {MANIFEST, *manifest.files})
    return faults + [(f"{file} was added later", f"{file} a été ajouté plus tard") for file in added]


def is_sound(folder: Path) -> bool:
    """Whether a folder holds a whole and unchanged run."""
    return (folder / MANIFEST).is_file() and not verify_run(folder)


@dataclass(frozen=True)
class Comparison:
    """Two runs side by side: the inputs that differ, and the headline rows of both with the change of the
    median.
    """

    inputs: dict[str, tuple[Any, Any]]
    headline: pl.DataFrame


def compare_runs(first: Run, second: Run) -> Comparison:
    """What differs between two runs.

    ``headline`` has ``scenario``, ``measure``, ``period``, ``unit``, ``p05``, ``p50``, ``p95`` of the first,
    the same with ``_second`` of the second, and ``change`` (second median less first); rows that only one run
    has keep nulls.
    """
    plain = [run.manifest.model_dump(mode="json") for run in (first, second)]
    inputs = {name: (plain[0][name], plain[1][name]) for name in IDENTITY if plain[0][name] != plain[1][name]}
    keys = ["scenario", "measure", "period", "unit"]
    ours, theirs = (pl.DataFrame(run.headline).select(*keys, "p05", "p50", "p95") for run in (first, second))
    joined = ours.join(
        theirs, on=keys, how="full", coalesce=True, suffix="_second", maintain_order="left_right"
    )
    return Comparison(inputs, joined.with_columns((pl.col("p50_second") - pl.col("p50")).alias("change")))
