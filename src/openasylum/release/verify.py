"""Is a bundle what it says it is? Every file by its hash, every part by its files, every headline figure by its run."""

from __future__ import annotations

import io
from hashlib import sha256

import polars as pl
from pydantic import ValidationError

from openasylum.code_version import digest_of
from openasylum.release.bundle import FRAMES, HEADLINE, RECEIPT, Bundle, headline_csv
from openasylum.release.components import HELD
from openasylum.results import Manifest, Run
from openasylum.results.manifest import run_id_of


def verify(bundle: Bundle, language: str = "en") -> list[str]:
    """What is wrong with a bundle, in plain sentences; nothing where every file has its hash, the data, the law and the posterior
    draws are those of the receipt, the run's id is the hash of its inputs, and its yearly figures give the headline table.
    """
    return [said[language == "fr"] for said in _faults(bundle)]


def _faults(bundle: Bundle) -> list[tuple[str, str]]:
    """What is wrong with a bundle, each in English and in French."""
    receipt = bundle.receipt
    held = {name: content for name, content in bundle.files.items() if name != RECEIPT}
    faults = [(f"{name} is missing", f"{name} manque") for name in receipt["files"] if name not in held]
    faults += [(f"{name} was added", f"{name} a été ajouté") for name in held if name not in receipt["files"]]
    faults += [
        (f"{name} is not the file that was published", f"{name} n'est pas le fichier qui a été publié")
        for name, content in held.items()
        if name in receipt["files"] and sha256(content).hexdigest() != receipt["files"][name].get("sha256")
    ]
    if faults:
        return faults
    for part in HELD:
        contents = [(name[len(part) + 1 :], held[name]) for name in held if name.startswith(f"{part}/")]
        contents.sort(key=lambda entry: (entry[0].startswith("overlay/"), entry[0]))
        if digest_of(contents) != receipt.get("components", {}).get(part):
            faults.append(
                (
                    f"the files of {part} are not those that the receipt names",
                    f"les fichiers de {part} ne sont pas ceux que nomme le reçu",
                )
            )
    try:
        run = run_of(bundle)
    except (KeyError, ValidationError):
        missing = (
            "the run that the receipt names is not in the bundle",
            "l'exécution que nomme le reçu n'est pas dans le paquet",
        )
        return [*faults, missing]
    if run_id_of(run.manifest) != run.manifest.run_id or run.manifest.run_id != receipt["run"]:
        faults.append(
            (
                f"the run id {receipt['run']} is not the hash of what the run was made from",
                f"l'identifiant {receipt['run']} n'est pas l'empreinte de ce dont l'exécution a été faite",
            )
        )
    if (run.manifest.model_version, run.manifest.data_vintage) != (receipt["code"], receipt["data_vintage"]):
        faults.append(
            (
                "the run was made by other code or from other tables than the receipt says",
                "l'exécution a été faite par un autre code ou avec d'autres tableaux que ne le dit le reçu",
            )
        )
    faults += [
        (
            f"{name} is not the file that the run's manifest names",
            f"{name} n'est pas le fichier que nomme le manifeste de l'exécution",
        )
        for name in FRAMES
        if not _named(run.manifest, f"{name}.parquet", held[f"runs/{receipt['run']}/{name}.parquet"])
    ]
    if headline_csv(run) != held[HEADLINE]:
        faults.append(
            (
                f"{HEADLINE} is not what the run's yearly figures give",
                f"{HEADLINE} n'est pas ce que donnent les chiffres annuels de l'exécution",
            )
        )
    return faults


def run_of(bundle: Bundle) -> Run:
    """The run in a bundle. Raises ``KeyError`` and ``ValidationError`` where it is not there whole."""
    folder = f"runs/{bundle.receipt['run']}"
    manifest = Manifest.model_validate_json(bundle.files[f"{folder}/manifest.json"])
    frames = {name: pl.read_parquet(io.BytesIO(bundle.files[f"{folder}/{name}.parquet"])) for name in FRAMES}
    return Run(manifest, frames)


def _named(manifest: Manifest, file: str, content: bytes) -> bool:
    entry = manifest.files.get(file)
    return entry is None or entry.sha256 == sha256(content).hexdigest()
