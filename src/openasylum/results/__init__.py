"""Runs: what was found, immutable and addressed by what it depends on.

``finish(scenarios, frames)`` adds differences and quantiles to the frames of an ensemble; ``new_manifest``
names the run; ``write_run`` keeps it; ``load_run``, ``list_runs``, ``verify_run``, ``compare_runs`` and
``query.query`` read it back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from openasylum.results.folder import write_run
from openasylum.results.manifest import Manifest, model_version, new_manifest
from openasylum.results.measures import Measure, measure, measures
from openasylum.results.runs import (
    Comparison,
    Run,
    compare_runs,
    is_sound,
    list_runs,
    load_run,
    runs_root,
    verify_run,
)
from openasylum.results.summaries import (
    DIFFERENCE,
    differences,
    headline,
    over_horizon,
    quantiles,
    with_differences,
)

#: The frames of an ensemble that hold one row per scenario and draw of something.
BY_DRAW = ("series", "flows", "ledger", "annual")


def finish(scenarios: Sequence[str], frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The frames of an ensemble as a run keeps them.

    Each of ``series``, ``flows``, ``ledger`` and ``annual`` gains the rows of the differences to
    ``scenarios[0]``, draw by draw, and a twin ``<name>_quantiles``; other frames (``assumptions``,
    ``history``) pass as they are.
    """
    finished: dict[str, pl.DataFrame] = {}
    for name, frame in frames.items():
        if name not in BY_DRAW:
            finished[name] = frame
            continue
        finished[name] = with_differences(frame, list(scenarios))
        finished[f"{name}_quantiles"] = quantiles(finished[name])
    return finished


def save(run: Run, extras: Mapping[str, bytes] | None = None, root: str | None = None) -> Run:
    """Keep a run, with further files (charts, report), under the folder of runs; the run as it stands on
    disk.
    """
    folder = write_run(runs_root(root), run.manifest, run.frames, extras, is_sound)
    return load_run(folder)


__all__ = [
    "DIFFERENCE",
    "Comparison",
    "Manifest",
    "Measure",
    "Run",
    "compare_runs",
    "differences",
    "finish",
    "headline",
    "is_sound",
    "list_runs",
    "load_run",
    "measure",
    "measures",
    "model_version",
    "new_manifest",
    "over_horizon",
    "quantiles",
    "runs_root",
    "save",
    "verify_run",
    "with_differences",
    "write_run",
]
