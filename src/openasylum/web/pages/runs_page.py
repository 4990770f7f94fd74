"""Past runs: the list, one of them, whether it is sound, how to make it again, and two side by side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from openasylum.report.answer import answers
from openasylum.report.page import headline_table
from openasylum.report.scene import Scene
from openasylum.report.tongue import Language
from openasylum.results import Manifest, compare_runs, list_runs, measure, model_version, verify_run
from openasylum.web.api.runs import find_run, run_folder
from openasylum.web.pages.charts import fan_chart
from openasylum.web.pages.results import LEADING
from openasylum.web.pages.routes import show
from openasylum.web.pages.sharing import FORMS
from openasylum.web.settings import Settings


def add(router: APIRouter, settings: Settings) -> None:
    """The page."""
    show(router, "runs", settings, context)


def context(request: Request, language: Language, settings: Settings) -> dict[str, Any]:
    """The list, or the run that the address names."""
    asked = request.query_params
    name = asked.get("run", "")
    shown: dict[str, Any] = {
        "here": model_version(),
        "found": None,
        "comparison": None,
        "manifests": list_runs(settings.runs),
    }
    if not name:
        return shown
    run = find_run(settings.runs, name)
    scene = Scene(run, language)
    shown |= {
        "found": run.manifest,
        "scene": scene,
        "sentences": answers(scene),
        "chart": fan_chart(scene, LEADING[0]),
        "headline": headline_table(scene),
        "columns": [scene.baseline, *scene.alternatives, *scene.differences],
        "faults": verify_run(run_folder(settings.runs, name), language=language)
        if "verify" in asked
        else None,
        "command": _command(run.manifest),
        "forms": FORMS,
    }
    if asked.get("with"):
        other = find_run(settings.runs, asked["with"])
        compared = compare_runs(run, other)
        shown["comparison"] = {
            "other": other.manifest,
            "inputs": list(compared.inputs),
            "rows": [
                row | {"title": measure(row["measure"]).label[language]}
                for row in compared.headline.to_dicts()
            ],
        }
    return shown


def _command(manifest: Manifest) -> str:
    """The command that makes the run: the one that made it, or one written from its inputs."""
    words = [
        "openasylum run",
        *manifest.scenario_ids[1:],
        f"--draws {manifest.draws}",
        f"--seed {manifest.seed}",
    ]
    return manifest.command or " ".join(words)
