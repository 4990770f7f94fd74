"""How to make a run again: its scenarios as files, and a program of a few lines that gives the same bytes."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import yaml

from openasylum.errors import UserError, nearest
from openasylum.report.colophon import colophon
from openasylum.report.scene import Scene
from openasylum.results.folder import parquet_bytes

#: The table whose digest the program compares.
COMPARED = "annual"


def scenario_yaml(scene: Scene, scenario: str | None = None) -> str:
    """The document of a scenario, the first alternative if none is named, as ``openasylum run FILE`` takes it.

    Raises ``UserError`` for a scenario that the run does not have.
    """
    manifest = scene.run.manifest
    ids = manifest.scenario_ids
    chosen = scenario or (scene.alternatives or [scene.baseline])[0]
    if chosen not in ids:
        raise UserError(
            f"the run has no scenario {chosen!r}",
            f"l'exécution n'a pas de scénario « {chosen} »",
            nearest=nearest(chosen, ids),
        )
    about = colophon(scene, ())
    head = [about["title"], about["provenance"], about["range"]]
    return "".join(f"# {line}\n" for line in head) + _yaml(manifest.scenarios[ids.index(chosen)].document)


def program(scene: Scene) -> str:
    """A Python program that makes the run again and says whether every number is the same."""
    manifest, t = scene.run.manifest, scene.t
    documents = _quoted("---\n".join(_yaml(one.document) for one in manifest.scenarios))
    kept = manifest.files.get(f"{COMPARED}.parquet")
    digest = kept.sha256 if kept else sha256(parquet_bytes(scene.run.frames[COMPARED])).hexdigest()
    said = [
        scene.provenance(),
        scene.range_meaning(),
        t(
            "Needs the same version of OpenAsylum and the same tables; with others the last line says so.",
            "Demande la même version d'OpenAsylum et les mêmes tables; sinon, la dernière ligne le dit.",
        ),
    ]
    comments = "".join(f"# {line}\n" for line in said)
    return f'''{comments}
from hashlib import sha256

import yaml

from openasylum.documents import Document
from openasylum.results import headline
from openasylum.results.folder import parquet_bytes
from openasylum.results.produce import produce
from openasylum.scenario import read_scenario

SCENARIOS = """
{documents}"""


def main():
    documents = list(yaml.safe_load_all(SCENARIOS))
    scenarios = [read_scenario(Document(one, one["id"])) for one in documents]
    run = produce(scenarios, draws={manifest.draws}, seed={manifest.seed}, weight={manifest.weight!r})
    for row in headline(run.frames["annual"]):
        print(row["scenario"], row["measure"], row["period"], row["p05"], row["p50"], row["p95"], row["unit"])
    digest = sha256(parquet_bytes(run.frames["{COMPARED}"])).hexdigest()
    same = digest == "{digest}"
    print("{manifest.run_id}", "{t("the same numbers", "les mêmes nombres")}" if same else "{t("other numbers", "d'autres nombres")}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
'''


def _quoted(text: str) -> str:
    """Text as it must stand between three double quotes of a program."""
    return text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')


def _yaml(document: dict[str, Any]) -> str:
    written: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    return written
