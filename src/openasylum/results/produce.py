"""From scenarios to a run: the ensemble, the differences and quantiles, and the manifest that names it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openasylum import arrivals, facts
from openasylum.backends import Backend
from openasylum.ensemble import Keeper, run_ensemble
from openasylum.law.stated_as_of import STATED_AS_OF
from openasylum.results.manifest import Manifest, RunScenario, new_manifest
from openasylum.results.runs import Run
from openasylum.scenario import Scenario, register
from openasylum.simulate import World, build_world

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
    from openasylum.results import finish

    on_stage("history")
    world = build_world(scenarios, seed, weight)
    on_stage("ensemble")
    manifest = _manifest(scenarios, world, draws, command)
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
    finished = finish([scenario.id for scenario in scenarios], frames)
    finished["history"] = arrivals.history_series()
    return Run(manifest, finished)


def _manifest(scenarios: Sequence[Scenario], world: World, draws: int, command: str) -> Manifest:
    return new_manifest(
        scenarios=tuple(_described(scenario) for scenario in scenarios),
        horizon=(f"{world.first_day:%Y-%m}", f"{world.last_day:%Y-%m}"),
        draws=draws,
        seed=world.seed,
        weight=world.weight,
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
