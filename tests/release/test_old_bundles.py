"""A bundle that was published stays sound: what it was checked by gives the same bytes in every later version.

``kept/`` holds the manifest, the yearly figures and the headline table of a made-up run as version 0.1.0 wrote them. Where one of these
tests fails, releases out there would no longer verify: bump ``bundle.FORMAT`` and keep the old reading beside the new.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from openasylum.release.bundle import FORMAT, headline_csv
from openasylum.release.components import COMPONENTS, component_of
from openasylum.results import Manifest, Run
from openasylum.results.manifest import run_id_of

KEPT = Path(__file__).parent / "kept"


def test_a_kept_manifest_is_read_and_its_id_is_the_hash_of_its_inputs() -> None:
    text = (KEPT / "manifest.json").read_text()
    manifest = Manifest.model_validate_json(text)
    assert run_id_of(manifest) == manifest.run_id == json.loads(text)["run_id"]
    assert manifest.to_json() == text


def test_kept_yearly_figures_give_the_kept_headline_table() -> None:
    manifest = Manifest.model_validate_json((KEPT / "manifest.json").read_text())
    run = Run(manifest, {"annual": pl.read_parquet(KEPT / "annual.parquet")})
    assert headline_csv(run) == (KEPT / "headline.csv").read_bytes()


def test_the_form_of_a_bundle_is_the_first() -> None:
    """What ``verify`` knows of a bundle by name; another form is another number."""
    assert (FORMAT, COMPONENTS) == (1, ("data", "law", "method", "posterior"))
    known = {
        "facts/tables/sources.parquet": "data",
        "facts/figures/costs.yaml": "data",
        "law/provisions/irpa/101-1-e.yaml": "law",
        "law/engine.py": "method",
        "arrivals/calibration/posterior.parquet": "posterior",
        "arrivals/calibration/posterior.py": "method",
        "web/words/result.yaml": None,
    }
    assert {name: component_of(name) for name in known} == known
