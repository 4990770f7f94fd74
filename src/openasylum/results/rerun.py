"""Make a run again from its own manifest, and compare every number with what was kept."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from openasylum import facts
from openasylum.backends import Backend
from openasylum.documents import Document
from openasylum.results.folder import parquet_bytes
from openasylum.results.manifest import Manifest
from openasylum.results.produce import produce
from openasylum.results.runs import Run
from openasylum.scenario import LAW_IN_FORCE, Scenario, load_scenario, read_scenario


def rerun(
    manifest: Manifest,
    *,
    backend: Backend = "processes",
    workers: int | None = None,
    scheduler: str | None = None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Run:
    """The run that its manifest describes, made again by the code and tables at hand."""
    return produce(
        [_scenario_of(manifest, position) for position in range(len(manifest.scenarios))],
        draws=manifest.draws,
        seed=manifest.seed,
        weight=manifest.weight,
        backend=backend,
        workers=workers,
        scheduler=scheduler,
        on_progress=on_progress,
    )


def differences_of(kept: Manifest, again: Run, language: str = "en") -> list[str]:
    """In plain sentences, what differs between a kept run and the same run made again; nothing if every table is the same bytes.

    Where the code or the tables are others than the run's, that is said too: a difference is then no fault of the run.
    """
    found: list[tuple[str, str]] = []
    for name, frame in again.frames.items():
        file = f"{name}.parquet"
        if file not in kept.files:
            found.append((f"{file} is not in the run", f"{file} n'est pas dans l'exécution"))
        elif sha256(parquet_bytes(frame)).hexdigest() != kept.files[file].sha256:
            found.append((f"{file} comes out with other numbers", f"{file} donne d'autres nombres"))
    if found:
        for english, french, theirs, ours in (
            ("code", "le code", kept.model_version, again.manifest.model_version),
            ("tables", "les tableaux", kept.data_vintage, facts.data_vintage()),
        ):
            if theirs != ours:
                said = f"l'exécution a été faite avec {french} {theirs}, et voici {ours}"
                found.append((f"the run was made with {english} {theirs}, and this is {ours}", said))
    return [said[language == "fr"] for said in found]


def _scenario_of(manifest: Manifest, position: int) -> Scenario:
    described = manifest.scenarios[position]
    if not described.document:
        return load_scenario(LAW_IN_FORCE if position == 0 else described.id)
    return read_scenario(Document(described.document, f"scenario {described.id} of run {manifest.run_id}"))
