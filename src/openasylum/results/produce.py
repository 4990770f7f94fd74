"""From scenarios to a run: the ensemble, the differences and quantiles, and the manifest that names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import polars as pl

from openasylum import arrivals, facts
from openasylum.backends import Backend
from openasylum.ensemble import Keeper, run_ensemble
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.results.manifest import Manifest, RunScenario, new_manifest
from openasylum.results.runs import Run
from openasylum.scenario import LAST_DAY, Scenario, register
from openasylum.simulate import build_world
from openasylum.simulate.world import first_projected_day

#: The tables that a projection rests on; single figures name their source in the assumption register.
TABLES = (
    "cbsa_removals_detention",
    "consumer_price_index",
    "irb_rpd_regular_irregular",
    "ircc_claims_by_mode_of_entry",
    "ircc_claims_by_office_type_province_monthly",
    "ircc_intake_eligibility_pr",
    "irregular_claims_by_nationality",
    "rad_annual",
    "rcmp_interceptions_monthly_province",
    "rpd_calibration_series",
    "smuggling_undetected_southbound_points",
    "stca_ineligible_returned",
    "unhcr_asylum_applications_canada_by_origin",
    "unhcr_asylum_decisions_canada_by_origin",
)


def produce(
    scenarios: Sequence[Scenario],
    *,
    draws: int,
    seed: int,
    weight: float,
    backend: Backend = "processes",
    workers: int | None = None,
    scheduler: str | None = None,
    keeper: Callable[[str], Keeper | None] = lambda run_id: None,
    command: str = "",
    on_stage: Callable[[str], None] = lambda stage: None,
    on_progress: Callable[[int], None] = lambda done: None,
) -> Run:
    """Simulate ``scenarios`` (the baseline first) and name the result; nothing is written yet.

    ``on_stage`` hears ``history`` and ``ensemble`` as each begins, ``on_progress`` the draws completed. ``keeper`` is asked, with
    the run's id, where to keep finished draws until the run is whole (``unfinished``).
    """
    on_stage("history")
    world = build_world(scenarios, seed, weight)
    on_stage("ensemble")
    manifest = manifest_of(scenarios, draws=draws, seed=seed, weight=weight, command=command)
    frames = run_ensemble(
        world,
        scenarios,
        draws,
        backend=backend,
        workers=workers,
        scheduler=scheduler,
        keeper=keeper(manifest.run_id),
        on_progress=on_progress,
    )
    return assemble(manifest, frames)


def assemble(manifest: Manifest, frames: Mapping[str, pl.DataFrame]) -> Run:
    """The run of the frames of an ensemble: with differences, quantiles and the observed years."""
    from openasylum.results import finish

    finished = finish(manifest.scenario_ids, frames)
    finished["history"] = arrivals.history_series()
    return Run(manifest, finished)


def manifest_of(
    scenarios: Sequence[Scenario], *, draws: int, seed: int, weight: float, command: str = ""
) -> Manifest:
    """The manifest, and so the id, of the run of ``scenarios`` (the baseline first), before anything is simulated."""
    return new_manifest(
        scenarios=tuple(_described(scenario) for scenario in scenarios),
        horizon=(f"{first_projected_day():%Y-%m}", f"{LAST_DAY:%Y-%m}"),
        draws=draws,
        seed=seed,
        weight=weight,
        law_date=STATED_AS_OF,
        data_vintage=facts.data_vintage(),
        command=command,
        assumptions=tuple(
            {
                "id": entry.id,
                "title": entry.title.model_dump(),
                "unit": entry.unit,
                "prior": entry.prior.model_dump(),
                "interval": entry.interval(),
                "grade": entry.grade,
                "why": entry.why.model_dump(),
                "sources": entry.sources,
            }
            for entry in register().values()
        ),
        arguments=tuple(
            {name: getattr(entry, name) for name in ("id", "p05", "p50", "p95", "weight")}
            | {"title": entry.title.model_dump()}
            for entry in arrivals.arguments()
        ),
        sources=tuple(facts.sources(TABLES)),
    )


def _described(scenario: Scenario) -> RunScenario:
    return RunScenario.model_validate(
        {
            "id": scenario.id,
            "title": scenario.title.model_dump(),
            "effective": scenario.first_change,
            "document": dict(scenario.source),
        }
    )
