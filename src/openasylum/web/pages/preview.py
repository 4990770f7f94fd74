"""A run as far as it has come: the draws of a job, in the form in which reports read a run."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from openasylum import arrivals, facts
from openasylum.ensemble import assumption_draws
from openasylum.report.scene import NOT_A_RUN
from openasylum.results import Manifest, Run, quantiles, with_differences
from openasylum.results.produce import manifest_of
from openasylum.web.pages.province_chart import totals_of
from openasylum.web.workshop import Job
from openasylum.web.workshop.answers import frame_of


def run_so_far(job: Job, measure: str) -> Run:
    """The finest answer that a job can give now, as a run with the frames that ``results.view`` reads.

    ``series`` holds what the page shows: the measure in total, claims by channel for the arguments beside it, and claims by
    province, summed over the horizon.
    """
    step = job.step
    chosen = sorted(job.whole[:step])
    ids = [scenario.id for scenario in job.scenarios]

    def frame(name: str) -> pl.DataFrame:
        return with_differences(frame_of(job, name, chosen), ids)

    claims = pl.col("measure") == "claims_made"
    every = frame_of(job, "series", chosen)
    shown = (pl.col("measure") == measure) & (pl.col("breakdown") == "total")
    series = with_differences(every.filter(shown | (claims & (pl.col("breakdown") == "channel"))), ids)
    provinces = totals_of(every.filter(claims & (pl.col("breakdown") == "province")))
    by_organisation = ("scenario", "draw", "fiscal_year", "organisation")
    ledger = frame_of(job, "ledger", chosen).group_by(by_organisation).agg(pl.col("cents").sum())
    frames = {
        "annual": frame("annual"),
        "series": pl.concat([series, with_differences(provinces, ids)], how="vertical_relaxed"),
        "flows": frame("flows"),
        "series_quantiles": quantiles(series.filter(pl.col("breakdown") == "total")),
        "ledger": with_differences(ledger, ids),
        "assumptions": pl.concat(_assumptions(job.seed, draw) for draw in chosen),
        "history": _history(),
    }
    return Run(_manifest(job, step), frames)


def _manifest(job: Job, step: int) -> Manifest:
    manifest = manifest_of(job.scenarios, draws=step, seed=job.seed, weight=job.weight)
    return manifest if step == job.draws else manifest.model_copy(update={"run_id": NOT_A_RUN})


@lru_cache(maxsize=1024)
def _assumptions(seed: int, draw: int) -> pl.DataFrame:
    """What every scenario of a seed assumes in a draw; drawing it anew would take longer than all else on the page."""
    return assumption_draws(seed, (draw,))


@facts.remembered
def _history() -> pl.DataFrame:
    """Observed claims, which every run keeps beside its own."""
    return arrivals.history_series()
