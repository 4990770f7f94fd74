"""``/runs``: past runs, kept in a folder, never changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request

from openasylum.errors import nearest
from openasylum.results import Run, compare_runs, list_runs, load_run, verify_run
from openasylum.results.folder import MANIFEST
from openasylum.web.languages import language_of
from openasylum.web.problems import Refused
from openasylum.web.settings import Settings

_ID = re.compile(r"[0-9a-f]{12}", re.ASCII)


def router(settings: Settings) -> APIRouter:
    """The resource."""
    resource = APIRouter(tags=["runs"])
    resource.get("/runs")(list_kept)
    resource.get("/runs/{run_id}")(show)
    resource.get("/runs/{run_id}/verify")(verify)
    resource.get("/runs/{run_id}/compare/{other}")(compare)
    return resource


def list_kept(request: Request) -> list[dict[str, Any]]:
    """The runs, the newest first."""
    return [manifest.record() for manifest in list_runs(_root(request))]


def show(run_id: str, request: Request) -> dict[str, Any]:
    """What a run found: what ``openasylum run --json`` printed when it was made."""
    return find_run(_root(request), run_id).to_json()


def verify(run_id: str, request: Request) -> dict[str, Any]:
    """Whether every file is the one that was written, and the id the hash of the run's inputs."""
    folder = run_folder(_root(request), run_id)
    faults = verify_run(folder, language=language_of(request.scope))
    return {"run": run_id, "sound": not faults, "faults": faults}


def compare(run_id: str, other: str, request: Request) -> dict[str, Any]:
    """Two runs: the inputs that differ, and every headline figure side by side."""
    root = _root(request)
    found = compare_runs(find_run(root, run_id), find_run(root, other))
    return {"inputs": found.inputs, "headline": found.headline.to_dicts()}


def run_folder(root: Path, run_id: str) -> Path:
    """The folder of a run. What is asked for is an id and nothing else, so that no path comes from outside."""
    if _ID.fullmatch(run_id) is None or not (root / run_id / MANIFEST).is_file():
        ids = [manifest.run_id for manifest in list_runs(root)]
        raise Refused(
            404,
            f"there is no run {run_id[:20]!r} here",
            f"il n'y a pas ici d'exécution « {run_id[:20]} »",
            nearest=nearest(run_id[:20], ids),
        )
    return root / run_id


def find_run(root: Path, run_id: str) -> Run:
    """A run by its id. Raises ``Refused`` (404), or ``UserError`` where it is not whole."""
    return load_run(run_folder(root, run_id).absolute())


def _root(request: Request) -> Path:
    root = request.app.state.settings.runs
    assert isinstance(root, Path)
    return root
