"""A release bundle: one archive with what was published and what it was made from.

``receipt.json`` names the code, the law's date, the data vintage, the four parts on which numbers depend and the hash of every other
file. The rest: ``headline.csv``, ``runs/<id>/`` (manifest, quantiles, yearly figures and assumption draws of the run of the presets),
``data/``, ``law/`` and ``posterior/`` (the very files), ``errata.yaml``, and ``dist/`` (wheel and sdist, where given). The same release
is the same bytes: entries in order, no dates, no owners.
"""

from __future__ import annotations

import json
import platform
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from importlib.metadata import distributions
from importlib.resources import files
from pathlib import Path
from typing import Any

import polars as pl

import openasylum
from openasylum import facts
from openasylum.code_version import code_version
from openasylum.errors import UserError, no_such_file, unwritable
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.release.components import HELD, contents_of, digests
from openasylum.results import Run
from openasylum.results.folder import parquet_bytes

FORMAT = 1
RECEIPT, HEADLINE, ERRATA = "receipt.json", "headline.csv", "errata.yaml"
#: Frames of a run that a bundle holds; the others can be made again from the manifest.
FRAMES = (
    "annual",
    "annual_quantiles",
    "assumptions",
    "flows_quantiles",
    "ledger_quantiles",
    "series_quantiles",
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: A bundle may not unfold to more than this.
LARGEST = 2_000_000_000


def build(run: Run, target: Path, dist: Sequence[Path] = ()) -> Path:
    """Write the bundle of the release that this code, these tables and this run make; ``target`` ends in ``.zip``.

    Raises ``UserError`` where the run was made by other code, and where the file cannot be written.
    """
    if run.manifest.model_version != code_version():
        raise UserError(
            f"the run {run.manifest.run_id} was made by {run.manifest.model_version}, and this is {code_version()}",
            f"l'exécution {run.manifest.run_id} a été faite par {run.manifest.model_version}, et "
            f"voici {code_version()}",
        )
    if run.manifest.data_vintage != facts.data_vintage():
        raise UserError(
            f"the run {run.manifest.run_id} was made from other tables ({run.manifest.data_vintage}) than these "
            f"({facts.data_vintage()})",
            f"l'exécution {run.manifest.run_id} a été faite avec d'autres tableaux "
            f"({run.manifest.data_vintage}) que ceux-ci ({facts.data_vintage()})",
        )
    contents = dict(_contents(run, dist))
    receipt = {
        "format": FORMAT,
        "version": openasylum.__version__,
        "code": code_version(),
        "law_date": STATED_AS_OF.isoformat(),
        "data_vintage": facts.data_vintage(),
        "components": digests(),
        "run": run.manifest.run_id,
        "scenarios": run.manifest.scenario_ids,
        "made_with": _made_with(),
        "files": {
            name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
            for name, content in sorted(contents.items())
        },
    }
    contents[RECEIPT] = (json.dumps(receipt, ensure_ascii=False, indent=2) + "\n").encode()
    try:
        _write(target, contents)
    except OSError as error:
        raise unwritable(target, error) from error
    return target


def _contents(run: Run, dist: Sequence[Path]) -> Iterable[tuple[str, bytes]]:
    yield HEADLINE, headline_csv(run)
    yield ERRATA, files("openasylum.release").joinpath("errata.yaml").read_bytes()
    folder = f"runs/{run.manifest.run_id}"
    yield f"{folder}/manifest.json", run.manifest.to_json().encode()
    for name in FRAMES:
        yield f"{folder}/{name}.parquet", parquet_bytes(run.frames[name])
    for component in HELD:
        for name, content in contents_of(component):
            yield f"{component}/{name}", content
    for path in dist:
        yield f"dist/{path.name}", path.read_bytes()


def headline_csv(run: Run) -> bytes:
    """The headline rows as CSV."""
    return pl.DataFrame(run.headline, infer_schema_length=None).write_csv().encode()


def _made_with() -> dict[str, str]:
    names = {"numpy", "polars", "numba", "scipy", "duckdb"}
    found = {one.metadata["Name"].lower(): one.version for one in distributions()}
    return {"python": platform.python_version(), **{name: found[name] for name in sorted(names & set(found))}}


def _write(target: Path, contents: Mapping[str, bytes]) -> None:
    aside = target.with_name(f".{target.name}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for name, content in sorted(contents.items()):
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.external_attr = 0o644 << 16
                entry.create_system = 3
                archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


@dataclass(frozen=True)
class Bundle:
    """A bundle opened for reading: its receipt, and its files by name."""

    path: Path
    files: Mapping[str, bytes]

    @cached_property
    def receipt(self) -> dict[str, Any]:
        """``receipt.json``."""
        try:
            found = json.loads(self.files[RECEIPT])
            if found["format"] != FORMAT or not isinstance(found["files"], dict):
                raise ValueError("another format")
        except (KeyError, ValueError, TypeError) as error:
            raise UserError(
                f"this is not a release bundle of format {FORMAT}",
                f"ce n'est pas un paquet de publication de format {FORMAT}",
                file=self.path,
            ) from error
        return dict(found)

    @cached_property
    def headline(self) -> pl.DataFrame:
        """``scenario, measure, period, p05, p50, p95, unit``."""
        try:
            return pl.read_csv(self.files[HEADLINE], infer_schema_length=None)
        except (KeyError, pl.exceptions.PolarsError) as error:
            raise UserError(
                "the bundle has no headline figures that can be read",
                "le paquet n'a pas de chiffres clés qui puissent être lus",
                file=self.path,
            ) from error


def open_bundle(path: Path) -> Bundle:
    """Read a bundle, without unpacking anything to disk. Raises ``UserError`` where it is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise UserError(
                    "this archive unfolds to more than a release does",
                    "cette archive se déplie en plus qu'une publication",
                    file=path,
                )
            names = [entry.filename for entry in archive.infolist()]
            if len(set(names)) < len(names):
                raise UserError(
                    "this archive holds a file twice",
                    "cette archive contient un fichier deux fois",
                    file=path,
                )
            bundle = Bundle(path, {name: archive.read(name) for name in names})
    except FileNotFoundError as error:
        raise no_such_file(path) from error
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise UserError(
            "this is no release bundle: the archive cannot be read",
            "ce n'est pas un paquet de publication : l'archive ne peut pas être lue",
            file=path,
        ) from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise UserError(
                "this is no release bundle: the archive is damaged",
                "ce n'est pas un paquet de publication : l'archive est endommagée",
                file=path,
            ) from error
        raise
    _ = bundle.receipt
    return bundle
