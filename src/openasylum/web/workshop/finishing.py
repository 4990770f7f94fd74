"""The end of a run: what its draws come to, the charts and the report, and the folder, which appears whole or not at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from openasylum.ensemble import FRAMES, assumption_draws
from openasylum.errors import UserError
from openasylum.results import Run, is_sound, save
from openasylum.results.produce import assemble, manifest_of
from openasylum.scenario import Scenario, presets
from openasylum.web.problems import Refused
from openasylum.web.settings import SEED
from openasylum.web.workshop.answers import frame_of
from openasylum.web.workshop.jobs import Job
from openasylum.web.workshop.scheduling import Workshop
from openasylum.web.workshop.threads import thread

_log = logging.getLogger("openasylum.web")

#: Reports are written one at a time: they take a core and memory.
_one_at_a_time = threading.Lock()


def start_run(workshop: Workshop, scenarios: Sequence[Scenario], draws: int, seed: int, client: str) -> Job:
    """A job that ends in a run folder. Raises as ``Workshop.ask`` does."""
    job = workshop.ask("run", scenarios, draws, seed, client)
    thread(f"run-{job.id}", _finish, workshop, job).start()
    return job


def _finish(workshop: Workshop, job: Job) -> None:
    workshop.wait_for_draws(job)
    if job.state != "finishing":
        return
    try:
        with _one_at_a_time:
            kept = _write(job, workshop.settings.runs)
        workshop.ended(job, run_id=kept)
    except UserError as error:
        workshop.ended(job, failure=error)
    except Exception as error:
        _log.error("fault at the end of a run: %s", type(error).__name__)
        workshop.ended(
            job,
            failure=Refused(
                500,
                "The run could not be finished: this is a fault of the program",
                "L'exécution n'a pas pu être terminée : c'est une faute du programme",
            ),
        )


def _write(job: Job, root: Path) -> str:
    from openasylum import report

    run_id = manifest_of(job.scenarios, draws=job.draws, seed=job.seed, weight=job.weight).run_id
    if not is_sound(root / run_id):
        found = run_of(job)
        save(found, report.render(found), str(root))
    return run_id


def run_of(job: Job) -> Run:
    """The run of a job that has all its draws, as ``openasylum run`` makes it; nothing is written."""
    frames = {name: frame_of(job, name, range(job.draws)) for name in FRAMES}
    frames["assumptions"] = assumption_draws(job.seed, range(job.draws))
    manifest = manifest_of(
        job.scenarios, draws=job.draws, seed=job.seed, weight=job.weight, command=command_of(job)
    )
    return assemble(manifest, frames)


def command_of(job: Job) -> str:
    """The command that makes the same run; a scenario that is no preset stands as the file of its document."""
    names = (one.id if one.id in presets() else f"{one.id}.yaml" for one in job.scenarios[1:])
    words = ["openasylum run", *names, f"--draws {job.draws}"]
    if job.seed != SEED:
        words.append(f"--seed {job.seed}")
    return " ".join(words)
