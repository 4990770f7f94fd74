"""Releases that nobody made, for tests of what bundles say of each other."""

from __future__ import annotations

import json

import polars as pl

from openasylum import facts, release
from openasylum.code_version import code_version
from openasylum.results import Run, new_manifest
from support import made_up_run


def published(draws: int = 6, seed: int = 7) -> Run:
    """A made-up run, as if this code had made it."""
    made = made_up_run.run(draws, seed)
    fields = made.manifest.model_dump(exclude={"run_id"})
    fields |= {"model_version": code_version(), "data_vintage": facts.data_vintage()}
    return Run(new_manifest(**fields), made.frames)


def with_changes(bundle: release.Bundle, **changes: object) -> release.Bundle:
    """The same release with other parts in its receipt, other claims (``by``: a factor), or another log of errors."""
    files = dict(bundle.files)
    receipt = json.loads(files["receipt.json"])
    for part in ("data", "law", "method", "posterior"):
        if part in changes:
            receipt["components"][part] = str(changes[part])
    files["receipt.json"] = json.dumps(receipt).encode()
    if "by" in changes:
        factor = pl.when(pl.col("measure") == "claims_made").then(float(str(changes["by"]))).otherwise(1.0)
        figures = bundle.headline.with_columns(pl.col("p05", "p50", "p95") * factor)
        files["headline.csv"] = figures.write_csv().encode()
    if "errata" in changes:
        files["errata.yaml"] = str(changes["errata"]).encode()
    return release.Bundle(bundle.path, files)
