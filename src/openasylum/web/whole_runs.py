"""The whole run behind a link: the one that is kept, or one made from draws that the workshop has or makes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from openasylum.bilingual import number
from openasylum.errors import UserError
from openasylum.results import Manifest, Run, load_run
from openasylum.results.folder import MANIFEST
from openasylum.results.produce import manifest_of
from openasylum.scenario import LAW_IN_FORCE, Scenario, presets
from openasylum.web.links import State
from openasylum.web.problems import Refused
from openasylum.web.settings import WEIGHT
from openasylum.web.workshop import Workshop
from openasylum.web.workshop.finishing import run_of

#: Seconds that a request waits for the draws of a whole run.
_PATIENCE = 25.0

#: Whole runs that are not on disk and are remembered; one of two scenarios and 200 draws takes some 100 MB.
_REMEMBERED = 2

_remembered: OrderedDict[str, Run] = OrderedDict()
_one_at_a_time = threading.Lock()


def scenarios_of(state: State) -> list[Scenario]:
    """The scenarios of a state beside the law in force."""
    return [ref.scenario() for ref in state.scenarios if ref.id != LAW_IN_FORCE]


def manifest_of_state(state: State) -> Manifest:
    """The manifest, and so the id, that the run of a state has here."""
    whole: Sequence[Scenario] = (presets()[LAW_IN_FORCE], *scenarios_of(state))
    return manifest_of(whole, draws=state.draws, seed=state.seed, weight=WEIGHT)


def kept_run(root: Path, run_id: str) -> Run | None:
    """A run that is kept whole; otherwise None."""
    if not (root / run_id / MANIFEST).is_file():
        return None
    try:
        return load_run((root / run_id).absolute())
    except UserError:
        return None


def whole_run(workshop: Workshop, state: State, client: str) -> Run:
    """The run of a state, whole. Nothing is written.

    Raises ``Refused`` (503) where its draws take longer than a request waits: they go on being made.
    """
    if not 1 <= state.draws <= workshop.settings.limits.draws:
        most = workshop.settings.limits.draws
        raise UserError(
            f"this server makes up to {most:,} draws",
            f"ce serveur fait au plus {number(most, 'fr')} tirages",
            field="draws",
            nearest=str(most),
        )
    manifest = manifest_of_state(state)
    kept = kept_run(workshop.settings.runs, manifest.run_id) or _remembered.get(manifest.run_id)
    if kept is not None:
        return kept
    job = workshop.ask("preview", scenarios_of(state), state.draws, state.seed, client)
    workshop.wait_for_draws(job, _PATIENCE)
    job.raise_failure()
    if job.state != "done":
        raise Refused(
            503,
            f"the whole answer is being made ({job.done} of {job.draws} draws); ask again soon",
            f"la réponse entière est en cours ({job.done} de {job.draws} tirages) ; redemandez-la bientôt",
            retry_after=10,
        )
    with _one_at_a_time:
        if manifest.run_id not in _remembered:
            _remembered[manifest.run_id] = run_of(job)
        _remembered.move_to_end(manifest.run_id)
        while len(_remembered) > _REMEMBERED:
            _remembered.popitem(last=False)
        return _remembered[manifest.run_id]
