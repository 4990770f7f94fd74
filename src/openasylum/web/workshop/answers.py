"""From the draws that a job has so far to the answer that is shown: the headline table and the series, with ranges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from openasylum.results import headline, quantiles, with_differences
from openasylum.results.summaries import scenario_order
from openasylum.web.problems import Refused
from openasylum.web.workshop.jobs import Job

#: The monthly series that an answer holds beside the headline table.
SERIES = (
    *("claims_made", "returned_to_us", "undetected_entries", "rpd_pending", "wait_months_p50"),
    *("rpd_accepted", "removed", "permanent_residents"),
)


def answer(job: Job) -> dict[str, Any] | None:
    """The finest answer that can be given now; None where there are too few draws for any.

    ``draws`` of ``of`` draws; ``headline`` as ``openasylum run --json`` has it; ``months`` and ``series``: for each scenario and
    each difference to the law in force, measure -> quantile -> a value a month (null where nobody was decided). The same draws
    give the same numbers as a run of them.
    """
    step = job.step
    if job.answer is not None and (job.answer[0] >= step or not job.found):
        return dict(job.answer[1])
    if step == 0 or not job.found:
        return None
    chosen = sorted(job.whole[:step])
    ids = [scenario.id for scenario in job.scenarios]
    annual = with_differences(frame_of(job, "annual", chosen), ids)
    made = {
        "draws": step,
        "of": job.draws,
        "headline": headline(annual),
        **_series(frame_of(job, "series", chosen), ids),
    }
    job.answer = (step, made)
    return dict(made)


def frame_of(job: Job, name: str, draws: Sequence[int]) -> pl.DataFrame:
    """One frame of an ensemble (``scenario``, ``draw`` and the columns of a draw's frame), in the order of ``ensemble``.

    Raises ``Refused`` (410) where the job ended and its draws were let go.
    """
    found = dict(job.found)
    if any((position, draw) not in found for draw in draws for position in range(len(job.scenarios))):
        raise Refused(
            410,
            "this answer gave way to newer ones; ask again",
            "cette réponse a cédé la place à de plus récentes ; redemandez-la",
        )
    return pl.concat(
        found[position, draw]
        .frame(name)
        .select(pl.lit(scenario.id).alias("scenario"), pl.lit(draw, pl.Int32).alias("draw"), pl.all())
        for draw in draws
        for position, scenario in enumerate(job.scenarios)
    )


def _series(series: pl.DataFrame, ids: list[str]) -> dict[str, Any]:
    shown = series.filter((pl.col("breakdown") == "total") & pl.col("measure").is_in(SERIES))
    months = shown["month"].unique().sort()
    ranges = quantiles(with_differences(shown, ids))
    place = {month: position for position, month in enumerate(months)}
    found: dict[str, Any] = {}
    for (scenario, measure), rows in ranges.partition_by("scenario", "measure", as_dict=True).items():
        at = [place[month] for month in rows["month"]]
        lines = {}
        for name in ("p05", "p25", "p50", "p75", "p95"):
            line: list[float | None] = [None] * len(months)
            for position, value in zip(at, rows[name], strict=True):
                line[position] = value
            lines[name] = line
        found.setdefault(str(scenario), {})[str(measure)] = lines
    in_order = [name for name in scenario_order(ids) if name in found]
    return {
        "months": [f"{month:%Y-%m}" for month in months],
        "series": {name: found[name] for name in in_order},
    }
